package dev.floe.ledger.internal.move;

/// Numbers of the instructions. Source: Move's `move-binary-format/src/file_format_common.rs`.
final class Opcodes {

    static final int POP = 0x01;
    static final int RET = 0x02;
    static final int BR_TRUE = 0x03;
    static final int BR_FALSE = 0x04;
    static final int BRANCH = 0x05;
    static final int LD_U64 = 0x06;
    static final int LD_CONST = 0x07;
    static final int LD_TRUE = 0x08;
    static final int LD_FALSE = 0x09;
    static final int COPY_LOC = 0x0A;
    static final int MOVE_LOC = 0x0B;
    static final int ST_LOC = 0x0C;
    static final int MUT_BORROW_LOC = 0x0D;
    static final int IMM_BORROW_LOC = 0x0E;
    static final int MUT_BORROW_FIELD = 0x0F;
    static final int IMM_BORROW_FIELD = 0x10;
    static final int CALL = 0x11;
    static final int PACK = 0x12;
    static final int UNPACK = 0x13;
    static final int READ_REF = 0x14;
    static final int WRITE_REF = 0x15;
    static final int ADD = 0x16;
    static final int SUB = 0x17;
    static final int MUL = 0x18;
    static final int MOD = 0x19;
    static final int DIV = 0x1A;
    static final int BIT_OR = 0x1B;
    static final int BIT_AND = 0x1C;
    static final int XOR = 0x1D;
    static final int OR = 0x1E;
    static final int AND = 0x1F;
    static final int NOT = 0x20;
    static final int EQ = 0x21;
    static final int NEQ = 0x22;
    static final int LT = 0x23;
    static final int GT = 0x24;
    static final int LE = 0x25;
    static final int GE = 0x26;
    static final int ABORT = 0x27;
    static final int NOP = 0x28;
    static final int FREEZE_REF = 0x2E;
    static final int SHL = 0x2F;
    static final int SHR = 0x30;
    static final int LD_U8 = 0x31;
    static final int LD_U128 = 0x32;
    static final int CAST_U8 = 0x33;
    static final int CAST_U64 = 0x34;
    static final int CAST_U128 = 0x35;
    static final int MUT_BORROW_FIELD_GENERIC = 0x36;
    static final int IMM_BORROW_FIELD_GENERIC = 0x37;
    static final int CALL_GENERIC = 0x38;
    static final int PACK_GENERIC = 0x39;
    static final int UNPACK_GENERIC = 0x3A;
    static final int VEC_PACK = 0x40;
    static final int VEC_LEN = 0x41;
    static final int VEC_IMM_BORROW = 0x42;
    static final int VEC_MUT_BORROW = 0x43;
    static final int VEC_PUSH_BACK = 0x44;
    static final int VEC_POP_BACK = 0x45;
    static final int VEC_UNPACK = 0x46;
    static final int VEC_SWAP = 0x47;
    static final int LD_U16 = 0x48;
    static final int LD_U32 = 0x49;
    static final int LD_U256 = 0x4A;
    static final int CAST_U16 = 0x4B;
    static final int CAST_U32 = 0x4C;
    static final int CAST_U256 = 0x4D;
    static final int PACK_VARIANT = 0x4E;
    static final int PACK_VARIANT_GENERIC = 0x4F;
    static final int UNPACK_VARIANT = 0x50;
    static final int UNPACK_VARIANT_IMM_REF = 0x51;
    static final int UNPACK_VARIANT_MUT_REF = 0x52;
    static final int UNPACK_VARIANT_GENERIC = 0x53;
    static final int UNPACK_VARIANT_GENERIC_IMM_REF = 0x54;
    static final int UNPACK_VARIANT_GENERIC_MUT_REF = 0x55;
    static final int VARIANT_SWITCH = 0x56;

    private Opcodes() {}

    /// Whether the instruction never goes on to the next one.
    static boolean endsBlock(int opcode) {
        return opcode == RET || opcode == ABORT || opcode == BRANCH || opcode == VARIANT_SWITCH;
    }
}
