package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An encoded blob: its metadata, and any of its slivers on demand, in any order. Uses the blob's own area; close
/// it before that. Safe for concurrent use.
public final class EncodedBlob implements AutoCloseable {

    private final BlobMetadataWithId metadata;
    private final StorageShards shards;
    private final int symbolBytes;
    private final SymbolMatrix source;
    private final SymbolMatrix right;
    private final @Nullable SymbolMatrix below;
    private final Scratch scratch;

    EncodedBlob(
            BlobMetadataWithId metadata,
            SymbolMatrix source,
            SymbolMatrix right,
            @Nullable SymbolMatrix below,
            Scratch scratch) {
        this.metadata = metadata;
        this.source = source;
        this.right = right;
        this.below = below;
        this.scratch = scratch;
        shards = metadata.metadata().shards();
        symbolBytes = metadata.metadata().symbolSize();
    }

    /// The id, the length and the hashes of all slivers.
    public BlobMetadataWithId metadata() {
        return metadata;
    }

    /// Bytes of the symbols of a sliver.
    public int sliverSizeBytes(Axis axis) {
        return shards.symbolsPerSliver(axis) * symbolBytes;
    }

    /// Copies the symbols of sliver `index` of `axis` to `target`, whose size is [#sliverSizeBytes].
    public void read(Axis axis, int index, MemorySegment target) throws IOException {
        shards.checkIndex(index, "sliver");
        if (target.byteSize() != sliverSizeBytes(axis)) {
            throw new IllegalArgumentException(
                    "sliver of " + sliverSizeBytes(axis) + " bytes into " + target.byteSize());
        }
        int sourceRows = shards.primarySourceSymbols();
        int sourceColumns = shards.secondarySourceSymbols();
        if (axis == Axis.PRIMARY) {
            boolean isSource = index < sourceRows;
            SymbolMatrix from = isSource ? source : Objects.requireNonNull(below);
            from.read((long) (isSource ? index : index - sourceRows) * target.byteSize(), target);
        } else if (index < sourceColumns) {
            source.load(new Rectangle(0, sourceRows, index, 1, 0, symbolBytes), target, 0, symbolBytes);
        } else {
            int column = index - sourceColumns;
            right.load(new Rectangle(0, sourceRows, column, 1, 0, symbolBytes), target, 0, symbolBytes);
        }
    }

    /// The sliver of `axis` in sliver pair `pair`.
    public SliverData sliver(int pair, Axis axis) throws IOException {
        int index = shards.sliverIndex(pair, axis);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment symbols = arena.allocate(sliverSizeBytes(axis));
            read(axis, index, symbols);
            return new SliverData(axis, index, symbolBytes, Bytes.copyOf(symbols.toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /// Frees memory and temporary files.
    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
