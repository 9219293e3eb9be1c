#[test_only]
module floe::purchase_tests;

use floe::purchase::{Self, Purchase};
use floe::terms::{Self, Terms};
use std::unit_test::assert_eq;

const DAY: u64 = 100;
const LICENCE: vector<u8> = x"0000000000000000000000000000000000000000000000000000000000000000";

fun terms(): Terms {
    terms::new(false, DAY, LICENCE)
}

/// Three periods from 1,000 to 1,300 at 10 each, bought at 900.
fun bought(terms: &Terms): Purchase {
    purchase::new(terms, 10, 3, 1_000, 900)
}

#[test]
fun runs_from_its_start_until_just_before_its_end() {
    let purchase = bought(&terms());
    assert!(!purchase.runs(999));
    assert!(purchase.runs(1_000));
    assert!(purchase.runs(1_299));
    assert!(!purchase.runs(1_300));
}

#[test]
fun nothing_is_held_when_nothing_comes_back() {
    let terms = terms();
    let purchase = bought(&terms);
    assert_eq!(purchase.held(), 0);
    assert_eq!(purchase.refundable(&terms, 0), 0);
}

#[test]
fun periods_that_have_begun_are_earned() {
    let mut terms = terms();
    terms.refund_unstarted();
    let purchase = bought(&terms);
    assert_eq!(purchase.refundable(&terms, 999), 30);
    assert_eq!(purchase.refundable(&terms, 1_000), 20);
    assert_eq!(purchase.refundable(&terms, 1_099), 20);
    assert_eq!(purchase.refundable(&terms, 1_100), 10);
    assert_eq!(purchase.refundable(&terms, 1_200), 0);
    assert_eq!(purchase.refundable(&terms, 5_000), 0);
}

#[test]
fun pro_rata_rounds_down() {
    let mut terms = terms();
    terms.refund_pro_rata();
    let purchase = bought(&terms);
    assert_eq!(purchase.refundable(&terms, 1_000), 30);
    assert_eq!(purchase.refundable(&terms, 1_001), 29);
    assert_eq!(purchase.refundable(&terms, 1_010), 29);
    assert_eq!(purchase.refundable(&terms, 1_011), 28);
    assert_eq!(purchase.refundable(&terms, 1_299), 0);
    assert_eq!(purchase.refundable(&terms, 1_300), 0);
}

#[test]
fun all_comes_back_within_the_time() {
    let mut terms = terms();
    terms.refund_within(50);
    let purchase = bought(&terms);
    assert_eq!(purchase.refundable(&terms, 900), 30);
    assert_eq!(purchase.refundable(&terms, 949), 30);
    assert_eq!(purchase.refundable(&terms, 950), 0);
}

#[test]
fun what_was_settled_does_not_come_back() {
    let mut terms = terms();
    terms.refund_pro_rata();
    let mut purchase = bought(&terms);
    assert_eq!(purchase.settle(&terms, 1_150), 15);
    assert_eq!(purchase.held(), 15);
    assert_eq!(purchase.settle(&terms, 1_150), 0);
    // A clock never goes back; if it did, no more than is held would come back.
    assert_eq!(purchase.refundable(&terms, 1_000), 15);
    assert_eq!(purchase.settle(&terms, 1_300), 15);
    assert_eq!(purchase.release(), 0);
}

#[test]
fun uses_that_were_used_are_earned() {
    let mut terms = terms();
    terms.pay_per_use(2, 10);
    terms.refund_unstarted();
    let mut purchase = bought(&terms);
    assert_eq!(purchase.uses_left(), 6);
    assert!(purchase.take_use());
    assert_eq!(purchase.refundable(&terms, 999), 25);
    let mut i = 0;
    while (i < 5) {
        assert!(purchase.take_use());
        i = i + 1;
    };
    assert!(!purchase.take_use());
    assert_eq!(purchase.refundable(&terms, 999), 0);
}

#[test]
fun compensation_is_never_less_than_the_refund() {
    let mut within = terms();
    within.refund_within(500);
    let purchase = bought(&within);
    assert_eq!(purchase.compensation(&within, 1_290), 30);
    let never = terms();
    let purchase = bought(&never);
    assert_eq!(purchase.compensation(&never, 1_150), 15);
}

#[test, expected_failure(abort_code = purchase::ETooMuch)]
fun refuses_a_price_that_overflows() {
    purchase::cost(1 << 63, 2);
}

#[test, expected_failure(abort_code = terms::EBadPeriod)]
fun refuses_a_period_of_nothing() {
    terms::new(false, 0, LICENCE);
}

#[test, expected_failure(abort_code = terms::EBadLicence)]
fun refuses_a_short_licence_digest() {
    terms::new(false, DAY, x"00");
}

#[test, expected_failure(abort_code = terms::EBadSeats)]
fun refuses_no_seats() {
    let mut terms = terms();
    terms.with_seats(0);
}

#[test, expected_failure(abort_code = terms::EBadUses)]
fun refuses_uses_that_open_nothing() {
    let mut terms = terms();
    terms.pay_per_use(1, 0);
}

#[test]
fun terms_of_one_artifact_cover_no_other() {
    let mut one = terms();
    one.only(@0xA1);
    assert!(one.covers(@0xA1));
    assert!(!one.covers(@0xA2));
    assert!(terms().covers(@0xA2));
}
