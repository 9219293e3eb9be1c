package dev.floe.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A Merkle tree as Walrus builds it.
///
/// Hash is Blake2b-256: `leaf(d) = H(0x00 ‖ d)`, `inner(l, r) = H(0x01 ‖ l ‖ r)`. A level with an odd number of
/// nodes above one gets one filler of 32 zero bytes at its end. The root of one leaf is the leaf's hash; of none,
/// the filler. Source: `walrus-protocol.md` §2.1.
public final class Merkle {

    private static final int SIZE = Digest.SIZE_BYTES;

    private final int leafCount;
    // levels[0] holds the leaf hashes one after the other, fillers included; the last level is the root.
    private final List<byte[]> levels;

    private Merkle(int leafCount, List<byte[]> levels) {
        this.leafCount = leafCount;
        this.levels = levels;
    }

    /// The tree over `leaves`.
    public static Merkle of(List<Bytes> leaves) {
        byte[] hashes = new byte[Math.multiplyExact(leaves.size(), SIZE)];
        for (int i = 0; i < leaves.size(); i++) {
            leafHash(leaves.get(i).toByteArray()).bytes().copyTo(hashes, i * SIZE);
        }
        return ofLeafHashes(hashes);
    }

    /// The tree over leaves that are hashed already.
    ///
    /// @param hashes the leaf hashes one after the other, 32 bytes each
    public static Merkle ofLeafHashes(byte[] hashes) {
        if (hashes.length % SIZE != 0) {
            throw new IllegalArgumentException("leaf hashes: " + hashes.length + " is not a multiple of 32");
        }
        List<byte[]> levels = new ArrayList<>();
        byte[] level = hashes.clone();
        while (level.length > SIZE) {
            byte[] even = level.length % (2 * SIZE) == 0 ? level : Arrays.copyOf(level, level.length + SIZE);
            levels.add(even);
            level = parents(even);
        }
        levels.add(level);
        return new Merkle(hashes.length / SIZE, levels);
    }

    /// The root.
    public MerkleNode root() {
        byte[] top = levels.getLast();
        return top.length == 0 ? MerkleNode.EMPTY : MerkleNode.of(Digest.copyOf(top));
    }

    /// How many leaves.
    public int leafCount() {
        return leafCount;
    }

    /// The proof for leaf number `index`.
    public MerkleProof proof(int index) {
        if (index < 0 || index >= leafCount) {
            throw new IllegalArgumentException("leaf " + index + " is not below " + leafCount);
        }
        List<MerkleNode> path = new ArrayList<>();
        int width = leafCount;
        int position = index;
        for (byte[] level : levels.subList(0, levels.size() - 1)) {
            int sibling = position ^ 1;
            path.add(
                    sibling >= width
                            ? MerkleNode.EMPTY
                            : new MerkleNode.Hash(new Digest(Bytes.copyOf(level, sibling * SIZE, SIZE))));
            width = (width + 1) / 2;
            position >>>= 1;
        }
        return new MerkleProof(path);
    }

    /// How many nodes a proof has in a tree of `leafCount` leaves: ⌈log2(leafCount)⌉.
    public static int height(int leafCount) {
        return leafCount <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(leafCount - 1);
    }

    /// `H(0x00 ‖ leaf)`.
    public static Digest leafHash(byte[] leaf) {
        return new Blake2b().update((byte) 0).update(leaf).digest();
    }

    /// `H(0x01 ‖ left ‖ right)`.
    public static Digest innerHash(Digest left, Digest right) {
        return new Blake2b()
                .update((byte) 1)
                .update(left.bytes())
                .update(right.bytes())
                .digest();
    }

    private static byte[] parents(byte[] level) {
        byte[] parents = new byte[level.length / 2];
        byte[] message = new byte[1 + 2 * SIZE];
        message[0] = 1;
        for (int at = 0; at < parents.length; at += SIZE) {
            System.arraycopy(level, 2 * at, message, 1, 2 * SIZE);
            Blake2b.hash(message).bytes().copyTo(parents, at);
        }
        return parents;
    }
}
