package dev.floe.ledger.internal.store;

import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;

/// An object and its digest, which is dear to compute.
///
/// @param id     the object's id
/// @param object the object
/// @param digest its digest
/// @param typeName the canonical text of its type; `package` for a package
public record LiveObject(Address id, SuiObject object, ObjectDigest digest, String typeName) {

    /// One text for all gas coins: most objects are that, and equal keys compare faster when they are the same.
    private static final String GAS_COIN = StructTag.GAS_COIN.toString();

    /// `object` with the digest computed.
    public static LiveObject of(SuiObject object) {
        return of(object, object.digest());
    }

    /// `object` with a digest that is known.
    public static LiveObject of(SuiObject object, ObjectDigest digest) {
        return new LiveObject(object.id(), object, digest, typeName(object));
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

    private static String typeName(SuiObject object) {
        if (!(object.data() instanceof MoveObject move)) {
            return "package";
        }
        return move.type().equals(StructTag.GAS_COIN) ? GAS_COIN : move.type().toString();
    }
}
