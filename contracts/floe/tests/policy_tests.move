#[test_only]
module floe::policy_tests;

use floe::access;
use floe::identity;
use floe::member;
use floe::policy;
use floe::release;
use floe::rule::{Self, Rule};
use floe::world::{Self, World};
use std::unit_test::assert_eq;
use sui::test_scenario as ts;

use fun grant as World.grant;

const OWNER: address = @0xA0;
const USER: address = @0xB0;
const OTHER: address = @0xB1;
const ART: address = @0xF1;
const FOREVER: u64 = 18446744073709551615;

fun list_rule(): Rule {
    let mut r = rule::new();
    r.sui_member();
    r
}

fun grant(w: &mut World, who: address, until: u64) {
    let (s, release, policy, cap, clock) = w.parts();
    s.next_tx(OWNER);
    policy.grant(release, cap, member::sui(who), until, clock);
}

#[test]
fun a_member_gets_every_artifact_of_the_period() {
    let mut w = world::begin(list_rule());
    w.grant(USER, FOREVER);
    w.approve(USER, ART, 0);
    w.approve(USER, @0xF2, 0);
    w.end();
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun nobody_else_does() {
    let mut w = world::begin(list_rule());
    w.grant(USER, FOREVER);
    w.approve(OTHER, ART, 0);
    w.end();
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_membership_ends() {
    let mut w = world::begin(list_rule());
    w.grant(USER, 2_000);
    w.now(1_999);
    w.approve(USER, ART, 0);
    w.now(2_000);
    w.approve(USER, ART, 0);
    w.end();
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_member_who_is_revoked_is_out() {
    let mut w = world::begin(list_rule());
    w.grant(USER, FOREVER);
    w.approve(USER, ART, 0);
    let (s, release, policy, cap, _) = w.parts();
    s.next_tx(OWNER);
    policy.revoke(release, cap, member::sui(USER));
    w.approve(USER, ART, 0);
    w.end();
}

#[test]
fun a_grant_can_be_changed() {
    let mut w = world::begin(list_rule());
    w.grant(USER, 1_500);
    w.grant(USER, 3_000);
    w.now(2_999);
    w.approve(USER, ART, 0);
    let (_, _, policy, _, _) = w.parts();
    assert!(!policy.is_sui_member(USER, 3_000));
    w.end();
}

#[test, expected_failure(abort_code = policy::EGrantInThePast)]
fun nothing_is_granted_in_the_past() {
    let mut w = world::begin(list_rule());
    w.grant(USER, 1_000);
    w.end();
}

#[test, expected_failure(abort_code = policy::ENotMember)]
fun only_a_member_can_be_revoked() {
    let mut w = world::begin(list_rule());
    let (s, release, policy, cap, _) = w.parts();
    s.next_tx(OWNER);
    policy.revoke(release, cap, member::sui(USER));
    w.end();
}

#[test, expected_failure(abort_code = access::EWrongPolicy)]
fun an_identity_of_another_policy_is_refused() {
    let mut open = rule::new();
    open.open();
    let mut w = world::begin(open);
    let id = identity::encode(object::id_from_address(@0x99), ART, 0);
    let (s, release, policy, _, clock) = w.parts();
    access::approve_for_testing(id, release, policy, clock, s.ctx());
    w.end();
}

#[test, expected_failure(abort_code = access::EFuturePeriod)]
fun keys_of_a_later_period_are_refused() {
    let mut w = world::begin(list_rule());
    w.grant(USER, FOREVER);
    w.approve(USER, ART, 1);
    w.end();
}

#[test]
fun rotation_opens_the_next_period() {
    let mut w = world::begin(list_rule());
    w.grant(USER, FOREVER);
    let (s, release, policy, cap, _) = w.parts();
    s.next_tx(OWNER);
    policy.rotate(release, cap);
    assert_eq!(policy.period(), 1);
    w.approve(USER, ART, 1);
    w.approve(USER, ART, 0);
    w.end();
}

#[test, expected_failure(abort_code = policy::EWrongCap)]
fun the_capability_of_another_policy_is_refused() {
    let mut w = world::begin(list_rule());
    let (s, release, policy, _, clock) = w.parts();
    s.next_tx(OTHER);
    let foreign = policy::create(release, b"mine".to_string(), list_rule(), s.ctx());
    policy.grant(release, &foreign, member::sui(OTHER), FOREVER, clock);
    transfer::public_transfer(foreign, OTHER);
    w.end();
}

#[test, expected_failure(abort_code = release::EWrongVersion)]
fun an_old_version_releases_nothing() {
    let mut open = rule::new();
    open.open();
    let mut w = world::begin(open);
    w.approve(USER, ART, 0);
    let (_, release, _, _, _) = w.parts();
    release.set_version_for_testing(2);
    w.approve(USER, ART, 0);
    w.end();
}

#[test, expected_failure(abort_code = release::EWrongVersion)]
fun an_old_version_changes_nothing() {
    let mut w = world::begin(list_rule());
    let (_, release, _, _, _) = w.parts();
    release.set_version_for_testing(2);
    w.grant(USER, FOREVER);
    w.end();
}

#[test, expected_failure(abort_code = release::ENotNewer)]
fun a_version_in_force_cannot_be_put_in_force() {
    let mut s = ts::begin(OWNER);
    release::init_for_testing(s.ctx());
    s.next_tx(OWNER);
    let mut release = s.take_shared<release::Release>();
    let cap = s.take_from_sender<release::ReleaseCap>();
    release.advance(&cap);
    s.return_to_sender(cap);
    ts::return_shared(release);
    s.end();
}

#[test]
fun a_newer_version_is_put_in_force() {
    let mut s = ts::begin(OWNER);
    release::init_for_testing(s.ctx());
    s.next_tx(OWNER);
    let mut release = s.take_shared<release::Release>();
    let cap = s.take_from_sender<release::ReleaseCap>();
    release.set_version_for_testing(0);
    release.advance(&cap);
    assert_eq!(release.version(), 1);
    s.return_to_sender(cap);
    ts::return_shared(release);
    s.end();
}

#[test]
fun enough_approvers_let_an_applicant_in_and_out() {
    let mut r = rule::new();
    r.approvals(vector[@0xC1, @0xC2, @0xC3], 2);
    let mut w = world::begin(r);
    let (s, release, policy, _, _) = w.parts();
    s.next_tx(@0xC1);
    policy.approve(release, USER, s.ctx());
    policy.approve(release, USER, s.ctx());
    assert_eq!(policy.approved_by(USER), vector[@0xC1]);
    s.next_tx(@0xC3);
    policy.approve(release, USER, s.ctx());
    w.approve(USER, ART, 0);
    let (s, release, policy, _, _) = w.parts();
    s.next_tx(@0xC1);
    policy.withdraw_approval(release, USER, s.ctx());
    policy.withdraw_approval(release, OTHER, s.ctx());
    assert_eq!(policy.approved_by(USER), vector[@0xC3]);
    w.end();
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun too_few_approvers_do_not() {
    let mut r = rule::new();
    r.approvals(vector[@0xC1, @0xC2, @0xC3], 2);
    let mut w = world::begin(r);
    let (s, release, policy, _, _) = w.parts();
    s.next_tx(@0xC1);
    policy.approve(release, USER, s.ctx());
    w.approve(USER, ART, 0);
    w.end();
}

#[test, expected_failure(abort_code = policy::ENotApprover)]
fun applicants_do_not_approve_of_themselves() {
    let mut r = rule::new();
    r.approvals(vector[@0xC1], 1);
    let mut w = world::begin(r);
    let (s, release, policy, _, _) = w.parts();
    s.next_tx(USER);
    policy.approve(release, USER, s.ctx());
    w.end();
}

#[test, expected_failure(abort_code = policy::ENotApprover)]
fun only_approvers_take_approvals_back() {
    let mut w = world::begin(list_rule());
    let (s, release, policy, _, _) = w.parts();
    s.next_tx(USER);
    policy.withdraw_approval(release, USER, s.ctx());
    w.end();
}

#[test, expected_failure(abort_code = policy::ENameTooLong)]
fun a_long_name_is_refused() {
    let mut w = world::begin(list_rule());
    let (s, release, _, _, _) = w.parts();
    let mut name = b"".to_string();
    let mut i = 0;
    while (i < 129) {
        name.append(b"x".to_string());
        i = i + 1;
    };
    let cap = policy::create(release, name, list_rule(), s.ctx());
    transfer::public_transfer(cap, USER);
    w.end();
}

#[test, expected_failure(abort_code = member::EBadEthereumAddress)]
fun an_ethereum_address_has_twenty_bytes() {
    member::ethereum(x"00");
}

#[test, expected_failure(abort_code = member::EBadSolanaAddress)]
fun a_solana_address_has_thirty_two_bytes() {
    member::solana(x"00");
}
