package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;

/// The digest of an object at one version. Text form: Base58. BCS: the 32 bytes with their length in front.
///
/// @param value the 32 bytes
public record ObjectDigest(Digest value) implements Comparable<ObjectDigest> {

    /// Parses Base58 of 32 bytes.
    ///
    /// @throws IllegalArgumentException if `text` is anything else
    public static ObjectDigest parse(String text) {
        return new ObjectDigest(Base58.decodeDigest(text));
    }

    /// Reads a length of 32 and 32 bytes.
    public static ObjectDigest read(BcsReader in) {
        return new ObjectDigest(Digests.read(in));
    }

    /// Writes a length of 32 and 32 bytes.
    public void write(BcsWriter out) {
        Digests.write(out, value);
    }

    @Override
    public int compareTo(ObjectDigest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return Base58.encode(value);
    }
}
