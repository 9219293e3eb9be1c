package dev.floe.format;

/// How a blob is encoded on Walrus. Type 0 (RedStuff over RaptorQ) is no longer accepted anywhere, so it is not
/// here.
///
/// Source: `walrus-protocol.md` §1, §2.3.
public enum EncodingType implements Bcs {
    /// RedStuff over Reed-Solomon.
    RS2(1);

    private final int code;

    EncodingType(int code) {
        this.code = code;
    }

    /// The byte that stands for this type in metadata, blob ids and contracts.
    public int code() {
        return code;
    }

    /// Reads the one-byte form.
    ///
    /// @throws DataException.Corrupt if no such type is in use
    public static EncodingType read(BcsReader in) {
        int code = in.u8();
        if (code != RS2.code) {
            throw in.corrupt("encoding type " + code + " is not known; expected 1 (RS2)");
        }
        return RS2;
    }

    @Override
    public void write(BcsWriter out) {
        out.u8(code);
    }
}
