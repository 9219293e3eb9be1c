/// What `#[test]` code may use. The compiler inserts a call of `poison` into test builds so that they cannot be published.
#[test_only]
module std::unit_test;

/// Marks a module as compiled for tests.
public native fun poison();

/// Aborts unless the two are equal.
public macro fun assert_eq<$T: drop>($t1: $T, $t2: $T) {
    let t1 = $t1;
    let t2 = $t2;
    assert_ref_eq!(&t1, &t2)
}

/// Aborts unless the two referenced values are equal.
public macro fun assert_ref_eq<$T>($t1: &$T, $t2: &$T) {
    let t1 = $t1;
    let t2 = $t2;
    if (t1 != t2) {
        std::debug::print(t1);
        std::debug::print(t2);
        abort 0
    }
}

/// Consumes any value, whatever its abilities, in a test.
public native fun destroy<T>(v: T);
