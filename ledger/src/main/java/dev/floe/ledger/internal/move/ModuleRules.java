package dev.floe.ledger.internal.move;

import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Constant;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.EnumDefinition;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.StructDefinition;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveDatatype.TypeParameter;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules of one module that need no other module: names, definitions, types of fields and signatures, constants.
final class ModuleRules {

    private final CompiledModule module;
    private final TypeRules types;

    ModuleRules(CompiledModule module, TypeRules types) {
        this.module = module;
        this.types = types;
    }

    /// The first rule that is broken.
    Optional<String> check() {
        List<java.util.function.Supplier<Optional<String>>> rules = List.of(
                this::checkHandles,
                this::checkDefinitions,
                this::checkFunctions,
                this::checkFields,
                this::checkRecursion,
                this::checkConstants,
                this::checkFriends);
        return rules.stream().flatMap(rule -> rule.get().stream()).findFirst();
    }

    private Optional<String> checkHandles() {
        return duplicate(
                        "module",
                        module.moduleHandles().stream().map(module::moduleId).toList())
                .or(() -> duplicate(
                        "type",
                        module.datatypeHandles().stream()
                                .map(handle -> handle.module() + "::" + name(handle.name()))
                                .toList()))
                .or(() -> duplicate(
                        "function",
                        module.functionHandles().stream()
                                .map(handle -> handle.module() + "::" + name(handle.name()))
                                .toList()));
    }

    private Optional<String> checkDefinitions() {
        List<Integer> defined = new ArrayList<>();
        for (StructDefinition struct : module.structs()) {
            defined.add(struct.handle());
            Optional<String> twice = duplicateFields(struct.fields());
            if (twice.isPresent()) {
                return twice;
            }
        }
        for (EnumDefinition definition : module.enums()) {
            defined.add(definition.handle());
            Optional<String> twice = duplicate(
                    "variant",
                    definition.variants().stream()
                            .map(variant -> name(variant.name()))
                            .toList());
            for (CompiledModule.Variant variant : definition.variants()) {
                twice = twice.or(() -> duplicateFields(variant.fields()));
            }
            if (twice.isPresent()) {
                return twice;
            }
        }
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < module.datatypeHandles().size(); i++) {
            if (module.datatypeHandles().get(i).module() == module.self()) {
                own.add(i);
            }
        }
        return sameOnce("type", own, defined);
    }

    private Optional<String> checkFunctions() {
        List<Integer> defined =
                module.functions().stream().map(FunctionDefinition::handle).toList();
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < module.functionHandles().size(); i++) {
            FunctionHandle handle = module.functionHandles().get(i);
            if (handle.module() == module.self()) {
                own.add(i);
            }
            List<SignatureToken> tokens = new ArrayList<>(module.signatures().get(handle.parameters()));
            tokens.addAll(module.signatures().get(handle.returns()));
            for (SignatureToken token : tokens) {
                String problem = types.signatureProblem(token, handle.typeParameters());
                if (!problem.isEmpty()) {
                    return Optional.of("function " + name(handle.name()) + ": " + problem);
                }
            }
        }
        Address address = module.id().address();
        boolean isFramework = address.equals(Address.STD) || address.equals(Address.SUI);
        for (FunctionDefinition function : module.functions()) {
            if (function.isNative() && !isFramework) {
                return Optional.of("function " + module.functionName(function) + " is native");
            }
        }
        return sameOnce("function", own, defined);
    }

    // Every handle of this module is defined once, and nothing else is.
    private Optional<String> sameOnce(String what, List<Integer> own, List<Integer> defined) {
        return duplicate(what + " definition", defined)
                .or(() -> new HashSet<>(own).equals(new HashSet<>(defined))
                        ? Optional.empty()
                        : Optional.of(what + " handles " + own + " of this module, defined are " + defined));
    }

    private Optional<String> checkFields() {
        for (StructDefinition struct : module.structs()) {
            Optional<String> problem = checkFields(struct.handle(), struct.fields());
            if (problem.isPresent()) {
                return problem;
            }
        }
        for (EnumDefinition definition : module.enums()) {
            for (CompiledModule.Variant variant : definition.variants()) {
                Optional<String> problem = checkFields(definition.handle(), variant.fields());
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> checkFields(int index, List<Field> fields) {
        DatatypeHandle handle = module.datatypeHandles().get(index);
        List<AbilitySet> constraints =
                handle.typeParameters().stream().map(TypeParameter::constraints).toList();
        // What a type can do depends on its arguments, so its own fields are judged with arguments that can do all.
        List<AbilitySet> all = Collections.nCopies(constraints.size(), new AbilitySet(0xF));
        for (Field field : fields) {
            String problem = types.problem(field.type(), constraints);
            if (problem.isEmpty() && hasPhantom(field.type(), handle.typeParameters(), false)) {
                problem = "a phantom type parameter that is no phantom";
            }
            for (int ability : new int[] {AbilitySet.COPY, AbilitySet.DROP, AbilitySet.STORE, AbilitySet.KEY}) {
                boolean lacks = handle.abilities().has(ability)
                        && !types.abilities(field.type(), all).has(TypeRules.requiredOfParts(ability));
                if (problem.isEmpty() && lacks) {
                    problem = "a type that lacks what " + handle.abilities() + " needs";
                }
            }
            if (!problem.isEmpty()) {
                return Optional.of(
                        "field " + name(field.name()) + " of " + module.datatypeName(index) + " has " + problem);
            }
        }
        return Optional.empty();
    }

    private boolean hasPhantom(SignatureToken token, List<TypeParameter> parameters, boolean isPhantomPosition) {
        return switch (token) {
            case SignatureToken.Primitive _ -> false;
            case SignatureToken.Parameter(int index) ->
                !isPhantomPosition && parameters.get(index).phantom();
            case SignatureToken.Vector(SignatureToken element) -> hasPhantom(element, parameters, false);
            case SignatureToken.Reference(boolean _, SignatureToken target) -> hasPhantom(target, parameters, false);
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) -> {
                List<TypeParameter> theirs =
                        module.datatypeHandles().get(handle).typeParameters();
                boolean found = false;
                for (int i = 0; i < arguments.size(); i++) {
                    found |= hasPhantom(
                            arguments.get(i), parameters, theirs.get(i).phantom());
                }
                yield found;
            }
        };
    }

    // A type that contains itself by value would have no end.
    private Optional<String> checkRecursion() {
        Map<Integer, Set<Integer>> contains = new HashMap<>();
        module.structs().forEach(struct -> contains.put(struct.handle(), mentioned(struct.fields())));
        module.enums().forEach(definition -> {
            Set<Integer> all = new HashSet<>();
            definition.variants().forEach(variant -> all.addAll(mentioned(variant.fields())));
            contains.put(definition.handle(), all);
        });
        return Cycles.find(contains).map(handle -> "type " + module.datatypeName(handle) + " contains itself");
    }

    private Set<Integer> mentioned(List<Field> fields) {
        Set<Integer> found = new HashSet<>();
        fields.forEach(field -> collect(field.type(), found));
        return found;
    }

    private static void collect(SignatureToken token, Set<Integer> into) {
        switch (token) {
            case SignatureToken.Primitive _, SignatureToken.Parameter _ -> {}
            case SignatureToken.Vector(SignatureToken element) -> collect(element, into);
            case SignatureToken.Reference(boolean _, SignatureToken target) -> collect(target, into);
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) -> {
                into.add(handle);
                arguments.forEach(argument -> collect(argument, into));
            }
        }
    }

    private Optional<String> checkConstants() {
        for (int i = 0; i < module.constants().size(); i++) {
            Constant constant = module.constants().get(i);
            Optional<MoveType> type = constantType(constant.type());
            if (type.isEmpty()) {
                return Optional.of("constant " + i + " has a type that constants cannot have");
            }
            try {
                MoveBcs.read(
                        type.get(),
                        constant.bcs().toByteArray(),
                        new Metering(Long.MAX_VALUE, 16L * CompiledModule.MAX_BYTES));
            } catch (DataException.Corrupt | dev.floe.ledger.move.MoveException e) {
                return Optional.of("constant " + i + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Optional<MoveType> constantType(SignatureToken token) {
        return switch (token) {
            case SignatureToken.Primitive primitive ->
                primitive == SignatureToken.Primitive.SIGNER ? Optional.empty() : Optional.of(primitive.type());
            case SignatureToken.Vector(SignatureToken element) ->
                constantType(element).map(MoveType.Vector::new);
            case SignatureToken.Reference _, SignatureToken.Parameter _, SignatureToken.Datatype _ -> Optional.empty();
        };
    }

    private Optional<String> checkFriends() {
        for (CompiledModule.ModuleHandle friend : module.friends()) {
            boolean isSibling =
                    module.addresses().get(friend.address()).equals(module.id().address())
                            && !module.moduleId(friend).equals(module.id());
            if (!isSibling) {
                return Optional.of("friend " + module.moduleId(friend) + " is not another module of the package");
            }
        }
        return duplicate("friend", module.friends());
    }

    private Optional<String> duplicateFields(List<Field> fields) {
        return duplicate(
                "field", fields.stream().map(field -> name(field.name())).toList());
    }

    private static Optional<String> duplicate(String what, List<?> all) {
        Set<Object> seen = new HashSet<>();
        return all.stream()
                .filter(each -> !seen.add(each))
                .findFirst()
                .map(twice -> what + " " + twice + " is there twice");
    }

    private String name(int identifier) {
        return module.identifiers().get(identifier);
    }
}
