package dev.floe.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads Binary Canonical Serialization (BCS) strictly: lengths are checked against what is left before anything is
/// allocated, ULEB128 must be canonical, booleans are 0 or 1, and [#end] refuses trailing bytes.
/// Every violation is [DataException.Corrupt] and names the offset. Not safe for concurrent use.
public final class BcsReader {

    private final String what;
    private final byte[] input;
    private final int end;
    private int at;

    private BcsReader(String what, byte[] input, int offset, int length) {
        this.what = what;
        this.input = input;
        this.at = offset;
        this.end = offset + length;
    }

    /// A reader over all of `input`, which must not change meanwhile. `what` names the thing read in error
    /// messages.
    public static BcsReader of(String what, byte[] input) {
        return new BcsReader(what, input, 0, input.length);
    }

    /// A reader over all of `input`. `what` names the thing read in error messages.
    public static BcsReader of(String what, Bytes input) {
        return of(what, input.content());
    }

    /// One byte, 0 to 255.
    public int u8() {
        need(1, "u8");
        return input[at++] & 0xFF;
    }

    /// Two bytes, 0 to 65535.
    public int u16() {
        return (int) littleEndian(2, "u16");
    }

    /// Four bytes, 0 to 2³² − 1.
    public long u32() {
        return littleEndian(4, "u32");
    }

    /// Eight bytes; the result is to be taken as unsigned.
    public long u64() {
        return littleEndian(8, "u64");
    }

    /// Sixteen bytes.
    public BigInteger u128() {
        return big(16, "u128");
    }

    /// Thirty-two bytes.
    public BigInteger u256() {
        return big(32, "u256");
    }

    /// One byte that must be 0 or 1.
    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw corrupt("bool must be 0 or 1, got " + value);
        }
        return value == 1;
    }

    /// A canonical ULEB128 number, 0 to 2³¹ − 1.
    public int uleb() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw corrupt("length is not canonical ULEB128");
                }
                if (value > Integer.MAX_VALUE) {
                    throw corrupt("length " + value + " is too large");
                }
                return (int) value;
            }
        }
        throw corrupt("length is longer than 5 bytes of ULEB128");
    }

    /// An enum tag, 0 to `variants - 1`.
    public int tag(int variants) {
        int tag = uleb();
        if (tag >= variants) {
            throw corrupt("enum tag " + tag + " is not below " + variants);
        }
        return tag;
    }

    /// An element count: at most `max`, and at most what can still follow at `minElementBytes` each.
    public int count(int max, int minElementBytes) {
        int count = uleb();
        if (count > max) {
            throw corrupt("count " + count + " is over the limit of " + max);
        }
        if ((long) count * minElementBytes > remaining()) {
            throw corrupt("count " + count + " does not fit into the " + remaining() + " bytes left");
        }
        return count;
    }

    /// `sizeBytes` bytes without a length in front.
    public byte[] fixed(int sizeBytes) {
        need(sizeBytes, "field");
        at += sizeBytes;
        return Arrays.copyOfRange(input, at - sizeBytes, at);
    }

    /// 32 bytes.
    public Digest digest() {
        return Digest.copyOf(fixed(Digest.SIZE_BYTES));
    }

    /// A `vector<u8>` of at most `maxBytes` bytes.
    public byte[] bytes(int maxBytes) {
        return fixed(count(maxBytes, 1));
    }

    /// A `vector<u8>` of at most `maxBytes` bytes.
    public Bytes byteString(int maxBytes) {
        return Bytes.wrap(bytes(maxBytes));
    }

    /// `sizeBytes` bytes without a length in front.
    public Bytes fixedBytes(int sizeBytes) {
        return Bytes.wrap(fixed(sizeBytes));
    }

    /// A UTF-8 string of at most `maxBytes` bytes.
    public String string(int maxBytes) {
        byte[] utf8 = bytes(maxBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DataException.Corrupt(what + ": string before offset " + at + " is not UTF-8", e);
        }
    }

    /// A vector of at most `maxCount` elements, each at least one byte long.
    public <T> List<T> vector(int maxCount, Function<BcsReader, T> readElement) {
        int count = count(maxCount, 1);
        List<T> elements = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            elements.add(readElement.apply(this));
        }
        return List.copyOf(elements);
    }

    /// An option: 0, or 1 and the value.
    public <T> Optional<T> option(Function<BcsReader, T> readValue) {
        return bool() ? Optional.of(readValue.apply(this)) : Optional.empty();
    }

    /// How many bytes are left.
    public int remaining() {
        return end - at;
    }

    /// The offset of the next byte.
    public int position() {
        return at;
    }

    /// Requires that everything has been read.
    public void end() {
        if (at != end) {
            throw corrupt(remaining() + " bytes are left over");
        }
    }

    /// The failure to throw when the bytes just read break a rule of the format.
    public DataException.Corrupt corrupt(String reason) {
        return new DataException.Corrupt(what + " at offset " + at + ": " + reason);
    }

    private long littleEndian(int sizeBytes, String type) {
        need(sizeBytes, type);
        long value = 0;
        for (int i = 0; i < sizeBytes; i++) {
            value |= (input[at++] & 0xFFL) << 8 * i;
        }
        return value;
    }

    private BigInteger big(int sizeBytes, String type) {
        need(sizeBytes, type);
        byte[] bigEndian = new byte[sizeBytes];
        for (int i = 0; i < sizeBytes; i++) {
            bigEndian[sizeBytes - 1 - i] = input[at++];
        }
        return new BigInteger(1, bigEndian);
    }

    private void need(int sizeBytes, String field) {
        if (sizeBytes > remaining()) {
            throw corrupt(field + " needs " + sizeBytes + " bytes, " + remaining() + " are left");
        }
    }
}
