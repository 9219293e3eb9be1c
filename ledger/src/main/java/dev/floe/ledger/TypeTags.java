package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.ArrayList;
import java.util.List;

/// BCS of type tags, with the depth counted on the way down.
final class TypeTags {

    private static final int VECTOR = 6;
    private static final int STRUCT = 7;
    private static final int VARIANTS = 11;

    /// Most type arguments of one struct; Sui's protocol allows 32.
    private static final int MAX_TYPE_PARAMS = 32;

    private TypeTags() {}

    static void checkDepth(int depth) {
        if (depth > TypeTag.MAX_DEPTH) {
            throw new IllegalArgumentException("type: nested deeper than " + TypeTag.MAX_DEPTH);
        }
    }

    static TypeTag read(BcsReader in, int depth) {
        if (depth > TypeTag.MAX_DEPTH) {
            throw in.corrupt("type is nested deeper than " + TypeTag.MAX_DEPTH);
        }
        int tag = in.tag(VARIANTS);
        return switch (tag) {
            case VECTOR -> new TypeTag.Vector(read(in, depth + 1));
            case STRUCT -> readStruct(in, depth);
            default -> primitive(tag);
        };
    }

    static StructTag readStruct(BcsReader in, int depth) {
        Address address = Address.read(in);
        String module = Identifiers.read(in);
        String name = Identifiers.read(in);
        int count = in.count(MAX_TYPE_PARAMS, 1);
        List<TypeTag> typeParams = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            typeParams.add(read(in, depth + 1));
        }
        return new StructTag(address, module, name, typeParams);
    }

    static void write(BcsWriter out, TypeTag type) {
        switch (type) {
            case TypeTag.Primitive primitive -> out.uleb(primitive.tag());
            case TypeTag.Vector vector -> {
                out.uleb(VECTOR);
                vector.element().write(out);
            }
            case StructTag struct -> {
                out.uleb(STRUCT);
                struct.writeStruct(out);
            }
        }
    }

    private static TypeTag.Primitive primitive(int tag) {
        for (TypeTag.Primitive primitive : TypeTag.Primitive.values()) {
            if (primitive.tag() == tag) {
                return primitive;
            }
        }
        throw new AssertionError("tag " + tag);
    }
}
