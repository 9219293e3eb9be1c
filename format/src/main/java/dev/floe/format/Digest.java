package dev.floe.format;

/// A 32-byte hash. Which hash function made it is the business of the type that holds it.
///
/// @param bytes exactly 32 bytes
public record Digest(Bytes bytes) implements Comparable<Digest> {

    /// Size in bytes of every digest.
    public static final int SIZE_BYTES = 32;

    /// 32 zero bytes.
    public static final Digest ZERO = new Digest(Bytes.copyOf(new byte[SIZE_BYTES]));

    public Digest {
        if (bytes.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("digest: expected 32 bytes, got " + bytes.size());
        }
    }

    /// A digest of a copy of `content`.
    ///
    /// @throws IllegalArgumentException if `content` is not 32 bytes long
    public static Digest copyOf(byte[] content) {
        return new Digest(Bytes.copyOf(content));
    }

    /// Parses 64 hex digits, with or without a leading `0x`.
    ///
    /// @throws IllegalArgumentException if `text` is not hex of 32 bytes
    public static Digest parseHex(String text) {
        return new Digest(Bytes.parseHex(text));
    }

    /// A fresh copy of the 32 bytes.
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /// 64 lower-case hex digits.
    public String toHex() {
        return bytes.toHex();
    }

    @Override
    public int compareTo(Digest other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
