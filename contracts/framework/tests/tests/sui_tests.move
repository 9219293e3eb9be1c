#[test_only]
module framework_tests::sui_tests;

use std::unit_test::assert_eq;
use sui::coin;
use sui::sui::SUI;
use sui::table;

#[test]
fun a_split_coin_joins_again() {
    let mut ctx = tx_context::dummy();
    let mut c = coin::mint_for_testing<SUI>(100, &mut ctx);
    let part = c.split(30, &mut ctx);
    assert_eq!(c.value(), 70);
    c.join(part);
    assert_eq!(c.burn_for_testing(), 100);
}

#[test]
fun a_table_gives_back_what_it_was_given() {
    let mut ctx = tx_context::dummy();
    let mut t = table::new<u64, vector<u8>>(&mut ctx);
    t.add(1, b"one");
    t.add(2, b"two");
    assert_eq!(t[1], b"one");
    *&mut t[2] = b"zwei";
    assert_eq!(t.remove(2), b"zwei");
    assert!(!t.contains(2));
    t.remove(1);
    t.destroy_empty();
}

#[test, expected_failure(abort_code = 0, location = sui::table)]
fun a_table_with_entries_is_not_destroyed() {
    let mut ctx = tx_context::dummy();
    let mut t = table::new<u64, u64>(&mut ctx);
    t.add(1, 1);
    t.destroy_empty();
}
