/// Every operator at 32 bits.
module scenarios::int_u32;

public fun add(a: u32, b: u32): u32 { a + b }

public fun sub(a: u32, b: u32): u32 { a - b }

public fun mul(a: u32, b: u32): u32 { a * b }

public fun div(a: u32, b: u32): u32 { a / b }

public fun mod(a: u32, b: u32): u32 { a % b }

public fun bits(a: u32, b: u32): (u32, u32, u32) { (a | b, a & b, a ^ b) }

public fun shl(a: u32, n: u8): u32 { a << n }

public fun shr(a: u32, n: u8): u32 { a >> n }

public fun compare(a: u32, b: u32): (bool, bool, bool, bool, bool, bool) { (a < b, a <= b, a > b, a >= b, a == b, a != b) }

public fun to_u8(a: u32): u8 { a as u8 }

public fun to_u16(a: u32): u16 { a as u16 }

public fun to_u32(a: u32): u32 { a as u32 }

public fun to_u64(a: u32): u64 { a as u64 }

public fun to_u128(a: u32): u128 { a as u128 }

public fun to_u256(a: u32): u256 { a as u256 }

public fun library(a: u32, b: u32): (u32, u32, u32, u32) { (a.max(b), a.min(b), a.diff(b), a.bitwise_not()) }

public fun round_up(a: u32, b: u32): u32 { a.divide_and_round_up(b) }

public fun pow(a: u32, n: u8): u32 { a.pow(n) }

public fun text(a: u32): std::string::String { a.to_string() }

public fun sqrt(a: u32): u32 { a.sqrt() }

public fun try_u8(a: u32): Option<u8> { a.try_as_u8() }

public fun try_u16(a: u32): Option<u16> { a.try_as_u16() }
