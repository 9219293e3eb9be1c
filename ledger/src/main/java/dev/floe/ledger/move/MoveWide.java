package dev.floe.ledger.move;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A `u128` or `u256`: two or four 64-bit words. Sums, differences, products and comparisons of `u128` work on the
/// words; the rest goes through [BigInteger].
public final class MoveWide extends MoveValue implements Comparable<MoveWide> {

    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final int widthBits;
    // Little-endian words; w2 and w3 are 0 in a u128.
    private final long w0;
    private final long w1;
    private final long w2;
    private final long w3;

    private MoveWide(int widthBits, long w0, long w1, long w2, long w3) {
        this.widthBits = widthBits;
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    /// An integer of 128 or 256 bits.
    ///
    /// @throws IllegalArgumentException if `value` is out of range
    public static MoveWide of(int widthBits, BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > widthBits) {
            throw new IllegalArgumentException("u" + widthBits + ": " + value + " is out of range");
        }
        return new MoveWide(widthBits, word(value, 0), word(value, 1), word(value, 2), word(value, 3));
    }

    /// An integer of 128 or 256 bits with little-endian words.
    public static MoveWide ofWords(int widthBits, long w0, long w1, long w2, long w3) {
        return new MoveWide(widthBits, w0, w1, w2, w3);
    }

    /// 128 or 256.
    public int widthBits() {
        return widthBits;
    }

    /// The lowest 64 bits.
    public long lowWord() {
        return w0;
    }

    /// Word `index`, counted from the lowest.
    public long word(int index) {
        return switch (index) {
            case 0 -> w0;
            case 1 -> w1;
            case 2 -> w2;
            default -> w3;
        };
    }

    /// Whether the value fits into 64 bits.
    public boolean isShort() {
        return (w1 | w2 | w3) == 0;
    }

    /// The sum, or null on overflow.
    public @Nullable MoveWide plus(MoveWide other) {
        long r0 = w0 + other.w0;
        long c0 = Long.compareUnsigned(r0, w0) < 0 ? 1 : 0;
        long r1 = w1 + other.w1 + c0;
        boolean c1 = carry(w1, other.w1, r1);
        if (widthBits == 128) {
            return c1 ? null : new MoveWide(128, r0, r1, 0, 0);
        }
        long r2 = w2 + other.w2 + (c1 ? 1 : 0);
        boolean c2 = carry(w2, other.w2, r2);
        long r3 = w3 + other.w3 + (c2 ? 1 : 0);
        return carry(w3, other.w3, r3) ? null : new MoveWide(256, r0, r1, r2, r3);
    }

    /// The difference, or null if it is negative.
    public @Nullable MoveWide minus(MoveWide other) {
        if (compareTo(other) < 0) {
            return null;
        }
        long r0 = w0 - other.w0;
        boolean b0 = borrow(w0, other.w0, r0);
        long r1 = w1 - other.w1 - (b0 ? 1 : 0);
        boolean b1 = borrow(w1, other.w1, r1);
        long r2 = w2 - other.w2 - (b1 ? 1 : 0);
        boolean b2 = borrow(w2, other.w2, r2);
        long r3 = w3 - other.w3 - (b2 ? 1 : 0);
        return widthBits == 128 ? new MoveWide(128, r0, r1, 0, 0) : new MoveWide(256, r0, r1, r2, r3);
    }

    /// The product, or null on overflow.
    public @Nullable MoveWide times(MoveWide other) {
        if (isShort() && other.isShort()) {
            return new MoveWide(widthBits, w0 * other.w0, Math.unsignedMultiplyHigh(w0, other.w0), 0, 0);
        }
        BigInteger product = asBigInteger().multiply(other.asBigInteger());
        return product.bitLength() > widthBits ? null : of(widthBits, product);
    }

    /// The quotient; the divisor must not be zero.
    public MoveWide dividedBy(MoveWide other) {
        if (isShort() && other.isShort()) {
            return new MoveWide(widthBits, Long.divideUnsigned(w0, other.w0), 0, 0, 0);
        }
        return of(widthBits, asBigInteger().divide(other.asBigInteger()));
    }

    /// The remainder; the divisor must not be zero.
    public MoveWide modulo(MoveWide other) {
        if (isShort() && other.isShort()) {
            return new MoveWide(widthBits, Long.remainderUnsigned(w0, other.w0), 0, 0, 0);
        }
        return of(widthBits, asBigInteger().mod(other.asBigInteger()));
    }

    /// Whether this is zero.
    public boolean isZero() {
        return (w0 | w1 | w2 | w3) == 0;
    }

    /// Compares as unsigned numbers; both have the same width.
    @Override
    public int compareTo(MoveWide other) {
        if (w3 != other.w3) {
            return Long.compareUnsigned(w3, other.w3);
        }
        if (w2 != other.w2) {
            return Long.compareUnsigned(w2, other.w2);
        }
        if (w1 != other.w1) {
            return Long.compareUnsigned(w1, other.w1);
        }
        return Long.compareUnsigned(w0, other.w0);
    }

    /// The bits of both.
    public MoveWide and(MoveWide other) {
        return new MoveWide(widthBits, w0 & other.w0, w1 & other.w1, w2 & other.w2, w3 & other.w3);
    }

    /// The bits of either.
    public MoveWide or(MoveWide other) {
        return new MoveWide(widthBits, w0 | other.w0, w1 | other.w1, w2 | other.w2, w3 | other.w3);
    }

    /// The bits of one but not of both.
    public MoveWide xor(MoveWide other) {
        return new MoveWide(widthBits, w0 ^ other.w0, w1 ^ other.w1, w2 ^ other.w2, w3 ^ other.w3);
    }

    /// Shifted to the left; what leaves the width is lost. `count` must be below the width.
    public MoveWide shiftLeft(int count) {
        BigInteger mask = BigInteger.ONE.shiftLeft(widthBits).subtract(BigInteger.ONE);
        return of(widthBits, asBigInteger().shiftLeft(count).and(mask));
    }

    /// Shifted to the right. `count` must be below the width.
    public MoveWide shiftRight(int count) {
        return of(widthBits, asBigInteger().shiftRight(count));
    }

    @Override
    public BigInteger asBigInteger() {
        byte[] bigEndian = new byte[widthBits / 8];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = (byte) (word(i / 8) >>> 8 * (i % 8));
        }
        return new BigInteger(1, bigEndian);
    }

    @Override
    public MoveValue copy() {
        return this;
    }

    @Override
    public long sizeBytes() {
        return SLOT_BYTES + (long) (widthBits / 8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MoveWide that && widthBits == that.widthBits && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(w0 + 31 * (w1 + 31 * (w2 + 31 * w3))) + widthBits;
    }

    @Override
    public String toString() {
        return asBigInteger() + "u" + widthBits;
    }

    private static long word(BigInteger value, int index) {
        return value.shiftRight(64 * index).and(WORD).longValue();
    }

    // Carry out of a + b (+ carry in) = sum, by the majority of the top bits.
    private static boolean carry(long a, long b, long sum) {
        return ((a & b | (a | b) & ~sum) >>> 63) != 0;
    }

    private static boolean borrow(long a, long b, long difference) {
        return ((~a & b | (~a | b) & difference) >>> 63) != 0;
    }
}
