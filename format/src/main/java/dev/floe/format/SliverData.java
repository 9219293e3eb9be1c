package dev.floe.format;

/// One sliver of a blob: the source symbols of one row or column of the matrix.
///
/// | bytes        | field       | rule                                        |
/// |-------------:|-------------|---------------------------------------------|
/// | ULEB128      | length      | of the symbols                              |
/// | length       | symbols     | a whole number of them, at least one        |
/// |            2 | symbol size | u16 little-endian, even, at least 2         |
/// |            2 | index       | u16 little-endian; of a secondary sliver it is n − 1 − pair |
///
/// The axis is not in the bytes; whoever asks for a sliver knows it.
///
/// @param axis row or column
/// @param index which row or column of the extended matrix
/// @param symbolSize bytes per symbol
/// @param symbols the symbols one after the other
public record SliverData(Axis axis, int index, int symbolSize, Bytes symbols) implements Bcs {

    public SliverData {
        if (index < 0 || index >= StorageShards.MAX) {
            throw new IllegalArgumentException("sliver index " + index + " is not below " + StorageShards.MAX);
        }
        if (symbolSize < 2 || symbolSize > StorageShards.MAX_SYMBOL_SIZE || symbolSize % 2 != 0) {
            throw new IllegalArgumentException("symbol size " + symbolSize + " is not even or not from 2 to 65534");
        }
        if (symbols.size() == 0 || symbols.size() % symbolSize != 0) {
            throw new IllegalArgumentException("sliver of " + symbols.size()
                    + " bytes is not a whole number of symbols of " + symbolSize + " bytes");
        }
    }

    /// How many symbols.
    public int symbolCount() {
        return symbols.size() / symbolSize;
    }

    /// Symbol number `position`.
    public Bytes symbol(int position) {
        return symbols.slice(position * symbolSize, (position + 1) * symbolSize);
    }

    /// This sliver, once its index and lengths are those of a sliver of the blob. Its hash is not looked at.
    ///
    /// @throws DataException.Corrupt if one of them is not
    public SliverData fitting(BlobMetadataWithId blob) {
        StorageShards shards = blob.metadata().shards();
        int expectedSize = shards.sliverSize(axis, blob.metadata().blobSize());
        if (index >= shards.count() || symbolSize != blob.metadata().symbolSize() || symbols.size() != expectedSize) {
            throw new DataException.Corrupt(axis.text() + " sliver " + index + " of blob " + blob.id()
                    + ": expected an index below " + shards.count() + ", symbols of "
                    + blob.metadata().symbolSize() + " bytes and " + expectedSize + " bytes in all, got symbols of "
                    + symbolSize + " bytes and " + symbols.size() + " bytes in all");
        }
        return this;
    }

    /// Reads a sliver of `axis`.
    public static SliverData read(BcsReader in, Axis axis) {
        Bytes symbols = in.byteString(Integer.MAX_VALUE);
        int symbolSize = in.u16();
        int index = in.u16();
        try {
            return new SliverData(axis, index, symbolSize, symbols);
        } catch (IllegalArgumentException e) {
            throw in.corrupt(String.valueOf(e.getMessage()));
        }
    }

    /// Reads a sliver with its axis in front, as shard synchronisation sends it.
    public static SliverData readTagged(BcsReader in) {
        Axis axis = Axis.read(in);
        return read(in, axis);
    }

    @Override
    public void write(BcsWriter out) {
        out.bytes(symbols).u16(symbolSize).u16(index);
    }

    /// Writes the axis, then the sliver.
    public void writeTagged(BcsWriter out) {
        axis.write(out);
        write(out);
    }
}
