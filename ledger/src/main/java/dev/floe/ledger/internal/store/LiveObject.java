package dev.floe.ledger.internal.store;

import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SuiObject;

/// An object and its digest, which is dear to compute.
///
/// @param id     the object's id
/// @param object the object
/// @param digest its digest
public record LiveObject(Address id, SuiObject object, ObjectDigest digest) {

    /// `object` with the digest computed.
    public static LiveObject of(SuiObject object) {
        return new LiveObject(object.id(), object, object.digest());
    }

    /// The version, unsigned.
    public long version() {
        return object.version();
    }

    /// Who may use it.
    public Owner owner() {
        return object.owner();
    }

    /// Id, version and digest.
    public ObjectRef ref() {
        return new ObjectRef(id, version(), digest);
    }

    /// The canonical text of the type; `package` for a package.
    public String typeName() {
        return object.data() instanceof MoveObject move ? move.type().toString() : "package";
    }
}
