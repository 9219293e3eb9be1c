package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.ErasureTile;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolPlaces;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Rebuilds blobs from slivers of one axis: enough primary or enough secondary ones. The blob is never whole in
/// memory; it is decoded in strips, a run of columns or rows of the matrix each.
///
/// Slivers are taken as they are. Check them before with [SliverCheck], or the blob's id afterwards by encoding it
/// again. Safe for concurrent use.
public final class BlobDecoder {

    /// Symbols of every sliver that one strip takes, at most: enough strips for several threads.
    private static final int MAX_STRIP = 64;

    private final StorageShards shards;
    private final EncodeOptions options;
    private final Codecs codecs;

    /// A decoder for blobs of a network of `shards`.
    public BlobDecoder(StorageShards shards, EncodeOptions options) {
        this.shards = shards;
        this.options = options;
        codecs = new Codecs(shards);
    }

    /// Writes the blob that `slivers` give to `target`, whose size is that of the blob. Of an index that is there
    /// twice the last counts; more slivers than needed are ignored, those that are part of the blob being
    /// preferred.
    ///
    /// @param axis the axis of all `slivers`
    /// @throws DataException.Unavailable if there are too few
    public void decode(Axis axis, List<SliverInput> slivers, ByteArea target) throws IOException {
        TreeMap<Integer, SliverInput> byIndex = new TreeMap<>();
        for (SliverInput sliver : slivers) {
            byIndex.put(shards.checkIndex(sliver.index(), "sliver"), sliver);
        }
        int needed = shards.sourceSymbols(axis);
        if (byIndex.size() < needed) {
            throw new DataException.Unavailable("too few slivers: " + needed + " " + axis.text()
                    + " slivers are needed, " + byIndex.size() + " are there; get more from other nodes");
        }
        new Run(axis, byIndex.values().stream().limit(needed).toList(), target).decode();
    }

    /// One blob being decoded.
    private final class Run {
        private final Axis axis;
        private final List<SliverInput> slivers;
        private final int symbolBytes;
        private final int symbols;
        private final int[] present;
        private final SymbolMatrix blob;

        Run(Axis axis, List<SliverInput> slivers, ByteArea target) throws IOException {
            this.axis = axis;
            this.slivers = slivers;
            symbolBytes = shards.symbolSize(target.sizeBytes());
            symbols = shards.symbolsPerSliver(axis);
            present = slivers.stream().mapToInt(SliverInput::index).toArray();
            blob = SymbolMatrix.writing(target, shards.secondarySourceSymbols(), symbolBytes);
        }

        void decode() throws IOException {
            codecs.prepare(
                    (long) shards.primarySourceSymbols() * shards.secondarySourceSymbols(),
                    symbolBytes,
                    Optional.empty(),
                    options.time());
            long laneBytes = 2L * slivers.size() * symbolBytes;
            int width = Math.clamp(options.stagingBytes() / laneBytes / 8 * 8, 8, MAX_STRIP);
            int strips = Math.ceilDiv(symbols, width);
            try (Arena arena = Arena.ofShared()) {
                Workers<Worker> workers = new Workers<>(IntStream.range(0, options.threads())
                        .mapToObj(_ -> new Worker(arena, width))
                        .toList());
                workers.run(strips, (worker, strip) -> {
                    int first = strip * width;
                    worker.decode(first, Math.min(width, symbols - first));
                });
            }
        }

        /// One thread's buffers: a strip of all slivers as they came, and of the matrix as it has to be.
        private final class Worker {
            private final int band;
            private final MemorySegment in;
            private final MemorySegment out;
            private ErasureTile tile;
            private SliverCodec codec;

            Worker(Arena arena, int width) {
                codec = codecs.codec();
                tile = new ErasureTile(codec, axis.other(), present);
                band = Bands.bandBytes(symbolBytes, (long) slivers.size() * width, options.stagingBytes() / 2);
                long bytes = (long) slivers.size() * width * band;
                in = arena.allocate(bytes, 64);
                out = arena.allocate(bytes, 64);
            }

            void decode(int first, int width) throws IOException {
                if (codec.isOutdated()) {
                    codec = codecs.codec();
                    tile = new ErasureTile(codec, axis.other(), present);
                }
                for (int start = 0; start < symbolBytes; start += band) {
                    decode(first, width, start, Math.min(band, symbolBytes - start));
                }
            }

            private void decode(int first, int width, int start, int bytes) throws IOException {
                long sliverStep = (long) width * bytes;
                for (int i = 0; i < present.length; i++) {
                    slivers.get(i).read(first, width, symbolBytes, start, bytes, in, i * sliverStep);
                }
                // Primary slivers are rows of the strip, secondary ones columns.
                boolean areRows = axis == Axis.PRIMARY;
                int columns = areRows ? width : present.length;
                long symbolStep = areRows ? sliverStep : bytes;
                long laneStep = areRows ? bytes : (long) columns * bytes;
                copySourceSymbols(width, bytes, symbolStep, laneStep);
                long[] from = IntStream.range(0, present.length)
                        .mapToLong(i -> i * sliverStep)
                        .toArray();
                long[] to = Arrays.stream(tile.missing())
                        .mapToLong(i -> i * symbolStep)
                        .toArray();
                SymbolPlaces received = new SymbolPlaces(in, from, bytes);
                SymbolPlaces lost = new SymbolPlaces(out, to, laneStep);
                for (int lane = 0; lane < width; lane += SliverTile.SLIVERS) {
                    int lanes = Math.min(SliverTile.SLIVERS, width - lane);
                    tile.decode(bytes, lanes, received.from(lane), lost.from(lane));
                }
                Rectangle strip = areRows
                        ? new Rectangle(0, present.length, first, width, start, bytes)
                        : new Rectangle(first, width, 0, columns, start, bytes);
                blob.store(strip, out);
            }

            private void copySourceSymbols(int width, int bytes, long symbolStep, long laneStep) {
                for (int i = 0; i < present.length && present[i] < present.length; i++) {
                    long from = (long) i * width * bytes;
                    long to = present[i] * symbolStep;
                    if (laneStep == bytes) {
                        MemorySegment.copy(in, from, out, to, (long) width * bytes);
                        continue;
                    }
                    for (int lane = 0; lane < width; lane++) {
                        MemorySegment.copy(in, from + (long) lane * bytes, out, to + lane * laneStep, bytes);
                    }
                }
            }
        }
    }
}
