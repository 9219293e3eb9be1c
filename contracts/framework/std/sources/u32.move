/// The 32-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u32)]
module std::u32;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u32): u32 {
    x ^ max_value!()
}

public fun max(x: u32, y: u32): u32 {
    if (x > y) x else y
}

public fun min(x: u32, y: u32): u32 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u32, y: u32): u32 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u32, y: u32): u32 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u32, exponent: u8): u32 {
    std::macros::num_pow!(base, exponent)
}

/// The square root, rounded down.
public fun sqrt(x: u32): u32 {
    std::macros::num_sqrt!<u32>(x, 30)
}

public fun try_as_u8(x: u32): Option<u8> {
    if (x > 0xFF) option::none() else option::some(x as u8)
}

public fun try_as_u16(x: u32): Option<u16> {
    if (x > 0xFFFF) option::none() else option::some(x as u16)
}

public fun to_string(x: u32): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u32 {
    0xFFFFFFFF
}

public macro fun range_do<$R: drop>($start: u32, $stop: u32, $f: |u32| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u32, $stop: u32, $f: |u32| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u32, $f: |u32| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u32, $f: |u32| -> $R) {
    std::macros::do_eq!($stop, $f)
}
