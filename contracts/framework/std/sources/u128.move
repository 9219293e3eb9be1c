/// The 128-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u128)]
module std::u128;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u128): u128 {
    x ^ max_value!()
}

public fun max(x: u128, y: u128): u128 {
    if (x > y) x else y
}

public fun min(x: u128, y: u128): u128 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u128, y: u128): u128 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u128, y: u128): u128 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u128, exponent: u8): u128 {
    std::macros::num_pow!(base, exponent)
}

/// The square root, rounded down.
public fun sqrt(x: u128): u128 {
    std::macros::num_sqrt!<u128>(x, 126)
}

public fun try_as_u8(x: u128): Option<u8> {
    if (x > 0xFF) option::none() else option::some(x as u8)
}

public fun try_as_u16(x: u128): Option<u16> {
    if (x > 0xFFFF) option::none() else option::some(x as u16)
}

public fun try_as_u32(x: u128): Option<u32> {
    if (x > 0xFFFFFFFF) option::none() else option::some(x as u32)
}

public fun try_as_u64(x: u128): Option<u64> {
    if (x > 0xFFFFFFFFFFFFFFFF) option::none() else option::some(x as u64)
}

public fun to_string(x: u128): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u128 {
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
}

public macro fun range_do<$R: drop>($start: u128, $stop: u128, $f: |u128| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u128, $stop: u128, $f: |u128| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u128, $f: |u128| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u128, $f: |u128| -> $R) {
    std::macros::do_eq!($stop, $f)
}
