package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveVerificationException;
import dev.floe.ledger.move.MoveVerificationException.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Shows that the code of a package cannot break the rules of Move and Sui, or refuses it.
/// What is checked: `docs/design/0008-bytecode-verifier.md`.
final class PackageVerifier {

    private PackageVerifier() {}

    /// Verifies every module of `linked`, in the order that rules build on each other.
    ///
    /// @throws MoveVerificationException naming module, function, instruction and rule
    static void verify(LinkedPackage linked) {
        Set<String> names = linked.loaded().source().modules().keySet();
        Map<ModuleId, Set<ModuleId>> uses = new HashMap<>();
        Address address = linked.originalId();
        for (String name : names) {
            CompiledModule module = compiled(linked, name);
            if (!module.id().equals(new ModuleId(address, name))) {
                throw new MoveVerificationException(
                        Kind.MOVE, "module " + module.id() + " is stored as " + address + "::" + name);
            }
            Set<ModuleId> siblings = new HashSet<>(module.dependencies());
            siblings.removeIf(dependency -> !dependency.address().equals(address));
            uses.put(module.id(), siblings);
        }
        Cycles.find(uses).ifPresent(module -> {
            throw new MoveVerificationException(Kind.MOVE, "module " + module + " depends on itself");
        });
        for (String name : names) {
            CompiledModule module = compiled(linked, name);
            refuse(module, Kind.MOVE, new ModuleRules(module, new TypeRules(module)).check());
        }
        for (String name : names) {
            verify(module(linked, name));
        }
    }

    private static void verify(LinkedModule linked) {
        CompiledModule module = linked.compiled();
        TypeRules types = new TypeRules(module);
        SuiRules sui = new SuiRules(module, types);
        refuse(module, Kind.MOVE, new LinkageRules(linked).check());
        refuse(module, Kind.SUI, sui.checkDefinitions());
        for (FunctionDefinition function : module.functions()) {
            if (!function.isNative()) {
                new FunctionVerifier(module, function, types, sui).verify();
            }
        }
    }

    private static void refuse(CompiledModule module, Kind kind, Optional<String> problem) {
        problem.ifPresent(text -> {
            throw new MoveVerificationException(kind, module.id() + ": " + text);
        });
    }

    private static CompiledModule compiled(LinkedPackage linked, String name) {
        return module(linked, name).compiled();
    }

    private static LinkedModule module(LinkedPackage linked, String name) {
        LinkedModule module = linked.module(name);
        if (module == null) {
            throw new IllegalStateException("package " + linked.originalId() + " lost its module " + name);
        }
        return module;
    }
}
