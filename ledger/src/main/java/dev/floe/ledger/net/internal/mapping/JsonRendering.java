package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Move values as Sui's nodes show them in JSON.
///
/// | type                                   | JSON                                      |
/// |----------------------------------------|-------------------------------------------|
/// | `u8` `u16` `u32`                       | number                                    |
/// | `u64` `u128` `u256`, `Balance`         | string                                    |
/// | `address`, `ID`, `UID`                 | `0x` and 64 digits                        |
/// | `vector<u8>`                           | Base64                                    |
/// | strings, `TypeName`, `Url`             | string                                    |
/// | `Option`                               | the value or null                         |
/// | struct; enum                           | object; object with `@variant`            |
public final class JsonRendering {

    private static final int MAX_ELEMENTS = 1 << 16;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_BYTES = 1 << 20;

    private JsonRendering() {}

    /// The JSON of a value of a closed type.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is not of that type
    public static Value render(MoveType type, Bytes bcs) {
        BcsReader in = BcsReader.of("value", bcs);
        Value value = read(type, in, 1);
        in.end();
        return value;
    }

    private static Value read(MoveType type, BcsReader in, int depth) {
        if (depth > MAX_DEPTH) {
            throw in.corrupt("value is nested deeper than " + MAX_DEPTH);
        }
        return switch (type) {
            case MoveType.Primitive primitive -> primitive(primitive, in);
            case MoveType.Vector vector -> vector(vector.element(), in, depth);
            case MoveType.Datatype datatype -> datatype(datatype, in, depth);
            case MoveType.Reference reference -> throw in.corrupt("a reference has no BCS");
            case MoveType.Parameter parameter -> throw in.corrupt("type is open");
        };
    }

    private static Value primitive(MoveType.Primitive type, BcsReader in) {
        return switch (type) {
            case BOOL -> Value.newBuilder().setBoolValue(in.bool()).build();
            case U8 -> number(in.u8());
            case U16 -> number(in.u16());
            case U32 -> number(in.u32());
            case U64 -> text(Long.toUnsignedString(in.u64()));
            case U128 -> text(in.u128().toString());
            case U256 -> text(in.u256().toString());
            case ADDRESS, SIGNER -> text(Address.read(in).toString());
        };
    }

    private static Value vector(MoveType element, BcsReader in, int depth) {
        if (element == MoveType.Primitive.U8) {
            return text(Base64.getEncoder().encodeToString(in.bytes(MAX_BYTES)));
        }
        int count = in.count(MAX_ELEMENTS, 1);
        ListValue.Builder out = ListValue.newBuilder();
        for (int i = 0; i < count; i++) {
            out.addValues(read(element, in, depth + 1));
        }
        return Value.newBuilder().setListValue(out).build();
    }

    private static Value datatype(MoveType.Datatype type, BcsReader in, int depth) {
        MoveDatatype definition = type.definition();
        MoveDatatype.Key key = definition.key();
        if (isText(key)) {
            return text(new String(in.bytes(MAX_BYTES), StandardCharsets.UTF_8));
        }
        if (is(key, Address.SUI, "object", "ID") || is(key, Address.SUI, "object", "UID")) {
            return text(Address.read(in).toString());
        }
        if (is(key, Address.SUI, "balance", "Balance")) {
            return text(Long.toUnsignedString(in.u64()));
        }
        if (is(key, Address.STD, "option", "Option")) {
            return in.bool()
                    ? read(type.arguments().getFirst(), in, depth + 1)
                    : Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        }
        Struct.Builder out = Struct.newBuilder();
        int variant = 0;
        if (definition.isEnum()) {
            variant = in.tag(definition.variantCount());
            out.putFields("@variant", text(definition.variantName(variant)));
        }
        List<String> names = definition.fieldNames(variant);
        MoveType[] types = type.variantFields(variant);
        for (int i = 0; i < types.length; i++) {
            out.putFields(names.get(i), read(types[i], in, depth + 1));
        }
        return Value.newBuilder().setStructValue(out).build();
    }

    private static boolean isText(MoveDatatype.Key key) {
        return is(key, Address.STD, "string", "String")
                || is(key, Address.STD, "ascii", "String")
                || is(key, Address.STD, "type_name", "TypeName")
                || is(key, Address.SUI, "url", "Url");
    }

    private static boolean is(MoveDatatype.Key key, Address address, String module, String name) {
        return key.name().equals(name)
                && key.module().equals(module)
                && key.definingId().equals(address);
    }

    private static Value number(long value) {
        return Value.newBuilder().setNumberValue((double) value).build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }
}
