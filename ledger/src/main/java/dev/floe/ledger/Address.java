package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.HexFormat;

/// An address of an account, an object or a package: 32 bytes. BCS: the bytes without length.
///
/// Text form: `0x` and 64 lower-case hex digits; short forms such as `0x2` are read and padded on the left.
///
/// @param bytes exactly 32 bytes
public record Address(Bytes bytes) implements Comparable<Address> {

    /// Size in bytes of every address.
    public static final int SIZE_BYTES = 32;

    /// The zero address.
    public static final Address ZERO = ofLong(0);
    /// The package `std`.
    public static final Address STD = ofLong(1);
    /// The package `sui`.
    public static final Address SUI = ofLong(2);
    /// The package `sui_system`.
    public static final Address SUI_SYSTEM = ofLong(3);
    /// The shared object that holds the system state.
    public static final Address SYSTEM_STATE = ofLong(5);
    /// The shared `0x2::clock::Clock`.
    public static final Address CLOCK = ofLong(6);
    /// The shared `0x2::random::Random`.
    public static final Address RANDOM = ofLong(8);
    /// The shared deny list of regulated coins.
    public static final Address DENY_LIST = ofLong(0x403);

    public Address {
        if (bytes.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("address: expected 32 bytes, got " + bytes.size());
        }
    }

    /// An address of a copy of `content`.
    ///
    /// @throws IllegalArgumentException if `content` is not 32 bytes long
    public static Address copyOf(byte[] content) {
        return new Address(Bytes.copyOf(content));
    }

    /// The address whose number is `value`, such as 2 for `0x2`; negative values are taken as unsigned.
    public static Address ofLong(long value) {
        byte[] content = new byte[SIZE_BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            content[SIZE_BYTES - 1 - i] = (byte) (value >>> 8 * i);
        }
        return copyOf(content);
    }

    /// Parses `0x` and 1 to 64 hex digits.
    ///
    /// @throws IllegalArgumentException if `text` is anything else
    public static Address parse(String text) {
        if (!text.startsWith("0x") || text.length() < 3) {
            throw new IllegalArgumentException("address: expected 0x and 1 to 64 hex digits, got " + quote(text));
        }
        return fromDigits(text.substring(2), text);
    }

    /// Parses as the official SDKs normalise: the `0x` or `0X` may be missing, and no digits mean zero.
    ///
    /// @throws IllegalArgumentException if more than 64 digits or something other than hex digits is left
    public static Address parseLenient(String text) {
        return fromDigits(text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text, text);
    }

    /// Reads 32 bytes.
    public static Address read(BcsReader in) {
        return copyOf(in.fixed(SIZE_BYTES));
    }

    /// Writes 32 bytes.
    public void write(BcsWriter out) {
        out.fixed(bytes);
    }

    /// A fresh copy of the 32 bytes.
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /// 64 lower-case hex digits without prefix.
    public String toHex() {
        return bytes.toHex();
    }

    /// `0x` and the digits without leading zeros, such as `0x2`.
    public String toShortString() {
        String digits = toHex();
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return "0x" + digits.substring(first);
    }

    @Override
    public int compareTo(Address other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return "0x" + toHex();
    }

    private static Address fromDigits(String digits, String text) {
        if (digits.length() > 2 * SIZE_BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("address: expected 0x and 1 to 64 hex digits, got " + quote(text));
        }
        return new Address(Bytes.parseHex("0".repeat(2 * SIZE_BYTES - digits.length()) + digits));
    }

    private static String quote(String text) {
        return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'";
    }
}
