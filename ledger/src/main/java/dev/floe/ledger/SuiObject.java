package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;

/// An object of the ledger at one version: a Move value or a package, with its owner.
///
/// @param data                the value or package
/// @param owner               who may use it
/// @param previousTransaction the transaction that wrote this version
/// @param storageRebate       MIST that come back when it is deleted
public record SuiObject(ObjectData data, Owner owner, TransactionDigest previousTransaction, long storageRebate) {

    /// Reads an object.
    public static SuiObject read(BcsReader in) {
        return new SuiObject(ObjectData.read(in), Owner.read(in), TransactionDigest.read(in), in.u64());
    }

    /// Parses the BCS of exactly one object.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is anything else
    public static SuiObject parse(Bytes bcs) {
        BcsReader in = BcsReader.of("object", bcs);
        SuiObject object = read(in);
        in.end();
        return object;
    }

    /// Writes the object.
    public void write(BcsWriter out) {
        data.write(out);
        owner.write(out);
        previousTransaction.write(out);
        out.u64(storageRebate);
    }

    /// The BCS bytes.
    public byte[] toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toByteArray();
    }

    /// The digest of this version.
    public ObjectDigest digest() {
        return new ObjectDigest(Digests.typed("Object", toBcs()));
    }

    /// The object's id.
    public Address id() {
        return data.id();
    }

    /// The version, unsigned.
    public long version() {
        return data.version();
    }

    /// Id, version and digest.
    public ObjectRef ref() {
        return new ObjectRef(id(), version(), digest());
    }

    /// The Move value.
    ///
    /// @throws IllegalStateException if this is a package
    public MoveObject move() {
        if (data instanceof MoveObject move) {
            return move;
        }
        throw new IllegalStateException("object " + id() + " is a package, expected a Move value");
    }

    /// The package.
    ///
    /// @throws IllegalStateException if this is a Move value
    public MovePackage asPackage() {
        if (data instanceof MovePackage pkg) {
            return pkg;
        }
        throw new IllegalStateException("object " + id() + " is a Move value, expected a package");
    }
}
