#[test_only]
module floe::split_tests;

use floe::split::{Self, Split};
use std::unit_test::assert_eq;

fun thirds(): Split {
    let mut s = split::new();
    s.account(@0xA, 3_333);
    s.account(@0xB, 3_333);
    s.upstream(object::id_from_address(@0xC), 3_334);
    s.check();
    s
}

#[test]
fun tiny_payments_round_nobodys_part_away() {
    let mut s = thirds();
    let mut taken = vector[0, 0, 0];
    let mut earned: u64 = 0;
    while (earned < 10_000) {
        earned = earned + 1;
        let mut i = 0;
        while (i < 3) {
            let part = s.take(i, earned as u128);
            *&mut taken[i] = taken[i] + part;
            i = i + 1;
        };
        let sum = taken[0] + taken[1] + taken[2];
        assert!(sum <= earned && earned - sum < 3);
    };
    assert_eq!(taken, vector[3_333, 3_333, 3_334]);
}

#[test]
fun what_was_taken_is_not_due_again() {
    let mut s = thirds();
    assert_eq!(s.take(0, 10_000), 3_333);
    assert_eq!(s.due(0, 10_000), 0);
    assert_eq!(s.due(1, 10_000), 3_333);
}

#[test, expected_failure(abort_code = split::EBadSum)]
fun refuses_less_than_a_whole() {
    let mut s = split::new();
    s.account(@0xA, 9_999);
    s.check();
}

#[test, expected_failure(abort_code = split::EBadSum)]
fun refuses_more_than_a_whole() {
    let mut s = split::new();
    s.account(@0xA, 10_000);
    s.account(@0xB, 1);
    s.check();
}

#[test, expected_failure(abort_code = split::EBadSum)]
fun refuses_a_part_of_nothing() {
    let mut s = split::new();
    s.account(@0xA, 10_000);
    s.account(@0xB, 0);
    s.check();
}

#[test, expected_failure(abort_code = split::EBadCount)]
fun refuses_nobody() {
    split::new().check();
}

#[test, expected_failure(abort_code = split::ENoAccount)]
fun refuses_upstream_alone() {
    let mut s = split::new();
    s.upstream(object::id_from_address(@0xC), 10_000);
    s.check();
}

#[test, expected_failure(abort_code = split::EWrongParty)]
fun an_upstream_offer_is_no_account() {
    thirds().account_of(2);
}

#[test, expected_failure(abort_code = split::EWrongParty)]
fun an_account_is_no_upstream_offer() {
    thirds().upstream_of(0);
}
