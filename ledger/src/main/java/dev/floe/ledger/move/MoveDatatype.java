package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.StructTag;
import java.util.List;

/// The definition of a struct or enum in a linked package. Safe for concurrent use.
public interface MoveDatatype {

    /// What names a type, the same for every version of its package.
    ///
    /// @param definingId the package version that first defined the type
    /// @param module     the module's name
    /// @param name       the type's name
    record Key(Address definingId, String module, String name) {
        @Override
        public String toString() {
            return definingId + "::" + module + "::" + name;
        }
    }

    /// A type parameter.
    ///
    /// @param constraints abilities that its argument must have
    /// @param phantom     whether it occurs in no field
    record TypeParameter(AbilitySet constraints, boolean phantom) {}

    /// Its name.
    Key key();

    /// The id of the first version of its package: the address that bytecode knows it by.
    Address originalId();

    /// The declared abilities.
    AbilitySet abilities();

    /// The type parameters.
    List<TypeParameter> typeParameters();

    /// Whether it is an enum.
    boolean isEnum();

    /// Number of variants of an enum, 1 for a struct.
    int variantCount();

    /// Name of a variant; for a struct its own name.
    String variantName(int variant);

    /// Names of the fields of a variant; a struct has only variant 0.
    List<String> fieldNames(int variant);

    /// Types of the fields of a variant, with open type parameters; a struct has only variant 0.
    List<MoveType> fieldTypes(int variant);

    /// The tag with those closed type arguments.
    default StructTag tag(List<MoveType> arguments) {
        return new StructTag(
                key().definingId(),
                key().module(),
                key().name(),
                arguments.stream().map(MoveType::toTag).toList());
    }
}
