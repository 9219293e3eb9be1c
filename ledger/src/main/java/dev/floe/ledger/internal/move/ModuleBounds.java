package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.format.DataException;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.VariantHandle;
import dev.floe.ledger.move.SignatureToken;
import java.util.Collection;
import java.util.List;

/// Checks that every index of a module points to something, and that type arguments are as many as parameters.
final class ModuleBounds {

    private final CompiledModule module;

    private ModuleBounds(CompiledModule module) {
        this.module = module;
    }

    static void check(CompiledModule module) {
        new ModuleBounds(module).check();
    }

    private void check() {
        index("own handle", module.self(), module.moduleHandles());
        module.moduleHandles().forEach(this::moduleHandle);
        module.friends().forEach(this::moduleHandle);
        module.datatypeHandles().forEach(handle -> {
            index("module", handle.module(), module.moduleHandles());
            index("name", handle.name(), module.identifiers());
        });
        module.functionHandles().forEach(handle -> {
            index("module", handle.module(), module.moduleHandles());
            index("name", handle.name(), module.identifiers());
            tokens(signature(handle.parameters()), handle.typeParameters().size());
            tokens(signature(handle.returns()), handle.typeParameters().size());
        });
        module.signatures().forEach(tokens -> tokens(tokens, Integer.MAX_VALUE));
        module.constants().forEach(constant -> token(constant.type(), 0));
        definitions();
        instantiations();
        module.functions().forEach(this::function);
    }

    private void definitions() {
        module.structs().forEach(struct -> {
            index("struct", struct.handle(), module.datatypeHandles());
            fields(struct.fields(), struct.handle());
        });
        module.enums().forEach(definition -> {
            index("enum", definition.handle(), module.datatypeHandles());
            if (definition.variants().isEmpty()) {
                throw new DataException.Corrupt("module: an enum without variants");
            }
            definition.variants().forEach(variant -> {
                index("name", variant.name(), module.identifiers());
                fields(variant.fields(), definition.handle());
            });
        });
        module.fieldHandles().forEach(handle -> {
            index("struct", handle.struct(), module.structs());
            index("field", handle.field(), module.structs().get(handle.struct()).fields());
        });
        module.variantHandles().forEach(handle -> {
            index("enum", handle.of(), module.enums());
            index("variant", handle.variant(), module.enums().get(handle.of()).variants());
        });
    }

    private void instantiations() {
        for (Instantiation of : module.functionInstantiations()) {
            index("function", of.of(), module.functionHandles());
            arity(of, module.functionHandles().get(of.of()).typeParameters().size());
        }
        for (Instantiation of : module.structInstantiations()) {
            index("struct", of.of(), module.structs());
            arity(of, parameters(module.structs().get(of.of()).handle()));
        }
        for (Instantiation of : module.fieldInstantiations()) {
            index("field", of.of(), module.fieldHandles());
            int struct = module.fieldHandles().get(of.of()).struct();
            arity(of, parameters(module.structs().get(struct).handle()));
        }
        for (Instantiation of : module.enumInstantiations()) {
            index("enum", of.of(), module.enums());
            arity(of, parameters(module.enums().get(of.of()).handle()));
        }
        for (VariantHandle handle : module.variantInstantiations()) {
            index("enum", handle.of(), module.enumInstantiations());
            int definition = module.enumInstantiations().get(handle.of()).of();
            index("variant", handle.variant(), module.enums().get(definition).variants());
        }
    }

    private void function(FunctionDefinition function) {
        index("function", function.handle(), module.functionHandles());
        if (function.isNative()) {
            return;
        }
        CompiledModule.FunctionHandle handle = module.functionHandles().get(function.handle());
        int typeParameters = handle.typeParameters().size();
        List<SignatureToken> locals = signature(function.locals());
        tokens(locals, typeParameters);
        int localCount = signature(handle.parameters()).size() + locals.size();
        if (localCount > 255) {
            throw new DataException.Corrupt("module: " + localCount + " locals, limit 255");
        }
        Code code = function.code();
        if (code.size() == 0) {
            throw new DataException.Corrupt("module: a function without code");
        }
        for (CompiledModule.JumpTable table : code.jumpTables()) {
            index("enum", table.definition(), module.enums());
            if (table.targets().size()
                    != module.enums().get(table.definition()).variants().size()) {
                throw new DataException.Corrupt("module: a jump table that does not have one target per variant");
            }
            table.targets().forEach(target -> index("branch", target, code.size()));
        }
        for (int i = 0; i < code.size(); i++) {
            instruction(code, i, localCount, typeParameters);
        }
    }

    private void instruction(Code code, int at, int locals, int typeParameters) {
        int operand = (int) code.operand(at);
        switch (code.opcode(at)) {
            case BR_TRUE, BR_FALSE, BRANCH -> index("branch", operand, code.size());
            case LD_CONST -> index("constant", operand, module.constants());
            case COPY_LOC, MOVE_LOC, ST_LOC, MUT_BORROW_LOC, IMM_BORROW_LOC -> index("local", operand, locals);
            case MUT_BORROW_FIELD, IMM_BORROW_FIELD -> {
                index("field", operand, module.fieldHandles());
                plain(module.structs()
                        .get(module.fieldHandles().get(operand).struct())
                        .handle());
            }
            case MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC ->
                generic(operand, module.fieldInstantiations(), typeParameters);
            case CALL -> {
                index("function", operand, module.functionHandles());
                if (!module.functionHandles().get(operand).typeParameters().isEmpty()) {
                    throw new DataException.Corrupt("module: a generic function called without type arguments");
                }
            }
            case CALL_GENERIC -> generic(operand, module.functionInstantiations(), typeParameters);
            case PACK, UNPACK -> {
                index("struct", operand, module.structs());
                plain(module.structs().get(operand).handle());
            }
            case PACK_GENERIC, UNPACK_GENERIC -> generic(operand, module.structInstantiations(), typeParameters);
            case VEC_PACK,
                    VEC_UNPACK,
                    VEC_LEN,
                    VEC_IMM_BORROW,
                    VEC_MUT_BORROW,
                    VEC_PUSH_BACK,
                    VEC_POP_BACK,
                    VEC_SWAP -> {
                List<SignatureToken> element = signature(operand);
                if (element.size() != 1) {
                    throw new DataException.Corrupt("module: a vector instruction needs one type");
                }
                tokens(element, typeParameters);
            }
            case PACK_VARIANT, UNPACK_VARIANT, UNPACK_VARIANT_IMM_REF, UNPACK_VARIANT_MUT_REF -> {
                index("variant", operand, module.variantHandles());
                plain(module.enums()
                        .get(module.variantHandles().get(operand).of())
                        .handle());
            }
            case PACK_VARIANT_GENERIC,
                    UNPACK_VARIANT_GENERIC,
                    UNPACK_VARIANT_GENERIC_IMM_REF,
                    UNPACK_VARIANT_GENERIC_MUT_REF -> {
                index("variant", operand, module.variantInstantiations());
                generic(module.variantInstantiations().get(operand).of(), module.enumInstantiations(), typeParameters);
            }
            case VARIANT_SWITCH -> index("jump table", operand, code.jumpTables());
            default -> {
                // no index
            }
        }
    }

    private void plain(int datatype) {
        if (parameters(datatype) != 0) {
            throw new DataException.Corrupt("module: a generic type used without type arguments");
        }
    }

    private void generic(int operand, List<Instantiation> table, int typeParameters) {
        index("instantiation", operand, table);
        tokens(signature(table.get(operand).signature()), typeParameters);
    }

    private void moduleHandle(CompiledModule.ModuleHandle handle) {
        index("address", handle.address(), module.addresses());
        index("name", handle.name(), module.identifiers());
    }

    private void fields(List<Field> fields, int handle) {
        for (Field field : fields) {
            index("name", field.name(), module.identifiers());
            token(field.type(), parameters(handle));
        }
    }

    private int parameters(int handle) {
        return module.datatypeHandles().get(handle).typeParameters().size();
    }

    private void arity(Instantiation of, int parameters) {
        int arguments = signature(of.signature()).size();
        if (arguments != parameters || arguments == 0) {
            throw new DataException.Corrupt("module: " + arguments + " type arguments, expected " + parameters);
        }
    }

    private List<SignatureToken> signature(int index) {
        index("signature", index, module.signatures());
        return module.signatures().get(index);
    }

    private void tokens(List<SignatureToken> tokens, int typeParameters) {
        tokens.forEach(token -> token(token, typeParameters));
    }

    private void token(SignatureToken token, int typeParameters) {
        switch (token) {
            case SignatureToken.Primitive _ -> {}
            case SignatureToken.Vector(SignatureToken element) -> token(element, typeParameters);
            case SignatureToken.Reference reference -> token(reference.target(), typeParameters);
            case SignatureToken.Parameter(int index) -> index("type parameter", index, typeParameters);
            case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) -> {
                index("type", handle, module.datatypeHandles());
                if (arguments.size() != parameters(handle)) {
                    throw new DataException.Corrupt(
                            "module: " + arguments.size() + " type arguments, expected " + parameters(handle));
                }
                tokens(arguments, typeParameters);
            }
        }
    }

    private static void index(String what, int index, Collection<?> table) {
        index(what, index, table.size());
    }

    private static void index(String what, int index, int size) {
        if (index < 0 || index >= size) {
            throw new DataException.Corrupt("module: " + what + " " + index + " does not exist, there are " + size);
        }
    }
}
