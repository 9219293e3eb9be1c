#[test_only]
module floe::rule_tests;

use floe::rule::{Self, Evidence, Rule};

const NOW: u64 = 1_000;

fun knows(sui: bool, ethereum: bool, solana: bool, lease: bool, approved_by: vector<address>): Evidence {
    rule::evidence(NOW, sui, ethereum, solana, lease, approved_by)
}

fun nobody(): Evidence {
    knows(false, false, false, false, vector[])
}

fun checked(rule: Rule): Rule {
    rule.check();
    rule
}

#[test]
fun open_is_for_everybody() {
    let mut r = rule::new();
    r.open();
    assert!(checked(r).holds(&nobody()));
}

#[test]
fun each_condition_looks_at_its_own_evidence() {
    let mut sui = rule::new();
    sui.sui_member();
    let mut ethereum = rule::new();
    ethereum.ethereum_member();
    let mut solana = rule::new();
    solana.solana_member();
    let mut lease = rule::new();
    lease.lease();
    let rules = vector[checked(sui), checked(ethereum), checked(solana), checked(lease)];
    let mut i = 0;
    while (i < 4) {
        let evidence = knows(i == 0, i == 1, i == 2, i == 3, vector[]);
        let mut j = 0;
        while (j < 4) {
            assert!(rules[j].holds(&evidence) == (i == j));
            j = j + 1;
        };
        assert!(!rules[i].holds(&nobody()));
        i = i + 1;
    }
}

#[test]
fun times_are_half_open() {
    let mut from = rule::new();
    from.not_before(NOW);
    assert!(checked(from).holds(&nobody()));
    let mut later = rule::new();
    later.not_before(NOW + 1);
    assert!(!checked(later).holds(&nobody()));
    let mut until = rule::new();
    until.not_after(NOW);
    assert!(!checked(until).holds(&nobody()));
    let mut after = rule::new();
    after.not_after(NOW + 1);
    assert!(checked(after).holds(&nobody()));
}

#[test]
fun approvals_count_listed_approvers_once() {
    let mut r = rule::new();
    r.approvals(vector[@0xA, @0xB, @0xC], 2);
    let r = checked(r);
    assert!(!r.holds(&knows(false, false, false, false, vector[@0xA])));
    assert!(!r.holds(&knows(false, false, false, false, vector[@0xA, @0xA])));
    assert!(!r.holds(&knows(false, false, false, false, vector[@0xA, @0xD])));
    assert!(r.holds(&knows(false, false, false, false, vector[@0xC, @0xD, @0xA])));
    assert!(r.is_approver(@0xB));
    assert!(!r.is_approver(@0xD));
}

#[test]
fun combinators_nest() {
    // (member or lease) and not before NOW
    let mut r = rule::new();
    r.sui_member();
    r.lease();
    r.any_of(2);
    r.not_before(NOW);
    r.all_of(2);
    let r = checked(r);
    assert!(r.holds(&knows(true, false, false, false, vector[])));
    assert!(r.holds(&knows(false, false, false, true, vector[])));
    assert!(!r.holds(&knows(false, true, true, false, vector[@0xA])));
}

#[test]
fun all_of_needs_each() {
    let mut r = rule::new();
    r.sui_member();
    r.ethereum_member();
    r.solana_member();
    r.all_of(3);
    let r = checked(r);
    assert!(r.holds(&knows(true, true, true, false, vector[])));
    assert!(!r.holds(&knows(false, true, true, true, vector[])));
    assert!(!r.holds(&knows(true, false, true, true, vector[])));
    assert!(!r.holds(&knows(true, true, false, true, vector[])));
}

#[test, expected_failure(abort_code = rule::EBadSize)]
fun refuses_no_rule() {
    rule::new().check();
}

#[test, expected_failure(abort_code = rule::EBadSize)]
fun refuses_too_many_nodes() {
    let mut r = rule::new();
    let mut i = 0;
    while (i < 32) {
        r.open();
        i = i + 1;
    };
    r.all_of(32);
    r.check();
}

#[test, expected_failure(abort_code = rule::EMalformed)]
fun refuses_answers_left_over() {
    let mut r = rule::new();
    r.sui_member();
    r.open();
    r.check();
}

#[test, expected_failure(abort_code = rule::EMalformed)]
fun refuses_too_few_answers() {
    let mut r = rule::new();
    r.open();
    r.all_of(2);
    r.check();
}

#[test, expected_failure(abort_code = rule::EMalformed)]
fun refuses_all_of_nothing() {
    let mut r = rule::new();
    r.all_of(0);
    r.check();
}

#[test, expected_failure(abort_code = rule::EMalformed)]
fun refuses_a_count_beyond_all_numbers() {
    let mut r = rule::new();
    r.open();
    r.any_of(18446744073709551615);
    r.check();
}

#[test, expected_failure(abort_code = rule::EBadApprovers)]
fun refuses_an_approver_with_two_votes() {
    let mut r = rule::new();
    r.approvals(vector[@0xA, @0xB, @0xA], 2);
    r.check();
}

#[test, expected_failure(abort_code = rule::EBadApprovers)]
fun refuses_approval_by_nobody() {
    let mut r = rule::new();
    r.approvals(vector[@0xA], 0);
    r.check();
}

#[test, expected_failure(abort_code = rule::EBadApprovers)]
fun refuses_more_votes_than_approvers() {
    let mut r = rule::new();
    r.approvals(vector[@0xA], 2);
    r.check();
}
