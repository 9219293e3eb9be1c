package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What both implementations check before any curve arithmetic: the ZCash point format.
///
/// The three top bits of the first byte are flags: 0x80 compressed, 0x40 neutral element (all else zero), 0x20 the
/// larger of the two y (compressed only). Numbers are 48 bytes big-endian and below the field's modulus.
final class Encoding {

    static final int FIELD_BYTES = 48;
    static final int COMPRESSED = 0x80;
    static final int IDENTITY = 0x40;
    private static final int SIGN = 0x20;

    static final BigInteger MODULUS = new BigInteger(
            "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab", 16);

    private Encoding() {}

    /// The bytes of a point whose length and flags are possible and whose numbers are below the modulus.
    static byte[] checked(String group, Bytes encoded, int compressedBytes) {
        byte[] bytes = encoded.toByteArray();
        int flags = bytes.length == 0 ? 0 : bytes[0] & 0xE0;
        int expected = (flags & COMPRESSED) != 0 ? compressedBytes : 2 * compressedBytes;
        if (bytes.length != expected) {
            throw corrupt(
                    group,
                    "expected " + compressedBytes + " bytes compressed or " + 2 * compressedBytes
                            + " uncompressed, got " + bytes.length);
        }
        if ((flags & COMPRESSED) == 0 && (flags & SIGN) != 0) {
            throw corrupt(group, "the sign flag is set in the uncompressed form");
        }
        if ((flags & IDENTITY) != 0) {
            byte[] rest = bytes.clone();
            rest[0] &= (byte) (0xFF & ~(COMPRESSED | IDENTITY));
            if (!isZero(rest)) {
                throw corrupt(group, "the neutral element has other bits set");
            }
            return bytes;
        }
        for (int at = 0; at < bytes.length; at += FIELD_BYTES) {
            if (number(bytes, at, at == 0 ? 0x1F : 0xFF).compareTo(MODULUS) >= 0) {
                throw corrupt(group, "a coordinate is not below the field's modulus");
            }
        }
        return bytes;
    }

    static boolean isIdentity(byte[] bytes) {
        return (bytes[0] & IDENTITY) != 0;
    }

    static boolean isCompressed(byte[] bytes) {
        return (bytes[0] & COMPRESSED) != 0;
    }

    static Bytes identity(int sizeBytes, boolean compressed) {
        byte[] bytes = new byte[sizeBytes];
        bytes[0] = (byte) (compressed ? COMPRESSED | IDENTITY : IDENTITY);
        return Bytes.copyOf(bytes);
    }

    static BigInteger number(byte[] bytes, int at) {
        return number(bytes, at, 0xFF);
    }

    /// The numbers of an element of GT in the order of the bytes.
    static BigInteger[] gtNumbers(Bytes encoded) {
        byte[] bytes = encoded.toByteArray();
        if (bytes.length != 12 * FIELD_BYTES) {
            throw corrupt("GT", "expected 576 bytes, got " + bytes.length);
        }
        BigInteger[] numbers = new BigInteger[12];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(bytes, i * FIELD_BYTES);
            if (numbers[i].compareTo(MODULUS) >= 0) {
                throw corrupt("GT", "a coefficient is not below the field's modulus");
            }
        }
        return numbers;
    }

    static void put(BigInteger number, byte[] target, int at) {
        byte[] minimal = number.toByteArray();
        int used = Math.min(minimal.length, FIELD_BYTES);
        Arrays.fill(target, at, at + FIELD_BYTES, (byte) 0);
        System.arraycopy(minimal, minimal.length - used, target, at + FIELD_BYTES - used, used);
    }

    static byte[] domain(String domain) {
        if (domain.isEmpty() || domain.length() > 255 || domain.chars().anyMatch(c -> c > 0x7E || c < 0x20)) {
            throw new IllegalArgumentException("domain separation tag: expected 1 to 255 printable ASCII characters");
        }
        return domain.getBytes(StandardCharsets.US_ASCII);
    }

    static DataException.Corrupt corrupt(String group, String reason) {
        return new DataException.Corrupt("element of " + group + ": " + reason);
    }

    private static BigInteger number(byte[] bytes, int at, int firstMask) {
        byte[] field = Arrays.copyOfRange(bytes, at, at + FIELD_BYTES);
        field[0] &= (byte) firstMask;
        return new BigInteger(1, field);
    }

    private static boolean isZero(byte[] bytes) {
        int bits = 0;
        for (byte value : bytes) {
            bits |= value;
        }
        return bits == 0;
    }
}
