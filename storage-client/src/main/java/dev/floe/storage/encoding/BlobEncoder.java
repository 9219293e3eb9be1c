package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.EncodingType;
import dev.floe.format.SliverPairMetadata;
import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverHashes;
import dev.floe.format.redstuff.SliverTile;
import dev.floe.format.redstuff.SymbolView;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Encodes blobs with RedStuff: hashes of all slivers, and the slivers themselves. Neither the blob nor its slivers
/// are ever whole in the heap.
///
/// 1. Rows: 8 rows of the blob at a time are extended to n symbols; what is added (half the blob) goes to memory or
///   a
///    temporary file.
/// 2. Columns: 8 columns at a time are extended to n symbols and hashed, and their part of the row trees. The
///   corner
///    that belongs to no sliver exists only inside a tile.
/// 3. The rest of the row trees, and the blob id.
///
/// Safe for concurrent use.
public final class BlobEncoder {

    private final StorageShards shards;
    private final EncodeOptions options;
    private final Codecs codecs;

    /// An encoder for blobs of a network of `shards`.
    public BlobEncoder(StorageShards shards, EncodeOptions options) {
        this.shards = shards;
        this.options = options;
        codecs = new Codecs(shards);
    }

    /// Computes the metadata of `blob`. No slivers are kept.
    public BlobMetadataWithId metadata(ByteArea blob) throws IOException {
        try (EncodedBlob encoded = new Run(blob).encode(false)) {
            return encoded.metadata();
        }
    }

    /// Encodes `blob`, which must stay open and unchanged as long as the result is used. The slivers that are no
    /// part of
    /// the blob take 2.5 times its size, in memory or in a temporary file.
    public EncodedBlob encode(ByteArea blob) throws IOException {
        return new Run(blob).encode(true);
    }

    /// One thread's buffers.
    private static final class Worker {
        private final Arena arena;
        private final SliverTile rows;
        private final SliverTile columns;
        private MemorySegment in = MemorySegment.NULL;
        private MemorySegment out = MemorySegment.NULL;

        Worker(Arena arena, Codecs codecs, int symbolBytes) {
            this.arena = arena;
            rows = SliverTile.extending(codecs.codec(), Axis.PRIMARY, symbolBytes);
            columns = SliverTile.hashing(codecs.codec(), Axis.SECONDARY, symbolBytes);
        }

        MemorySegment in(long bytes) {
            in = in.byteSize() >= bytes ? in : arena.allocate(bytes, 64);
            return in;
        }

        MemorySegment out(long bytes) {
            out = out.byteSize() >= bytes ? out : arena.allocate(bytes, 64);
            return out;
        }
    }

    /// One blob being encoded.
    private final class Run {
        private final ByteArea blob;
        private final int symbolBytes;
        private final int sourceRows = shards.primarySourceSymbols();
        private final int sourceColumns = shards.secondarySourceSymbols();
        private final int addedRows = shards.count() - sourceRows;
        private final int addedColumns = shards.count() - sourceColumns;

        Run(ByteArea blob) {
            this.blob = blob;
            symbolBytes = shards.symbolSize(blob.sizeBytes());
        }

        EncodedBlob encode(boolean keepSlivers) throws IOException {
            codecs.prepare((long) shards.count() * shards.count(), symbolBytes, blob.memory(), options.time());
            Scratch scratch = new Scratch(options);
            try (Arena arena = Arena.ofShared()) {
                SymbolMatrix source = new SymbolMatrix(blob, sourceRows, sourceColumns, symbolBytes, scratch::memory);
                SymbolMatrix right = matrix(scratch, sourceRows, addedColumns);
                @Nullable SymbolMatrix below = keepSlivers ? matrix(scratch, addedRows, sourceColumns) : null;
                Workers<Worker> workers = new Workers<>(IntStream.range(0, options.threads())
                        .mapToObj(_ -> new Worker(arena, codecs, symbolBytes))
                        .toList());
                workers.run(Math.ceilDiv(sourceRows, SliverTile.SLIVERS), (worker, group) -> {
                    extendRows(worker, group * SliverTile.SLIVERS, source, right);
                });
                SliverHashes hashes = new SliverHashes(shards);
                workers.run(hashes.tiles(), (worker, tile) -> {
                    int column = hashes.first(tile);
                    extendColumns(worker, column, hashes.size(tile), source, right, below);
                    hashes.addTile(tile, worker.columns);
                });
                workers.run(hashes.tiles(), (_, group) -> hashes.finishRows(group, codecs.codec()));
                return new EncodedBlob(metadata(hashes), source, right, below, scratch);
            } catch (IOException | RuntimeException | Error e) {
                scratch.close();
                throw e;
            }
        }

        private SymbolMatrix matrix(Scratch scratch, int rows, int columns) throws IOException {
            ByteArea area = scratch.area((long) rows * columns * symbolBytes);
            return new SymbolMatrix(area, rows, columns, symbolBytes, scratch::memory);
        }

        private void extendRows(Worker worker, int row, SymbolMatrix source, SymbolMatrix right) throws IOException {
            int rows = Math.min(SliverTile.SLIVERS, sourceRows - row);
            worker.rows.begin(codecs.codec(), rows);
            long symbols = (long) SliverTile.SLIVERS * sourceColumns;
            Bands.forEach(symbolBytes, symbols, options.stagingBytes(), (start, bytes) -> {
                Rectangle from = new Rectangle(row, rows, 0, sourceColumns, start, bytes);
                Rectangle to = from.withColumns(0, addedColumns);
                MemorySegment in = worker.in(from.packedBytes());
                MemorySegment out = right.isDirect() ? MemorySegment.NULL : worker.out(to.packedBytes());
                worker.rows.feed(bytes, source.rowsOf(from, in), right.rowsInto(to, out));
                right.store(to, out);
            });
        }

        private void extendColumns(
                Worker worker,
                int column,
                int columns,
                SymbolMatrix source,
                SymbolMatrix right,
                @Nullable SymbolMatrix below)
                throws IOException {
            worker.columns.begin(codecs.codec(), columns);
            long symbols = (long) SliverTile.SLIVERS * addedRows;
            Bands.forEach(symbolBytes, symbols, options.stagingBytes(), (start, bytes) -> {
                Rectangle from = new Rectangle(0, sourceRows, column, columns, start, bytes);
                List<SymbolView> views = columns(worker, from, source, right);
                int kept = below == null ? 0 : Math.clamp((long) sourceColumns - column, 0, columns);
                if (below == null || kept == 0) {
                    worker.columns.feed(bytes, views, null);
                    return;
                }
                Rectangle to = new Rectangle(0, addedRows, column, kept, start, bytes);
                MemorySegment out = below.isDirect() ? MemorySegment.NULL : worker.out(to.packedBytes());
                worker.columns.feed(bytes, views, below.columnsInto(to, out), kept);
                below.store(to, out);
            });
        }

        /// Columns of the blob, of what was added right of it, or of both.
        private List<SymbolView> columns(Worker worker, Rectangle of, SymbolMatrix source, SymbolMatrix right)
                throws IOException {
            int end = of.column() + of.columns();
            if (end <= sourceColumns) {
                MemorySegment in = source.isDirect() ? MemorySegment.NULL : worker.in(of.packedBytes());
                return source.columnsOf(of, in);
            }
            if (of.column() >= sourceColumns) {
                Rectangle shifted = of.withColumns(of.column() - sourceColumns, of.columns());
                MemorySegment in = right.isDirect() ? MemorySegment.NULL : worker.in(of.packedBytes());
                return right.columnsOf(shifted, in);
            }
            int left = sourceColumns - of.column();
            MemorySegment in = worker.in(of.packedBytes());
            long rowStep = (long) of.columns() * of.bytes();
            source.load(of.withColumns(of.column(), left), in, 0, rowStep);
            right.load(of.withColumns(0, of.columns() - left), in, (long) left * of.bytes(), rowStep);
            return List.of(SymbolMatrix.packedColumns(of, in));
        }

        private BlobMetadataWithId metadata(SliverHashes hashes) {
            List<SliverPairMetadata> pairs = new ArrayList<>(shards.count());
            for (int pair = 0; pair < shards.count(); pair++) {
                pairs.add(SliverPairMetadata.of(
                        hashes.hash(Axis.PRIMARY, pair),
                        hashes.hash(Axis.SECONDARY, shards.sliverIndex(pair, Axis.SECONDARY))));
            }
            return BlobMetadataWithId.of(new BlobMetadata(EncodingType.RS2, blob.sizeBytes(), pairs));
        }
    }
}
