/// An offer: terms at a price, and the money it earns.
///
/// Money of a sale lies in `escrow` while it can come back to the buyer and in `revenue` once it is earned; from there each payee
/// gets a part. Escrow is always the sum of what the leases say is held.
module floe::offer;

use floe::policy::PolicyCap;
use floe::release::Release;
use floe::split::Split;
use floe::terms::Terms;
use sui::balance::{Self, Balance};
use sui::coin;
use sui::event;

/// This capability is another policy's.
const EWrongCap: u64 = 0;
/// That many leases were sold.
const ESoldOut: u64 = 1;
/// The owner has paused the offer.
const EPaused: u64 = 2;
/// The money is for another offer.
const EWrongOffer: u64 = 3;

/// Shared. Only the price and whether it is paused ever change; leases that run are not affected by either.
public struct Offer<phantom T> has key {
    id: UID,
    policy: ID,
    terms: Terms,
    /// Of one period, in units of T.
    price: u64,
    paused: bool,
    /// How many leases may be sold; 0: no limit.
    supply: u64,
    sold: u64,
    split: Split,
    /// All that was ever earned.
    earned: u128,
    escrow: Balance<T>,
    revenue: Balance<T>,
}

public struct OfferCreated has copy, drop { offer: ID, policy: ID, price: u64, terms: Terms, supply: u64 }

public struct PriceChanged has copy, drop { offer: ID, price: u64 }

public struct PauseChanged has copy, drop { offer: ID, paused: bool }

/// Money went out to a payee; `to` is an address, or the id of an upstream offer.
public struct PaidOut has copy, drop { offer: ID, payee: u64, to: address, amount: u64 }

/// A new offer, shared. Its leases open what is encrypted under the policy of the capability.
public fun create<T>(
    release: &Release,
    cap: &PolicyCap,
    terms: Terms,
    price: u64,
    supply: u64,
    split: Split,
    ctx: &mut TxContext,
) {
    release.check();
    split.check();
    let offer = Offer<T> {
        id: object::new(ctx),
        policy: cap.cap_policy(),
        terms,
        price,
        paused: false,
        supply,
        sold: 0,
        split,
        earned: 0,
        escrow: balance::zero(),
        revenue: balance::zero(),
    };
    event::emit(OfferCreated { offer: object::id(&offer), policy: offer.policy, price, terms, supply });
    transfer::share_object(offer);
}

/// Changes the price of what is sold from now on.
public fun set_price<T>(offer: &mut Offer<T>, release: &Release, cap: &PolicyCap, price: u64) {
    offer.check_owner(release, cap);
    offer.price = price;
    event::emit(PriceChanged { offer: object::id(offer), price });
}

/// Stops or resumes selling and renewing. Leases run on, refunds and payments go on.
public fun set_paused<T>(offer: &mut Offer<T>, release: &Release, cap: &PolicyCap, paused: bool) {
    offer.check_owner(release, cap);
    offer.paused = paused;
    event::emit(PauseChanged { offer: object::id(offer), paused });
}

/// Pays a seller what is due. Anybody may ask for that; the money goes to the seller.
public fun pay_out<T>(offer: &mut Offer<T>, release: &Release, payee: u64, ctx: &mut TxContext) {
    release.check();
    let to = offer.split.account_of(payee);
    let money = offer.take_due(payee, to);
    if (money.value() == 0) money.destroy_zero() else transfer::public_transfer(coin::from_balance(money, ctx), to);
}

/// Pays an upstream offer what is due, where it is split further. Anybody may ask for that.
public fun forward<T>(offer: &mut Offer<T>, release: &Release, payee: u64, upstream: &mut Offer<T>) {
    release.check();
    let to = offer.split.upstream_of(payee);
    assert!(to == object::id(upstream), EWrongOffer);
    let money = offer.take_due(payee, to.to_address());
    upstream.earn(money);
}

/// What a payee can have now.
public fun due<T>(offer: &Offer<T>, payee: u64): u64 {
    offer.split.due(payee, offer.earned)
}

public fun price<T>(offer: &Offer<T>): u64 {
    offer.price
}

public fun policy<T>(offer: &Offer<T>): ID {
    offer.policy
}

public fun terms<T>(offer: &Offer<T>): &Terms {
    &offer.terms
}

public fun is_paused<T>(offer: &Offer<T>): bool {
    offer.paused
}

public fun earned<T>(offer: &Offer<T>): u128 {
    offer.earned
}

public fun escrow<T>(offer: &Offer<T>): u64 {
    offer.escrow.value()
}

public fun revenue<T>(offer: &Offer<T>): u64 {
    offer.revenue.value()
}

public(package) fun check_owner<T>(offer: &Offer<T>, release: &Release, cap: &PolicyCap) {
    release.check();
    assert!(cap.cap_policy() == offer.policy, EWrongCap);
}

public(package) fun check_selling<T>(offer: &Offer<T>) {
    assert!(!offer.paused, EPaused);
}

/// One more lease is sold.
public(package) fun count_sale<T>(offer: &mut Offer<T>) {
    assert!(offer.supply == 0 || offer.sold < offer.supply, ESoldOut);
    offer.sold = offer.sold + 1;
}

/// Takes a payment: into escrow when it can come back, else it is earned.
public(package) fun take_payment<T>(offer: &mut Offer<T>, money: Balance<T>) {
    if (offer.terms.is_refundable()) {
        offer.escrow.join(money);
    } else {
        offer.earn(money);
    }
}

/// Moves earned money from escrow to revenue.
public(package) fun earn_held<T>(offer: &mut Offer<T>, amount: u64) {
    let money = offer.escrow.split(amount);
    offer.earn(money);
}

/// Takes money out of escrow for a holder.
public(package) fun return_held<T>(offer: &mut Offer<T>, amount: u64): Balance<T> {
    offer.escrow.split(amount)
}

fun earn<T>(offer: &mut Offer<T>, money: Balance<T>) {
    offer.earned = offer.earned + (money.value() as u128);
    offer.revenue.join(money);
}

fun take_due<T>(offer: &mut Offer<T>, payee: u64, to: address): Balance<T> {
    let amount = offer.split.take(payee, offer.earned);
    if (amount > 0) event::emit(PaidOut { offer: object::id(offer), payee, to, amount });
    offer.revenue.split(amount)
}
