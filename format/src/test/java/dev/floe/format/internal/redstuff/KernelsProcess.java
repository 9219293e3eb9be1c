package dev.floe.format.internal.redstuff;

import dev.floe.format.Axis;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.format.redstuff.SliverHashes;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/// A JVM of its own for [KernelVariantsTest]: hashes invented columns, compares all kernels where there are
/// vectors, tries to warm them up, hashes again. Prints `lanes=… agrees=… ready=… before=… after=…`.
final class KernelsProcess {

    private static final int SYMBOL_BYTES = 214;
    private static final long WARM_UP_NANOS = 1_500_000_000L;

    private KernelsProcess() {}

    public static void main(String[] args) {
        String before = hashes(SliverCodec.of(new StorageShards(13)));
        String lanes = "none";
        String agrees = "none";
        if (Vectors.hasModule()) {
            lanes = String.valueOf(VectorShape.LONGS.length());
            agrees = String.valueOf(VectorWarmUp.agreesWithScalar());
        }
        LongSupplier nanos = System::nanoTime;
        boolean ready = SliverCodec.warmUp(nanos, Thread::onSpinWait, WARM_UP_NANOS, Optional.empty());
        String after = hashes(SliverCodec.of(new StorageShards(13)));
        System.out.println(
                "lanes=" + lanes + " agrees=" + agrees + " ready=" + ready + " before=" + before + " after=" + after);
    }

    /// The hash of the first primary sliver of 13 by 8 invented source columns.
    static String hashes(SliverCodec codec) {
        StorageShards shards = codec.shards();
        int rows = shards.primarySourceSymbols();
        SliverHashes hashes = new SliverHashes(shards);
        SliverTile tile = SliverTile.hashing(codec, Axis.SECONDARY, SYMBOL_BYTES);
        try (Arena arena = Arena.ofShared()) {
            byte[] content = new byte[rows * SliverTile.SLIVERS * SYMBOL_BYTES];
            new Random(5).nextBytes(content);
            MemorySegment memory = arena.allocate(content.length, 64);
            MemorySegment.copy(content, 0, memory, ValueLayout.JAVA_BYTE, 0, content.length);
            for (int i = 0; i < hashes.tiles(); i++) {
                tile.begin(codec, hashes.size(i));
                SymbolView columns =
                        new SymbolView(memory, 0, SYMBOL_BYTES, (long) SliverTile.SLIVERS * SYMBOL_BYTES, rows);
                tile.feed(SYMBOL_BYTES, List.of(columns), null);
                hashes.addTile(i, tile);
            }
            for (int group = 0; group < hashes.tiles(); group++) {
                hashes.finishRows(group, codec);
            }
        }
        StringBuilder all = new StringBuilder();
        for (int index : new int[] {0, 7, 12}) {
            all.append(hashes.hash(Axis.PRIMARY, index).toHex());
            all.append(hashes.hash(Axis.SECONDARY, index).toHex());
        }
        return all.toString();
    }
}
