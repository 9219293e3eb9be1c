package dev.floe.ledger;

import java.util.List;

/// A type that may contain type parameters.
public sealed interface OpenType {

    /// A type without parts.
    ///
    /// @param type which
    record Primitive(TypeTag.Primitive type) implements OpenType {}

    /// A vector.
    ///
    /// @param element the type of the elements
    record Vector(OpenType element) implements OpenType {}

    /// A struct or enum.
    ///
    /// @param address       the defining package
    /// @param module        the module
    /// @param name          the name
    /// @param typeArguments its type arguments
    record Datatype(Address address, String module, String name, List<OpenType> typeArguments) implements OpenType {
        public Datatype {
            typeArguments = List.copyOf(typeArguments);
        }

        /// Whether this is `packageId::moduleName::typeName` with any type arguments.
        public boolean is(Address packageId, String moduleName, String typeName) {
            return name.equals(typeName) && module.equals(moduleName) && address.equals(packageId);
        }
    }

    /// A type parameter of the function.
    ///
    /// @param index which, from 0
    record Parameter(int index) implements OpenType {}

    /// This type with type parameters replaced.
    ///
    /// @throws IllegalArgumentException if there are too few type arguments
    default TypeTag substitute(List<TypeTag> typeArguments) {
        return switch (this) {
            case Primitive primitive -> primitive.type();
            case Vector vector -> new TypeTag.Vector(vector.element().substitute(typeArguments));
            case Datatype datatype ->
                new StructTag(
                        datatype.address(),
                        datatype.module(),
                        datatype.name(),
                        datatype.typeArguments().stream()
                                .map(argument -> argument.substitute(typeArguments))
                                .toList());
            case Parameter parameter -> {
                if (parameter.index() >= typeArguments.size()) {
                    throw new IllegalArgumentException("type arguments: expected more than " + parameter.index()
                            + ", got " + typeArguments.size());
                }
                yield typeArguments.get(parameter.index());
            }
        };
    }
}
