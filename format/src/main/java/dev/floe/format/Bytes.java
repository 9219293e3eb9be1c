package dev.floe.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes: copied in, copied out, equal by content.
public final class Bytes implements Comparable<Bytes> {

    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// A copy of `content`.
    public static Bytes copyOf(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /// A copy of `length` bytes of `content` starting at `offset`.
    public static Bytes copyOf(byte[] content, int offset, int length) {
        return new Bytes(Arrays.copyOfRange(content, offset, Math.addExact(offset, length)));
    }

    // Takes the array over without a copy; for this package, where nobody changes it afterwards.
    static Bytes wrap(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    // The array itself; for this package, where nobody changes it.
    byte[] content() {
        return content;
    }

    /// Parses hex digits, with or without a leading `0x`.
    ///
    /// @throws IllegalArgumentException if `text` is not an even number of hex digits
    public static Bytes parseHex(String text) {
        return new Bytes(HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text));
    }

    /// How many bytes.
    public int size() {
        return content.length;
    }

    /// The byte at `index`.
    public byte get(int index) {
        return content[index];
    }

    /// A fresh copy.
    public byte[] toByteArray() {
        return content.clone();
    }

    /// A read-only view; no copy.
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /// The bytes from `from` (inclusive) to `to` (exclusive).
    public Bytes slice(int from, int to) {
        return copyOf(content, from, to - from);
    }

    /// Copies all bytes into `target` at `offset`.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(content, 0, target, offset, content.length);
    }

    /// Lower-case hex without prefix.
    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    /// Orders by unsigned bytes, then by length.
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /// Hex of at most the first 32 bytes, and the size.
    @Override
    public String toString() {
        return content.length <= 32 ? toHex() : slice(0, 32).toHex() + "… (" + content.length + " bytes)";
    }
}
