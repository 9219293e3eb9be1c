/// The 256-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u256)]
module std::u256;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u256): u256 {
    x ^ max_value!()
}

public fun max(x: u256, y: u256): u256 {
    if (x > y) x else y
}

public fun min(x: u256, y: u256): u256 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u256, y: u256): u256 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u256, y: u256): u256 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u256, exponent: u8): u256 {
    std::macros::num_pow!(base, exponent)
}

public fun try_as_u8(x: u256): Option<u8> {
    if (x > 0xFF) option::none() else option::some(x as u8)
}

public fun try_as_u16(x: u256): Option<u16> {
    if (x > 0xFFFF) option::none() else option::some(x as u16)
}

public fun try_as_u32(x: u256): Option<u32> {
    if (x > 0xFFFFFFFF) option::none() else option::some(x as u32)
}

public fun try_as_u64(x: u256): Option<u64> {
    if (x > 0xFFFFFFFFFFFFFFFF) option::none() else option::some(x as u64)
}

public fun try_as_u128(x: u256): Option<u128> {
    if (x > 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF) option::none() else option::some(x as u128)
}

public fun to_string(x: u256): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u256 {
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
}

public macro fun range_do<$R: drop>($start: u256, $stop: u256, $f: |u256| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u256, $stop: u256, $f: |u256| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u256, $f: |u256| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u256, $f: |u256| -> $R) {
    std::macros::do_eq!($stop, $f)
}
