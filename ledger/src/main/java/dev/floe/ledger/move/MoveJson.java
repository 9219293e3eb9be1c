package dev.floe.ledger.move;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

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
public final class MoveJson {

    private static final int MAX_ELEMENTS = 1 << 16;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 1 << 18;
    private static final int MAX_BYTES = 1 << 20;

    private MoveJson() {}

    /// Makes JSON of some library.
    ///
    /// @param <T> its values
    public interface Form<T> {
        /// A truth value.
        T bool(boolean value);

        /// A number of at most 32 bits.
        T number(long value);

        /// A string.
        T text(String value);

        /// Null.
        T none();

        /// An array.
        T list(List<T> elements);

        /// An object.
        T object(SequencedMap<String, T> fields);
    }

    /// The JSON of a value of a closed type.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `bcs` is not of that type
    public static <T> T render(MoveType type, Bytes bcs, Form<T> form) {
        BcsReader in = BcsReader.of("value", bcs);
        T value = new Reader<>(in, form).read(type, 1);
        in.end();
        return value;
    }

    private static final class Reader<T> {
        private final BcsReader in;
        private final Form<T> form;
        private int values;

        Reader(BcsReader in, Form<T> form) {
            this.in = in;
            this.form = form;
        }

        T read(MoveType type, int depth) {
            if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
                throw in.corrupt(
                        "value is nested deeper than " + MAX_DEPTH + " or has more than " + MAX_VALUES + " parts");
            }
            return switch (type) {
                case MoveType.Primitive primitive -> primitive(primitive);
                case MoveType.Vector vector -> vector(vector.element(), depth);
                case MoveType.Datatype datatype -> datatype(datatype, depth);
                case MoveType.Reference reference -> throw in.corrupt("a reference has no BCS");
                case MoveType.Parameter parameter -> throw in.corrupt("type is open");
            };
        }

        private T primitive(MoveType.Primitive type) {
            return switch (type) {
                case BOOL -> form.bool(in.bool());
                case U8 -> form.number(in.u8());
                case U16 -> form.number(in.u16());
                case U32 -> form.number(in.u32());
                case U64 -> form.text(Long.toUnsignedString(in.u64()));
                case U128 -> form.text(in.u128().toString());
                case U256 -> form.text(in.u256().toString());
                case ADDRESS, SIGNER -> form.text(Address.read(in).toString());
            };
        }

        private T vector(MoveType element, int depth) {
            if (element == MoveType.Primitive.U8) {
                return form.text(Base64.getEncoder().encodeToString(in.bytes(MAX_BYTES)));
            }
            int count = in.count(MAX_ELEMENTS, 1);
            List<T> out = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                out.add(read(element, depth + 1));
            }
            return form.list(out);
        }

        private T datatype(MoveType.Datatype type, int depth) {
            MoveDatatype definition = type.definition();
            MoveDatatype.Key key = definition.key();
            if (isText(key)) {
                return form.text(new String(in.bytes(MAX_BYTES), StandardCharsets.UTF_8));
            }
            if (is(key, Address.SUI, "object", "ID") || is(key, Address.SUI, "object", "UID")) {
                return form.text(Address.read(in).toString());
            }
            if (is(key, Address.SUI, "balance", "Balance")) {
                return form.text(Long.toUnsignedString(in.u64()));
            }
            if (is(key, Address.STD, "option", "Option")) {
                return in.bool() ? read(type.arguments().getFirst(), depth + 1) : form.none();
            }
            SequencedMap<String, T> out = new LinkedHashMap<>();
            int variant = 0;
            if (definition.isEnum()) {
                variant = in.tag(definition.variantCount());
                out.put("@variant", form.text(definition.variantName(variant)));
            }
            List<String> names = definition.fieldNames(variant);
            MoveType[] types = type.variantFields(variant);
            for (int i = 0; i < types.length; i++) {
                out.put(names.get(i), read(types[i], depth + 1));
            }
            return form.object(out);
        }
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
}
