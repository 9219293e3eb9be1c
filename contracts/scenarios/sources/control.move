/// Loops, labels, recursion, shadowing, tuples, macros.
module scenarios::control;

public fun fibonacci(n: u64): u64 {
    if (n < 2) n else fibonacci(n - 1) + fibonacci(n - 2)
}

public fun ackermann(m: u64, n: u64): u64 {
    if (m == 0) n + 1
    else if (n == 0) ackermann(m - 1, 1)
    else ackermann(m - 1, ackermann(m, n - 1))
}

public fun collatz(mut n: u64): u64 {
    let mut steps = 0;
    while (n != 1) {
        n = if (n % 2 == 0) n / 2 else 3 * n + 1;
        steps = steps + 1;
    };
    steps
}

public fun labels(limit: u64): (u64, u64) {
    let mut seen = 0;
    let found = 'outer: loop {
        let mut i = 0;
        while (true) {
            i = i + 1;
            seen = seen + 1;
            if (i > limit) break 'outer i * 100;
            if (i % 3 == 0) continue;
            if (seen > 50) break 'outer 7;
            if (i > 20) break;
        };
    };
    (found, seen)
}

public fun blocks(x: u64): u64 {
    let y = 'pick: {
        if (x > 10) return 1;
        if (x > 5) return 'pick plus_one!(x);
        x * 2
    };
    y + 1
}

macro fun plus_one($x: u64): u64 {
    let x = $x;
    x + 1
}

public fun shadow(x: u64): u64 {
    let y = x + 1;
    let z = {
        let y = y * 10;
        y + 1
    };
    let y = y + z;
    y
}

public fun tuples(a: u64, b: u64): (u64, bool, vector<u8>) {
    let (quotient, remainder) = div_mod(a, b);
    (quotient, remainder == 0, std::bcs::to_bytes(&remainder))
}

fun div_mod(a: u64, b: u64): (u64, u64) {
    (a / b, a % b)
}

public fun closures(n: u64): u64 {
    let mut sum = 0;
    twice!(n, |x| {
        sum = sum + x;
        sum
    }) + sum
}

macro fun twice($n: u64, $f: |u64| -> u64): u64 {
    let n = $n;
    $f(n);
    $f(n + 1)
}

public fun recursion(depth: u64): u64 {
    if (depth == 0) 0 else 1 + recursion(depth - 1)
}

public fun gcd(a: u64, b: u64): u64 {
    if (b == 0) a else gcd(b, a % b)
}

public fun is_even(n: u64): bool {
    if (n == 0) true else is_odd(n - 1)
}

fun is_odd(n: u64): bool {
    if (n == 0) false else is_even(n - 1)
}

public fun mixed_operators(a: u64, b: u64, c: u64): u64 {
    a + b * c - (a | b) % 7 + ((a & c) << 2) - ((b ^ c) >> 1)
}

public fun power_mod(base: u256, exponent: u256, modulus: u256): u256 {
    let mut result = 1;
    let mut base = base % modulus;
    let mut exponent = exponent;
    while (exponent > 0) {
        if (exponent & 1 == 1) result = result * base % modulus;
        base = base * base % modulus;
        exponent = exponent >> 1;
    };
    result
}

public fun constants(): (address, u256, u128, vector<u8>, vector<u64>, bool) {
    (ADDRESS, HUGE, LARGE, BYTES, NUMBERS, !FLAG)
}

const ADDRESS: address = @0xCAFE;
const HUGE: u256 = 0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_0000_0000_0000_0000_0000_0000_0000_0001;
const LARGE: u128 = 340282366920938463463374607431768211455;
const BYTES: vector<u8> = x"00ff10";
const NUMBERS: vector<u64> = vector[1, 1 + 1, 1 << 40];
const FLAG: bool = false && true || 1u64 > 2;
