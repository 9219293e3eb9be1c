package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A struct or enum of a linked module.
final class LoadedDatatype implements MoveDatatype {

    /// Deepest nesting of values of one type.
    static final int MAX_VALUE_DEPTH = 128;

    private final LinkedModule module;
    private final CompiledModule.DatatypeHandle handle;
    private final Key key;
    private final List<List<CompiledModule.Field>> fields;
    private final List<String> names;
    private final boolean isEnum;
    // Computed on first use; all threads compute equal values.
    private volatile @Nullable List<List<MoveType>> types;
    private volatile int @Nullable [] depths;

    LoadedDatatype(
            LinkedModule module,
            int handleIndex,
            List<List<CompiledModule.Field>> fields,
            List<String> names,
            boolean isEnum) {
        this.module = module;
        this.handle = module.compiled().datatypeHandles().get(handleIndex);
        this.key = module.owner()
                .loaded()
                .key(module.id().name(), module.compiled().datatypeName(handleIndex));
        this.fields = fields;
        this.names = names;
        this.isEnum = isEnum;
    }

    LinkedModule module() {
        return module;
    }

    @Override
    public Key key() {
        return key;
    }

    @Override
    public Address originalId() {
        return module.id().address();
    }

    @Override
    public AbilitySet abilities() {
        return handle.abilities();
    }

    @Override
    public List<TypeParameter> typeParameters() {
        return handle.typeParameters();
    }

    @Override
    public boolean isEnum() {
        return isEnum;
    }

    @Override
    public int variantCount() {
        return fields.size();
    }

    @Override
    public String variantName(int variant) {
        return names.get(variant);
    }

    @Override
    public List<String> fieldNames(int variant) {
        return fields.get(variant).stream()
                .map(field -> module.compiled().identifiers().get(field.name()))
                .toList();
    }

    @Override
    public List<MoveType> fieldTypes(int variant) {
        List<List<MoveType>> known = types;
        if (known == null) {
            known = fields.stream()
                    .map(list -> list.stream()
                            .map(field -> module.type(field.type()))
                            .toList())
                    .toList();
            types = known;
        }
        return known.get(variant);
    }

    /// How deeply values of this type nest: element 0 without regard to type arguments, element `i + 1` how far
    /// down type
    /// argument `i` occurs, −1 if it does not.
    ///
    /// @throws MoveException if types nest over the limit or contain themselves
    int[] depths(int budget) {
        int[] known = depths;
        if (known != null) {
            return known;
        }
        if (budget <= 0) {
            throw tooDeep(key.toString());
        }
        int[] result = new int[1 + typeParameters().size()];
        Arrays.fill(result, -1);
        result[0] = 1;
        for (int variant = 0; variant < variantCount(); variant++) {
            for (MoveType field : fieldTypes(variant)) {
                deepen(result, depths(field, typeParameters().size(), budget - 1));
            }
        }
        depths = result;
        return result;
    }

    /// How deeply values of a closed type nest.
    ///
    /// @throws MoveException if over the limit
    static int depth(MoveType type) {
        int depth = depths(type, 0, MAX_VALUE_DEPTH)[0];
        if (depth > MAX_VALUE_DEPTH) {
            throw tooDeep(type.toString());
        }
        return depth;
    }

    private static int[] depths(MoveType type, int parameters, int budget) {
        int[] result = new int[1 + parameters];
        Arrays.fill(result, -1);
        switch (type) {
            case MoveType.Primitive _, MoveType.Reference _ -> result[0] = 1;
            case MoveType.Parameter(int index) -> {
                if (index < parameters) {
                    result[1 + index] = 0;
                }
            }
            case MoveType.Vector(MoveType element) -> {
                result[0] = 1;
                deepen(result, depths(element, parameters, budget));
            }
            case MoveType.Datatype datatype -> {
                int[] own = ((LoadedDatatype) datatype.definition()).depths(budget);
                result[0] = own[0];
                for (int i = 0; i < datatype.arguments().size(); i++) {
                    if (own[1 + i] >= 0) {
                        int[] argument = depths(datatype.arguments().get(i), parameters, budget);
                        for (int j = 0; j < result.length; j++) {
                            if (argument[j] >= 0) {
                                result[j] = Math.max(result[j], Math.min(argument[j] + own[1 + i], 1 << 16));
                            }
                        }
                    }
                }
            }
        }
        return result;
    }

    private static void deepen(int[] result, int[] part) {
        for (int i = 0; i < result.length; i++) {
            if (part[i] >= 0) {
                result[i] = Math.max(result[i], part[i] + 1);
            }
        }
    }

    private static MoveException tooDeep(String what) {
        return MoveException.of(
                MoveStatus.VM_MAX_VALUE_DEPTH_REACHED, what + " nests over " + MAX_VALUE_DEPTH + " levels");
    }
}
