/// Every operator at 16 bits.
module scenarios::int_u16;

public fun add(a: u16, b: u16): u16 { a + b }

public fun sub(a: u16, b: u16): u16 { a - b }

public fun mul(a: u16, b: u16): u16 { a * b }

public fun div(a: u16, b: u16): u16 { a / b }

public fun mod(a: u16, b: u16): u16 { a % b }

public fun bits(a: u16, b: u16): (u16, u16, u16) { (a | b, a & b, a ^ b) }

public fun shl(a: u16, n: u8): u16 { a << n }

public fun shr(a: u16, n: u8): u16 { a >> n }

public fun compare(a: u16, b: u16): (bool, bool, bool, bool, bool, bool) { (a < b, a <= b, a > b, a >= b, a == b, a != b) }

public fun to_u8(a: u16): u8 { a as u8 }

public fun to_u16(a: u16): u16 { a as u16 }

public fun to_u32(a: u16): u32 { a as u32 }

public fun to_u64(a: u16): u64 { a as u64 }

public fun to_u128(a: u16): u128 { a as u128 }

public fun to_u256(a: u16): u256 { a as u256 }

public fun library(a: u16, b: u16): (u16, u16, u16, u16) { (a.max(b), a.min(b), a.diff(b), a.bitwise_not()) }

public fun round_up(a: u16, b: u16): u16 { a.divide_and_round_up(b) }

public fun pow(a: u16, n: u8): u16 { a.pow(n) }

public fun text(a: u16): std::string::String { a.to_string() }

public fun sqrt(a: u16): u16 { a.sqrt() }

public fun try_u8(a: u16): Option<u8> { a.try_as_u8() }
