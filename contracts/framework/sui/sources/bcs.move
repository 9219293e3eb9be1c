/// Takes a value apart from its canonical bytes, piece by piece.
module sui::bcs;

use std::bcs;
use sui::address;

/// The bytes end too early.
const EOutOfRange: u64 = 0;
/// A byte that should be 0 or 1 is neither.
const ENotBool: u64 = 1;
/// A length takes more than four bytes.
const ELenOutOfRange: u64 = 2;

/// What remains to be read, kept back to front so that reading takes from the end.
public struct BCS has copy, drop, store {
    bytes: vector<u8>,
}

public fun to_bytes<T>(value: &T): vector<u8> {
    bcs::to_bytes(value)
}

public fun new(mut bytes: vector<u8>): BCS {
    bytes.reverse();
    BCS { bytes }
}

/// The bytes that were not read.
public fun into_remainder_bytes(bcs: BCS): vector<u8> {
    let BCS { mut bytes } = bcs;
    bytes.reverse();
    bytes
}

public fun peel_address(bcs: &mut BCS): address {
    assert!(bcs.bytes.length() >= address::length(), EOutOfRange);
    address::from_bytes(vector::tabulate!(address::length(), |_| bcs.bytes.pop_back()))
}

public fun peel_bool(bcs: &mut BCS): bool {
    let value = bcs.peel_u8();
    assert!(value <= 1, ENotBool);
    value == 1
}

public fun peel_u8(bcs: &mut BCS): u8 {
    assert!(!bcs.bytes.is_empty(), EOutOfRange);
    bcs.bytes.pop_back()
}

public fun peel_u16(bcs: &mut BCS): u16 {
    peel_num!(bcs, 2)
}

public fun peel_u32(bcs: &mut BCS): u32 {
    peel_num!(bcs, 4)
}

public fun peel_u64(bcs: &mut BCS): u64 {
    peel_num!(bcs, 8)
}

public fun peel_u128(bcs: &mut BCS): u128 {
    peel_num!(bcs, 16)
}

public fun peel_u256(bcs: &mut BCS): u256 {
    peel_num!(bcs, 32)
}

/// Reads `len` bytes as a little-endian number.
macro fun peel_num<$I>($bcs: &mut BCS, $len: u64): $I {
    let bcs = $bcs;
    let len = $len;
    assert!(bcs.bytes.length() >= len, EOutOfRange);
    let mut value: $I = 0;
    let mut i = 0;
    while (i < len) {
        value = value | (bcs.bytes.pop_back() as $I) << ((8 * i) as u8);
        i = i + 1;
    };
    value
}

/// Reads the length of a vector: seven bits a byte, least first.
public fun peel_vec_length(bcs: &mut BCS): u64 {
    let mut total = 0u64;
    let mut shift = 0u8;
    loop {
        assert!(shift <= 21, ELenOutOfRange);
        let byte = bcs.bytes.pop_back();
        total = total | ((byte & 0x7F) as u64) << shift;
        if (byte & 0x80 == 0) break;
        shift = shift + 7;
    };
    total
}

/// Reads the number of an enum's variant.
public fun peel_enum_tag(bcs: &mut BCS): u32 {
    let tag = bcs.peel_vec_length();
    assert!(tag <= std::u32::max_value!() as u64, EOutOfRange);
    tag as u32
}

/// Reads a vector whose elements `peel` reads.
public macro fun peel_vec<$T>($bcs: &mut BCS, $peel: |&mut BCS| -> $T): vector<$T> {
    let bcs = $bcs;
    let mut values = vector[];
    let mut left = bcs.peel_vec_length();
    while (left > 0) {
        values.push_back($peel(bcs));
        left = left - 1;
    };
    values
}

/// Reads an option whose value `peel` reads.
public macro fun peel_option<$T>($bcs: &mut BCS, $peel: |&mut BCS| -> $T): Option<$T> {
    let bcs = $bcs;
    if (bcs.peel_bool()) option::some($peel(bcs)) else option::none()
}

public fun peel_vec_vec_u8(bcs: &mut BCS): vector<vector<u8>> {
    bcs.peel_vec!(|bcs| bcs.peel_vec_u8())
}

public fun peel_vec_address(bcs: &mut BCS): vector<address> {
    bcs.peel_vec!(|bcs| bcs.peel_address())
}

public fun peel_option_address(bcs: &mut BCS): Option<address> {
    bcs.peel_option!(|bcs| bcs.peel_address())
}

public fun peel_vec_bool(bcs: &mut BCS): vector<bool> {
    bcs.peel_vec!(|bcs| bcs.peel_bool())
}

public fun peel_option_bool(bcs: &mut BCS): Option<bool> {
    bcs.peel_option!(|bcs| bcs.peel_bool())
}

public fun peel_vec_u8(bcs: &mut BCS): vector<u8> {
    bcs.peel_vec!(|bcs| bcs.peel_u8())
}

public fun peel_option_u8(bcs: &mut BCS): Option<u8> {
    bcs.peel_option!(|bcs| bcs.peel_u8())
}

public fun peel_vec_u16(bcs: &mut BCS): vector<u16> {
    bcs.peel_vec!(|bcs| bcs.peel_u16())
}

public fun peel_option_u16(bcs: &mut BCS): Option<u16> {
    bcs.peel_option!(|bcs| bcs.peel_u16())
}

public fun peel_vec_u32(bcs: &mut BCS): vector<u32> {
    bcs.peel_vec!(|bcs| bcs.peel_u32())
}

public fun peel_option_u32(bcs: &mut BCS): Option<u32> {
    bcs.peel_option!(|bcs| bcs.peel_u32())
}

public fun peel_vec_u64(bcs: &mut BCS): vector<u64> {
    bcs.peel_vec!(|bcs| bcs.peel_u64())
}

public fun peel_option_u64(bcs: &mut BCS): Option<u64> {
    bcs.peel_option!(|bcs| bcs.peel_u64())
}

public fun peel_vec_u128(bcs: &mut BCS): vector<u128> {
    bcs.peel_vec!(|bcs| bcs.peel_u128())
}

public fun peel_option_u128(bcs: &mut BCS): Option<u128> {
    bcs.peel_option!(|bcs| bcs.peel_u128())
}

public fun peel_vec_u256(bcs: &mut BCS): vector<u256> {
    bcs.peel_vec!(|bcs| bcs.peel_u256())
}

public fun peel_option_u256(bcs: &mut BCS): Option<u256> {
    bcs.peel_option!(|bcs| bcs.peel_u256())
}
