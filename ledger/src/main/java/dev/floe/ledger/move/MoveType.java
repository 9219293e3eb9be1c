package dev.floe.ledger.move;

import dev.floe.ledger.TypeTag;
import java.util.Arrays;
import java.util.List;

/// A type of the virtual machine: resolved against linked packages, open where it has type parameters.
///
/// Equal when they name the same types; a struct or enum is named by the package version that first defined it.
public sealed interface MoveType {

    /// Most nodes of one type; larger ones are refused.
    int MAX_NODES = 256;

    /// A type without parts.
    enum Primitive implements MoveType {
        /// `bool`.
        BOOL(TypeTag.Primitive.BOOL, 0),
        /// `u8`.
        U8(TypeTag.Primitive.U8, 8),
        /// `u16`.
        U16(TypeTag.Primitive.U16, 16),
        /// `u32`.
        U32(TypeTag.Primitive.U32, 32),
        /// `u64`.
        U64(TypeTag.Primitive.U64, 64),
        /// `u128`.
        U128(TypeTag.Primitive.U128, 128),
        /// `u256`.
        U256(TypeTag.Primitive.U256, 256),
        /// `address`.
        ADDRESS(TypeTag.Primitive.ADDRESS, 0),
        /// `signer`.
        SIGNER(TypeTag.Primitive.SIGNER, 0);

        private final TypeTag.Primitive tag;
        private final int widthBits;

        Primitive(TypeTag.Primitive tag, int widthBits) {
            this.tag = tag;
            this.widthBits = widthBits;
        }

        /// Bits of an integer type, 0 for others.
        public int widthBits() {
            return widthBits;
        }

        /// Whether this is an integer type.
        public boolean isInteger() {
            return widthBits > 0;
        }

        @Override
        public TypeTag toTag() {
            return tag;
        }

        @Override
        public AbilitySet abilities(List<AbilitySet> parameters) {
            return this == SIGNER ? AbilitySet.SIGNER : AbilitySet.PRIMITIVE;
        }

        @Override
        public String toString() {
            return tag.toString();
        }
    }

    /// `vector<element>`.
    ///
    /// @param element the type of the elements
    record Vector(MoveType element) implements MoveType {
        @Override
        public String toString() {
            return "vector<" + element + ">";
        }
    }

    /// A struct or enum with its type arguments.
    final class Datatype implements MoveType {

        private final MoveDatatype definition;
        private final List<MoveType> arguments;
        private final int hash;
        private final boolean closed;
        // Filled on first use by any thread; every thread computes the same.
        private MoveType[][] variantFields = new MoveType[0][];

        /// A struct or enum; the number of type arguments must be that of the definition.
        public Datatype(MoveDatatype definition, List<MoveType> arguments) {
            this.definition = definition;
            this.arguments = List.copyOf(arguments);
            this.hash = 31 * definition.key().hashCode() + this.arguments.hashCode();
            this.closed = this.arguments.stream().allMatch(MoveType::isClosed);
        }

        /// What defines it.
        public MoveDatatype definition() {
            return definition;
        }

        /// The type arguments.
        public List<MoveType> arguments() {
            return arguments;
        }

        /// Types of the fields of a struct with the type arguments filled in. Not to be changed.
        public MoveType[] fields() {
            return variantFields(0);
        }

        /// Types of the fields of a variant with the type arguments filled in. Not to be changed.
        public MoveType[] variantFields(int variant) {
            MoveType[][] known = variantFields;
            if (known.length == 0) {
                known = new MoveType[definition.variantCount()][];
                for (int i = 0; i < known.length; i++) {
                    List<MoveType> open = definition.fieldTypes(i);
                    known[i] = new MoveType[open.size()];
                    for (int j = 0; j < known[i].length; j++) {
                        known[i][j] = open.get(j).substitute(arguments);
                    }
                }
                variantFields = known;
            }
            return known[variant];
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Datatype that
                            && hash == that.hash
                            && (definition == that.definition
                                    || definition.key().equals(that.definition.key()))
                            && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            MoveDatatype.Key key = definition.key();
            String path = key.definingId().toShortString() + "::" + key.module() + "::" + key.name();
            return arguments.isEmpty()
                    ? path
                    : path + arguments.toString().replace('[', '<').replace(']', '>');
        }
    }

    /// `&target` or `&mut target`.
    ///
    /// @param mutable whether it may be written through
    /// @param target  what it refers to; never a reference
    record Reference(boolean mutable, MoveType target) implements MoveType {
        @Override
        public String toString() {
            return (mutable ? "&mut " : "&") + target;
        }
    }

    /// A type parameter of the function or type around.
    ///
    /// @param index which, from 0
    record Parameter(int index) implements MoveType {
        @Override
        public String toString() {
            return "T" + index;
        }
    }

    /// Whether no type parameter occurs.
    default boolean isClosed() {
        return switch (this) {
            case Primitive _ -> true;
            case Vector(MoveType element) -> element.isClosed();
            case Datatype datatype -> datatype.closed;
            case Reference reference -> reference.target().isClosed();
            case Parameter _ -> false;
        };
    }

    /// This type with type parameters replaced.
    ///
    /// @throws MoveException if the result has more than [#MAX_NODES] nodes or nests too deeply
    default MoveType substitute(List<MoveType> arguments) {
        if (isClosed()) {
            return this;
        }
        MoveType result = replace(arguments);
        if (result.nodes(MAX_NODES) > MAX_NODES || result.tooDeep(TypeTag.MAX_DEPTH)) {
            throw new MoveException(new MoveFailure.Runtime(
                    MoveStatus.VM_MAX_TYPE_NODES_REACHED, 0, MoveFailure.NOWHERE, "type is too large"));
        }
        return result;
    }

    private MoveType replace(List<MoveType> arguments) {
        return switch (this) {
            case Primitive primitive -> primitive;
            case Vector(MoveType element) -> new Vector(element.replace(arguments));
            case Datatype datatype when datatype.closed -> datatype;
            case Datatype datatype -> {
                MoveType[] replaced = new MoveType[datatype.arguments.size()];
                for (int i = 0; i < replaced.length; i++) {
                    replaced[i] = datatype.arguments.get(i).replace(arguments);
                }
                yield new Datatype(datatype.definition, Arrays.asList(replaced));
            }
            case Reference(boolean mutable, MoveType target) -> new Reference(mutable, target.replace(arguments));
            case Parameter(int index) -> arguments.get(index);
        };
    }

    /// Nodes of the type tree, or a number over `limit` when there are more than that.
    private int nodes(int limit) {
        return switch (this) {
            case Primitive _, Parameter _ -> 1;
            case Vector(MoveType element) -> 1 + element.nodes(limit);
            case Reference reference -> 1 + reference.target().nodes(limit);
            case Datatype datatype -> {
                int sum = 1;
                for (MoveType argument : datatype.arguments) {
                    if (sum > limit) {
                        break;
                    }
                    sum += argument.nodes(limit);
                }
                yield sum;
            }
        };
    }

    private boolean tooDeep(int limit) {
        if (limit <= 0) {
            return true;
        }
        return switch (this) {
            case Primitive _, Parameter _ -> false;
            case Vector(MoveType element) -> element.tooDeep(limit - 1);
            case Reference reference -> reference.target().tooDeep(limit);
            case Datatype datatype -> {
                boolean deep = false;
                for (MoveType argument : datatype.arguments) {
                    deep |= argument.tooDeep(limit - 1);
                }
                yield deep;
            }
        };
    }

    /// The abilities of values of this type when its type parameters have those of `parameters`.
    default AbilitySet abilities(List<AbilitySet> parameters) {
        return switch (this) {
            case Primitive primitive -> primitive.abilities(parameters);
            case Vector(MoveType element) -> AbilitySet.PRIMITIVE.and(element.abilities(parameters));
            case Reference _ -> AbilitySet.REFERENCE;
            case Parameter(int index) -> parameters.get(index);
            case Datatype datatype -> {
                int bits = datatype.definition.abilities().bits();
                for (int i = 0; i < datatype.arguments.size(); i++) {
                    if (datatype.definition.typeParameters().get(i).phantom()) {
                        continue;
                    }
                    AbilitySet argument = datatype.arguments.get(i).abilities(parameters);
                    for (int ability = 1; ability <= AbilitySet.KEY; ability <<= 1) {
                        if ((bits & ability) != 0 && !argument.has(AbilitySet.requiredOfParts(ability))) {
                            bits &= ~ability;
                        }
                    }
                }
                yield new AbilitySet(bits);
            }
        };
    }

    /// The abilities of values of this closed type.
    default AbilitySet abilities() {
        return abilities(List.of());
    }

    /// The type tag of this closed type, with defining ids.
    ///
    /// @throws IllegalStateException if a reference or type parameter occurs
    default TypeTag toTag() {
        return switch (this) {
            case Primitive primitive -> primitive.toTag();
            case Vector(MoveType element) -> TypeTag.vector(element.toTag());
            case Datatype datatype -> datatype.definition.tag(datatype.arguments);
            case Reference _, Parameter _ -> throw new IllegalStateException("type " + this + " has no tag");
        };
    }
}
