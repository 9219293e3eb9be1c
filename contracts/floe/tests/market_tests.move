#[test_only]
module floe::market_tests;

use floe::access;
use floe::lease::{Self, Lease, Ticket};
use floe::market;
use floe::offer::{Self, Offer};
use floe::policy;
use floe::split;
use floe::terms::Terms;
use floe::world::{Self, World};
use std::unit_test::assert_eq;
use sui::coin;
use sui::sui::SUI;
use sui::test_scenario as ts;

use fun renew as World.renew;
use fun revoke as World.revoke;
use fun open as World.open;
use fun assign as World.assign;
use fun pass_on as World.pass_on;

const OWNER: address = @0xA0;
const SECOND: address = @0xA1;
const USER: address = @0xB0;
const OTHER: address = @0xB1;
const ART: address = @0xF1;
const PRICE: u64 = 1_001;

fun rented(terms: Terms, count: u64): (World, Offer<SUI>, Lease) {
    let mut w = world::begin(world::lease_rule());
    let mut offer = w.offer(terms, PRICE);
    let lease = w.rent(&mut offer, USER, count, 0);
    (w, offer, lease)
}

fun done(w: World, offer: Offer<SUI>, lease: Lease) {
    assert_eq!(offer.escrow(), lease.held());
    ts::return_shared(offer);
    ts::return_shared(lease);
    w.end();
}

fun renew(w: &mut World, offer: &mut Offer<SUI>, lease: &mut Lease, who: address, paid: u64, count: u64) {
    let (s, release, _, _, clock) = w.parts();
    s.next_tx(who);
    let payment = coin::mint_for_testing<SUI>(paid, s.ctx());
    market::renew(offer, release, lease, payment, count, clock, s.ctx());
}

fun revoke(w: &mut World, offer: &mut Offer<SUI>, lease: &mut Lease, compensation: u64): u64 {
    let (s, release, _, cap, clock) = w.parts();
    s.next_tx(OWNER);
    let coin = coin::mint_for_testing<SUI>(compensation, s.ctx());
    let rest = market::revoke(offer, release, cap, lease, coin, clock, s.ctx());
    rest.burn_for_testing()
}

fun open(w: &mut World, lease: &mut Lease, who: address, artifact: address) {
    let (s, release, _, _, clock) = w.parts();
    s.next_tx(who);
    lease.open(release, artifact, clock, s.ctx());
}

fun assign(w: &mut World, lease: &mut Lease, user: address) {
    let (s, release, _, _, _) = w.parts();
    s.next_tx(USER);
    lease.assign_seat(release, user, s.ctx());
}

fun pass_on(w: &mut World, lease: &mut Lease, from: address, to: address) {
    let (s, release, _, _, _) = w.parts();
    s.next_tx(from);
    let ticket = s.take_from_sender<Ticket>();
    lease.transfer(release, ticket, to, s.ctx());
}

#[test]
fun a_renter_has_keys_while_the_lease_runs() {
    let (mut w, offer, lease) = rented(world::plain_terms(), 2);
    w.approve_lease(USER, &lease, ART, 0);
    w.now(1_199);
    w.approve_lease(USER, &lease, ART, 0);
    assert_eq!(lease.until(), 1_200);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun not_a_moment_longer() {
    let (mut w, offer, lease) = rented(world::plain_terms(), 2);
    w.now(1_200);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun not_before_it_begins() {
    let mut w = world::begin(world::lease_rule());
    let mut offer = w.offer(world::plain_terms(), PRICE);
    let lease = w.rent(&mut offer, USER, 1, 1_500);
    w.now(1_499);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test]
fun a_lease_can_begin_later() {
    let mut w = world::begin(world::lease_rule());
    let mut offer = w.offer(world::plain_terms(), PRICE);
    let lease = w.rent(&mut offer, USER, 1, 1_500);
    w.now(1_500);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = market::EBadStart)]
fun a_lease_cannot_begin_earlier() {
    let mut w = world::begin(world::lease_rule());
    let mut offer = w.offer(world::plain_terms(), PRICE);
    let lease = w.rent(&mut offer, USER, 1, 999);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun the_lease_of_somebody_else_is_of_no_use() {
    let (mut w, offer, lease) = rented(world::plain_terms(), 1);
    w.approve_lease(OTHER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_lease_of_one_artifact_opens_no_other() {
    let mut terms = world::plain_terms();
    terms.only(ART);
    let (mut w, offer, lease) = rented(terms, 1);
    w.approve_lease(USER, &lease, ART, 0);
    w.approve_lease(USER, &lease, @0xF2, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_lease_of_another_policy_opens_nothing() {
    let (mut w, offer, lease) = rented(world::plain_terms(), 1);
    let (s, release, _, _, clock) = w.parts();
    s.next_tx(OTHER);
    let cap = policy::create(release, b"other".to_string(), world::lease_rule(), s.ctx());
    s.next_tx(USER);
    let other = s.take_shared_by_id<policy::Policy>(cap.cap_policy());
    let id = floe::identity::encode(object::id(&other), ART, 0);
    access::approve_lease_for_testing(id, release, &other, &lease, clock, s.ctx());
    ts::return_shared(other);
    transfer::public_transfer(cap, OWNER);
    done(w, offer, lease);
}

#[test]
fun epochs_measure_a_lease_too() {
    let mut w = world::begin(world::lease_rule());
    let terms = floe::terms::new(true, 2, x"0000000000000000000000000000000000000000000000000000000000000000");
    let mut offer = w.offer(terms, PRICE);
    let lease = w.rent(&mut offer, USER, 1, 0);
    w.now(1_000_000_000);
    w.approve_lease(USER, &lease, ART, 0);
    let (s, _, _, _, _) = w.parts();
    s.next_epoch(USER);
    assert!(lease.runs(1));
    assert!(!lease.runs(2));
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun epochs_end_a_lease() {
    let mut w = world::begin(world::lease_rule());
    let terms = floe::terms::new(true, 1, x"0000000000000000000000000000000000000000000000000000000000000000");
    let mut offer = w.offer(terms, PRICE);
    let lease = w.rent(&mut offer, USER, 1, 0);
    w.approve_lease(USER, &lease, ART, 0);
    let (s, _, _, _, _) = w.parts();
    s.next_epoch(USER);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test]
fun sellers_get_their_parts() {
    let (mut w, mut offer, lease) = rented(world::plain_terms(), 3);
    assert_eq!(offer.earned(), 3_003);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(OTHER);
    offer.pay_out(release, 0, s.ctx());
    offer.pay_out(release, 0, s.ctx());
    offer.pay_out(release, 1, s.ctx());
    assert_eq!(w.received(OWNER), 2_102);
    assert_eq!(w.received(SECOND), 900);
    assert_eq!(offer.revenue(), 1);
    done(w, offer, lease);
}

#[test]
fun upstream_datasets_split_their_part_further() {
    let mut w = world::begin(world::lease_rule());
    let mut upstream = w.offer(world::plain_terms(), 1);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    let mut split = split::new();
    split.account(OTHER, 4_000);
    split.upstream(object::id(&upstream), 6_000);
    offer::create<SUI>(release, cap, world::plain_terms(), 1_000, 0, split, s.ctx());
    s.next_tx(OWNER);
    let mut offer = s.take_shared<Offer<SUI>>();
    let lease = w.rent(&mut offer, USER, 1, 0);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(OTHER);
    offer.pay_out(release, 0, s.ctx());
    offer.forward(release, 1, &mut upstream);
    upstream.pay_out(release, 0, s.ctx());
    upstream.pay_out(release, 1, s.ctx());
    assert_eq!(w.received(OTHER), 400);
    assert_eq!(w.received(OWNER), 420);
    assert_eq!(w.received(SECOND), 180);
    assert_eq!(offer.revenue() + upstream.revenue(), 0);
    ts::return_shared(upstream);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = offer::EWrongOffer)]
fun upstream_money_goes_nowhere_else() {
    let mut w = world::begin(world::lease_rule());
    let mut wrong = w.offer(world::plain_terms(), 1);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    let mut split = split::new();
    split.account(OTHER, 4_000);
    split.upstream(object::id_from_address(@0x77), 6_000);
    offer::create<SUI>(release, cap, world::plain_terms(), 1_000, 0, split, s.ctx());
    s.next_tx(OWNER);
    let mut offer = s.take_shared<Offer<SUI>>();
    offer.forward(release, 1, &mut wrong);
    ts::return_shared(wrong);
    ts::return_shared(offer);
    w.end();
}

#[test, expected_failure(abort_code = market::EWrongPayment)]
fun too_little_is_refused() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.renew(&mut offer, &mut lease, USER, PRICE - 1, 1);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = market::EWrongPayment)]
fun too_much_is_refused() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.renew(&mut offer, &mut lease, USER, PRICE + 1, 1);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = market::EBadCount)]
fun no_periods_are_refused() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.renew(&mut offer, &mut lease, USER, 0, 0);
    done(w, offer, lease);
}

#[test]
fun a_renewal_follows_what_runs() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.now(1_050);
    w.renew(&mut offer, &mut lease, USER, 2 * PRICE, 2);
    assert_eq!(lease.until(), 1_300);
    w.now(1_299);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test]
fun a_renewal_after_the_end_begins_now() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.now(5_000);
    w.renew(&mut offer, &mut lease, USER, PRICE, 1);
    assert_eq!(lease.until(), 5_100);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotHolder)]
fun only_the_holder_renews() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.renew(&mut offer, &mut lease, OTHER, PRICE, 1);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = market::EWrongOffer)]
fun a_lease_is_renewed_by_its_offer() {
    let (mut w, offer, mut lease) = rented(world::plain_terms(), 1);
    let mut cheap = w.offer(world::plain_terms(), 0);
    w.renew(&mut cheap, &mut lease, USER, 0, 1);
    ts::return_shared(cheap);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ETooManyPurchases)]
fun purchases_are_bounded() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    let mut i = 0;
    while (i < 16) {
        w.renew(&mut offer, &mut lease, USER, PRICE, 1);
        i = i + 1;
    };
    done(w, offer, lease);
}

#[test]
fun a_new_price_hurts_no_running_lease() {
    let mut terms = world::plain_terms();
    terms.refund_pro_rata();
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    offer.set_price(release, cap, 9 * PRICE);
    w.approve_lease(USER, &lease, ART, 0);
    assert_eq!(w.refund(&mut offer, &mut lease, USER), PRICE);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = offer::EWrongCap)]
fun only_the_owner_sets_a_price() {
    let (mut w, mut offer, lease) = rented(world::plain_terms(), 1);
    let (s, release, _, _, _) = w.parts();
    let foreign = policy::create(release, b"".to_string(), world::lease_rule(), s.ctx());
    offer.set_price(release, &foreign, 0);
    transfer::public_transfer(foreign, OTHER);
    done(w, offer, lease);
}

#[test]
fun a_paused_offer_still_serves_and_refunds() {
    let mut terms = world::plain_terms();
    terms.refund_unstarted();
    let (mut w, mut offer, mut lease) = rented(terms, 3);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    offer.set_paused(release, cap, true);
    w.approve_lease(USER, &lease, ART, 0);
    assert_eq!(w.refund(&mut offer, &mut lease, USER), 2 * PRICE);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = offer::EPaused)]
fun a_paused_offer_sells_nothing() {
    let (mut w, mut offer, lease) = rented(world::plain_terms(), 1);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    offer.set_paused(release, cap, true);
    let second = w.rent(&mut offer, OTHER, 1, 0);
    ts::return_shared(second);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = offer::EPaused)]
fun a_paused_offer_renews_nothing() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    offer.set_paused(release, cap, true);
    w.renew(&mut offer, &mut lease, USER, PRICE, 1);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = offer::ESoldOut)]
fun no_more_leases_are_sold_than_offered() {
    let mut w = world::begin(world::lease_rule());
    let (s, release, _, cap, _) = w.parts();
    s.next_tx(OWNER);
    offer::create<SUI>(release, cap, world::plain_terms(), 0, 1, world::two_sellers(), s.ctx());
    s.next_tx(OWNER);
    let mut offer = s.take_shared<Offer<SUI>>();
    let first = w.rent(&mut offer, USER, 1, 0);
    let second = w.rent(&mut offer, OTHER, 1, 0);
    ts::return_shared(second);
    done(w, offer, first);
}

#[test]
fun escrow_is_earned_as_time_passes() {
    let mut terms = world::plain_terms();
    terms.refund_pro_rata();
    let (mut w, mut offer, mut lease) = rented(terms, 2);
    assert_eq!(offer.escrow(), 2_002);
    assert_eq!(offer.earned(), 0);
    w.now(1_050);
    let (s, release, _, _, clock) = w.parts();
    s.next_tx(OTHER);
    market::settle(&mut offer, release, &mut lease, clock, s.ctx());
    // 150 of 200 are left: floor(2002 * 150 / 200) can still come back.
    assert_eq!(offer.escrow(), 1_501);
    assert_eq!(offer.earned(), 501);
    assert_eq!(w.refund(&mut offer, &mut lease, USER), 1_501);
    assert_eq!(offer.escrow(), 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_refunded_lease_opens_nothing() {
    let mut terms = world::plain_terms();
    terms.refund_within(10);
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    assert_eq!(w.refund(&mut offer, &mut lease, USER), PRICE);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::EEnded)]
fun nobody_is_refunded_twice() {
    let mut terms = world::plain_terms();
    terms.refund_within(10);
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    w.refund(&mut offer, &mut lease, USER);
    w.refund(&mut offer, &mut lease, USER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotHolder)]
fun only_the_holder_is_refunded() {
    let mut terms = world::plain_terms();
    terms.refund_within(10);
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    w.refund(&mut offer, &mut lease, OTHER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::EEnded)]
fun a_refunded_lease_is_not_renewed() {
    let mut terms = world::plain_terms();
    terms.refund_within(10);
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    w.refund(&mut offer, &mut lease, USER);
    w.renew(&mut offer, &mut lease, USER, PRICE, 1);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_revoked_lease_opens_nothing() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 1);
    w.revoke(&mut offer, &mut lease, PRICE);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test]
fun whoever_is_put_out_gets_the_unused_time_back() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 2);
    w.now(1_050);
    assert_eq!(w.revoke(&mut offer, &mut lease, 5_000), 5_000 - 1_501);
    assert_eq!(w.received(USER), 1_501);
    assert!(!lease.is_active());
    done(w, offer, lease);
}

#[test]
fun compensation_comes_from_escrow_first() {
    let mut terms = world::plain_terms();
    terms.refund_unstarted();
    let (mut w, mut offer, mut lease) = rented(terms, 2);
    w.now(1_050);
    let (s, release, _, _, clock) = w.parts();
    market::settle(&mut offer, release, &mut lease, clock, s.ctx());
    assert_eq!(offer.escrow(), 1_001);
    assert_eq!(w.revoke(&mut offer, &mut lease, 500), 0);
    assert_eq!(w.received(USER), 1_501);
    assert_eq!(offer.escrow(), 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = market::EBadCompensation)]
fun nobody_is_put_out_without_compensation() {
    let (mut w, mut offer, mut lease) = rented(world::plain_terms(), 2);
    w.now(1_050);
    w.revoke(&mut offer, &mut lease, 1_500);
    done(w, offer, lease);
}

#[test]
fun a_transferable_lease_moves_with_its_ticket() {
    let mut terms = world::plain_terms();
    terms.make_transferable();
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.pass_on(&mut lease, USER, OTHER);
    w.approve_lease(OTHER, &lease, ART, 0);
    w.pass_on(&mut lease, OTHER, USER);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun who_passed_a_lease_on_has_no_keys() {
    let mut terms = world::plain_terms();
    terms.make_transferable();
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.pass_on(&mut lease, USER, OTHER);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotTransferable)]
fun other_leases_do_not_move() {
    let (mut w, offer, mut lease) = rented(world::plain_terms(), 1);
    w.pass_on(&mut lease, USER, OTHER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotHolder)]
fun a_ticket_alone_moves_nothing() {
    let mut terms = world::plain_terms();
    terms.make_transferable();
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    let second = w.rent(&mut offer, OTHER, 1, 0);
    ts::return_shared(second);
    w.pass_on(&mut lease, OTHER, OTHER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::EWrongTicket)]
fun a_lease_moves_with_its_own_ticket() {
    let mut terms = world::plain_terms();
    terms.make_transferable();
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    let second = w.rent(&mut offer, USER, 1, 0);
    ts::return_shared(second);
    // The newest ticket is the second lease's.
    w.pass_on(&mut lease, USER, OTHER);
    done(w, offer, lease);
}

#[test]
fun a_seat_gives_keys() {
    let mut terms = world::plain_terms();
    terms.with_seats(2);
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    w.approve_lease(OTHER, &lease, ART, 0);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_seat_given_back_gives_none() {
    let mut terms = world::plain_terms();
    terms.with_seats(2);
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(USER);
    lease.release_seat(release, OTHER, s.ctx());
    w.approve_lease(OTHER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENoSeat)]
fun a_seat_is_no_turnstile() {
    let mut terms = world::plain_terms();
    terms.with_seats(2);
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(USER);
    lease.release_seat(release, OTHER, s.ctx());
    w.assign(&mut lease, @0xB2);
    done(w, offer, lease);
}

#[test]
fun a_renewal_brings_seats_back() {
    let mut terms = world::plain_terms();
    terms.with_seats(2);
    let (mut w, mut offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(USER);
    lease.release_seat(release, OTHER, s.ctx());
    w.renew(&mut offer, &mut lease, USER, PRICE, 1);
    w.assign(&mut lease, @0xB2);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENoSeat)]
fun one_seat_is_the_holders() {
    let (mut w, offer, mut lease) = rented(world::plain_terms(), 1);
    w.assign(&mut lease, OTHER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::EBadSeat)]
fun nobody_has_two_seats() {
    let mut terms = world::plain_terms();
    terms.with_seats(3);
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    w.assign(&mut lease, OTHER);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotHolder)]
fun a_seat_gives_no_seats() {
    let mut terms = world::plain_terms();
    terms.with_seats(3);
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, OTHER);
    let (s, release, _, _, _) = w.parts();
    s.next_tx(OTHER);
    lease.assign_seat(release, @0xB2, s.ctx());
    done(w, offer, lease);
}

#[test]
fun seats_are_emptied_when_a_lease_moves() {
    let mut terms = world::plain_terms();
    terms.with_seats(2);
    terms.make_transferable();
    let (mut w, offer, mut lease) = rented(terms, 1);
    w.assign(&mut lease, @0xB2);
    w.pass_on(&mut lease, USER, OTHER);
    assert!(lease.has_seat(OTHER));
    assert!(!lease.has_seat(USER));
    assert!(!lease.has_seat(@0xB2));
    done(w, offer, lease);
}

fun per_use(): Terms {
    let mut terms = world::plain_terms();
    terms.pay_per_use(2, 10);
    terms.refund_unstarted();
    terms
}

#[test]
fun a_use_opens_one_artifact_for_a_time() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, USER, ART);
    w.now(1_009);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun nothing_is_open_without_a_use() {
    let (mut w, offer, lease) = rented(per_use(), 1);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_use_ends() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, USER, ART);
    w.now(1_010);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = access::ENoAccess)]
fun a_use_opens_no_other_artifact() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, USER, ART);
    w.approve_lease(USER, &lease, @0xF2, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENoUse)]
fun uses_run_out() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, USER, ART);
    w.open(&mut lease, USER, ART);
    w.open(&mut lease, USER, ART);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENoUse)]
fun uses_end_with_the_lease() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.now(1_100);
    w.open(&mut lease, USER, ART);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotCovered)]
fun only_seats_use() {
    let (mut w, offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, OTHER, ART);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::ENotPayPerUse)]
fun a_flat_lease_has_no_uses() {
    let (mut w, offer, mut lease) = rented(world::plain_terms(), 1);
    w.open(&mut lease, USER, ART);
    done(w, offer, lease);
}

#[test]
fun more_uses_can_be_bought_at_once() {
    let (mut w, mut offer, mut lease) = rented(per_use(), 1);
    w.open(&mut lease, USER, ART);
    w.open(&mut lease, USER, ART);
    w.renew(&mut offer, &mut lease, USER, PRICE, 1);
    w.open(&mut lease, USER, ART);
    w.approve_lease(USER, &lease, ART, 0);
    done(w, offer, lease);
}

#[test, expected_failure(abort_code = lease::EEnded)]
fun nothing_is_used_after_a_refund() {
    let (mut w, mut offer, mut lease) = rented(per_use(), 1);
    w.refund(&mut offer, &mut lease, USER);
    w.open(&mut lease, USER, ART);
    done(w, offer, lease);
}

#[test]
fun all_evidence_at_once() {
    let mut rule = floe::rule::new();
    rule.lease();
    rule.not_before(1_000);
    rule.all_of(2);
    let mut w = world::begin(rule);
    let mut offer = w.offer(world::plain_terms(), PRICE);
    let lease = w.rent(&mut offer, USER, 1, 0);
    let id = floe::identity::encode(w.policy_id(), ART, 0);
    let (s, release, policy, _, clock) = w.parts();
    s.next_tx(USER);
    access::approve_all_for_testing(id, release, policy, &lease, vector[], clock, s.ctx());
    done(w, offer, lease);
}
