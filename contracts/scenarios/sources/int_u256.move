/// Every operator at 256 bits.
module scenarios::int_u256;

public fun add(a: u256, b: u256): u256 { a + b }

public fun sub(a: u256, b: u256): u256 { a - b }

public fun mul(a: u256, b: u256): u256 { a * b }

public fun div(a: u256, b: u256): u256 { a / b }

public fun mod(a: u256, b: u256): u256 { a % b }

public fun bits(a: u256, b: u256): (u256, u256, u256) { (a | b, a & b, a ^ b) }

public fun shl(a: u256, n: u8): u256 { a << n }

public fun shr(a: u256, n: u8): u256 { a >> n }

public fun compare(a: u256, b: u256): (bool, bool, bool, bool, bool, bool) { (a < b, a <= b, a > b, a >= b, a == b, a != b) }

public fun to_u8(a: u256): u8 { a as u8 }

public fun to_u16(a: u256): u16 { a as u16 }

public fun to_u32(a: u256): u32 { a as u32 }

public fun to_u64(a: u256): u64 { a as u64 }

public fun to_u128(a: u256): u128 { a as u128 }

public fun to_u256(a: u256): u256 { a as u256 }

public fun library(a: u256, b: u256): (u256, u256, u256, u256) { (a.max(b), a.min(b), a.diff(b), a.bitwise_not()) }

public fun round_up(a: u256, b: u256): u256 { a.divide_and_round_up(b) }

public fun pow(a: u256, n: u8): u256 { a.pow(n) }

public fun text(a: u256): std::string::String { a.to_string() }

public fun try_u8(a: u256): Option<u8> { a.try_as_u8() }

public fun try_u16(a: u256): Option<u16> { a.try_as_u16() }

public fun try_u32(a: u256): Option<u32> { a.try_as_u32() }

public fun try_u64(a: u256): Option<u64> { a.try_as_u64() }

public fun try_u128(a: u256): Option<u128> { a.try_as_u128() }
