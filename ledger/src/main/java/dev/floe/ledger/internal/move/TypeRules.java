package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.MoveDatatype.TypeParameter;
import dev.floe.ledger.move.SignatureToken;
import java.util.List;

/// Abilities and well-formedness of types as one module writes them, and substitution of type arguments.
final class TypeRules {

    private final CompiledModule module;

    TypeRules(CompiledModule module) {
        this.module = module;
    }

    /// What can be done with a value of `token`.
    ///
    /// @param parameters abilities of the type parameters in scope
    AbilitySet abilities(SignatureToken token, List<AbilitySet> parameters) {
        return switch (token) {
            case SignatureToken.Primitive primitive ->
                primitive == SignatureToken.Primitive.SIGNER ? AbilitySet.SIGNER : AbilitySet.PRIMITIVE;
            case SignatureToken.Reference _ -> AbilitySet.REFERENCE;
            case SignatureToken.Parameter(int index) -> parameters.get(index);
            case SignatureToken.Vector(SignatureToken element) ->
                AbilitySet.PRIMITIVE.and(abilities(element, parameters));
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) ->
                datatypeAbilities(module.datatypeHandles().get(handle), arguments, parameters);
        };
    }

    private AbilitySet datatypeAbilities(
            DatatypeHandle handle, List<SignatureToken> arguments, List<AbilitySet> parameters) {
        int bits = 0;
        for (int ability : new int[] {AbilitySet.COPY, AbilitySet.DROP, AbilitySet.STORE, AbilitySet.KEY}) {
            boolean given = handle.abilities().has(ability);
            for (int i = 0; given && i < arguments.size(); i++) {
                given = handle.typeParameters().get(i).phantom()
                        || abilities(arguments.get(i), parameters).has(requiredOfParts(ability));
            }
            bits |= given ? ability : 0;
        }
        return new AbilitySet(bits);
    }

    /// The ability that all parts need so that the whole has `ability`.
    static int requiredOfParts(int ability) {
        return ability == AbilitySet.KEY ? AbilitySet.STORE : ability;
    }

    /// Why `token` is no type of a value, or empty if it is one: references inside, or type arguments that lack
    /// abilities.
    String problem(SignatureToken token, List<AbilitySet> parameters) {
        return switch (token) {
            case SignatureToken.Primitive _, SignatureToken.Parameter _ -> "";
            case SignatureToken.Reference _ -> "a reference inside of a type";
            case SignatureToken.Vector(SignatureToken element) -> problem(element, parameters);
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) ->
                argumentsProblem(
                        arguments,
                        module.datatypeHandles().get(handle).typeParameters().stream()
                                .map(TypeParameter::constraints)
                                .toList(),
                        parameters);
        };
    }

    /// As [#problem], where a reference to a value is allowed too.
    String signatureProblem(SignatureToken token, List<AbilitySet> parameters) {
        return token instanceof SignatureToken.Reference(boolean _, SignatureToken target)
                ? problem(target, parameters)
                : problem(token, parameters);
    }

    /// Why `arguments` do not fit `constraints`, or empty if they do.
    String argumentsProblem(List<SignatureToken> arguments, List<AbilitySet> constraints, List<AbilitySet> parameters) {
        for (int i = 0; i < arguments.size(); i++) {
            String inside = problem(arguments.get(i), parameters);
            if (!inside.isEmpty()) {
                return inside;
            }
            if (!abilities(arguments.get(i), parameters).containsAll(constraints.get(i))) {
                return "type argument " + i + " lacks one of: " + constraints.get(i);
            }
        }
        return "";
    }

    /// `token` with its type parameters replaced.
    static SignatureToken substitute(SignatureToken token, List<SignatureToken> arguments) {
        if (arguments.isEmpty()) {
            return token;
        }
        return switch (token) {
            case SignatureToken.Primitive primitive -> primitive;
            case SignatureToken.Parameter(int index) -> arguments.get(index);
            case SignatureToken.Vector(SignatureToken element) ->
                new SignatureToken.Vector(substitute(element, arguments));
            case SignatureToken.Reference(boolean isMutable, SignatureToken target) ->
                new SignatureToken.Reference(isMutable, substitute(target, arguments));
            case SignatureToken.Datatype(int handle, List<SignatureToken> inner) ->
                new SignatureToken.Datatype(handle, substitute(inner, arguments));
        };
    }

    /// All of `tokens` with their type parameters replaced.
    static List<SignatureToken> substitute(List<SignatureToken> tokens, List<SignatureToken> arguments) {
        return tokens.stream().map(token -> substitute(token, arguments)).toList();
    }
}
