package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.MerkleNode;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/// Checks slivers against the metadata of their blob: extended to n symbols, a sliver must have the hash that the
/// metadata gives for it. Safe for concurrent use.
public final class SliverCheck {

    private final StorageShards shards;
    private final BlobMetadata metadata;
    private final EncodeOptions options;
    private final Codecs codecs;

    /// A check against `metadata`, which must itself be verified.
    public SliverCheck(BlobMetadata metadata, EncodeOptions options) {
        this.metadata = metadata;
        this.options = options;
        shards = metadata.shards();
        codecs = new Codecs(shards);
    }

    /// Those of `slivers`, all of `axis`, that have the right length and hash.
    public List<SliverInput> valid(Axis axis, List<SliverInput> slivers) throws IOException {
        int symbolBytes = metadata.symbolSize();
        codecs.prepare((long) slivers.size() * shards.count(), symbolBytes, Optional.empty(), options.time());
        AtomicIntegerArray isValid = new AtomicIntegerArray(slivers.size());
        try (Arena arena = Arena.ofShared()) {
            Workers<Worker> workers = new Workers<>(IntStream.range(0, options.threads())
                    .mapToObj(_ -> new Worker(arena, axis, symbolBytes))
                    .toList());
            int tiles = Math.ceilDiv(slivers.size(), SliverTile.SLIVERS);
            workers.run(tiles, (worker, tile) -> {
                int first = tile * SliverTile.SLIVERS;
                int end = Math.min(first + SliverTile.SLIVERS, slivers.size());
                List<SliverInput> group = slivers.subList(first, end);
                worker.hash(group);
                for (int i = 0; i < group.size(); i++) {
                    SliverInput sliver = group.get(i);
                    MerkleNode expected = metadata.sliverHash(axis, sliver.index());
                    isValid.set(first + i, expected.equals(MerkleNode.of(worker.tile.hash(i))) ? 1 : 0);
                }
            });
        }
        return IntStream.range(0, slivers.size())
                .filter(i -> isValid.get(i) == 1)
                .mapToObj(slivers::get)
                .toList();
    }

    private final class Worker {
        private final SliverTile tile;
        private final int symbols;
        private final int symbolBytes;
        private final long stagingBytes;
        private final MemorySegment staging;

        Worker(Arena arena, Axis axis, int symbolBytes) {
            this.symbolBytes = symbolBytes;
            tile = SliverTile.hashing(codecs.codec(), axis, symbolBytes);
            symbols = shards.symbolsPerSliver(axis);
            stagingBytes = options.stagingBytes();
            int band = Bands.bandBytes(symbolBytes, (long) SliverTile.SLIVERS * symbols, stagingBytes);
            staging = arena.allocate((long) SliverTile.SLIVERS * symbols * band, 64);
        }

        void hash(List<SliverInput> group) throws IOException {
            tile.begin(codecs.codec(), group.size());
            Bands.forEach(symbolBytes, (long) SliverTile.SLIVERS * symbols, stagingBytes, (start, bytes) -> {
                long sliverStep = (long) symbols * bytes;
                for (int i = 0; i < group.size(); i++) {
                    group.get(i).read(0, symbols, symbolBytes, start, bytes, staging, i * sliverStep);
                }
                tile.feed(bytes, List.of(new SymbolView(staging, 0, sliverStep, bytes, symbols)), null);
            });
            tile.reduce();
        }
    }
}
