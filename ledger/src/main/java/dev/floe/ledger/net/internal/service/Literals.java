package dev.floe.ledger.net.internal.service;

import com.google.protobuf.Value;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.net.internal.rpc.RpcException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Inputs given as JSON-like literals: their type follows from their uses, which must agree.
final class Literals {

    private static final int MAX_DEPTH = 32;

    private Literals() {}

    static Bytes encode(int input, Value literal, List<InputUses.Use> uses) {
        Set<TypeTag> types = new HashSet<>();
        for (InputUses.Use use : uses) {
            try {
                types.add(use.type().substitute(use.typeArguments()));
            } catch (IllegalArgumentException e) {
                throw bad(input, "its use has no known type");
            }
        }
        if (types.size() != 1) {
            throw bad(input, "its uses want " + types.size() + " types, expected one");
        }
        BcsWriter out = new BcsWriter();
        write(out, input, literal, types.iterator().next(), 1);
        return out.toBytes();
    }

    private static void write(BcsWriter out, int input, Value literal, TypeTag type, int depth) {
        if (depth > MAX_DEPTH) {
            throw bad(input, "nested deeper than " + MAX_DEPTH);
        }
        switch (type) {
            case TypeTag.Primitive primitive -> primitive(out, input, literal, primitive);
            case TypeTag.Vector vector -> {
                if (!literal.hasListValue()) {
                    throw bad(input, "expected a list for " + type);
                }
                out.uleb(literal.getListValue().getValuesCount());
                literal.getListValue()
                        .getValuesList()
                        .forEach(element -> write(out, input, element, vector.element(), depth + 1));
            }
            case StructTag struct -> struct(out, input, literal, struct, depth);
        }
    }

    private static void struct(BcsWriter out, int input, Value literal, StructTag type, int depth) {
        if (type.equals(StructTag.STRING) || type.equals(StructTag.ASCII)) {
            if (!literal.hasStringValue()) {
                throw bad(input, "expected a string");
            }
            out.string(literal.getStringValue());
        } else if (type.equals(StructTag.ID)) {
            primitive(out, input, literal, TypeTag.Primitive.ADDRESS);
        } else if (type.is(Address.STD, "option", "Option") && type.typeParams().size() == 1) {
            if (literal.hasNullValue()) {
                out.uleb(0);
            } else {
                write(out.uleb(1), input, literal, type.typeParams().getFirst(), depth + 1);
            }
        } else {
            throw bad(input, "a literal cannot be a " + type);
        }
    }

    private static void primitive(BcsWriter out, int input, Value literal, TypeTag.Primitive type) {
        switch (type) {
            case BOOL -> out.bool(bool(input, literal));
            case ADDRESS -> address(input, literal).write(out);
            case SIGNER -> throw bad(input, "a literal cannot be a signer");
            case U8 -> out.u8(number(input, literal, 8).intValue());
            case U16 -> out.u16(number(input, literal, 16).intValue());
            case U32 -> out.u32(number(input, literal, 32).longValue());
            case U64 -> out.u64(number(input, literal, 64).longValue());
            case U128 -> out.u128(number(input, literal, 128));
            case U256 -> out.u256(number(input, literal, 256));
        }
    }

    private static boolean bool(int input, Value literal) {
        if (literal.hasBoolValue()) {
            return literal.getBoolValue();
        }
        return switch (literal.getStringValue()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(input, "expected true or false");
        };
    }

    private static Address address(int input, Value literal) {
        try {
            return Address.parse(literal.getStringValue());
        } catch (IllegalArgumentException e) {
            throw bad(input, String.valueOf(e.getMessage()));
        }
    }

    private static BigInteger number(int input, Value literal, int bits) {
        BigInteger value;
        try {
            value = literal.hasNumberValue()
                    ? BigDecimal.valueOf(literal.getNumberValue()).toBigIntegerExact()
                    : new BigInteger(digits(literal.getStringValue()));
        } catch (ArithmeticException | NumberFormatException e) {
            throw bad(input, "expected a whole number");
        }
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw bad(input, "expected a number of at most " + bits + " bits");
        }
        return value;
    }

    private static String digits(String text) {
        if (text.isEmpty() || text.length() > 78 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NumberFormatException();
        }
        return text;
    }

    private static RpcException bad(int input, String reason) {
        return RpcException.invalid("inputs", "input " + input + ": literal: " + reason);
    }
}
