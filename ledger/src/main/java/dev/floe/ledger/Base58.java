package dev.floe.ledger;

import dev.floe.format.Digest;
import java.math.BigInteger;
import java.util.Arrays;

/// Base58 text with the Bitcoin alphabet: how Sui prints digests. Leading zero bytes print as leading `1`.
public final class Base58 {

    /// Longest text that is decoded; decoding takes time quadratic in the length.
    public static final int MAX_TEXT = 256;

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(58);

    private Base58() {}

    /// The text of `content`.
    public static String encode(byte[] content) {
        StringBuilder reversed = new StringBuilder();
        BigInteger rest = new BigInteger(1, content);
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(RADIX);
            reversed.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < content.length && content[i] == 0; i++) {
            reversed.append(ALPHABET.charAt(0));
        }
        return reversed.reverse().toString();
    }

    /// The text of a digest.
    public static String encode(Digest digest) {
        return encode(digest.toByteArray());
    }

    /// The bytes of `text`.
    ///
    /// @throws IllegalArgumentException if a character is not of the alphabet or the text is over [#MAX_TEXT]
    public static byte[] decode(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("Base58: " + text.length() + " characters, limit " + MAX_TEXT);
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("Base58: character " + (i + 1) + " is not of the alphabet");
            }
            value = value.multiply(RADIX).add(BigInteger.valueOf(digit));
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == ALPHABET.charAt(0)) {
            zeros++;
        }
        byte[] signed = value.toByteArray();
        byte[] magnitude = signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
        byte[] content = new byte[zeros + magnitude.length];
        System.arraycopy(magnitude, 0, content, zeros, magnitude.length);
        return content;
    }

    /// The 32 bytes of `text`.
    ///
    /// @throws IllegalArgumentException if `text` is not Base58 of exactly 32 bytes
    public static Digest decodeDigest(String text) {
        byte[] content = decode(text);
        if (content.length != Digest.SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "digest: expected Base58 of 32 bytes, got " + content.length + " bytes from " + text);
        }
        return Digest.copyOf(content);
    }
}
