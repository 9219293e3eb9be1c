/// The 8-bit unsigned integer. Its operators are instructions; overflow is an arithmetic error.
#[defines_primitive(u8)]
module std::u8;

use std::string::String;

/// All bits flipped.
public fun bitwise_not(x: u8): u8 {
    x ^ max_value!()
}

public fun max(x: u8, y: u8): u8 {
    if (x > y) x else y
}

public fun min(x: u8, y: u8): u8 {
    if (x < y) x else y
}

/// The distance between the two.
public fun diff(x: u8, y: u8): u8 {
    if (x > y) x - y else y - x
}

public fun divide_and_round_up(x: u8, y: u8): u8 {
    if (x % y == 0) x / y else x / y + 1
}

public fun pow(base: u8, exponent: u8): u8 {
    std::macros::num_pow!(base, exponent)
}

/// The square root, rounded down.
public fun sqrt(x: u8): u8 {
    std::macros::num_sqrt!<u8>(x, 6)
}

public fun to_string(x: u8): String {
    std::macros::num_to_string!(x)
}

public macro fun max_value(): u8 {
    0xFF
}

public macro fun range_do<$R: drop>($start: u8, $stop: u8, $f: |u8| -> $R) {
    std::macros::range_do!($start, $stop, $f)
}

public macro fun range_do_eq<$R: drop>($start: u8, $stop: u8, $f: |u8| -> $R) {
    std::macros::range_do_eq!($start, $stop, $f)
}

public macro fun do<$R: drop>($stop: u8, $f: |u8| -> $R) {
    std::macros::do!($stop, $f)
}

public macro fun do_eq<$R: drop>($stop: u8, $f: |u8| -> $R) {
    std::macros::do_eq!($stop, $f)
}
