package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.util.random.RandomGenerator;

/// Values of any type, mostly small and at the edges.
final class RandomValues {

    private RandomValues() {}

    static MoveValue of(MoveType type, RandomGenerator random, int depth) {
        return switch (type) {
            case MoveType.Primitive primitive -> primitive(primitive, random);
            case MoveType.Vector vector -> {
                MoveVector result = MoveVector.empty(vector.element());
                for (int i = depth > 3 ? 0 : random.nextInt(4); i > 0; i--) {
                    result.push(of(vector.element(), random, depth + 1));
                }
                yield result;
            }
            case MoveType.Datatype datatype -> {
                boolean isEnum = datatype.definition().isEnum();
                int variant = isEnum ? random.nextInt(datatype.definition().variantCount()) : 0;
                MoveType[] types = datatype.variantFields(variant);
                MoveValue[] fields = new MoveValue[types.length];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = of(types[i], random, depth + 1);
                }
                yield MoveStruct.ofVariant(isEnum ? variant : MoveStruct.NO_VARIANT, fields);
            }
            case MoveType.Reference _, MoveType.Parameter _ ->
                throw new IllegalArgumentException("no value of type " + type);
        };
    }

    private static MoveValue primitive(MoveType.Primitive type, RandomGenerator random) {
        long number = switch (random.nextInt(4)) {
            case 0 -> -1;
            case 1 -> random.nextLong();
            default -> random.nextInt(6);
        };
        return switch (type) {
            case BOOL -> MoveValue.bool(random.nextBoolean());
            case U8 -> MoveValue.u8((int) number);
            case U16 -> MoveValue.u16((int) number);
            case U32 -> MoveValue.u32(number);
            case U64 -> MoveValue.u64(number);
            case U128 -> MoveValue.u128(wide(128, number, random));
            case U256 -> MoveValue.u256(wide(256, number, random));
            case ADDRESS, SIGNER -> MoveValue.address(Address.ofLong(number));
        };
    }

    private static BigInteger wide(int bits, long number, RandomGenerator random) {
        return number < 0 ? new BigInteger(bits, java.util.Random.from(random)) : BigInteger.valueOf(number);
    }
}
