package dev.floe.format;

/// One symbol of the matrix together with the index of the sliver it was taken from.
///
/// @param sourceIndex index of the sliver it comes from
/// @param data the symbol
public record DecodingSymbol(int sourceIndex, Bytes data) implements Bcs {

    public DecodingSymbol {
        if (sourceIndex < 0 || sourceIndex >= StorageShards.MAX) {
            throw new IllegalArgumentException("source sliver " + sourceIndex + " is not below " + StorageShards.MAX);
        }
        if (data.size() < 2 || data.size() > StorageShards.MAX_SYMBOL_SIZE || data.size() % 2 != 0) {
            throw new IllegalArgumentException("symbol of " + data.size() + " bytes: not even or not from 2 to 65534");
        }
    }

    /// Reads a symbol.
    public static DecodingSymbol read(BcsReader in) {
        int sourceIndex = in.u16();
        Bytes data = in.byteString(StorageShards.MAX_SYMBOL_SIZE);
        try {
            return new DecodingSymbol(sourceIndex, data);
        } catch (IllegalArgumentException e) {
            throw in.corrupt(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void write(BcsWriter out) {
        out.u16(sourceIndex).bytes(data);
    }
}
