package dev.floe.format.committee;

import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;

/// Whether a stored blob can be deleted before its time, and by the owner of which object.
///
/// BCS: `0x00`, or `0x01 ‖ 32-byte object id`.
public sealed interface Persistence extends Bcs {

    /// Nobody can delete the blob.
    Persistence PERMANENT = new Permanent();

    /// Nobody can delete the blob.
    record Permanent() implements Persistence {
        @Override
        public void write(BcsWriter out) {
            out.u8(0);
        }
    }

    /// The owner of the blob object can delete the blob.
    ///
    /// @param objectId the blob object on the ledger
    record Deletable(Digest objectId) implements Persistence {
        @Override
        public void write(BcsWriter out) {
            out.u8(1).digest(objectId);
        }
    }

    /// Reads a persistence.
    static Persistence read(BcsReader in) {
        return in.tag(2) == 0 ? PERMANENT : new Deletable(in.digest());
    }
}
