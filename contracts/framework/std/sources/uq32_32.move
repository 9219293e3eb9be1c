/// Unsigned fixed-point numbers: 32 bits before and 32 after the point.
module std::uq32_32;

#[error]
const EDenominator: vector<u8> = b"Quotient specified with a zero denominator";
#[error]
const EQuotientTooSmall: vector<u8> = b"Quotient specified is too small, and is outside of the supported range";
#[error]
const EQuotientTooLarge: vector<u8> = b"Quotient specified is too large, and is outside of the supported range";
#[error]
const EOverflow: vector<u8> = b"Overflow from an arithmetic operation";
#[error]
const EDivisionByZero: vector<u8> = b"Division by zero";

const FRACTION_BITS: u8 = 32;

/// The number times 2^32.
public struct UQ32_32(u64) has copy, drop, store;

/// The quotient, rounded down. Aborts if the denominator is zero, or if it is not zero but too small or too large to be held.
public fun from_quotient(numerator: u64, denominator: u64): UQ32_32 {
    assert!(denominator != 0, EDenominator);
    let quotient = ((numerator as u128) << FRACTION_BITS) / (denominator as u128);
    assert!(quotient != 0 || numerator == 0, EQuotientTooSmall);
    assert!(quotient <= std::u64::max_value!() as u128, EQuotientTooLarge);
    UQ32_32(quotient as u64)
}

public fun from_int(integer: u32): UQ32_32 {
    UQ32_32((integer as u64) << FRACTION_BITS)
}

public fun add(a: UQ32_32, b: UQ32_32): UQ32_32 {
    let sum = (a.0 as u128) + (b.0 as u128);
    assert!(sum <= std::u64::max_value!() as u128, EOverflow);
    UQ32_32(sum as u64)
}

public fun sub(a: UQ32_32, b: UQ32_32): UQ32_32 {
    assert!(a.0 >= b.0, EOverflow);
    UQ32_32(a.0 - b.0)
}

/// The product, rounded down.
public fun mul(a: UQ32_32, b: UQ32_32): UQ32_32 {
    UQ32_32(int_mul(a.0, b))
}

/// The quotient, rounded down.
public fun div(a: UQ32_32, b: UQ32_32): UQ32_32 {
    UQ32_32(int_div(a.0, b))
}

/// The integer part.
public fun to_int(a: UQ32_32): u32 {
    (a.0 >> FRACTION_BITS) as u32
}

/// `val * multiplier`, rounded down.
public fun int_mul(val: u64, multiplier: UQ32_32): u64 {
    let product = ((val as u128) * (multiplier.0 as u128)) >> FRACTION_BITS;
    assert!(product <= std::u64::max_value!() as u128, EOverflow);
    product as u64
}

/// `val / divisor`, rounded down.
public fun int_div(val: u64, divisor: UQ32_32): u64 {
    assert!(divisor.0 != 0, EDivisionByZero);
    let quotient = ((val as u128) << FRACTION_BITS) / (divisor.0 as u128);
    assert!(quotient <= std::u64::max_value!() as u128, EOverflow);
    quotient as u64
}

public fun le(a: UQ32_32, b: UQ32_32): bool {
    a.0 <= b.0
}

public fun lt(a: UQ32_32, b: UQ32_32): bool {
    a.0 < b.0
}

public fun ge(a: UQ32_32, b: UQ32_32): bool {
    a.0 >= b.0
}

public fun gt(a: UQ32_32, b: UQ32_32): bool {
    a.0 > b.0
}

public fun to_raw(a: UQ32_32): u64 {
    a.0
}

public fun from_raw(raw_value: u64): UQ32_32 {
    UQ32_32(raw_value)
}
