package dev.floe.format.redstuff;

import dev.floe.format.Axis;
import dev.floe.format.Digest;
import dev.floe.format.MerkleNode;
import dev.floe.format.MerkleProof;
import dev.floe.format.internal.redstuff.Code;
import dev.floe.format.internal.redstuff.Kernels;
import dev.floe.format.internal.redstuff.Lanes;
import dev.floe.format.internal.redstuff.LeafStates;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Extends up to 8 slivers of one axis to n symbols each, and hashes them: the unit of work of encoding, checking
/// and healing. Memory does not depend on the symbol size: symbols pass through in slices.
///
/// Use: [#begin], [#feed] for consecutive bands of bytes of the symbols, then take what was asked for. One thread
/// at a time; keep one per thread and use it again.
public final class SliverTile {

    /// Slivers side by side.
    public static final int SLIVERS = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Work areas between half and two MiB measured best; below 128 bytes there is no whole hash block in a slice.
    private static final int WORK_BYTES_PER_LANE = 256 << 10;

    private static final int MIN_SLICE_BYTES = 128;
    private static final int MAX_SLICE_BYTES = 1024;

    /// The last slice may be longer by this much, so that no slice is tiny.
    private static final int LONGER_LAST_BYTES = 64;

    private final Axis axis;
    private final int storageShards;
    private final int symbolBytes;
    private final int sliceBytes;
    private final long[] words;
    private final @Nullable Hashes hashes;
    private SliverCodec codec;
    private int slivers;
    private int fedBytes;

    private static final class Hashes {
        final LeafStates states;
        final long[] message;
        final long[] scratch = new long[Kernels.TREE_SCRATCH_WORDS];
        final long[] digests;

        Hashes(int storageShards, boolean oneSlice, int longestSlice) {
            states = new LeafStates(storageShards, oneSlice);
            message = new long[Kernels.messageWords(longestSlice)];
            int rounded = (storageShards + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
            digests = new long[rounded * Kernels.DIGEST_WORDS];
        }
    }

    private SliverTile(SliverCodec codec, Axis axis, int symbolBytes, boolean hashes) {
        this.codec = codec;
        this.axis = axis;
        this.symbolBytes = symbolBytes;
        storageShards = codec.shards().count();
        int points = codec.code(axis).encodePoints();
        int slice = WORK_BYTES_PER_LANE / points / MIN_SLICE_BYTES * MIN_SLICE_BYTES;
        sliceBytes = Math.clamp(slice, MIN_SLICE_BYTES, MAX_SLICE_BYTES);
        boolean oneSlice = symbolBytes <= sliceBytes + LONGER_LAST_BYTES;
        int longest = oneSlice ? symbolBytes : sliceBytes + LONGER_LAST_BYTES;
        words = new long[points * Lanes.pointWords(longest)];
        this.hashes = hashes ? new Hashes(storageShards, oneSlice, longest) : null;
    }

    /// A tile that extends slivers.
    public static SliverTile extending(SliverCodec codec, Axis axis, int symbolBytes) {
        return new SliverTile(codec, axis, symbolBytes, false);
    }

    /// A tile that extends slivers and hashes all n symbols of each.
    public static SliverTile hashing(SliverCodec codec, Axis axis, int symbolBytes) {
        return new SliverTile(codec, axis, symbolBytes, true);
    }

    /// Starts on `slivers` slivers, 1 to 8, with `codec`, which must have the geometry this tile was made for.
    public void begin(SliverCodec codec, int slivers) {
        if (slivers < 1 || slivers > SLIVERS || codec.shards().count() != storageShards) {
            throw new IllegalArgumentException("tile of " + slivers + " slivers, " + codec.shards());
        }
        this.codec = codec;
        this.slivers = slivers;
        fedBytes = 0;
    }

    /// Takes the next `bytes` bytes of every symbol: a multiple of 128, or the rest.
    ///
    /// @param source the symbols the slivers consist of, in one or more pieces, each beginning at this band
    /// @param extension where the added symbols go, beginning at this band; nowhere if null
    public void feed(int bytes, List<SymbolView> source, @Nullable SymbolView extension) {
        feed(bytes, source, extension, slivers);
    }

    /// Like [#feed(int, List, SymbolView)], but writes the added symbols of the first `written` slivers only.
    public void feed(int bytes, List<SymbolView> source, @Nullable SymbolView extension, int written) {
        int end = fedBytes + bytes;
        if (end > symbolBytes || end < symbolBytes && bytes % MIN_SLICE_BYTES != 0) {
            throw new IllegalArgumentException("band of " + bytes + " bytes after " + fedBytes + " of " + symbolBytes);
        }
        int band = fedBytes;
        while (fedBytes < end) {
            boolean isLast = end - fedBytes <= sliceBytes + (end == symbolBytes ? LONGER_LAST_BYTES : 0);
            int slice = isLast ? end - fedBytes : sliceBytes;
            feedSlice(slice, fedBytes - band, source, extension, written);
            fedBytes += slice;
        }
    }

    private void feedSlice(
            int bytes, int offset, List<SymbolView> source, @Nullable SymbolView extension, int written) {
        Kernels kernels = codec.kernels();
        Code code = codec.code(axis);
        int point = Lanes.pointWords(bytes);
        int symbols = 0;
        for (SymbolView view : source) {
            for (int k = 0; k < view.symbols(); k++, symbols++) {
                kernels.gather(
                        view.memory(), view.at(k) + offset, view.laneStep(), slivers, bytes, words, symbols * point);
            }
        }
        if (symbols != code.source()) {
            throw new IllegalArgumentException("expected " + code.source() + " symbols per sliver, got " + symbols);
        }
        hash(0, symbols, bytes);
        code.encode(kernels, words, point / 2);
        hash(symbols, code.extra(), bytes);
        if (extension != null) {
            for (int k = 0; k < extension.symbols(); k++) {
                kernels.scatter(
                        words,
                        k * point,
                        extension.memory(),
                        extension.at(k) + offset,
                        extension.laneStep(),
                        written,
                        bytes);
            }
        }
    }

    /// Hashes what is in the first `count` points, which is the symbols from `first` on.
    private void hash(int first, int count, int bytes) {
        if (hashes != null) {
            boolean last = fedBytes + bytes == symbolBytes;
            codec.kernels()
                    .hashLeaves(
                            words,
                            0,
                            count,
                            fedBytes,
                            bytes,
                            last,
                            hashes.states,
                            first,
                            hashes.message,
                            hashes.digests,
                            first * Kernels.DIGEST_WORDS);
        }
    }

    /// Computes the hashes of the slivers; then [#hash] gives them. Ends what [#proofs] can tell.
    public void reduce() {
        Hashes h = complete();
        codec.kernels().treeRoots(h.digests, 0, storageShards, h.scratch);
    }

    /// The hash of sliver `sliver` of the tile, after [#reduce].
    public Digest hash(int sliver) {
        return digest(0, sliver);
    }

    /// Merkle proofs of the symbols `symbols` of every sliver of the tile; computes the hashes too, as [#reduce].
    ///
    /// @return for each sliver, for each of `symbols`, its proof
    public List<List<MerkleProof>> proofs(int[] symbols) {
        Hashes h = complete();
        List<List<List<MerkleNode>>> paths = new ArrayList<>();
        for (int i = 0; i < slivers; i++) {
            paths.add(Stream.generate(() -> (List<MerkleNode>) new ArrayList<MerkleNode>())
                    .limit(symbols.length)
                    .toList());
        }
        int level = 0;
        for (int count = storageShards; count > 1; count = (count + 1) / 2, level++) {
            for (int i = 0; i < slivers; i++) {
                for (int s = 0; s < symbols.length; s++) {
                    int sibling = symbols[s] >> level ^ 1;
                    paths.get(i).get(s).add(sibling < count ? MerkleNode.of(digest(sibling, i)) : MerkleNode.EMPTY);
                }
            }
            codec.kernels().treeLevel(h.digests, 0, count, h.scratch);
        }
        return paths.stream()
                .map(sliver -> sliver.stream().map(MerkleProof::new).toList())
                .toList();
    }

    /// Leaf hashes, a row of 8 lanes per symbol.
    long[] leaves() {
        return complete().digests;
    }

    private Hashes complete() {
        if (hashes == null || fedBytes != symbolBytes) {
            throw new IllegalStateException("the tile hashes nothing, or got " + fedBytes + " of " + symbolBytes);
        }
        return hashes;
    }

    private Digest digest(int node, int lane) {
        long[] digests = complete().digests;
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        for (int i = 0; i < 4; i++) {
            LONG.set(bytes, 8 * i, digests[node * Kernels.DIGEST_WORDS + i * Lanes.COUNT + lane]);
        }
        return Digest.copyOf(bytes);
    }

    int slivers() {
        return slivers;
    }

    Kernels kernels() {
        return codec.kernels();
    }
}
