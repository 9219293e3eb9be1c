package dev.floe.ledger.internal.move;

import dev.floe.ledger.Address;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.StructDefinition;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.MoveFunction.Visibility;
import dev.floe.ledger.move.SignatureToken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The rules that Sui adds to Move: objects and their ids, private transfer and event functions, `init`, one-time
/// witnesses, entry functions. Source: Sui's `sui-verifier`.
final class SuiRules {

    private static final String INIT = "init";
    private static final Set<String> FRESH_UIDS =
            Set.of("object::new", "object::new_uid_from_hash", "derived_object::claim", "test_scenario::new_object");
    private static final Set<String> PRIVATE_GENERICS = Set.of(
            "transfer::transfer",
            "transfer::share_object",
            "transfer::freeze_object",
            "transfer::receive",
            "transfer::party_transfer",
            "event::emit",
            "event::emit_authenticated");
    private static final Set<String> PUBLIC_GENERICS = Set.of(
            "transfer::public_transfer",
            "transfer::public_share_object",
            "transfer::public_freeze_object",
            "transfer::public_receive",
            "transfer::public_party_transfer",
            "transfer::receiving_object_id");

    private final CompiledModule module;
    private final TypeRules types;
    private final Optional<Integer> witness;

    SuiRules(CompiledModule module, TypeRules types) {
        this.module = module;
        this.types = types;
        this.witness = findWitness();
    }

    /// The first rule that the module's definitions break.
    Optional<String> checkDefinitions() {
        for (StructDefinition struct : module.structs()) {
            if (module.datatypeHandles().get(struct.handle()).abilities().has(AbilitySet.KEY)
                    && !startsWithUid(struct)) {
                return Optional.of(
                        "struct " + module.datatypeName(struct.handle()) + " has key and no first field id: UID");
            }
        }
        for (CompiledModule.EnumDefinition definition : module.enums()) {
            if (module.datatypeHandles().get(definition.handle()).abilities().has(AbilitySet.KEY)) {
                return Optional.of("enum " + module.datatypeName(definition.handle()) + " has key");
            }
        }
        for (FunctionDefinition function : module.functions()) {
            Optional<String> problem =
                    module.functionName(function).equals(INIT) ? checkInit(function) : Optional.empty();
            problem = problem.or(() -> function.isEntry() ? checkEntry(function) : Optional.empty());
            if (problem.isPresent()) {
                return problem.map(text -> "function " + module.functionName(function) + ": " + text);
            }
        }
        return Optional.empty();
    }

    /// Why this call is not allowed in this module, if it is not.
    Optional<String> checkCall(int function, List<SignatureToken> arguments) {
        FunctionHandle handle = module.functionHandles().get(function);
        if (handle.module() == module.self()) {
            return name(handle).equals(INIT) ? Optional.of("init is called") : Optional.empty();
        }
        ModuleId callee = module.moduleId(handle.module());
        boolean isGuarded = callee.address().equals(Address.SUI)
                && (callee.name().equals("transfer") || callee.name().equals("event"));
        if (!isGuarded || module.id().address().equals(Address.SUI)) {
            return Optional.empty();
        }
        String called = callee.name() + "::" + name(handle);
        if (PRIVATE_GENERICS.contains(called)) {
            boolean isOwn = arguments.getFirst() instanceof SignatureToken.Datatype(int type, List<SignatureToken> _)
                    && module.datatypeHandles().get(type).module() == module.self();
            return isOwn ? Optional.empty() : Optional.of(called + " with a type of another module");
        }
        return callee.name().equals("event") || PUBLIC_GENERICS.contains(called)
                ? Optional.empty()
                : Optional.of(called + " is not a function for others");
    }

    /// Whether the function returns a UID that no object has had.
    boolean makesFreshUid(int function) {
        FunctionHandle handle = module.functionHandles().get(function);
        ModuleId callee = module.moduleId(handle.module());
        return callee.address().equals(Address.SUI) && FRESH_UIDS.contains(callee.name() + "::" + name(handle));
    }

    /// Why a struct may not be packed here, if it may not.
    ///
    /// @param firstIsFresh whether the value for the first field is a fresh UID
    Optional<String> checkPack(int definition, boolean firstIsFresh) {
        if (module.id().address().equals(Address.SUI)) {
            // The framework itself makes SUI and the objects at fixed ids.
            return Optional.empty();
        }
        if (witness.isPresent() && witness.get() == definition) {
            return Optional.of("a one-time witness is made by code");
        }
        StructDefinition struct = module.structs().get(definition);
        boolean isObject =
                module.datatypeHandles().get(struct.handle()).abilities().has(AbilitySet.KEY);
        return isObject && !firstIsFresh
                ? Optional.of("an object is packed with an id that object::new did not just make")
                : Optional.empty();
    }

    private Optional<String> checkInit(FunctionDefinition function) {
        FunctionHandle handle = module.functionHandles().get(function.handle());
        List<SignatureToken> parameters = module.signatures().get(handle.parameters());
        boolean isPlain = function.visibility() == Visibility.PRIVATE
                && !function.isEntry()
                && handle.typeParameters().isEmpty()
                && module.signatures().get(handle.returns()).isEmpty();
        if (!isPlain) {
            return Optional.of("must be private, without type parameters and results, and no entry function");
        }
        boolean takesContext = !parameters.isEmpty()
                && parameters.size() <= 2
                && parameters.getLast() instanceof SignatureToken.Reference(boolean _, SignatureToken target)
                && isNamed(target, Address.SUI, "tx_context", "TxContext");
        if (!takesContext) {
            return Optional.of("must take an optional one-time witness and a reference to TxContext");
        }
        if (parameters.size() == 2) {
            boolean isWitness = witness.isPresent()
                    && parameters.getFirst() instanceof SignatureToken.Datatype(int type, List<SignatureToken> _)
                    && module.structs().get(witness.get()).handle() == type;
            return isWitness ? Optional.empty() : Optional.of("its first parameter must be the one-time witness");
        }
        return Optional.empty();
    }

    private Optional<String> checkEntry(FunctionDefinition function) {
        FunctionHandle handle = module.functionHandles().get(function.handle());
        for (SignatureToken type : module.signatures().get(handle.returns())) {
            boolean isDroppable = !(type instanceof SignatureToken.Reference)
                    && types.abilities(type, handle.typeParameters()).has(AbilitySet.DROP);
            if (!isDroppable) {
                return Optional.of("an entry function must return values with drop");
            }
        }
        return Optional.empty();
    }

    // A struct named like the module in capitals, with drop only, no type parameter and one bool field.
    private Optional<Integer> findWitness() {
        String name = module.id().name().toUpperCase(Locale.ROOT);
        for (int i = 0; i < module.structs().size(); i++) {
            StructDefinition struct = module.structs().get(i);
            DatatypeHandle handle = module.datatypeHandles().get(struct.handle());
            boolean isWitness = module.datatypeName(struct.handle()).equals(name)
                    && handle.abilities().bits() == AbilitySet.DROP
                    && handle.typeParameters().isEmpty()
                    && struct.fields().size() == 1
                    && struct.fields().getFirst().type() == SignatureToken.Primitive.BOOL;
            if (isWitness) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private boolean startsWithUid(StructDefinition struct) {
        return !struct.fields().isEmpty()
                && module.identifiers().get(struct.fields().getFirst().name()).equals("id")
                && isNamed(struct.fields().getFirst().type(), Address.SUI, "object", "UID");
    }

    private boolean isNamed(SignatureToken type, Address address, String moduleName, String name) {
        return type instanceof SignatureToken.Datatype(int handle, List<SignatureToken> _)
                && module.moduleId(module.datatypeHandles().get(handle).module())
                        .equals(new ModuleId(address, moduleName))
                && module.datatypeName(handle).equals(name);
    }

    private String name(FunctionHandle handle) {
        return module.identifiers().get(handle.name());
    }
}
