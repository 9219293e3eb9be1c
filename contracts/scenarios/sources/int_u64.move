/// Every operator at 64 bits.
module scenarios::int_u64;

public fun add(a: u64, b: u64): u64 { a + b }

public fun sub(a: u64, b: u64): u64 { a - b }

public fun mul(a: u64, b: u64): u64 { a * b }

public fun div(a: u64, b: u64): u64 { a / b }

public fun mod(a: u64, b: u64): u64 { a % b }

public fun bits(a: u64, b: u64): (u64, u64, u64) { (a | b, a & b, a ^ b) }

public fun shl(a: u64, n: u8): u64 { a << n }

public fun shr(a: u64, n: u8): u64 { a >> n }

public fun compare(a: u64, b: u64): (bool, bool, bool, bool, bool, bool) { (a < b, a <= b, a > b, a >= b, a == b, a != b) }

public fun to_u8(a: u64): u8 { a as u8 }

public fun to_u16(a: u64): u16 { a as u16 }

public fun to_u32(a: u64): u32 { a as u32 }

public fun to_u64(a: u64): u64 { a as u64 }

public fun to_u128(a: u64): u128 { a as u128 }

public fun to_u256(a: u64): u256 { a as u256 }

public fun library(a: u64, b: u64): (u64, u64, u64, u64) { (a.max(b), a.min(b), a.diff(b), a.bitwise_not()) }

public fun round_up(a: u64, b: u64): u64 { a.divide_and_round_up(b) }

public fun pow(a: u64, n: u8): u64 { a.pow(n) }

public fun text(a: u64): std::string::String { a.to_string() }

public fun sqrt(a: u64): u64 { a.sqrt() }

public fun try_u8(a: u64): Option<u8> { a.try_as_u8() }

public fun try_u16(a: u64): Option<u16> { a.try_as_u16() }

public fun try_u32(a: u64): Option<u32> { a.try_as_u32() }
