package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveFailure;
import dev.floe.ledger.move.MoveFunction;
import dev.floe.ledger.move.MoveType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function of a linked module; its code is decoded when it is first called.
public final class LoadedFunction implements MoveFunction {

    private final LinkedModule module;
    private final int index;
    private final CompiledModule.FunctionDefinition definition;
    private final CompiledModule.FunctionHandle handle;
    private final String name;
    final int parameterCount;
    // Computed on first use; all threads compute equal values.
    private volatile @Nullable DecodedCode code;
    private volatile @Nullable Native implementation;
    private volatile @Nullable List<MoveType> parameters;
    private volatile @Nullable List<MoveType> returns;

    LoadedFunction(LinkedModule module, int index) {
        this.module = module;
        this.index = index;
        this.definition = module.compiled().functions().get(index);
        this.handle = module.compiled().functionHandles().get(definition.handle());
        this.name = module.compiled().functionName(definition);
        this.parameterCount =
                module.compiled().signatures().get(handle.parameters()).size();
    }

    LinkedModule linkedModule() {
        return module;
    }

    CompiledModule.FunctionDefinition definition() {
        return definition;
    }

    CompiledModule.FunctionHandle handle() {
        return handle;
    }

    DecodedCode code() {
        DecodedCode known = code;
        if (known == null) {
            known = CodeDecoder.decode(this);
            code = known;
        }
        return known;
    }

    Native implementation() {
        Native known = implementation;
        if (known == null) {
            known = Natives.find(module.id(), name);
            implementation = known;
        }
        return known;
    }

    MoveFailure.Location location(int instruction) {
        return new MoveFailure.Location(storageId(), module.id(), index, name, instruction);
    }

    @Override
    public Address storageId() {
        return module.owner().loaded().source().id();
    }

    @Override
    public ModuleId module() {
        return module.id();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public Visibility visibility() {
        return definition.visibility();
    }

    @Override
    public boolean isEntry() {
        return definition.isEntry();
    }

    @Override
    public boolean isNative() {
        return definition.isNative();
    }

    @Override
    public List<AbilitySet> typeParameters() {
        return handle.typeParameters();
    }

    @Override
    public List<MoveType> parameters() {
        List<MoveType> known = parameters;
        if (known == null) {
            known = module.signature(handle.parameters());
            parameters = known;
        }
        return known;
    }

    @Override
    public List<MoveType> returns() {
        List<MoveType> known = returns;
        if (known == null) {
            known = module.signature(handle.returns());
            returns = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return module.id() + "::" + name;
    }
}
