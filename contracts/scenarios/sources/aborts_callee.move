module scenarios::aborts_callee;

public fun refuse(x: u64): u64 {
    if (x == 0) abort 11;
    refuse_deeper(x)
}

fun refuse_deeper(x: u64): u64 {
    assert!(x != 1, 12);
    x / (x - 2)
}
