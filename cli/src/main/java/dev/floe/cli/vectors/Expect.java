package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Reads fields of a case and compares with them.
public final class Expect {

    private static final int SHOWN_CHARACTERS = 160;

    private Expect() {}

    /// A field that must be there.
    ///
    /// @throws Mismatch if it is not
    public static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            throw new Mismatch("the field " + name + " is missing");
        }
        return value;
    }

    /// The text of a field.
    public static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new Mismatch("the field " + name + " is not text: " + value);
        }
        return value.asText();
    }

    /// The whole number in a field.
    public static int integer(JsonNode node, String name) {
        return Math.toIntExact(number(node, name));
    }

    /// The whole number in a field.
    public static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Mismatch("the field " + name + " is not a whole number: " + value);
        }
        return value.asLong();
    }

    /// The truth value in a field.
    public static boolean bool(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isBoolean()) {
            throw new Mismatch("the field " + name + " is neither true nor false: " + value);
        }
        return value.asBoolean();
    }

    /// The bytes of a hex field, with or without `0x`.
    public static Bytes hex(JsonNode node, String name) {
        String text = text(node, name);
        try {
            return Bytes.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new Mismatch("the field " + name + " is not hex, " + e.getMessage() + ": " + shown(text));
        }
    }

    /// The bytes of a Base64 field.
    public static Bytes base64(JsonNode node, String name) {
        String text = text(node, name);
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new Mismatch("the field " + name + " is not Base64, " + e.getMessage() + ": " + shown(text));
        }
    }

    /// Requires that `actual` is `expected`.
    public static void equal(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new Mismatch(what + ": expected " + shown(expected) + ", got " + shown(actual));
        }
    }

    /// Requires that the field `name`, if it is there, is the hex of `actual`.
    public static void hexIfPresent(JsonNode node, String name, Bytes actual) {
        if (node.has(name)) {
            equal(name, hex(node, name), actual);
        }
    }

    /// Requires that the field `name` is the SHA-256 of `actual` in hex.
    public static void sha256(JsonNode node, String name, Bytes actual) {
        equal(name, text(node, name), sha256(actual).toHex());
    }

    /// SHA-256.
    public static Digest sha256(Bytes... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Bytes part : parts) {
                sha256.update(part.asByteBuffer());
            }
            return Digest.copyOf(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String shown(Object value) {
        String text = value instanceof Bytes bytes ? bytes.toHex() : value.toString();
        return text.length() <= SHOWN_CHARACTERS
                ? text
                : text.substring(0, SHOWN_CHARACTERS) + "… (" + text.length() + " characters)";
    }
}
