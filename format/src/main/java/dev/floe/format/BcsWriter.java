package dev.floe.format;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Writes Binary Canonical Serialization (BCS): little-endian integers, ULEB128 lengths and enum tags, no padding.
/// Not safe for concurrent use. Source: the BCS specification of the Diem project; `walrus-protocol.md` §2.3.
public final class BcsWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    /// One byte, 0 to 255.
    public BcsWriter u8(int value) {
        out.write(inRange(value, 0xFF, "u8"));
        return this;
    }

    /// Two bytes, 0 to 65535.
    public BcsWriter u16(int value) {
        return littleEndian(inRange(value, 0xFFFF, "u16"), 2);
    }

    /// Four bytes, 0 to 2³² − 1.
    public BcsWriter u32(long value) {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("u32: " + value + " is out of range");
        }
        return littleEndian(value, 4);
    }

    /// Eight bytes; `value` is taken as unsigned.
    public BcsWriter u64(long value) {
        return littleEndian(value, 8);
    }

    /// Sixteen bytes, 0 to 2¹²⁸ − 1.
    public BcsWriter u128(BigInteger value) {
        return big(value, 16);
    }

    /// Thirty-two bytes, 0 to 2²⁵⁶ − 1.
    public BcsWriter u256(BigInteger value) {
        return big(value, 32);
    }

    /// One byte, 0 or 1.
    public BcsWriter bool(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    /// A ULEB128 length, count or enum tag, 0 to 2³¹ − 1.
    public BcsWriter uleb(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("uleb: " + value + " is negative");
        }
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    /// Bytes of a fixed-size field: no length in front.
    public BcsWriter fixed(byte[] content) {
        out.writeBytes(content);
        return this;
    }

    /// Bytes of a fixed-size field: no length in front.
    public BcsWriter fixed(Bytes content) {
        return fixed(content.content());
    }

    /// The 32 bytes of a digest: no length in front.
    public BcsWriter digest(Digest value) {
        return fixed(value.toByteArray());
    }

    /// A `vector<u8>`: length, then the bytes.
    public BcsWriter bytes(byte[] content) {
        return uleb(content.length).fixed(content);
    }

    /// A `vector<u8>`: length, then the bytes.
    public BcsWriter bytes(Bytes content) {
        return bytes(content.content());
    }

    /// A UTF-8 string: length in bytes, then the bytes.
    public BcsWriter string(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /// A vector: count, then each element by `writeElement`.
    public <T> BcsWriter vector(List<T> elements, BiConsumer<BcsWriter, T> writeElement) {
        uleb(elements.size());
        elements.forEach(element -> writeElement.accept(this, element));
        return this;
    }

    /// An option: 0, or 1 and the value.
    public <T> BcsWriter option(Optional<T> value, BiConsumer<BcsWriter, T> writeValue) {
        bool(value.isPresent());
        value.ifPresent(present -> writeValue.accept(this, present));
        return this;
    }

    /// How many bytes have been written.
    public int size() {
        return out.size();
    }

    /// A copy of what has been written.
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /// What has been written.
    public Bytes toBytes() {
        return Bytes.wrap(out.toByteArray());
    }

    private BcsWriter littleEndian(long value, int sizeBytes) {
        for (int i = 0; i < sizeBytes; i++) {
            out.write((int) (value >>> 8 * i) & 0xFF);
        }
        return this;
    }

    private BcsWriter big(BigInteger value, int sizeBytes) {
        if (value.signum() < 0 || value.bitLength() > 8 * sizeBytes) {
            throw new IllegalArgumentException("u" + 8 * sizeBytes + ": " + value + " is out of range");
        }
        byte[] bigEndian = value.toByteArray();
        for (int i = 0; i < sizeBytes; i++) {
            int at = bigEndian.length - 1 - i;
            out.write(at >= 0 ? bigEndian[at] : 0);
        }
        return this;
    }

    private static int inRange(int value, int max, String type) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(type + ": " + value + " is out of range");
        }
        return value;
    }
}
