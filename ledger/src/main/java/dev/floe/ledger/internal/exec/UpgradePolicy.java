package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.internal.move.ModuleContent;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.MoveDatatype;
import dev.floe.ledger.move.MoveFunction;
import dev.floe.ledger.move.MoveVm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an upgrade may change. Codes of `0x2::package`.
enum UpgradePolicy {
    /// Types and public signatures stay; bodies may change, things may be added.
    COMPATIBLE(0),
    /// Functions, with their code, and types stay; functions, types and modules may be added.
    ADDITIVE(128),
    /// Functions, with their code, and types stay, and nothing is added; only dependencies change.
    DEPENDENCY_ONLY(192);

    private final int code;

    UpgradePolicy(int code) {
        this.code = code;
    }

    static Optional<UpgradePolicy> ofCode(int code) {
        for (UpgradePolicy policy : values()) {
            if (policy.code == code) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /// Whether `old` may become `fresh`; both are linked in `vm`.
    boolean allows(MoveVm vm, MovePackage old, MovePackage fresh) {
        return switch (this) {
            case COMPATIBLE ->
                old.modules().keySet().stream()
                        .allMatch(module -> fresh.modules().containsKey(module)
                                && keepsTypes(vm, old.id(), fresh.id(), module)
                                && keepsFunctions(vm, old.id(), fresh.id(), module));
            case ADDITIVE -> isPart(old.modules(), fresh.modules());
            case DEPENDENCY_ONLY -> isPart(old.modules(), fresh.modules()) && isPart(fresh.modules(), old.modules());
        };
    }

    private static boolean isPart(Map<String, Bytes> part, Map<String, Bytes> whole) {
        return part.entrySet().stream().allMatch(module -> {
            Bytes other = whole.get(module.getKey());
            return other != null && content(module.getValue()).isPartOf(content(other));
        });
    }

    private static ModuleContent content(Bytes module) {
        return ModuleContent.of(CompiledModule.parse(module.toByteArray()));
    }

    private static boolean keepsTypes(MoveVm vm, Address old, Address fresh, String module) {
        for (MoveDatatype before : vm.datatypes(old, module)) {
            Optional<MoveDatatype> after =
                    vm.datatype(fresh, module, before.key().name());
            if (after.isEmpty() || !isSame(before, after.get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(MoveDatatype before, MoveDatatype after) {
        if (!before.abilities().equals(after.abilities())
                || !before.typeParameters().equals(after.typeParameters())
                || before.isEnum() != after.isEnum()
                || before.variantCount() != after.variantCount()) {
            return false;
        }
        for (int i = 0; i < before.variantCount(); i++) {
            if (!before.variantName(i).equals(after.variantName(i))
                    || !before.fieldNames(i).equals(after.fieldNames(i))
                    || !before.fieldTypes(i).equals(after.fieldTypes(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean keepsFunctions(MoveVm vm, Address old, Address fresh, String module) {
        for (MoveFunction before : vm.functions(old, module)) {
            if (before.visibility() != MoveFunction.Visibility.PUBLIC) {
                continue;
            }
            Optional<MoveFunction> after = vm.function(fresh, module, before.name());
            if (after.isEmpty() || !isUsableAs(before, after.get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUsableAs(MoveFunction before, MoveFunction after) {
        List<?> parameters = before.parameters();
        if (after.visibility() != MoveFunction.Visibility.PUBLIC
                || !parameters.equals(after.parameters())
                || !before.returns().equals(after.returns())
                || before.typeParameters().size() != after.typeParameters().size()) {
            return false;
        }
        for (int i = 0; i < before.typeParameters().size(); i++) {
            if (!before.typeParameters()
                    .get(i)
                    .containsAll(after.typeParameters().get(i))) {
                return false;
            }
        }
        return true;
    }
}
