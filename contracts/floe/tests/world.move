/// A small world for tests: a policy, its owner, a clock, a market in SUI.
#[test_only]
module floe::world;

use floe::access;
use floe::identity;
use floe::lease::Lease;
use floe::market;
use floe::offer::{Self, Offer};
use floe::policy::{Self, Policy, PolicyCap};
use floe::release::{Self, Release};
use floe::rule::{Self, Rule};
use floe::split::{Self, Split};
use floe::terms::{Self, Terms};
use sui::clock::{Self, Clock};
use sui::coin::{Self, Coin};
use sui::sui::SUI;
use sui::test_scenario::{Self as ts, Scenario};

const OWNER: address = @0xA0;
const SECOND: address = @0xA1;

/// Half open between `begin` and `end`; every step is a transaction of its own.
public struct World {
    s: Scenario,
    release: Release,
    policy: Policy,
    cap: PolicyCap,
    clock: Clock,
}

public fun begin(rule: Rule): World {
    let mut s = ts::begin(OWNER);
    release::init_for_testing(s.ctx());
    s.next_tx(OWNER);
    let release = s.take_shared<Release>();
    let cap = policy::create(&release, b"test".to_string(), rule, s.ctx());
    s.next_tx(OWNER);
    let policy = s.take_shared<Policy>();
    let mut clock = clock::create_for_testing(s.ctx());
    clock.set_for_testing(1_000);
    World { s, release, policy, cap, clock }
}

public fun end(w: World) {
    let World { s, release, policy, cap, clock } = w;
    ts::return_shared(release);
    ts::return_shared(policy);
    transfer::public_transfer(cap, OWNER);
    clock.destroy_for_testing();
    s.end();
}

public fun lease_rule(): Rule {
    let mut r = rule::new();
    r.lease();
    r
}

/// A licence of zeros, 100 milliseconds a period.
public fun plain_terms(): Terms {
    terms::new(false, 100, x"0000000000000000000000000000000000000000000000000000000000000000")
}

/// Two sellers, 70 % and 30 %.
public fun two_sellers(): Split {
    let mut s = split::new();
    s.account(OWNER, 7_000);
    s.account(SECOND, 3_000);
    s
}

public fun parts(w: &mut World): (&mut Scenario, &mut Release, &mut Policy, &PolicyCap, &mut Clock) {
    (&mut w.s, &mut w.release, &mut w.policy, &w.cap, &mut w.clock)
}

public fun policy_id(w: &World): ID {
    object::id(&w.policy)
}

public fun now(w: &mut World, ms: u64) {
    w.clock.set_for_testing(ms);
}

public fun offer(w: &mut World, terms: Terms, price: u64): Offer<SUI> {
    w.s.next_tx(OWNER);
    offer::create<SUI>(&w.release, &w.cap, terms, price, 0, two_sellers(), w.s.ctx());
    w.s.next_tx(OWNER);
    w.s.take_shared<Offer<SUI>>()
}

public fun rent(w: &mut World, offer: &mut Offer<SUI>, who: address, count: u64, from: u64): Lease {
    let price = offer.price() * count;
    w.s.next_tx(who);
    let payment = coin::mint_for_testing<SUI>(price, w.s.ctx());
    market::rent(offer, &w.release, payment, count, from, &w.clock, w.s.ctx());
    w.s.next_tx(who);
    w.s.take_shared<Lease>()
}

public fun refund(w: &mut World, offer: &mut Offer<SUI>, lease: &mut Lease, who: address): u64 {
    w.s.next_tx(who);
    let coin = market::refund(offer, &w.release, lease, &w.clock, w.s.ctx());
    coin.burn_for_testing()
}

/// What an address was paid since the last call.
public fun received(w: &mut World, who: address): u64 {
    w.s.next_tx(who);
    let ids = w.s.ids_for_sender<Coin<SUI>>();
    let mut sum = 0;
    let mut i = 0;
    while (i < ids.length()) {
        sum = sum + w.s.take_from_sender_by_id<Coin<SUI>>(ids[i]).burn_for_testing();
        i = i + 1;
    };
    sum
}

public fun approve(w: &mut World, who: address, artifact: address, period: u64) {
    let id = identity::encode(w.policy_id(), artifact, period);
    w.s.next_tx(who);
    access::approve_for_testing(id, &w.release, &w.policy, &w.clock, w.s.ctx());
}

public fun approve_lease(w: &mut World, who: address, lease: &Lease, artifact: address, period: u64) {
    let id = identity::encode(w.policy_id(), artifact, period);
    w.approve_lease_id(who, lease, id)
}

public fun approve_lease_id(w: &mut World, who: address, lease: &Lease, id: vector<u8>) {
    w.s.next_tx(who);
    access::approve_lease_for_testing(id, &w.release, &w.policy, lease, &w.clock, w.s.ctx());
}
