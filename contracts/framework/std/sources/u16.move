/// The 16-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u16)]
module std::u16;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u16): u16 {
    x ^ max_value!()
}

public fun max(x: u16, y: u16): u16 {
    if (x > y) x else y
}

public fun min(x: u16, y: u16): u16 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u16, y: u16): u16 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u16, y: u16): u16 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u16, exponent: u8): u16 {
    std::macros::num_pow!(base, exponent)
}

/// The square root, rounded down.
public fun sqrt(x: u16): u16 {
    std::macros::num_sqrt!<u16>(x, 14)
}

public fun try_as_u8(x: u16): Option<u8> {
    if (x > 0xFF) option::none() else option::some(x as u8)
}

public fun to_string(x: u16): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u16 {
    0xFFFF
}

public macro fun range_do<$R: drop>($start: u16, $stop: u16, $f: |u16| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u16, $stop: u16, $f: |u16| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u16, $f: |u16| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u16, $f: |u16| -> $R) {
    std::macros::do_eq!($stop, $f)
}
