package dev.floe.format.bls;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret scalar, 1 to r − 1. Prints `[secret]`; [#close] zeroes it, after which it cannot be used.
public final class SecretKey implements AutoCloseable {

    private static final int MIN_SEED_BYTES = 32;
    private static final int MAX_SEED_BYTES = 1024;
    private static final int EXPANDED_BYTES = 48;

    private final byte[] bigEndian;
    private boolean closed;

    private SecretKey(byte[] bigEndian) {
        this.bigEndian = bigEndian;
    }

    /// Parses 32 bytes, big-endian.
    ///
    /// @throws DataException.Corrupt if the number is 0 or not below the group order
    public static SecretKey parse(Bytes bigEndian) {
        if (Scalar.parse(bigEndian).isZero()) {
            throw new DataException.Corrupt("secret key: must not be 0");
        }
        return new SecretKey(bigEndian.toByteArray());
    }

    /// Makes a key from a secret seed as `KeyGen` of draft-irtf-cfrg-bls-signature-05 does, with no key info.
    ///
    /// @param seed 32 to 1024 bytes of entropy
    public static SecretKey generate(Bytes seed) {
        if (seed.size() < MIN_SEED_BYTES || seed.size() > MAX_SEED_BYTES) {
            throw new IllegalArgumentException("seed: expected 32 to 1024 bytes, got " + seed.size());
        }
        byte[] input = Arrays.copyOf(seed.toByteArray(), seed.size() + 1);
        byte[] salt = "BLS-SIG-KEYGEN-SALT-".getBytes(StandardCharsets.US_ASCII);
        BigInteger key;
        try {
            do {
                salt = MessageDigest.getInstance("SHA-256").digest(salt);
                byte[] extracted = hmac(salt, input);
                byte[] first = hmac(extracted, new byte[] {0, EXPANDED_BYTES, 1});
                byte[] second = hmac(extracted, concat(first, new byte[] {0, EXPANDED_BYTES, 2}));
                byte[] expanded = Arrays.copyOf(concat(first, second), EXPANDED_BYTES);
                key = new BigInteger(1, expanded).mod(Scalar.ORDER);
            } while (key.signum() == 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256 and HmacSHA256", e);
        } finally {
            Arrays.fill(input, (byte) 0);
        }
        return new SecretKey(Scalar.bigEndian(key, Scalar.SIZE_BYTES));
    }

    /// The scalar, for arithmetic. Whoever takes it must not keep it.
    ///
    /// @throws IllegalStateException if this key is closed
    public Scalar scalar() {
        if (closed) {
            throw new IllegalStateException("secret key: used after close");
        }
        return Scalar.parse(Bytes.copyOf(bigEndian));
    }

    /// The 32 secret bytes, big-endian, for storing the key. The only way raw key bytes leave this class.
    ///
    /// @throws IllegalStateException if this key is closed
    public byte[] exposeSecretBytes() {
        if (closed) {
            throw new IllegalStateException("secret key: used after close");
        }
        return bigEndian.clone();
    }

    /// Zeroes the key. Closing twice does nothing.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bigEndian, (byte) 0);
    }

    @Override
    public String toString() {
        return "[secret]";
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
