/// Renting: what buyers and owners do with offers and leases.
module floe::market;

use floe::lease::{Self, Lease};
use floe::offer::Offer;
use floe::policy::PolicyCap;
use floe::purchase;
use floe::release::Release;
use sui::clock::Clock;
use sui::coin::{Self, Coin};
use sui::event;

/// The payment is not exactly price times periods. Prices change; look again.
const EWrongPayment: u64 = 0;
/// 1 to 1,000 periods can be bought at once.
const EBadCount: u64 = 1;
/// A lease begins now, or later by at most 1,000 periods.
const EBadStart: u64 = 2;
/// The lease is another offer's.
const EWrongOffer: u64 = 3;
/// The coin does not cover what the holder must get back.
const EBadCompensation: u64 = 4;

const MAX_COUNT: u64 = 1_000;

public struct Rented has copy, drop { offer: ID, policy: ID, lease: ID, holder: address, from: u64, until: u64, paid: u64 }

public struct Renewed has copy, drop { offer: ID, lease: ID, holder: address, from: u64, until: u64, paid: u64 }

public struct Refunded has copy, drop { offer: ID, lease: ID, holder: address, amount: u64 }

public struct LeaseRevoked has copy, drop { offer: ID, lease: ID, holder: address, amount: u64 }

public struct Settled has copy, drop { offer: ID, lease: ID, amount: u64 }

/// Buys a lease of `count` periods, from a moment on; 0 is now. The caller becomes its holder.
///
/// The payment must be exact: a price that was raised meanwhile, or lowered, is not paid by accident.
public fun rent<T>(
    offer: &mut Offer<T>,
    release: &Release,
    payment: Coin<T>,
    count: u64,
    from: u64,
    clock: &Clock,
    ctx: &mut TxContext,
) {
    release.check();
    let terms = *offer.terms();
    let now = lease::moment(&terms, clock, ctx);
    let start = if (from == 0) now else from;
    assert!(start >= now && start - now <= terms.period() * MAX_COUNT, EBadStart);
    let paid = payment.value();
    let price = take_payment(offer, payment, count);
    offer.count_sale();
    let first = purchase::new(&terms, price, count, start, now);
    let until = first.until();
    let lease = lease::issue(offer.policy(), object::id(offer), terms, first, ctx);
    event::emit(Rented {
        offer: object::id(offer),
        policy: offer.policy(),
        lease,
        holder: ctx.sender(),
        from: start,
        until,
        paid,
    });
}

/// Buys more periods, at today's price.
public fun renew<T>(
    offer: &mut Offer<T>,
    release: &Release,
    lease: &mut Lease,
    payment: Coin<T>,
    count: u64,
    clock: &Clock,
    ctx: &TxContext,
) {
    lease.check_holder(release, ctx);
    check_same(offer, lease);
    let now = lease.now(clock, ctx);
    let paid = payment.value();
    let price = take_payment(offer, payment, count);
    settle_now(offer, lease, now);
    let from = lease.extend(price, count, now);
    event::emit(Renewed {
        offer: object::id(offer),
        lease: object::id(lease),
        holder: ctx.sender(),
        from,
        until: from + lease.terms().period() * count,
        paid,
    });
}

/// Ends a lease; the holder gets what the terms give back.
public fun refund<T>(
    offer: &mut Offer<T>,
    release: &Release,
    lease: &mut Lease,
    clock: &Clock,
    ctx: &mut TxContext,
): Coin<T> {
    release.check();
    check_same(offer, lease);
    let now = lease.now(clock, ctx);
    let (amount, held) = lease.end_refunded(now, ctx);
    offer.earn_held(held - amount);
    event::emit(Refunded { offer: object::id(offer), lease: object::id(lease), holder: ctx.sender(), amount });
    coin::from_balance(offer.return_held(amount), ctx)
}

/// The owner ends a lease. The holder gets the unused time back at once, whatever the refund rule says: from escrow, and from
/// `compensation` what is missing there. Returns what is left of it.
public fun revoke<T>(
    offer: &mut Offer<T>,
    release: &Release,
    cap: &PolicyCap,
    lease: &mut Lease,
    mut compensation: Coin<T>,
    clock: &Clock,
    ctx: &mut TxContext,
): Coin<T> {
    offer.check_owner(release, cap);
    check_same(offer, lease);
    let now = lease.now(clock, ctx);
    let (amount, held) = lease.end_revoked(now);
    let from_escrow = amount.min(held);
    assert!(compensation.value() >= amount - from_escrow, EBadCompensation);
    let mut money = coin::from_balance(offer.return_held(from_escrow), ctx);
    money.join(compensation.split(amount - from_escrow, ctx));
    offer.earn_held(held - from_escrow);
    let holder = lease.holder();
    if (amount == 0) money.destroy_zero() else transfer::public_transfer(money, holder);
    event::emit(LeaseRevoked { offer: object::id(offer), lease: object::id(lease), holder, amount });
    compensation
}

/// Moves what can no longer come back from escrow to revenue. Anybody may ask for that.
public fun settle<T>(offer: &mut Offer<T>, release: &Release, lease: &mut Lease, clock: &Clock, ctx: &TxContext) {
    release.check();
    check_same(offer, lease);
    let now = lease.now(clock, ctx);
    settle_now(offer, lease, now);
}

fun settle_now<T>(offer: &mut Offer<T>, lease: &mut Lease, now: u64) {
    let amount = lease.settle(now);
    if (amount == 0) return;
    offer.earn_held(amount);
    event::emit(Settled { offer: object::id(offer), lease: object::id(lease), amount });
}

/// Takes the payment for so many periods; tells the price of one.
fun take_payment<T>(offer: &mut Offer<T>, payment: Coin<T>, count: u64): u64 {
    offer.check_selling();
    assert!(count >= 1 && count <= MAX_COUNT, EBadCount);
    let price = offer.price();
    assert!(payment.value() == purchase::cost(price, count), EWrongPayment);
    offer.take_payment(payment.into_balance());
    price
}

fun check_same<T>(offer: &Offer<T>, lease: &Lease) {
    assert!(lease.offer() == object::id(offer), EWrongOffer);
}
