package dev.floe.format.internal.redstuff;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The loops that take all the time, on tiles of 8 lanes ([Lanes]). Two implementations give the same bytes:
/// [ScalarKernels] and [VectorKernels]. Stateless; safe for concurrent use.
///
/// Every method works on `long[]`; memory segments appear only at the edges ([#gather], [#scatter]) and are always
/// native: mixing heap and native segments in one loop spoils its compiled form.
public abstract class Kernels {

    /// Words of chaining state per 8 lanes: 8 rows.
    public static final int CHAIN_WORDS = 8 * Lanes.COUNT;

    /// Words of a digest per 8 lanes: 4 rows.
    public static final int DIGEST_WORDS = 4 * Lanes.COUNT;

    /// Words of a Blake2b block per 8 lanes.
    static final int BLOCK_WORDS = 16 * Lanes.COUNT;

    /// Length of a message that does not end in the blocks at hand.
    static final long OPEN = Long.MAX_VALUE;

    /// Bytes hashed as a leaf or inner node: the prefix and two digests.
    private static final int NODE_BYTES = 65;

    /// Words of scratch that hashing points of `bytes` bytes needs.
    public static int messageWords(int bytes) {
        // one word more for the prefix, then whole blocks
        return ((bytes + 7) / 8 + 1 + 16) / 16 * BLOCK_WORDS + BLOCK_WORDS;
    }

    /// Words of scratch that [#treeLevel] needs.
    public static final int TREE_SCRATCH_WORDS = CHAIN_WORDS + BLOCK_WORDS;

    /// Whether these kernels read nibble tables ([Multipliers]).
    public abstract boolean usesNibbles();

    /// Loads one point: `bytes` bytes for each of `lanes` lanes from `memory` at `at + lane * laneStep` into
    /// `words` at `to`. Lanes from `lanes` on repeat the last one.
    public abstract void gather(
            MemorySegment memory, long at, long laneStep, int lanes, int bytes, long[] words, int to);

    /// The inverse of [#gather]; writes only the first `lanes` lanes.
    public abstract void scatter(
            long[] words, int from, MemorySegment memory, long at, long laneStep, int lanes, int bytes);

    /// Forward butterflies: for `pairs` pairs of points at `x + i * pairStep` and `distance` words further,
    /// x += factor · y, then y += x. The factor must not be 0.
    public abstract void forward(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index);

    /// Inverse butterflies: y += x, then x += factor · y. The factor must not be 0.
    public abstract void inverse(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index);

    /// `words[to …] ^= words[from …]`, `length` words.
    public abstract void xor(long[] words, int to, int from, int length);

    /// Multiplies the point at `at` by a factor that must not be 0.
    public abstract void scale(long[] words, int at, int half, Multipliers factors, int index);

    /// Transposes 8 × 8 words: word (i, j) of `from` goes to (j, i) of `to`. Rows are `fromStep` and `toStep`
    /// apart.
    public abstract void transpose(long[] from, int fromAt, int fromStep, long[] to, int toAt, int toStep);

    /// Appends the rows of the full chunks of a point to a message, shifted up by one byte: `carry` (8 words) holds
    /// the byte that waits on top of each lane's stream.
    public abstract void packChunks(
            long[] words, int at, int half, int chunks, long[] carry, int carryAt, long[] message);

    /// Appends the rest chunk of `restBytes` bytes, likewise, at row `messageRow`; then the carry.
    ///
    /// @return the first row of the message not written
    public abstract int packRest(
            long[] words, int low, int half, int restBytes, long[] carry, int carryAt, long[] message, int messageRow);

    /// Compresses `blocks` blocks of 8 lanes, one after another.
    ///
    /// @param before bytes of the messages before the first block
    /// @param total length of the messages; the block that reaches it is the last. [#OPEN] if more blocks follow
    public abstract void compress(
            long[] chain, int chainAt, long[] message, int messageAt, int blocks, long before, long total);

    /// Packs an inner node, prefix 1, or the leaf of two digests, prefix 0, into a block whose rows 9 … 15 stay as
    /// they are. A negative `right` stands for the empty node.
    public abstract void packNode(long[] nodes, int left, int right, long prefix, long[] block, int blockAt);

    /// Hashes `count` points as Merkle leaves, slice by slice. Point i is at `at + i * pointWords`; its chaining
    /// state at `chainAt + i * CHAIN_WORDS` (with `keepsState`; else one state is shared, which a single slice
    /// allows). With the last slice the digests go to `digests` at `digestAt + i * DIGEST_WORDS`.
    ///
    /// @param start how many bytes of each symbol came before this slice; a multiple of 128
    /// @param bytes bytes in this slice; a multiple of 128 unless it is the last
    public final void hashLeaves(
            long[] words,
            int at,
            int count,
            int start,
            int bytes,
            boolean last,
            LeafStates states,
            int firstState,
            long[] message,
            long[] digests,
            int digestAt) {
        int half = Lanes.halfWords(bytes);
        int chunks = bytes / Lanes.CHUNK_BYTES;
        for (int i = 0; i < count; i++) {
            int point = at + i * 2 * half;
            int state = states.isShared() ? 0 : firstState + i;
            int chainAt = state * CHAIN_WORDS;
            int carryAt = state * Lanes.COUNT;
            if (start == 0) {
                states.start(state);
            }
            packChunks(words, point, half, chunks, states.carry(), carryAt, message);
            if (last) {
                int rest = bytes % Lanes.CHUNK_BYTES;
                int rows =
                        packRest(words, point + chunks * 32, half, rest, states.carry(), carryAt, message, 8 * chunks);
                int blocks = (bytes + 1 + 127) / 128;
                int filled = Math.min(rows * Lanes.COUNT, blocks * BLOCK_WORDS);
                Arrays.fill(message, filled, blocks * BLOCK_WORDS, 0);
                compress(states.chain(), chainAt, message, 0, blocks, start, start + bytes + 1L);
                System.arraycopy(states.chain(), chainAt, digests, digestAt + i * DIGEST_WORDS, DIGEST_WORDS);
            } else {
                compress(states.chain(), chainAt, message, 0, chunks / 2, start, OPEN);
            }
        }
    }

    /// One level of 8 Merkle trees, in place: `count` nodes at `at` become ⌈count / 2⌉. A missing right child is
    /// the empty node. `scratch` has [#TREE_SCRATCH_WORDS].
    public final void treeLevel(long[] nodes, int at, int count, long[] scratch) {
        for (int j = 0; 2 * j < count; j++) {
            int left = at + 2 * j * DIGEST_WORDS;
            node(nodes, left, 2 * j + 1 < count ? left + DIGEST_WORDS : -1, 1, nodes, at + j * DIGEST_WORDS, scratch);
        }
    }

    /// Hashes 8 Merkle trees of `count` leaves each, in place, down to the roots at `at`.
    public final void treeRoots(long[] nodes, int at, int count, long[] scratch) {
        for (int left = count; left > 1; left = (left + 1) / 2) {
            treeLevel(nodes, at, left, scratch);
        }
    }

    /// Hashes `prefix`, the digests at `left` and those at `right` (the empty node if negative) into `out`.
    public final void node(long[] nodes, int left, int right, long prefix, long[] out, int outAt, long[] scratch) {
        LeafStates.start(scratch, 0);
        packNode(nodes, left, right, prefix, scratch, CHAIN_WORDS);
        Arrays.fill(scratch, CHAIN_WORDS + 9 * Lanes.COUNT, CHAIN_WORDS + BLOCK_WORDS, 0);
        compress(scratch, 0, scratch, CHAIN_WORDS, 1, 0, NODE_BYTES);
        System.arraycopy(scratch, 0, out, outAt, DIGEST_WORDS);
    }
}
