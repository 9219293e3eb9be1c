/// Loops and arithmetic shared by the integer modules. Written once here, expanded at each width.
module std::macros;

/// `x` to the power `exponent`; overflow is an arithmetic error. Squares only what is still needed.
public macro fun num_pow<$T>($base: $T, $exponent: u8): $T {
    let mut base = $base;
    let mut left = $exponent;
    let mut result: $T = 1;
    while (left > 0) {
        if (left % 2 == 1) result = result * base;
        left = left / 2;
        if (left > 0) base = base * base;
    };
    result
}

/// The largest number whose square is not above `x`, two bits of `x` at a time. `top_bit` is the highest even bit of the type.
public macro fun num_sqrt<$T>($x: $T, $top_bit: u8): $T {
    let mut rest = $x;
    let one: $T = 1;
    let mut bit = one << $top_bit;
    let mut root: $T = 0;
    while (bit > 0) {
        if (rest >= root + bit) {
            rest = rest - (root + bit);
            root = (root >> 1) + bit;
        } else {
            root = root >> 1;
        };
        bit = bit >> 2;
    };
    root
}

/// Decimal text.
public macro fun num_to_string<$T>($x: $T): std::string::String {
    let mut x = $x;
    if (x == 0) return b"0".to_string();
    let mut digits = vector[];
    while (x > 0) {
        digits.push_back(((48 + x % 10) as u8));
        x = x / 10;
    };
    digits.reverse();
    digits.to_string()
}

/// Runs `f` with `start`, `start + 1`, … up to but not including `stop`.
public macro fun range_do<$T, $R: drop>($start: $T, $stop: $T, $f: |$T| -> $R) {
    let mut i = $start;
    let stop = $stop;
    while (i < stop) {
        $f(i);
        i = i + 1;
    }
}

/// As `range_do`, including `stop`.
public macro fun range_do_eq<$T, $R: drop>($start: $T, $stop: $T, $f: |$T| -> $R) {
    let mut i = $start;
    let stop = $stop;
    // Stops by comparison, not by passing `stop`: the largest value of the type has no successor.
    if (i <= stop) {
        loop {
            $f(i);
            if (i == stop) break;
            i = i + 1;
        }
    }
}

public macro fun do<$T, $R: drop>($stop: $T, $f: |$T| -> $R) {
    range_do!(0, $stop, $f)
}

public macro fun do_eq<$T, $R: drop>($stop: $T, $f: |$T| -> $R) {
    range_do_eq!(0, $stop, $f)
}
