package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.List;
import java.util.stream.Collectors;

/// A concrete struct or enum type: `address::module::name<typeParams>`. The address is that of the package version
/// which
/// first defined the type.
///
/// @param address the defining package
/// @param module  the module's name
/// @param name    the type's name
/// @param typeParams the type arguments, in order
public record StructTag(Address address, String module, String name, List<TypeTag> typeParams) implements TypeTag {

    /// `0x2::sui::SUI`, the native coin's type.
    public static final StructTag SUI = of(Address.SUI, "sui", "SUI");
    /// `0x1::string::String`.
    public static final StructTag STRING = of(Address.STD, "string", "String");
    /// `0x1::ascii::String`.
    public static final StructTag ASCII = of(Address.STD, "ascii", "String");
    /// `0x2::object::ID`.
    public static final StructTag ID = of(Address.SUI, "object", "ID");
    /// `0x2::object::UID`.
    public static final StructTag UID = of(Address.SUI, "object", "UID");
    /// `0x2::coin::Coin<0x2::sui::SUI>`.
    public static final StructTag GAS_COIN = coin(SUI);

    public StructTag {
        Identifiers.require("type: module", module);
        Identifiers.require("type: name", name);
        typeParams = List.copyOf(typeParams);
        TypeTags.checkDepth(1 + deepest(typeParams));
    }

    /// A type of that name with those type arguments.
    public static StructTag of(Address address, String module, String name, TypeTag... typeParams) {
        return new StructTag(address, module, name, List.of(typeParams));
    }

    /// `0x2::coin::Coin<coinType>`.
    public static StructTag coin(TypeTag coinType) {
        return of(Address.SUI, "coin", "Coin", coinType);
    }

    /// Parses the text form of a struct type.
    ///
    /// @throws IllegalArgumentException if `text` is not a struct type
    public static StructTag parse(String text) {
        if (TypeTag.parse(text) instanceof StructTag struct) {
            return struct;
        }
        throw new IllegalArgumentException("type: expected address::module::Name, got '" + text + "'");
    }

    /// Reads the struct without an enum tag in front.
    public static StructTag readStruct(BcsReader in) {
        return TypeTags.readStruct(in, 1);
    }

    /// Writes the struct without an enum tag in front.
    public void writeStruct(BcsWriter out) {
        address.write(out);
        out.string(module).string(name).vector(typeParams, (to, type) -> type.write(to));
    }

    /// Whether this is `address::module::name` with any type arguments.
    public boolean is(Address otherAddress, String otherModule, String otherName) {
        return name.equals(otherName) && module.equals(otherModule) && address.equals(otherAddress);
    }

    /// Whether `other` is this type, or, if this has no type arguments, any instance of it.
    public boolean matches(StructTag other) {
        return typeParams.isEmpty() ? other.is(address, module, name) : equals(other);
    }

    /// Whether this is `0x2::coin::Coin<…>`.
    public boolean isCoin() {
        return is(Address.SUI, "coin", "Coin") && typeParams.size() == 1;
    }

    @Override
    public int depth() {
        return 1 + deepest(typeParams);
    }

    /// The canonical text: full addresses, `, ` between type arguments.
    @Override
    public String toString() {
        String path = address + "::" + module + "::" + name;
        return typeParams.isEmpty()
                ? path
                : path + typeParams.stream().map(TypeTag::toString).collect(Collectors.joining(", ", "<", ">"));
    }

    private static int deepest(List<TypeTag> types) {
        return types.stream().mapToInt(TypeTag::depth).max().orElse(0);
    }
}
