#[defines_primitive(address)]
module sui::address;

use std::ascii;
use std::bcs;
use std::string;
use sui::hex;

public use fun sui::object::id_from_address as address.to_id;

/// Bytes in an address.
const LENGTH: u64 = 32;

/// The text or the bytes are no address.
const EAddressParseError: u64 = 0;

/// The address read as a big-endian number.
public native fun to_u256(a: address): u256;

public native fun from_u256(n: u256): address;

/// Aborts unless there are 32 bytes.
public native fun from_bytes(bytes: vector<u8>): address;

public fun to_bytes(a: address): vector<u8> {
    bcs::to_bytes(&a)
}

/// 64 lower-case hex digits, without `0x`.
public fun to_ascii_string(a: address): ascii::String {
    hex::encode(a.to_bytes()).to_ascii_string()
}

public fun to_string(a: address): string::String {
    a.to_ascii_string().to_string()
}

/// Reads 64 hex digits of either case, without `0x`.
public fun from_ascii_bytes(bytes: &vector<u8>): address {
    assert!(bytes.length() == LENGTH * 2, EAddressParseError);
    let mut raw = vector[];
    let mut i = 0;
    while (i < bytes.length()) {
        raw.push_back(hex_char_value(bytes[i]) << 4 | hex_char_value(bytes[i + 1]));
        i = i + 2;
    };
    from_bytes(raw)
}

fun hex_char_value(c: u8): u8 {
    if (c >= 48 && c <= 57) c - 48
    else if (c >= 65 && c <= 70) c - 55
    else if (c >= 97 && c <= 102) c - 87
    else abort EAddressParseError
}

public fun length(): u64 {
    LENGTH
}

/// The largest address, as a number.
public fun max(): u256 {
    std::u256::max_value!()
}
