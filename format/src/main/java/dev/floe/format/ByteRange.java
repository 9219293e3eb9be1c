package dev.floe.format;

/// A half-open run of bytes `[offset, offset + length)`; never empty, never past `Long.MAX_VALUE`.
///
/// @param offset first byte, counted from 0
/// @param length how many bytes, at least 1
public record ByteRange(long offset, long length) {

    public ByteRange {
        if (offset < 0 || length < 1 || length > Long.MAX_VALUE - offset) {
            throw new IllegalArgumentException("bad range: offset=" + offset + " length=" + length
                    + "; expected offset >= 0, length >= 1 and an end below 2^63");
        }
    }

    /// The run from `start` (inclusive) to `end` (exclusive).
    public static ByteRange between(long start, long end) {
        return new ByteRange(start, Math.subtractExact(end, start));
    }

    /// One past the last byte.
    public long end() {
        return offset + length;
    }

    /// Whether every byte of this range is below `sizeBytes`.
    public boolean fitsIn(long sizeBytes) {
        return end() <= sizeBytes;
    }

    /// Whether every byte of `other` is in this range.
    public boolean contains(ByteRange other) {
        return other.offset >= offset && other.end() <= end();
    }

    /// Whether the two ranges share a byte.
    public boolean overlaps(ByteRange other) {
        return other.offset < end() && offset < other.end();
    }

    /// This range, once it is known to lie inside something of `sizeBytes` bytes.
    ///
    /// @throws IllegalArgumentException if it ends past `sizeBytes`
    public ByteRange checkedAgainst(long sizeBytes) {
        if (!fitsIn(sizeBytes)) {
            throw new IllegalArgumentException("range " + this + " ends past the " + sizeBytes + " bytes there are");
        }
        return this;
    }

    @Override
    public String toString() {
        return "[" + offset + ", " + end() + ")";
    }
}
