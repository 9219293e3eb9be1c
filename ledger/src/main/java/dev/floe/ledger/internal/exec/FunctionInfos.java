package dev.floe.ledger.internal.exec;

import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.FunctionInfo.Ability;
import dev.floe.ledger.FunctionInfo.Parameter;
import dev.floe.ledger.FunctionInfo.Passing;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveFunction;
import dev.floe.ledger.move.MoveType;
import java.util.EnumSet;
import java.util.Set;

/// Functions and types of the machine, as clients see them.
public final class FunctionInfos {

    private FunctionInfos() {}

    /// A function.
    public static FunctionInfo of(MoveFunction function) {
        FunctionInfo.Visibility visibility = switch (function.visibility()) {
            case PRIVATE -> FunctionInfo.Visibility.PRIVATE;
            case FRIEND -> FunctionInfo.Visibility.FRIEND;
            case PUBLIC -> FunctionInfo.Visibility.PUBLIC;
        };
        return new FunctionInfo(
                function.name(),
                visibility,
                function.isEntry(),
                function.typeParameters().stream()
                        .map(constraints -> new FunctionInfo.TypeParameter(abilities(constraints), false))
                        .toList(),
                function.parameters().stream().map(FunctionInfos::parameter).toList(),
                function.returns().stream().map(FunctionInfos::parameter).toList());
    }

    /// Abilities as a set.
    public static Set<Ability> abilities(AbilitySet set) {
        Set<Ability> abilities = EnumSet.noneOf(Ability.class);
        for (Ability ability : Ability.values()) {
            int bit = switch (ability) {
                case COPY -> AbilitySet.COPY;
                case DROP -> AbilitySet.DROP;
                case STORE -> AbilitySet.STORE;
                case KEY -> AbilitySet.KEY;
            };
            if (set.has(bit)) {
                abilities.add(ability);
            }
        }
        return abilities;
    }

    /// A type that is no reference.
    public static OpenType type(MoveType type) {
        return switch (type) {
            case MoveType.Primitive primitive -> new OpenType.Primitive((TypeTag.Primitive) primitive.toTag());
            case MoveType.Vector(MoveType element) -> new OpenType.Vector(type(element));
            case MoveType.Datatype datatype -> {
                MoveDatatype.Key key = datatype.definition().key();
                yield new OpenType.Datatype(
                        key.definingId(),
                        key.module(),
                        key.name(),
                        datatype.arguments().stream().map(FunctionInfos::type).toList());
            }
            case MoveType.Parameter(int index) -> new OpenType.Parameter(index);
            case MoveType.Reference _ -> throw new IllegalStateException("a reference within a type");
        };
    }

    private static Parameter parameter(MoveType type) {
        return type instanceof MoveType.Reference(boolean mutable, MoveType target)
                ? new Parameter(mutable ? Passing.MUTABLE_REFERENCE : Passing.REFERENCE, type(target))
                : new Parameter(Passing.VALUE, type(type));
    }
}
