package dev.floe.format.bls;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.math.BigInteger;

/// An integer modulo [#ORDER], the number of elements of G1, G2 and GT. May be secret, so it prints `[scalar]`; a
/// long-lived key belongs in [SecretKey]. Arithmetic here does not run in constant time.
public final class Scalar {

    /// Size in bytes of the big-endian form.
    public static final int SIZE_BYTES = 32;

    /// The group order r.
    public static final BigInteger ORDER =
            new BigInteger("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", 16);

    /// 0.
    public static final Scalar ZERO = new Scalar(BigInteger.ZERO);

    /// 1.
    public static final Scalar ONE = new Scalar(BigInteger.ONE);

    private final BigInteger value;

    private Scalar(BigInteger value) {
        this.value = value;
    }

    /// The scalar `value`.
    public static Scalar of(long value) {
        return reduce(BigInteger.valueOf(value));
    }

    /// `value` modulo the order.
    public static Scalar reduce(BigInteger value) {
        return new Scalar(value.mod(ORDER));
    }

    /// Parses 32 bytes, big-endian.
    ///
    /// @throws DataException.Corrupt if there are not 32 bytes, or the number is not below the order
    public static Scalar parse(Bytes bigEndian) {
        if (bigEndian.size() != SIZE_BYTES) {
            throw new DataException.Corrupt("scalar: expected 32 bytes, got " + bigEndian.size());
        }
        BigInteger value = new BigInteger(1, bigEndian.toByteArray());
        if (value.compareTo(ORDER) >= 0) {
            throw new DataException.Corrupt("scalar: the number is not below the group order");
        }
        return new Scalar(value);
    }

    /// The number, 0 to `ORDER - 1`.
    public BigInteger value() {
        return value;
    }

    /// 32 bytes, big-endian.
    public Bytes toBytes() {
        return Bytes.copyOf(bigEndian(value, SIZE_BYTES));
    }

    /// Whether this is 0.
    public boolean isZero() {
        return value.signum() == 0;
    }

    /// `this + other`.
    public Scalar plus(Scalar other) {
        return reduce(value.add(other.value));
    }

    /// `this − other`.
    public Scalar minus(Scalar other) {
        return reduce(value.subtract(other.value));
    }

    /// `this · other`.
    public Scalar times(Scalar other) {
        return reduce(value.multiply(other.value));
    }

    /// `−this`.
    public Scalar negate() {
        return reduce(value.negate());
    }

    /// `1 / this`.
    ///
    /// @throws IllegalArgumentException if this is 0
    public Scalar inverse() {
        if (isZero()) {
            throw new IllegalArgumentException("scalar: 0 has no inverse");
        }
        return new Scalar(value.modInverse(ORDER));
    }

    static byte[] bigEndian(BigInteger value, int sizeBytes) {
        byte[] minimal = value.toByteArray();
        byte[] padded = new byte[sizeBytes];
        int used = Math.min(minimal.length, sizeBytes);
        System.arraycopy(minimal, minimal.length - used, padded, sizeBytes - used, used);
        return padded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scalar scalar && value.equals(scalar.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[scalar]";
    }
}
