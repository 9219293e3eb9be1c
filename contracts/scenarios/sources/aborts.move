/// Every way to stop.
module scenarios::aborts;

use sui::table;

const ESmall: u64 = 7;
const ELarge: u64 = 18446744073709551615;

#[error]
const EWithText: vector<u8> = b"the text of an error";
#[error]
const EOtherText: vector<u8> = b"another text";
#[error]
const EWithNumber: u64 = 42;
#[error(code = 9)]
const EWithCode: vector<u8> = b"numbered";

public fun plain(code: u64) {
    abort code
}

public fun named_small() {
    abort ESmall
}

public fun named_large() {
    abort ELarge
}

public fun asserted(x: u64): u64 {
    assert!(x < 10, ESmall);
    x + 1
}

public fun asserted_with_text(x: u64): u64 {
    assert!(x != 1, EWithText);
    assert!(x != 2, EOtherText);
    assert!(x != 3, EWithNumber);
    assert!(x != 4, EWithCode);
    x
}

public fun asserted_without_code(x: u64): u64 {
    assert!(x > 100);
    x
}

public fun aborted_without_code() {
    abort
}

public fun in_a_loop(n: u64): u64 {
    let mut i = 0;
    loop {
        if (i == n) abort i;
        i = i + 1;
        if (i > 50) return i;
    }
}

public fun in_a_callee(x: u64): u64 {
    1 + scenarios::aborts_callee::refuse(x)
}

public fun in_the_library(which: u8, ctx: &mut TxContext) {
    match (which) {
        0 => option::none<u64>().destroy_some(),
        1 => *option::some(5u64).borrow() - 5,
        2 => vector[1u64].remove(1),
        3 => {
            let mut t = table::new<u64, u64>(ctx);
            t.add(1, 1);
            t.destroy_empty();
            0
        },
        4 => {
            let mut t = table::new<u64, u64>(ctx);
            t.add(1, 1);
            t.add(1, 2);
            t.drop();
            0
        },
        5 => {
            let mut t = table::new<u64, u64>(ctx);
            let v = t.remove(3);
            t.drop();
            v
        },
        6 => b"\xff".to_string().length(),
        7 => b"\x80".to_ascii_string().length(),
        8 => {
            sui::address::from_bytes(vector[1, 2, 3]);
            0
        },
        9 => {
            sui::hex::decode(b"abc").length()
        },
        10 => {
            sui::hex::decode(b"zz").length()
        },
        _ => abort 1000 + (which as u64),
    };
}

/// The abort comes after effects that must not be seen.
public fun after_work(ctx: &mut TxContext) {
    let mut t = table::new<u64, u64>(ctx);
    10u64.do!(|i| t.add(i, i * i));
    t.drop();
    abort 99
}

public fun evaluation_order(a: u64, b: u64): u64 {
    first(a) + second(b)
}

fun first(x: u64): u64 {
    assert!(x != 0, 1);
    x
}

fun second(x: u64): u64 {
    assert!(x != 0, 2);
    x
}

public fun short_circuit(x: u64): bool {
    x == 0 || 10 / x > 2 && 100 / (x - 1) > 20
}
