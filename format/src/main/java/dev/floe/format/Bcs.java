package dev.floe.format;

import java.util.function.Function;

/// A value with exactly one BCS form. Its type has a static `read(BcsReader)` for the way back.
public interface Bcs {

    /// Appends the BCS form of this value.
    void write(BcsWriter out);

    /// The BCS form of this value.
    default Bytes toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toBytes();
    }

    /// Reads one value that must fill `content` exactly.
    ///
    /// @param what names the thing read, for error messages
    /// @throws DataException.Corrupt if the bytes are not the BCS form of such a value
    static <T> T decode(String what, Bytes content, Function<BcsReader, T> read) {
        BcsReader in = BcsReader.of(what, content);
        T value = read.apply(in);
        in.end();
        return value;
    }
}
