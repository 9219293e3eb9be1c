package dev.floe.ledger.internal.move;

import static dev.floe.ledger.internal.move.Opcodes.*;

import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveInt;
import dev.floe.ledger.move.MoveStatus;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveWide;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Checked arithmetic on unsigned integers of 8 to 256 bits; operands have the same width.
final class Arithmetic {

    private Arithmetic() {}

    static MoveValue binary(int opcode, MoveValue left, MoveValue right) {
        if (left instanceof MoveInt a) {
            return MoveInt.of(a.widthBits(), binary(opcode, a.widthBits(), a.asLong(), ((MoveInt) right).asLong()));
        }
        MoveWide result = binary(opcode, (MoveWide) left, (MoveWide) right);
        if (result == null) {
            throw error("the result of instruction " + opcode + " does not fit");
        }
        return result;
    }

    private static long binary(int opcode, int width, long a, long b) {
        return switch (opcode) {
            case ADD -> {
                long sum = a + b;
                yield width == 64 ? require(Long.compareUnsigned(sum, a) >= 0, sum) : require(sum >>> width == 0, sum);
            }
            case SUB -> require(Long.compareUnsigned(a, b) >= 0, a - b);
            case MUL -> {
                long product = a * b;
                yield width == 64
                        ? require(Math.unsignedMultiplyHigh(a, b) == 0, product)
                        : require(product >>> width == 0, product);
            }
            case DIV -> Long.divideUnsigned(a, requireDivisor(b));
            case MOD -> Long.remainderUnsigned(a, requireDivisor(b));
            case BIT_OR -> a | b;
            case BIT_AND -> a & b;
            case XOR -> a ^ b;
            default -> throw new IllegalStateException("instruction " + opcode);
        };
    }

    private static @Nullable MoveWide binary(int opcode, MoveWide a, MoveWide b) {
        return switch (opcode) {
            case ADD -> a.plus(b);
            case SUB -> a.minus(b);
            case MUL -> a.times(b);
            case DIV -> b.isZero() ? null : a.dividedBy(b);
            case MOD -> b.isZero() ? null : a.modulo(b);
            case BIT_OR -> a.or(b);
            case BIT_AND -> a.and(b);
            case XOR -> a.xor(b);
            default -> throw new IllegalStateException("instruction " + opcode);
        };
    }

    static boolean compare(int opcode, MoveValue left, MoveValue right) {
        int order = left instanceof MoveInt a
                ? Long.compareUnsigned(a.asLong(), ((MoveInt) right).asLong())
                : ((MoveWide) left).compareTo((MoveWide) right);
        return switch (opcode) {
            case LT -> order < 0;
            case GT -> order > 0;
            case LE -> order <= 0;
            default -> order >= 0;
        };
    }

    static MoveValue shift(boolean left, MoveValue value, int count) {
        if (value instanceof MoveInt a) {
            int width = a.widthBits();
            require(count < width, 0);
            long mask = width == 64 ? -1 : (1L << width) - 1;
            return MoveInt.of(width, left ? a.asLong() << count & mask : a.asLong() >>> count);
        }
        MoveWide a = (MoveWide) value;
        require(count < a.widthBits(), 0);
        return left ? a.shiftLeft(count) : a.shiftRight(count);
    }

    static MoveValue cast(int width, MoveValue value) {
        if (width > 64) {
            if (value instanceof MoveInt a) {
                return MoveWide.ofWords(width, a.asLong(), 0, 0, 0);
            }
            MoveWide a = (MoveWide) value;
            BigInteger number = a.asBigInteger();
            require(number.bitLength() <= width, 0);
            return MoveWide.of(width, number);
        }
        long low;
        if (value instanceof MoveInt a) {
            low = a.asLong();
        } else {
            MoveWide a = (MoveWide) value;
            low = require(a.isShort(), a.lowWord());
        }
        return MoveInt.of(width, require(width == 64 || low >>> width == 0, low));
    }

    private static long requireDivisor(long divisor) {
        return require(divisor != 0, divisor);
    }

    private static long require(boolean fits, long result) {
        if (!fits) {
            throw error("the result does not fit, or a division by zero, or a shift too wide");
        }
        return result;
    }

    private static MoveException error(String message) {
        return MoveException.of(MoveStatus.ARITHMETIC_ERROR, message);
    }
}
