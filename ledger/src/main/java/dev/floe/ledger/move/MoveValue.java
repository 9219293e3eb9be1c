package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// A value of the virtual machine. It knows its own shape: integers their width, structs their fields.
///
/// Scalars are immutable. Structs, variants and vectors are mutable and have one owner: code changes them in
/// place, so
/// whoever keeps a value that was also handed on must [#copy] it. Not safe for concurrent use.
public abstract sealed class MoveValue
        permits MoveBool, MoveInt, MoveWide, MoveAddress, MoveStruct, MoveVector, MoveReference {

    /// What a scalar in a container is counted as, in bytes.
    static final int SLOT_BYTES = 24;

    MoveValue() {}

    /// A `bool`.
    public static MoveValue bool(boolean value) {
        return MoveBool.of(value);
    }

    /// A `u8`, 0 to 255.
    public static MoveValue u8(int value) {
        return MoveInt.of(8, value & 0xFFL);
    }

    /// A `u16`, 0 to 65535.
    public static MoveValue u16(int value) {
        return MoveInt.of(16, value & 0xFFFFL);
    }

    /// A `u32`; the upper half of `value` is not used.
    public static MoveValue u32(long value) {
        return MoveInt.of(32, value & 0xFFFF_FFFFL);
    }

    /// A `u64`, unsigned.
    public static MoveValue u64(long value) {
        return MoveInt.of(64, value);
    }

    /// A `u128`.
    ///
    /// @throws IllegalArgumentException if `value` is out of range
    public static MoveValue u128(BigInteger value) {
        return MoveWide.of(128, value);
    }

    /// A `u256`.
    ///
    /// @throws IllegalArgumentException if `value` is out of range
    public static MoveValue u256(BigInteger value) {
        return MoveWide.of(256, value);
    }

    /// An `address`.
    public static MoveValue address(Address value) {
        return new MoveAddress(value);
    }

    /// A `vector<u8>` of a copy of `content`.
    public static MoveVector bytes(byte[] content) {
        return MoveVector.ofBytes(content.clone(), content.length);
    }

    /// A `0x1::string::String` or `0x1::ascii::String`: a struct of one `vector<u8>`.
    public static MoveStruct string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return MoveStruct.of(MoveVector.ofBytes(utf8, utf8.length));
    }

    /// A deep copy; the value itself if it cannot change. References copy as references.
    public abstract MoveValue copy();

    /// About how many bytes it takes; only compared with limits.
    public abstract long sizeBytes();

    /// Whether both are equal in shape and content.
    ///
    /// References are equal when what they refer to is.
    @Override
    public abstract boolean equals(Object other);

    @Override
    public abstract int hashCode();

    /// The `bool` that this is.
    ///
    /// @throws IllegalStateException if it is something else; so do the other `as` methods
    public boolean asBool() {
        throw unexpected("bool");
    }

    /// The unsigned integer of at most 64 bits that this is.
    public long asLong() {
        throw unexpected("an integer of at most 64 bits");
    }

    /// The integer of any width that this is.
    public BigInteger asBigInteger() {
        throw unexpected("an integer");
    }

    /// The address that this is.
    public Address asAddress() {
        throw unexpected("address");
    }

    /// A copy of the `vector<u8>` that this is.
    public byte[] asBytes() {
        throw unexpected("vector<u8>");
    }

    /// The struct or variant that this is.
    public MoveStruct asStruct() {
        throw unexpected("a struct");
    }

    /// The vector that this is.
    public MoveVector asVector() {
        throw unexpected("a vector");
    }

    /// The reference that this is.
    public MoveReference asReference() {
        throw unexpected("a reference");
    }

    private IllegalStateException unexpected(String what) {
        return new IllegalStateException(
                "value: expected " + what + ", got " + getClass().getSimpleName());
    }
}
