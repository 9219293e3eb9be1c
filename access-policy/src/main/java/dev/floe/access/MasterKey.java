package dev.floe.access;

import dev.floe.access.internal.Hashes;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Scalar;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/// A key server's secret: a scalar that every user key is extracted with. Prints `[secret]`.
public final class MasterKey {

    private final Scalar scalar;

    private MasterKey(Scalar scalar) {
        this.scalar = scalar;
    }

    /// The key whose scalar is `bigEndian`, 32 bytes.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if it is not below the group order
    /// @throws IllegalArgumentException if it is 0
    public static MasterKey parse(Bytes bigEndian) {
        Scalar scalar = Scalar.parse(bigEndian);
        if (scalar.isZero()) {
            throw new IllegalArgumentException("master key: 0 is not a key");
        }
        return new MasterKey(scalar);
    }

    /// A random key made of 64 random bytes, so that the result is as good as uniform.
    public static MasterKey fromRandom(Bytes random) {
        if (random.size() != 64) {
            throw new IllegalArgumentException("master key: expected 64 random bytes, got " + random.size());
        }
        return new MasterKey(Scalar.reduce(new BigInteger(1, random.toByteArray())));
    }

    /// The key of client `index` (unsigned) of a permissioned key server with that 32-byte seed:
    /// HKDF-SHA3-256(seed, no salt, index as 8 bytes big-endian, 64 bytes) modulo the group order.
    public static MasterKey derive(Bytes seed, long index) {
        if (seed.size() != 32) {
            throw new IllegalArgumentException("master seed: expected 32 bytes, got " + seed.size());
        }
        Bytes info = Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
        return fromRandom(Hashes.hkdf64(seed, info));
    }

    /// The secret itself; for arithmetic in this package and for writing key files.
    public Scalar revealScalar() {
        return scalar;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
