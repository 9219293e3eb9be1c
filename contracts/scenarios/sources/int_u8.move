/// Every operator at 8 bits.
module scenarios::int_u8;

public fun add(a: u8, b: u8): u8 { a + b }

public fun sub(a: u8, b: u8): u8 { a - b }

public fun mul(a: u8, b: u8): u8 { a * b }

public fun div(a: u8, b: u8): u8 { a / b }

public fun mod(a: u8, b: u8): u8 { a % b }

public fun bits(a: u8, b: u8): (u8, u8, u8) { (a | b, a & b, a ^ b) }

public fun shl(a: u8, n: u8): u8 { a << n }

public fun shr(a: u8, n: u8): u8 { a >> n }

public fun compare(a: u8, b: u8): (bool, bool, bool, bool, bool, bool) { (a < b, a <= b, a > b, a >= b, a == b, a != b) }

public fun to_u8(a: u8): u8 { a as u8 }

public fun to_u16(a: u8): u16 { a as u16 }

public fun to_u32(a: u8): u32 { a as u32 }

public fun to_u64(a: u8): u64 { a as u64 }

public fun to_u128(a: u8): u128 { a as u128 }

public fun to_u256(a: u8): u256 { a as u256 }

public fun library(a: u8, b: u8): (u8, u8, u8, u8) { (a.max(b), a.min(b), a.diff(b), a.bitwise_not()) }

public fun round_up(a: u8, b: u8): u8 { a.divide_and_round_up(b) }

public fun pow(a: u8, n: u8): u8 { a.pow(n) }

public fun text(a: u8): std::string::String { a.to_string() }

public fun sqrt(a: u8): u8 { a.sqrt() }
