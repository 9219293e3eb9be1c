package dev.floe.ledger;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// BCS of values that transactions pass to Move functions. Vectors and options are made of the BCS of their
/// elements: `Pure.vector(List.of(Pure.u64(1), Pure.u64(2)))`.
public final class Pure {

    private Pure() {}

    /// A `bool`.
    public static Bytes bool(boolean value) {
        return new BcsWriter().bool(value).toBytes();
    }

    /// A `u8`, 0 to 255.
    public static Bytes u8(int value) {
        return new BcsWriter().u8(value).toBytes();
    }

    /// A `u16`, 0 to 65535.
    public static Bytes u16(int value) {
        return new BcsWriter().u16(value).toBytes();
    }

    /// A `u32`, 0 to 2³² − 1.
    public static Bytes u32(long value) {
        return new BcsWriter().u32(value).toBytes();
    }

    /// A `u64`; `value` is taken as unsigned.
    public static Bytes u64(long value) {
        return new BcsWriter().u64(value).toBytes();
    }

    /// A `u128`.
    public static Bytes u128(BigInteger value) {
        return new BcsWriter().u128(value).toBytes();
    }

    /// A `u256`.
    public static Bytes u256(BigInteger value) {
        return new BcsWriter().u256(value).toBytes();
    }

    /// An `address` or `0x2::object::ID`.
    public static Bytes address(Address value) {
        return value.bytes();
    }

    /// A `0x1::string::String`, or `0x1::ascii::String` if it is ASCII.
    public static Bytes string(String value) {
        return new BcsWriter().string(value).toBytes();
    }

    /// A `vector<u8>`.
    public static Bytes bytes(Bytes value) {
        return new BcsWriter().bytes(value).toBytes();
    }

    /// A vector of elements, each given by its BCS.
    public static Bytes vector(List<Bytes> elements) {
        return new BcsWriter().vector(elements, BcsWriter::fixed).toBytes();
    }

    /// A `0x1::option::Option`, its value given by its BCS.
    public static Bytes option(Optional<Bytes> value) {
        return new BcsWriter().option(value, BcsWriter::fixed).toBytes();
    }
}
