#[test_only]
module framework_tests::package_tests;

use std::unit_test::{assert_eq, destroy};
use sui::display;
use sui::package;
use sui::test_scenario;

public struct PACKAGE_TESTS has drop {}

public struct Thing has key, store { id: UID }

public struct NotAWitness has drop { n: u64 }

const ADMIN: address = @0xAD;

fun publisher(ctx: &mut TxContext): package::Publisher {
    package::claim(sui::test_utils::create_one_time_witness<PACKAGE_TESTS>(), ctx)
}

#[test]
fun a_publisher_knows_its_module_and_package() {
    let mut ctx = tx_context::dummy();
    let p = publisher(&mut ctx);
    assert!(p.from_package<Thing>() && p.from_module<Thing>());
    assert!(!p.from_package<sui::sui::SUI>() && !p.from_module<sui::sui::SUI>());
    assert_eq!(*p.module_(), b"package_tests".to_ascii_string());
    assert_eq!(*p.package(), @framework_tests.to_ascii_string());
    p.burn();
}

#[test, expected_failure(abort_code = package::ENotOneTimeWitness)]
fun only_a_one_time_witness_makes_a_publisher() {
    let mut ctx = tx_context::dummy();
    package::claim(NotAWitness { n: 1 }, &mut ctx).burn();
}

#[test]
fun an_upgrade_is_authorised_and_committed() {
    let mut ctx = tx_context::dummy();
    let mut cap = package::test_publish(@0x99.to_id(), &mut ctx);
    assert_eq!(cap.version(), 1);
    let ticket = cap.authorize_upgrade(package::compatible_policy(), b"digest");
    assert_eq!(*ticket.digest(), b"digest");
    assert_eq!(ticket.package(), @0x99.to_id());
    assert_eq!(cap.package(), @0x0.to_id());
    let receipt = package::test_upgrade(ticket);
    let next = receipt.package();
    cap.commit_upgrade(receipt);
    assert_eq!(cap.version(), 2);
    assert_eq!(cap.package(), next);
    cap.only_additive_upgrades();
    assert_eq!(cap.policy(), 128);
    cap.only_dep_upgrades();
    cap.make_immutable();
}

#[test, expected_failure(abort_code = package::EAlreadyAuthorized)]
fun two_upgrades_at_once_are_refused() {
    let mut ctx = tx_context::dummy();
    let mut cap = package::test_publish(@0x99.to_id(), &mut ctx);
    let a = cap.authorize_upgrade(0, b"");
    let b = cap.authorize_upgrade(0, b"");
    destroy(a);
    destroy(b);
    destroy(cap);
}

#[test, expected_failure(abort_code = package::ETooPermissive)]
fun a_wider_policy_is_refused() {
    let mut ctx = tx_context::dummy();
    let mut cap = package::test_publish(@0x99.to_id(), &mut ctx);
    cap.only_dep_upgrades();
    let ticket = cap.authorize_upgrade(package::additive_policy(), b"");
    destroy(ticket);
    destroy(cap);
}

#[test, expected_failure(abort_code = package::ETooPermissive)]
fun a_policy_is_not_widened() {
    let mut ctx = tx_context::dummy();
    let mut cap = package::test_publish(@0x99.to_id(), &mut ctx);
    cap.only_dep_upgrades();
    cap.only_additive_upgrades();
    destroy(cap);
}

#[test, expected_failure(abort_code = package::EWrongUpgradeCap)]
fun a_receipt_of_another_cap_is_refused() {
    let mut ctx = tx_context::dummy();
    let mut a = package::test_publish(@0x99.to_id(), &mut ctx);
    let mut b = package::test_publish(@0x98.to_id(), &mut ctx);
    let receipt = package::test_upgrade(a.authorize_upgrade(0, b""));
    b.commit_upgrade(receipt);
    destroy(a);
    destroy(b);
}

#[test, expected_failure(abort_code = package::ENotAuthorized)]
fun a_receipt_counts_once() {
    let mut ctx = tx_context::dummy();
    let mut cap = package::test_publish(@0x99.to_id(), &mut ctx);
    let receipt = package::test_upgrade(cap.authorize_upgrade(0, b""));
    let again = package::test_receipt(&receipt);
    cap.commit_upgrade(receipt);
    cap.commit_upgrade(again);
    destroy(cap);
}

#[test]
fun a_display_is_filled_changed_and_announced() {
    let mut s = test_scenario::begin(ADMIN);
    let p = publisher(s.ctx());
    let mut d = display::new_with_fields<Thing>(&p, vector[b"name".to_string()], vector[b"{name}".to_string()], s.ctx());
    d.add(b"link".to_string(), b"x".to_string());
    d.edit(b"name".to_string(), b"y".to_string());
    d.remove(b"link".to_string());
    d.update_version();
    assert_eq!(d.version(), 1);
    assert_eq!(*d.fields().get(&b"name".to_string()), b"y".to_string());
    transfer::public_transfer(d, ADMIN);
    transfer::public_transfer(p, ADMIN);
    let effects = s.end();
    assert_eq!(effects.num_user_events(), 2);
    assert_eq!(effects.transferred_to_account().length(), 2);
}

#[test, expected_failure(abort_code = display::ENotOwner)]
fun a_display_of_another_package_is_refused() {
    let mut ctx = tx_context::dummy();
    let p = publisher(&mut ctx);
    let d = display::new<sui::clock::Clock>(&p, &mut ctx);
    destroy(d);
    destroy(p);
}
