package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.Constant;
import dev.floe.ledger.move.CompiledModule.DatatypeHandle;
import dev.floe.ledger.move.CompiledModule.EnumDefinition;
import dev.floe.ledger.move.CompiledModule.Field;
import dev.floe.ledger.move.CompiledModule.FieldHandle;
import dev.floe.ledger.move.CompiledModule.FunctionDefinition;
import dev.floe.ledger.move.CompiledModule.FunctionHandle;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.JumpTable;
import dev.floe.ledger.move.CompiledModule.StructDefinition;
import dev.floe.ledger.move.CompiledModule.VariantHandle;
import dev.floe.ledger.move.ModuleId;
import dev.floe.ledger.move.SignatureToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a module says, by names instead of by indexes: two versions of a module can be compared although the
/// compiler put their tables into another order.
///
/// @param id        the module
/// @param datatypes each struct and enum it defines, by name
/// @param functions each function it defines, by name, with its code
/// @param friends   its friends
public record ModuleContent(
        ModuleId id, Map<String, List<String>> datatypes, Map<String, List<String>> functions, Set<ModuleId> friends) {

    /// The content of a module.
    public static ModuleContent of(CompiledModule module) {
        return new Reader(module).read();
    }

    /// Whether `other` says all that this one says: everything in it is there, unchanged.
    public boolean isPartOf(ModuleContent other) {
        return id.equals(other.id)
                && other.datatypes.entrySet().containsAll(datatypes.entrySet())
                && other.functions.entrySet().containsAll(functions.entrySet())
                && other.friends.containsAll(friends);
    }

    private record Reader(CompiledModule module) {

        ModuleContent read() {
            Map<String, List<String>> datatypes = new HashMap<>();
            for (StructDefinition struct : module.structs()) {
                List<String> lines = declaration(struct.handle());
                lines.add("struct " + fields(struct.fields()));
                datatypes.put(module.datatypeName(struct.handle()), lines);
            }
            for (EnumDefinition definition : module.enums()) {
                List<String> lines = declaration(definition.handle());
                definition.variants().forEach(variant -> lines.add(name(variant.name()) + fields(variant.fields())));
                datatypes.put(module.datatypeName(definition.handle()), lines);
            }
            Map<String, List<String>> functions = new HashMap<>();
            module.functions().forEach(function -> functions.put(module.functionName(function), lines(function)));
            Set<ModuleId> friends =
                    module.friends().stream().map(module::moduleId).collect(Collectors.toSet());
            return new ModuleContent(module.id(), datatypes, functions, friends);
        }

        private String name(int index) {
            return module.identifiers().get(index);
        }

        private List<String> declaration(int handle) {
            DatatypeHandle datatype = module.datatypeHandles().get(handle);
            List<String> lines = new ArrayList<>();
            lines.add(datatype.abilities() + " " + datatype.typeParameters());
            return lines;
        }

        private String fields(List<Field> fields) {
            return fields.stream()
                    .map(field -> name(field.name()) + ": " + type(field.type()))
                    .toList()
                    .toString();
        }

        private List<String> lines(FunctionDefinition function) {
            FunctionHandle handle = module.functionHandles().get(function.handle());
            List<String> lines = new ArrayList<>();
            lines.add(function.visibility() + " entry=" + function.isEntry() + " native=" + function.isNative());
            lines.add(handle.typeParameters() + " " + types(handle.parameters()) + " " + types(handle.returns()));
            lines.add("locals " + types(function.locals()));
            for (int i = 0; i < function.code().size(); i++) {
                lines.add(function.code().opcode(i) + " " + operand(function.code(), i));
            }
            return lines;
        }

        private String operand(Code code, int at) {
            int operand = (int) code.operand(at);
            return switch (code.opcode(at)) {
                case LD_U128, LD_U256 -> code.wideLiteral(at).toString();
                case LD_CONST -> constant(module.constants().get(operand));
                case CALL -> function(operand);
                case CALL_GENERIC -> {
                    Instantiation of = module.functionInstantiations().get(operand);
                    yield function(of.of()) + types(of.signature());
                }
                case PACK, UNPACK -> struct(operand);
                case PACK_GENERIC, UNPACK_GENERIC -> {
                    Instantiation of = module.structInstantiations().get(operand);
                    yield struct(of.of()) + types(of.signature());
                }
                case MUT_BORROW_FIELD, IMM_BORROW_FIELD ->
                    field(module.fieldHandles().get(operand));
                case MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC -> {
                    Instantiation of = module.fieldInstantiations().get(operand);
                    yield field(module.fieldHandles().get(of.of())) + types(of.signature());
                }
                case PACK_VARIANT, UNPACK_VARIANT, UNPACK_VARIANT_IMM_REF, UNPACK_VARIANT_MUT_REF -> {
                    VariantHandle handle = module.variantHandles().get(operand);
                    yield variant(handle.of(), handle.variant());
                }
                case PACK_VARIANT_GENERIC,
                        UNPACK_VARIANT_GENERIC,
                        UNPACK_VARIANT_GENERIC_IMM_REF,
                        UNPACK_VARIANT_GENERIC_MUT_REF -> {
                    VariantHandle handle = module.variantInstantiations().get(operand);
                    Instantiation of = module.enumInstantiations().get(handle.of());
                    yield variant(of.of(), handle.variant()) + types(of.signature());
                }
                case VARIANT_SWITCH -> {
                    JumpTable table = code.jumpTables().get(operand);
                    yield enumeration(table.definition()) + table.targets();
                }
                case VEC_PACK, VEC_UNPACK -> (code.operand(at) >>> 32) + types(operand);
                case VEC_LEN, VEC_IMM_BORROW, VEC_MUT_BORROW, VEC_PUSH_BACK, VEC_POP_BACK, VEC_SWAP -> types(operand);
                // literals, locals, places to go on
                default -> Long.toString(code.operand(at));
            };
        }

        private String constant(Constant constant) {
            return type(constant.type()) + " " + constant.bcs().toHex();
        }

        private String function(int handle) {
            FunctionHandle function = module.functionHandles().get(handle);
            return module.moduleId(function.module()) + "::" + name(function.name());
        }

        private String datatype(int handle) {
            DatatypeHandle datatype = module.datatypeHandles().get(handle);
            return module.moduleId(datatype.module()) + "::" + name(datatype.name());
        }

        private String struct(int definition) {
            return datatype(module.structs().get(definition).handle());
        }

        private String enumeration(int definition) {
            return datatype(module.enums().get(definition).handle());
        }

        private String field(FieldHandle handle) {
            return struct(handle.struct()) + "." + handle.field();
        }

        private String variant(int definition, int variant) {
            return enumeration(definition) + "." + variant;
        }

        private String types(int signature) {
            return types(module.signatures().get(signature)).toString();
        }

        private List<String> types(List<SignatureToken> tokens) {
            return tokens.stream().map(this::type).toList();
        }

        private String type(SignatureToken token) {
            return switch (token) {
                case SignatureToken.Primitive primitive -> primitive.name();
                case SignatureToken.Parameter(int index) -> "T" + index;
                case SignatureToken.Vector(SignatureToken element) -> "vector<" + type(element) + ">";
                case SignatureToken.Reference(boolean mutable, SignatureToken target) ->
                    (mutable ? "&mut " : "&") + type(target);
                case SignatureToken.Datatype(int handle, List<SignatureToken> arguments) ->
                    datatype(handle) + types(arguments);
            };
        }
    }
}
