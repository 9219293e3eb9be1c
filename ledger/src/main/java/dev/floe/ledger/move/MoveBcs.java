package dev.floe.ledger.move;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.ledger.Address;

/// BCS of Move values.
public final class MoveBcs {

    /// Deepest nesting of a value that is read or written.
    public static final int MAX_DEPTH = 127;

    // Elements that no single value reaches: each takes at least a byte of an input, except those of empty types,
    // which do not exist (an empty struct has a field).
    private static final int MAX_ELEMENTS = 1 << 24;

    private MoveBcs() {}

    /// Reads a value of that closed type from all of `bcs`.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is not exactly one such value
    public static MoveValue read(MoveType type, byte[] bcs, Metering metering) {
        BcsReader in = BcsReader.of("Move value", bcs);
        MoveValue value = read(type, in, metering, MAX_DEPTH);
        in.end();
        return value;
    }

    /// The BCS of a value that contains no reference.
    ///
    /// @throws MoveException with `FAILED_TO_SERIALIZE_VALUE` if it nests too deeply
    public static byte[] write(MoveValue value) {
        BcsWriter out = new BcsWriter();
        write(value, out, MAX_DEPTH);
        return out.toByteArray();
    }

    private static MoveValue read(MoveType type, BcsReader in, Metering metering, int depth) {
        if (depth < 0) {
            throw in.corrupt("nests over " + MAX_DEPTH + " levels");
        }
        return switch (type) {
            case MoveType.Primitive primitive -> {
                metering.allocate(MoveValue.SLOT_BYTES);
                yield switch (primitive) {
                    case BOOL -> MoveBool.of(in.bool());
                    case U8 -> MoveInt.of(8, in.u8());
                    case U16 -> MoveInt.of(16, in.u16());
                    case U32 -> MoveInt.of(32, in.u32());
                    case U64 -> MoveInt.of(64, in.u64());
                    case U128 -> MoveWide.ofWords(128, in.u64(), in.u64(), 0, 0);
                    case U256 -> MoveWide.ofWords(256, in.u64(), in.u64(), in.u64(), in.u64());
                    case ADDRESS, SIGNER -> {
                        metering.allocate(Address.SIZE_BYTES);
                        yield new MoveAddress(Address.read(in));
                    }
                };
            }
            case MoveType.Vector(MoveType element)
            when element == MoveType.Primitive.U8 -> {
                byte[] content = in.bytes(in.remaining());
                metering.allocate(MoveValue.SLOT_BYTES + (long) content.length);
                yield MoveVector.ofBytes(content, content.length);
            }
            case MoveType.Vector(MoveType element) -> {
                int count = in.count(MAX_ELEMENTS, 1);
                metering.allocate(MoveValue.SLOT_BYTES * (1L + count));
                MoveVector vector = MoveVector.empty(element);
                for (int i = 0; i < count; i++) {
                    vector.push(read(element, in, metering, depth - 1));
                }
                yield vector;
            }
            case MoveType.Datatype datatype -> {
                int variant = MoveStruct.NO_VARIANT;
                MoveType[] types;
                if (datatype.definition().isEnum()) {
                    variant = in.tag(datatype.definition().variantCount());
                    types = datatype.variantFields(variant);
                } else {
                    types = datatype.fields();
                }
                metering.allocate(MoveValue.SLOT_BYTES * (1L + types.length));
                MoveValue[] fields = new MoveValue[types.length];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = read(types[i], in, metering, depth - 1);
                }
                yield MoveStruct.ofVariant(variant, fields);
            }
            case MoveType.Reference _, MoveType.Parameter _ -> throw in.corrupt("no value has type " + type);
        };
    }

    private static void write(MoveValue value, BcsWriter out, int depth) {
        if (depth < 0) {
            throw MoveException.of(MoveStatus.FAILED_TO_SERIALIZE_VALUE, "value nests over " + MAX_DEPTH + " levels");
        }
        switch (value) {
            case MoveBool bool -> out.bool(bool.asBool());
            case MoveInt integer -> {
                switch (integer.widthBits()) {
                    case 8 -> out.u8((int) integer.asLong());
                    case 16 -> out.u16((int) integer.asLong());
                    case 32 -> out.u32(integer.asLong());
                    default -> out.u64(integer.asLong());
                }
            }
            case MoveWide wide -> {
                for (int i = 0; i < wide.widthBits() / 64; i++) {
                    out.u64(wide.word(i));
                }
            }
            case MoveAddress address -> address.asAddress().write(out);
            case MoveVector.Packed packed -> out.bytes(packed.asBytes());
            case MoveVector vector -> {
                out.uleb(vector.size());
                for (int i = 0; i < vector.size(); i++) {
                    write(vector.get(i), out, depth - 1);
                }
            }
            case MoveStruct struct -> {
                if (struct.variant() != MoveStruct.NO_VARIANT) {
                    out.uleb(struct.variant());
                }
                for (MoveValue field : struct.fieldsInPlace()) {
                    write(field, out, depth - 1);
                }
            }
            case MoveReference _ ->
                throw MoveException.of(MoveStatus.FAILED_TO_SERIALIZE_VALUE, "a reference has no BCS");
        }
    }
}
