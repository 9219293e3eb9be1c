package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.OptionalLong;

/// A Move value with the ability `key`. Its first field is its id, so the contents start with the 32 bytes of the
/// id.
///
/// @param type              the struct's type
/// @param hasPublicTransfer whether the type has the ability `store`
/// @param version           the version, unsigned
/// @param contents          the BCS of the struct
public record MoveObject(StructTag type, boolean hasPublicTransfer, long version, Bytes contents)
        implements ObjectData {

    /// Most bytes of contents that are read; Sui's own limit is 250 KiB.
    public static final int MAX_CONTENTS = 1 << 20;

    private static final int COIN_BYTES = Address.SIZE_BYTES + Long.BYTES;

    public MoveObject {
        if (contents.size() < Address.SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "object: expected contents that start with an id of 32 bytes, got " + contents.size() + " bytes");
        }
    }

    /// A coin of `coinType` as an object.
    public static MoveObject coin(Address id, TypeTag coinType, long version, long balance) {
        BcsWriter contents = new BcsWriter();
        id.write(contents);
        contents.u64(balance);
        return new MoveObject(StructTag.coin(coinType), true, version, contents.toBytes());
    }

    @Override
    public Address id() {
        return new Address(contents.slice(0, Address.SIZE_BYTES));
    }

    /// The balance, unsigned, if this is a coin.
    public OptionalLong coinBalance() {
        if (!type.isCoin() || contents.size() != COIN_BYTES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(BcsReader.of("coin", contents.slice(Address.SIZE_BYTES, COIN_BYTES))
                .u64());
    }

    static MoveObject readFields(BcsReader in) {
        StructTag type = ObjectTypes.read(in);
        boolean hasPublicTransfer = in.bool();
        long version = in.u64();
        byte[] contents = in.bytes(MAX_CONTENTS);
        if (contents.length < Address.SIZE_BYTES) {
            throw in.corrupt("contents of " + contents.length + " bytes cannot hold an id");
        }
        return new MoveObject(type, hasPublicTransfer, version, Bytes.copyOf(contents));
    }

    void writeFields(BcsWriter out) {
        ObjectTypes.write(out, type);
        out.bool(hasPublicTransfer).u64(version).bytes(contents);
    }
}
