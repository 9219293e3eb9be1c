/// Canonical bytes, both ways, and hashes of them.
module scenarios::bytes;

use std::bcs;
use std::string::String;
use sui::bcs as reader;

public struct Everything has copy, drop, store {
    flag: bool,
    tiny: u8,
    small: u16,
    medium: u32,
    normal: u64,
    large: u128,
    huge: u256,
    who: address,
    bytes: vector<u8>,
    text: String,
    maybe: Option<u64>,
    nothing: Empty,
    pair: Positional,
    lists: vector<vector<u16>>,
}

public struct Empty has copy, drop, store {}

public struct Positional(u8, bool) has copy, drop, store;

public fun everything(n: u8): Everything {
    Everything {
        flag: n % 2 == 1,
        tiny: n,
        small: (n as u16) << 8 | 1,
        medium: (n as u32) << 24 | 2,
        normal: (n as u64) << 56 | 3,
        large: (n as u128) << 120 | 4,
        huge: (n as u256) << 248 | 5,
        who: sui::address::from_u256((n as u256) << 8),
        bytes: vector[n, n],
        text: b"t\xc3\xa4xt".to_string(),
        maybe: if (n == 0) option::none() else option::some(n as u64),
        nothing: Empty {},
        pair: Positional(n, true),
        lists: vector[vector[], vector[1, 2], vector[n as u16]],
    }
}

public fun encoded_length(n: u64): (u64, vector<u8>) {
    let bytes = bcs::to_bytes(&vector::tabulate!(n, |_| 0u8));
    (bytes.length(), vector[bytes[0], bytes[bytes.length() - 1]])
}

public fun read_back(bytes: vector<u8>): (bool, u8, u16, u32, u64, u128, u256, address, vector<u8>) {
    let mut r = reader::new(bytes);
    let flag = r.peel_bool();
    let tiny = r.peel_u8();
    let small = r.peel_u16();
    let medium = r.peel_u32();
    let normal = r.peel_u64();
    let large = r.peel_u128();
    let huge = r.peel_u256();
    let who = r.peel_address();
    (flag, tiny, small, medium, normal, large, huge, who, r.into_remainder_bytes())
}

public fun read_lists(bytes: vector<u8>): (vector<u64>, vector<vector<u8>>, Option<u64>, Option<bool>, u32) {
    let mut r = reader::new(bytes);
    (r.peel_vec_u64(), r.peel_vec_vec_u8(), r.peel_option_u64(), r.peel_option_bool(), r.peel_enum_tag())
}

public fun read_length(bytes: vector<u8>): u64 {
    reader::new(bytes).peel_vec_length()
}

public fun read_bool(bytes: vector<u8>): bool {
    reader::new(bytes).peel_bool()
}

public fun read_u256(bytes: vector<u8>): u256 {
    reader::new(bytes).peel_u256()
}

public fun hex_both_ways(bytes: vector<u8>): (vector<u8>, bool) {
    let text = sui::hex::encode(bytes);
    (text, sui::hex::decode(text) == bytes)
}

public fun addresses(a: address): (u256, vector<u8>, String, bool) {
    let back = sui::address::from_ascii_bytes(a.to_ascii_string().as_bytes());
    (a.to_u256(), a.to_bytes(), a.to_string(), back == a)
}

public fun address_from_text(text: vector<u8>): address {
    sui::address::from_ascii_bytes(&text)
}
