package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.MoveDatatype;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stored package whose modules are parsed on first use.
final class LoadedPackage {

    private final MovePackage source;
    private final Map<String, Address> origins = new HashMap<>();
    // Guarded by this.
    private final Map<String, CompiledModule> parsed = new HashMap<>();

    LoadedPackage(MovePackage source) {
        this.source = source;
        source.typeOrigins()
                .forEach(origin -> origins.put(origin.module() + "::" + origin.datatype(), origin.packageId()));
    }

    MovePackage source() {
        return source;
    }

    /// A module; null if there is none of that name.
    synchronized @Nullable CompiledModule module(String name) {
        CompiledModule known = parsed.get(name);
        if (known == null && source.modules().containsKey(name)) {
            known = CompiledModule.parse(source.modules().get(name).toByteArray());
            parsed.put(name, known);
        }
        return known;
    }

    /// The address that the bytecode has; a package without modules has only its own.
    Address originalId() {
        if (source.modules().isEmpty()) {
            return source.id();
        }
        CompiledModule first = module(source.modules().firstKey());
        return first == null ? source.id() : first.id().address();
    }

    MoveDatatype.Key key(String module, String datatype) {
        Address defining = origins.getOrDefault(module + "::" + datatype, source.id());
        return new MoveDatatype.Key(defining, module, datatype);
    }
}
