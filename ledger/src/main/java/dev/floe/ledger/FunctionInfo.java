package dev.floe.ledger;

import java.util.List;
import java.util.Set;

/// A Move function from outside.
///
/// @param name           its name
/// @param visibility     who may call it from Move
/// @param isEntry        whether a transaction may call it although it is not public
/// @param typeParameters its type parameters
/// @param parameters     its parameters, with the transaction context
/// @param returns        its results
public record FunctionInfo(
        String name,
        Visibility visibility,
        boolean isEntry,
        List<TypeParameter> typeParameters,
        List<Parameter> parameters,
        List<Parameter> returns) {

    public FunctionInfo {
        typeParameters = List.copyOf(typeParameters);
        parameters = List.copyOf(parameters);
        returns = List.copyOf(returns);
    }

    /// Who may call a function from Move.
    public enum Visibility {
        /// Its own module.
        PRIVATE,
        /// Modules of its own package.
        FRIEND,
        /// Everyone.
        PUBLIC
    }

    /// What values of a type may be used for.
    public enum Ability {
        /// They may be copied.
        COPY,
        /// They may be dropped.
        DROP,
        /// They may be stored within objects.
        STORE,
        /// They are objects.
        KEY
    }

    /// A type parameter.
    ///
    /// @param constraints abilities that its argument must have
    /// @param phantom     whether it occurs in no field
    public record TypeParameter(Set<Ability> constraints, boolean phantom) {
        public TypeParameter {
            constraints = Set.copyOf(constraints);
        }
    }

    /// How a parameter is passed.
    public enum Passing {
        /// The value itself.
        VALUE,
        /// `&`.
        REFERENCE,
        /// `&mut`.
        MUTABLE_REFERENCE
    }

    /// A parameter or result.
    ///
    /// @param passing how it is passed
    /// @param type    its type
    public record Parameter(Passing passing, OpenType type) {

        /// Whether this is `&TxContext` or `&mut TxContext`, which the ledger supplies.
        public boolean isTxContext() {
            return passing != Passing.VALUE
                    && type instanceof OpenType.Datatype datatype
                    && datatype.address().equals(Address.SUI)
                    && datatype.module().equals("tx_context")
                    && datatype.name().equals("TxContext");
        }
    }
}
