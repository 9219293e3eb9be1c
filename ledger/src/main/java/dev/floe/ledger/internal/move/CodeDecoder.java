package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.format.DataException;
import dev.floe.ledger.move.CompiledModule;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.Instantiation;
import dev.floe.ledger.move.CompiledModule.VariantHandle;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveInt;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resolves what the instructions of a function name.
final class CodeDecoder {

    private final LinkedModule module;
    private final CompiledModule compiled;
    private final Code code;

    private CodeDecoder(LinkedModule module, Code code) {
        this.module = module;
        this.compiled = module.compiled();
        this.code = code;
    }

    static DecodedCode decode(LoadedFunction function) {
        Code code = function.definition().code();
        CodeDecoder decoder = new CodeDecoder(function.linkedModule(), code);
        byte[] opcodes = new byte[code.size()];
        int[] operands = new int[code.size()];
        @Nullable Object[] data = new @Nullable Object[code.size()];
        for (int i = 0; i < opcodes.length; i++) {
            opcodes[i] = (byte) code.opcode(i);
            operands[i] = decoder.operand(i);
            data[i] = decoder.data(i);
        }
        int locals = function.parameterCount
                + decoder.compiled
                        .signatures()
                        .get(function.definition().locals())
                        .size();
        return new DecodedCode(opcodes, operands, data, locals);
    }

    private int operand(int at) {
        int operand = (int) code.operand(at);
        return switch (code.opcode(at)) {
            case MUT_BORROW_FIELD, IMM_BORROW_FIELD ->
                compiled.fieldHandles().get(operand).field();
            case MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC ->
                compiled.fieldHandles()
                        .get(compiled.fieldInstantiations().get(operand).of())
                        .field();
            case VEC_PACK, VEC_UNPACK -> (int) (code.operand(at) >>> 32);
            default -> operand;
        };
    }

    private @Nullable Object data(int at) {
        int operand = (int) code.operand(at);
        return switch (code.opcode(at)) {
            case LD_U8 -> MoveInt.of(8, operand);
            case LD_U16 -> MoveInt.of(16, operand);
            case LD_U32 -> MoveInt.of(32, code.operand(at));
            case LD_U64 -> MoveInt.of(64, code.operand(at));
            case LD_U128, LD_U256 -> code.wideLiteral(at);
            case LD_CONST -> constant(compiled.constants().get(operand));
            case CALL -> module.resolveFunction(operand);
            case CALL_GENERIC -> {
                Instantiation of = compiled.functionInstantiations().get(operand);
                yield new DecodedCode.GenericCall(module.resolveFunction(of.of()), module.signature(of.signature()));
            }
            case PACK, UNPACK -> struct(operand, List.of());
            case PACK_GENERIC, UNPACK_GENERIC -> {
                Instantiation of = compiled.structInstantiations().get(operand);
                yield struct(of.of(), module.signature(of.signature()));
            }
            case VEC_PACK -> module.signature(operand).getFirst();
            case PACK_VARIANT, UNPACK_VARIANT, UNPACK_VARIANT_IMM_REF, UNPACK_VARIANT_MUT_REF -> {
                VariantHandle handle = compiled.variantHandles().get(operand);
                yield variant(handle.of(), handle.variant(), List.of());
            }
            case PACK_VARIANT_GENERIC,
                    UNPACK_VARIANT_GENERIC,
                    UNPACK_VARIANT_GENERIC_IMM_REF,
                    UNPACK_VARIANT_GENERIC_MUT_REF -> {
                VariantHandle handle = compiled.variantInstantiations().get(operand);
                Instantiation of = compiled.enumInstantiations().get(handle.of());
                yield variant(of.of(), handle.variant(), module.signature(of.signature()));
            }
            case VARIANT_SWITCH ->
                code.jumpTables().get(operand).targets().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
            default -> null;
        };
    }

    private DecodedCode.Shape struct(int definition, List<MoveType> arguments) {
        CompiledModule.StructDefinition struct = compiled.structs().get(definition);
        MoveType type = new MoveType.Datatype(module.resolveDatatype(struct.handle()), arguments);
        return new DecodedCode.Shape(MoveStruct.NO_VARIANT, struct.fields().size(), type);
    }

    private DecodedCode.Shape variant(int definition, int variant, List<MoveType> arguments) {
        CompiledModule.EnumDefinition of = compiled.enums().get(definition);
        MoveType type = new MoveType.Datatype(module.resolveDatatype(of.handle()), arguments);
        return new DecodedCode.Shape(
                variant, of.variants().get(variant).fields().size(), type);
    }

    private DecodedCode.Literal constant(CompiledModule.Constant constant) {
        try {
            MoveValue value = MoveBcs.read(
                    module.type(constant.type()),
                    constant.bcs().toByteArray(),
                    new Metering(Long.MAX_VALUE, Long.MAX_VALUE));
            return new DecodedCode.Literal(value, value.sizeBytes());
        } catch (DataException.Corrupt e) {
            throw MoveException.of(MoveStatus.LINKER_ERROR, "constant of " + module.id() + ": " + e.getMessage());
        }
    }
}
