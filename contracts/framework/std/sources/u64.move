/// The 64-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u64)]
module std::u64;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u64): u64 {
    x ^ max_value!()
}

public fun max(x: u64, y: u64): u64 {
    if (x > y) x else y
}

public fun min(x: u64, y: u64): u64 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u64, y: u64): u64 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u64, y: u64): u64 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u64, exponent: u8): u64 {
    std::macros::num_pow!(base, exponent)
}

/// The square root, rounded down.
public fun sqrt(x: u64): u64 {
    std::macros::num_sqrt!<u64>(x, 62)
}

public fun try_as_u8(x: u64): Option<u8> {
    if (x > 0xFF) option::none() else option::some(x as u8)
}

public fun try_as_u16(x: u64): Option<u16> {
    if (x > 0xFFFF) option::none() else option::some(x as u16)
}

public fun try_as_u32(x: u64): Option<u32> {
    if (x > 0xFFFFFFFF) option::none() else option::some(x as u32)
}

public fun to_string(x: u64): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u64 {
    0xFFFFFFFFFFFFFFFF
}

public macro fun range_do<$R: drop>($start: u64, $stop: u64, $f: |u64| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u64, $stop: u64, $f: |u64| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u64, $f: |u64| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u64, $f: |u64| -> $R) {
    std::macros::do_eq!($stop, $f)
}
