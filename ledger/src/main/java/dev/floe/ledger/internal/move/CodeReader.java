package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.format.BcsReader;
import dev.floe.ledger.move.CompiledModule.Code;
import dev.floe.ledger.move.CompiledModule.JumpTable;
import dev.floe.ledger.move.MoveWide;
import java.util.ArrayList;
import java.util.List;

/// Reads the instructions of a function.
final class CodeReader {

    private static final int MAX_INSTRUCTIONS = 0xFFFF;
    private static final int MAX_JUMP_TABLES = 0xFFFF;
    private static final int MAX_VARIANTS = 127;
    private static final int MAX_ELEMENTS = 0xFFFF;

    private CodeReader() {}

    static Code read(BcsReader in, int version) {
        int count = in.count(MAX_INSTRUCTIONS, 1);
        byte[] opcodes = new byte[count];
        long[] operands = new long[count];
        List<MoveWide> wide = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int opcode = in.u8();
            opcodes[i] = (byte) opcode;
            operands[i] = operand(in, opcode, version, wide);
        }
        return new Code(opcodes, operands, wide, version >= 7 ? jumpTables(in) : List.of());
    }

    private static long operand(BcsReader in, int opcode, int version, List<MoveWide> wide) {
        return switch (opcode) {
            case POP,
                    RET,
                    LD_TRUE,
                    LD_FALSE,
                    READ_REF,
                    WRITE_REF,
                    ADD,
                    SUB,
                    MUL,
                    MOD,
                    DIV,
                    BIT_OR,
                    BIT_AND,
                    XOR,
                    OR,
                    AND,
                    NOT,
                    EQ,
                    NEQ,
                    LT,
                    GT,
                    LE,
                    GE,
                    ABORT,
                    NOP,
                    FREEZE_REF,
                    SHL,
                    SHR,
                    CAST_U8,
                    CAST_U16,
                    CAST_U32,
                    CAST_U64,
                    CAST_U128,
                    CAST_U256 -> 0;
            case LD_U8 -> in.u8();
            case LD_U16 -> in.u16();
            case LD_U32 -> in.u32();
            case LD_U64 -> in.u64();
            case LD_U128 -> {
                wide.add(MoveWide.ofWords(128, in.u64(), in.u64(), 0, 0));
                yield wide.size() - 1;
            }
            case LD_U256 -> {
                wide.add(MoveWide.ofWords(256, in.u64(), in.u64(), in.u64(), in.u64()));
                yield wide.size() - 1;
            }
            case BR_TRUE,
                    BR_FALSE,
                    BRANCH,
                    LD_CONST,
                    COPY_LOC,
                    MOVE_LOC,
                    ST_LOC,
                    MUT_BORROW_LOC,
                    IMM_BORROW_LOC,
                    MUT_BORROW_FIELD,
                    IMM_BORROW_FIELD,
                    CALL,
                    PACK,
                    UNPACK,
                    MUT_BORROW_FIELD_GENERIC,
                    IMM_BORROW_FIELD_GENERIC,
                    CALL_GENERIC,
                    PACK_GENERIC,
                    UNPACK_GENERIC,
                    VEC_LEN,
                    VEC_IMM_BORROW,
                    VEC_MUT_BORROW,
                    VEC_PUSH_BACK,
                    VEC_POP_BACK,
                    VEC_SWAP -> ModuleReader.index(in);
            case VEC_PACK, VEC_UNPACK -> {
                int signature = ModuleReader.index(in);
                long elements = in.u64();
                if (elements < 0 || elements > MAX_ELEMENTS) {
                    throw in.corrupt("vector of " + Long.toUnsignedString(elements) + " elements");
                }
                yield elements << 32 | signature;
            }
            case PACK_VARIANT,
                    PACK_VARIANT_GENERIC,
                    UNPACK_VARIANT,
                    UNPACK_VARIANT_IMM_REF,
                    UNPACK_VARIANT_MUT_REF,
                    UNPACK_VARIANT_GENERIC,
                    UNPACK_VARIANT_GENERIC_IMM_REF,
                    UNPACK_VARIANT_GENERIC_MUT_REF,
                    VARIANT_SWITCH -> {
                if (version < 7) {
                    throw in.corrupt("instruction " + opcode + " needs version 7");
                }
                yield ModuleReader.index(in);
            }
            default -> throw in.corrupt("unknown instruction " + opcode);
        };
    }

    private static List<JumpTable> jumpTables(BcsReader in) {
        return in.vector(MAX_JUMP_TABLES, i -> {
            int definition = ModuleReader.index(i);
            int branches = i.count(MAX_VARIANTS, 1);
            if (i.u8() != 1) {
                throw i.corrupt("unknown kind of jump table");
            }
            List<Integer> targets = new ArrayList<>();
            for (int branch = 0; branch < branches; branch++) {
                targets.add(ModuleReader.index(i));
            }
            return new JumpTable(definition, targets);
        });
    }
}
