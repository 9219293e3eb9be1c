package dev.floe.ledger.internal.crypto;

import java.util.Arrays;

/// Bech32 (BIP-173) of whole bytes. Source: the specification.
public final class Bech32 {

    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int CHECKSUM = 6;
    private static final int MAX_TEXT = 90;

    private Bech32() {}

    /// Text of `content` under a human-readable prefix in lower case.
    public static char[] encode(String prefix, byte[] content) {
        int[] digits = regroup(content);
        int[] checked = Arrays.copyOf(digits, digits.length + CHECKSUM);
        int sum = checksum(prefix, checked) ^ 1;
        for (int i = 0; i < CHECKSUM; i++) {
            checked[digits.length + i] = sum >>> 5 * (CHECKSUM - 1 - i) & 31;
        }
        char[] text = new char[prefix.length() + 1 + checked.length];
        prefix.getChars(0, prefix.length(), text, 0);
        text[prefix.length()] = '1';
        for (int i = 0; i < checked.length; i++) {
            text[prefix.length() + 1 + i] = ALPHABET.charAt(checked[i]);
        }
        Arrays.fill(digits, 0);
        Arrays.fill(checked, 0);
        return text;
    }

    /// The bytes of `text`, all lower or all upper case.
    ///
    /// @throws IllegalArgumentException if it is malformed or has another prefix; the message does not repeat it
    public static byte[] decode(String prefix, CharSequence text) {
        int start = prefix.length() + 1;
        if (text.length() < start + CHECKSUM || text.length() > MAX_TEXT) {
            throw bad(prefix, "its length is " + text.length());
        }
        boolean upper = Character.isUpperCase(text.charAt(0));
        for (int i = 0; i < start; i++) {
            char wanted = i < prefix.length() ? prefix.charAt(i) : '1';
            if (text.charAt(i) != (upper ? Character.toUpperCase(wanted) : wanted)) {
                throw bad(prefix, "it starts otherwise");
            }
        }
        int[] digits = new int[text.length() - start];
        for (int i = 0; i < digits.length; i++) {
            char c = text.charAt(start + i);
            digits[i] = upper == Character.isLowerCase(c) && Character.isLetter(c)
                    ? -1
                    : ALPHABET.indexOf(Character.toLowerCase(c));
            if (digits[i] < 0) {
                throw bad(prefix, "character " + (start + i + 1) + " is not of the alphabet");
            }
        }
        if (checksum(prefix, digits) != 1) {
            throw bad(prefix, "the checksum is wrong, so a character is");
        }
        byte[] content = ungroup(prefix, digits, digits.length - CHECKSUM);
        Arrays.fill(digits, 0);
        return content;
    }

    private static int checksum(String prefix, int[] digits) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) >>> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) & 31);
        }
        for (int digit : digits) {
            sum = step(sum, digit);
        }
        return sum;
    }

    private static int step(int sum, int digit) {
        int top = sum >>> 25;
        int next = (sum & 0x1FFFFFF) << 5 ^ digit;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >>> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }

    private static int[] regroup(byte[] content) {
        int[] digits = new int[(content.length * 8 + 4) / 5];
        for (int bit = 0; bit < content.length * 8; bit++) {
            int value = content[bit / 8] >>> (7 - bit % 8) & 1;
            digits[bit / 5] |= value << (4 - bit % 5);
        }
        return digits;
    }

    private static byte[] ungroup(String prefix, int[] digits, int count) {
        byte[] content = new byte[count * 5 / 8];
        for (int bit = 0; bit < count * 5; bit++) {
            int value = digits[bit / 5] >>> (4 - bit % 5) & 1;
            if (bit / 8 < content.length) {
                content[bit / 8] |= (byte) (value << (7 - bit % 8));
            } else if (value != 0) {
                throw bad(prefix, "bits are left over");
            }
        }
        if (count * 5 - content.length * 8 >= 5) {
            throw bad(prefix, "a character is left over");
        }
        return content;
    }

    private static IllegalArgumentException bad(String prefix, String reason) {
        return new IllegalArgumentException("secret key: expected " + prefix + "1… in Bech32, but " + reason);
    }
}
