#[test_only]
module framework_tests::std_tests;

use std::unit_test::assert_eq;

#[test]
fun option_holds_at_most_one_value() {
    let mut o = option::some(7u64);
    assert_eq!(o.extract(), 7);
    assert!(o.is_none());
    o.fill(8);
    assert_eq!(o.swap(9), 8);
    assert_eq!(o.destroy_some(), 9);
}

#[test, expected_failure(abort_code = 0x40001, location = std::option)]
fun extracting_from_nothing_aborts() {
    option::none<u64>().destroy_some();
}

#[test]
fun integers_print_as_decimals() {
    assert_eq!(0u8.to_string(), b"0".to_string());
    assert_eq!(255u8.to_string(), b"255".to_string());
    assert_eq!(std::u256::max_value!().to_string(), b"115792089237316195423570985008687907853269984665640564039457584007913129639935".to_string());
}
