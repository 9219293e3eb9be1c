/// One payment for a run of periods of a lease, and what of it can still come back. Arithmetic only.
///
/// All times are in the unit of the terms. What comes back never grows with time, so money that was once earned stays earned.
module floe::purchase;

use floe::terms::Terms;

/// So many periods at this price are more than can be paid.
const ETooMuch: u64 = 0;

const MAX_U64: u128 = 0xFFFF_FFFF_FFFF_FFFF;

public struct Purchase has copy, drop, store {
    /// First moment.
    from: u64,
    period: u64,
    count: u64,
    /// Of one period.
    price: u64,
    bought_at: u64,
    uses: u64,
    uses_left: u64,
    /// What of the payment is in the offer's escrow.
    held: u64,
}

/// What `count` periods cost.
public fun cost(price: u64, count: u64): u64 {
    let cost = (price as u128) * (count as u128);
    assert!(cost <= MAX_U64, ETooMuch);
    cost as u64
}

public(package) fun new(terms: &Terms, price: u64, count: u64, from: u64, now: u64): Purchase {
    let uses = terms.uses() * count;
    let held = if (terms.is_refundable()) cost(price, count) else 0;
    Purchase { from, period: terms.period(), count, price, bought_at: now, uses, uses_left: uses, held }
}

/// The first moment after it.
public fun until(self: &Purchase): u64 {
    self.from + self.period * self.count
}

public fun from(self: &Purchase): u64 {
    self.from
}

public fun paid(self: &Purchase): u64 {
    self.price * self.count
}

public fun held(self: &Purchase): u64 {
    self.held
}

public fun uses_left(self: &Purchase): u64 {
    self.uses_left
}

/// Does it run at that moment?
public fun runs(self: &Purchase, now: u64): bool {
    self.from <= now && now < self.until()
}

/// What the holder would get back: never more than is held.
public fun refundable(self: &Purchase, terms: &Terms, now: u64): u64 {
    let age = if (now > self.bought_at) now - self.bought_at else 0;
    let due = terms.choose_refund(self.unstarted(now), self.pro_rata(now), self.paid(), age);
    self.unused_part(due).min(self.held)
}

/// What is fair when the owner ends the lease: the unused time and uses, whatever the refund rule says, or more if that says more.
public fun compensation(self: &Purchase, terms: &Terms, now: u64): u64 {
    self.unused_part(self.pro_rata(now)).max(self.refundable(terms, now))
}

/// Takes one use, if there is one left.
public(package) fun take_use(self: &mut Purchase): bool {
    if (self.uses_left == 0) return false;
    self.uses_left = self.uses_left - 1;
    true
}

/// Lowers what is held to what can still come back, and tells by how much.
public(package) fun settle(self: &mut Purchase, terms: &Terms, now: u64): u64 {
    let earned = self.held - self.refundable(terms, now);
    self.held = self.held - earned;
    earned
}

/// Nothing is held any more; tells what was.
public(package) fun release(self: &mut Purchase): u64 {
    let held = self.held;
    self.held = 0;
    held
}

fun unstarted(self: &Purchase, now: u64): u64 {
    let started = if (now < self.from) 0 else ((now - self.from) / self.period + 1).min(self.count);
    self.price * (self.count - started)
}

fun pro_rata(self: &Purchase, now: u64): u64 {
    if (now <= self.from) return self.paid();
    if (now >= self.until()) return 0;
    let left = ((self.until() - now) as u128);
    let whole = ((self.period * self.count) as u128);
    ((self.paid() as u128) * left / whole) as u64
}

fun unused_part(self: &Purchase, amount: u64): u64 {
    if (self.uses == 0) amount else ((amount as u128) * (self.uses_left as u128) / (self.uses as u128)) as u64
}
