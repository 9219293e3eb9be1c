package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A package together with the versions of its dependencies.
final class LinkedPackage {

    private final LoadedPackage loaded;
    private final Address originalId;
    private final Map<Address, LinkedPackage> dependencies;
    // Guarded by this.
    private final Map<String, LinkedModule> modules = new HashMap<>();

    LinkedPackage(LoadedPackage loaded, Map<Address, LinkedPackage> dependencies) {
        this.loaded = loaded;
        this.originalId = loaded.originalId();
        this.dependencies = Map.copyOf(dependencies);
    }

    LoadedPackage loaded() {
        return loaded;
    }

    Address originalId() {
        return originalId;
    }

    /// A module of this package; null if there is none of that name.
    synchronized @Nullable LinkedModule module(String name) {
        LinkedModule known = modules.get(name);
        if (known == null) {
            CompiledModule compiled = loaded.module(name);
            if (compiled == null) {
                return null;
            }
            known = new LinkedModule(this, compiled);
            modules.put(name, known);
        }
        return known;
    }

    /// A module by the name that bytecode of this package has for it.
    ///
    /// @throws MoveException with `LINKER_ERROR` if there is none
    LinkedModule resolve(ModuleId id) {
        LinkedPackage owner = id.address().equals(originalId) ? this : dependencies.get(id.address());
        LinkedModule module = owner == null ? null : owner.module(id.name());
        if (module == null) {
            throw MoveException.of(
                    MoveStatus.LINKER_ERROR,
                    "package " + loaded.source().id() + " needs module " + id + ", which is not linked");
        }
        return module;
    }
}
