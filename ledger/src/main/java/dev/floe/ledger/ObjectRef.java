package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;

/// One version of an object.
///
/// @param id      the object's id
/// @param version the version, unsigned
/// @param digest  the digest of the object at that version
public record ObjectRef(Address id, long version, ObjectDigest digest) {

    /// Reads id, version and digest.
    public static ObjectRef read(BcsReader in) {
        return new ObjectRef(Address.read(in), in.u64(), ObjectDigest.read(in));
    }

    /// Writes id, version and digest.
    public void write(BcsWriter out) {
        id.write(out);
        out.u64(version);
        digest.write(out);
    }
}
