package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Arguments of Move functions given as JSON, encoded by their type: whole numbers as numbers or text, addresses
/// and ids as text, `vector<u8>` as an array or as hex text with `0x`, options as `null` or the value.
final class PureJson {

    private static final int MAX_DEPTH = 16;

    private PureJson() {}

    /// The BCS of `value` as `type`.
    ///
    /// @throws IllegalArgumentException if it does not fit
    static Bytes encode(TypeTag type, JsonNode value) {
        return encode(type, value, 0);
    }

    /// Whether values of this type can be passed without an object.
    static boolean isPure(TypeTag type) {
        return switch (type) {
            case TypeTag.Primitive primitive -> primitive != TypeTag.Primitive.SIGNER;
            case TypeTag.Vector vector -> isPure(vector.element());
            case StructTag struct ->
                isText(struct)
                        || struct.equals(StructTag.ID)
                        || isOption(struct) && isPure(struct.typeParams().getFirst());
        };
    }

    /// The type that the official SDK's names for pure values mean: besides Move's names `string`, `id`,
    /// `option<…>`.
    static TypeTag parseType(String text) {
        return parseType(text.strip(), 0);
    }

    private static TypeTag parseType(String text, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("type: nested deeper than " + MAX_DEPTH);
        }
        if (text.startsWith("vector<") && text.endsWith(">")) {
            return new TypeTag.Vector(
                    parseType(text.substring(7, text.length() - 1).strip(), depth + 1));
        }
        if (text.startsWith("option<") && text.endsWith(">")) {
            TypeTag inner = parseType(text.substring(7, text.length() - 1).strip(), depth + 1);
            return StructTag.of(Address.STD, "option", "Option", inner);
        }
        return switch (text) {
            case "string" -> StructTag.STRING;
            case "id" -> StructTag.ID;
            default -> TypeTag.parse(text);
        };
    }

    private static Bytes encode(TypeTag type, JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("value: nested deeper than " + MAX_DEPTH);
        }
        return switch (type) {
            case TypeTag.Primitive primitive -> primitive(primitive, value);
            case TypeTag.Vector vector -> vector(vector.element(), value, depth);
            case StructTag struct -> struct(struct, value, depth);
        };
    }

    private static Bytes primitive(TypeTag.Primitive type, JsonNode value) {
        return switch (type) {
            case BOOL -> Pure.bool(bool(value));
            case U8 -> Pure.u8(number(type, value, 8).intValue());
            case U16 -> Pure.u16(number(type, value, 16).intValue());
            case U32 -> Pure.u32(number(type, value, 32).longValue());
            case U64 -> Pure.u64(number(type, value, 64).longValue());
            case U128 -> Pure.u128(number(type, value, 128));
            case U256 -> Pure.u256(number(type, value, 256));
            case ADDRESS -> Pure.address(Address.parse(text(type, value)));
            case SIGNER -> throw new IllegalArgumentException("value: a signer cannot be passed");
        };
    }

    private static Bytes vector(TypeTag element, JsonNode value, int depth) {
        if (element == TypeTag.Primitive.U8
                && value.isTextual()
                && value.asText().startsWith("0x")) {
            return Pure.bytes(Bytes.parseHex(value.asText()));
        }
        if (!value.isArray()) {
            throw bad("vector<" + element + ">", value);
        }
        List<Bytes> elements = new ArrayList<>();
        value.forEach(item -> elements.add(encode(element, item, depth + 1)));
        return Pure.vector(elements);
    }

    private static Bytes struct(StructTag type, JsonNode value, int depth) {
        if (isText(type)) {
            return Pure.string(text(type, value));
        }
        if (type.equals(StructTag.ID)) {
            return Pure.address(Address.parse(text(type, value)));
        }
        if (isOption(type)) {
            return Pure.option(
                    value.isNull()
                            ? Optional.empty()
                            : Optional.of(encode(type.typeParams().getFirst(), value, depth + 1)));
        }
        throw new IllegalArgumentException("value: " + type + " can be passed only as an object, got " + value);
    }

    private static boolean isText(StructTag type) {
        return type.equals(StructTag.STRING) || type.equals(StructTag.ASCII);
    }

    private static boolean isOption(StructTag type) {
        return type.is(Address.STD, "option", "Option") && type.typeParams().size() == 1;
    }

    private static boolean bool(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return switch (value.asText()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("bool", value);
        };
    }

    private static BigInteger number(TypeTag type, JsonNode value, int bits) {
        BigInteger number;
        try {
            String text = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
            if (text.length() > 80) {
                throw bad(type.toString(), value);
            }
            number = text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(bad(type.toString(), value).getMessage(), e);
        }
        if (number.signum() < 0 || number.bitLength() > bits) {
            throw bad(type.toString(), value);
        }
        return number;
    }

    private static String text(TypeTag type, JsonNode value) {
        if (!value.isTextual()) {
            throw bad(type.toString(), value);
        }
        return value.asText();
    }

    private static IllegalArgumentException bad(String type, JsonNode value) {
        String shown = value.toString();
        return new IllegalArgumentException(
                "value: expected " + type + ", got " + (shown.length() <= 100 ? shown : shown.substring(0, 100) + "…"));
    }
}
