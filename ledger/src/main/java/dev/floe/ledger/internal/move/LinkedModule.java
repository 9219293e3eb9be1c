package dev.floe.ledger.internal.move;

import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A module with its functions and types by name; what it names elsewhere is resolved on first use.
final class LinkedModule {

    private final LinkedPackage owner;
    private final CompiledModule compiled;
    private final ModuleId id;
    private final Map<String, LoadedFunction> functions = new LinkedHashMap<>();
    private final Map<String, LoadedDatatype> datatypes = new LinkedHashMap<>();
    // Definitions here by index of their handle.
    private final Map<Integer, LoadedDatatype> defined = new HashMap<>();
    private final Map<SignatureToken, MoveType> types = new ConcurrentHashMap<>();
    private final Map<Integer, LoadedDatatype> resolved = new ConcurrentHashMap<>();

    LinkedModule(LinkedPackage owner, CompiledModule compiled) {
        this.owner = owner;
        this.compiled = compiled;
        this.id = compiled.id();
        for (int i = 0; i < compiled.functions().size(); i++) {
            LoadedFunction function = new LoadedFunction(this, i);
            functions.put(function.name(), function);
        }
        for (CompiledModule.StructDefinition struct : compiled.structs()) {
            define(struct.handle(), List.of(struct.fields()), List.of(compiled.datatypeName(struct.handle())), false);
        }
        for (CompiledModule.EnumDefinition definition : compiled.enums()) {
            List<List<CompiledModule.Field>> fields = new ArrayList<>();
            List<String> names = new ArrayList<>();
            definition.variants().forEach(variant -> {
                fields.add(variant.fields());
                names.add(compiled.identifiers().get(variant.name()));
            });
            define(definition.handle(), fields, names, true);
        }
    }

    private void define(int handle, List<List<CompiledModule.Field>> fields, List<String> names, boolean isEnum) {
        LoadedDatatype datatype = new LoadedDatatype(this, handle, fields, names, isEnum);
        datatypes.put(datatype.key().name(), datatype);
        defined.put(handle, datatype);
    }

    LinkedPackage owner() {
        return owner;
    }

    CompiledModule compiled() {
        return compiled;
    }

    ModuleId id() {
        return id;
    }

    @Nullable
    LoadedFunction function(String name) {
        return functions.get(name);
    }

    List<LoadedFunction> functions() {
        return List.copyOf(functions.values());
    }

    @Nullable
    LoadedDatatype datatype(String name) {
        return datatypes.get(name);
    }

    Collection<LoadedDatatype> datatypes() {
        return datatypes.values();
    }

    /// The function that a handle names.
    LoadedFunction resolveFunction(int handle) {
        CompiledModule.FunctionHandle named = compiled.functionHandles().get(handle);
        String name = compiled.identifiers().get(named.name());
        LinkedModule module =
                named.module() == compiled.self() ? this : owner.resolve(compiled.moduleId(named.module()));
        LoadedFunction found = module.function(name);
        if (found == null) {
            throw MoveException.of(MoveStatus.LINKER_ERROR, "function " + module.id + "::" + name + " does not exist");
        }
        return found;
    }

    /// The struct or enum that a handle names.
    LoadedDatatype resolveDatatype(int handle) {
        LoadedDatatype known = defined.get(handle);
        if (known == null) {
            known = resolved.get(handle);
        }
        if (known != null) {
            return known;
        }
        CompiledModule.DatatypeHandle named = compiled.datatypeHandles().get(handle);
        String name = compiled.identifiers().get(named.name());
        LinkedModule module =
                named.module() == compiled.self() ? this : owner.resolve(compiled.moduleId(named.module()));
        LoadedDatatype found = module.datatype(name);
        if (found == null
                || found.typeParameters().size() != named.typeParameters().size()) {
            throw MoveException.of(
                    MoveStatus.LINKER_ERROR, "type " + module.id + "::" + name + " does not exist or does not fit");
        }
        resolved.put(handle, found);
        return found;
    }

    MoveType type(SignatureToken token) {
        return switch (token) {
            case SignatureToken.Primitive primitive -> primitive.type();
            case SignatureToken.Parameter(int index) -> new MoveType.Parameter(index);
            case SignatureToken.Vector(SignatureToken element) -> new MoveType.Vector(type(element));
            case SignatureToken.Reference(boolean mutable, SignatureToken target) ->
                new MoveType.Reference(mutable, type(target));
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) -> {
                MoveType known = types.get(token);
                if (known == null) {
                    known = new MoveType.Datatype(resolveDatatype(handle), types(arguments));
                    types.put(token, known);
                }
                yield known;
            }
        };
    }

    List<MoveType> types(List<SignatureToken> tokens) {
        return tokens.stream().map(this::type).toList();
    }

    List<MoveType> signature(int index) {
        return types(compiled.signatures().get(index));
    }
}
