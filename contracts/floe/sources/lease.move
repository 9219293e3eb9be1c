/// A lease: the right of some addresses to what an offer is for, while it runs.
///
/// A lease is shared, so that holder, owner and key servers all see one state of it: it cannot be copied, wrapped, or kept out of
/// reach of a revocation. What counts is `holder`; a `Ticket` only helps its owner to find the lease.
module floe::lease;

use floe::purchase::{Self, Purchase};
use floe::release::Release;
use floe::terms::Terms;
use sui::clock::Clock;
use sui::event;
use sui::table::{Self, Table};

/// Only the holder may do that.
const ENotHolder: u64 = 0;
/// The lease was refunded or revoked.
const EEnded: u64 = 1;
/// The terms do not allow to pass the lease on.
const ENotTransferable: u64 = 2;
/// This ticket is another lease's.
const EWrongTicket: u64 = 3;
/// All seats of this term were given away. Seats that were given back return with the next renewal.
const ENoSeat: u64 = 4;
/// That address has a seat already, or has none.
const EBadSeat: u64 = 5;
/// The lease is not paid per use.
const ENotPayPerUse: u64 = 6;
/// The lease does not run, or all uses are used.
const ENoUse: u64 = 7;
/// The lease is for something else, or the caller has no seat.
const ENotCovered: u64 = 8;
/// A lease has at most 16 purchases that are not over.
const ETooManyPurchases: u64 = 9;

const MAX_PURCHASES: u64 = 16;

const ACTIVE: u8 = 0;
const REFUNDED: u8 = 1;
const REVOKED: u8 = 2;

/// Shared.
public struct Lease has key {
    id: UID,
    policy: ID,
    offer: ID,
    terms: Terms,
    holder: address,
    /// Who has a seat besides the holder.
    users: vector<address>,
    /// Seats given away since the last renewal, also those that were given back: a seat is no turnstile.
    assigned: u64,
    state: u8,
    /// Those of leases that are paid per use may overlap, others follow one another.
    purchases: vector<Purchase>,
    /// Until when a use opened something.
    openings: Table<Opening, u64>,
}

/// What one use opens.
public struct Opening has copy, drop, store {
    user: address,
    artifact: address,
}

/// Owned by the holder: where the lease is.
public struct Ticket has key {
    id: UID,
    lease: ID,
    policy: ID,
}

public struct LeaseMoved has copy, drop { lease: ID, from: address, to: address }

public struct SeatAssigned has copy, drop { lease: ID, user: address }

public struct SeatReleased has copy, drop { lease: ID, user: address }

public struct Opened has copy, drop { lease: ID, user: address, artifact: address, until: u64, uses_left: u64 }

/// Passes the lease on. All seats are emptied; how many were given away stays.
public fun transfer(lease: &mut Lease, release: &Release, ticket: Ticket, to: address, ctx: &TxContext) {
    lease.check_holder(release, ctx);
    assert!(lease.terms.is_transferable(), ENotTransferable);
    assert!(ticket.lease == object::id(lease), EWrongTicket);
    event::emit(LeaseMoved { lease: object::id(lease), from: lease.holder, to });
    lease.holder = to;
    lease.users = vector[];
    transfer::transfer(ticket, to);
}

/// Gives a seat to an address.
public fun assign_seat(lease: &mut Lease, release: &Release, user: address, ctx: &TxContext) {
    lease.check_holder(release, ctx);
    assert!(user != lease.holder && !lease.users.contains(&user), EBadSeat);
    assert!(lease.assigned + 1 < lease.terms.seats(), ENoSeat);
    lease.assigned = lease.assigned + 1;
    lease.users.push_back(user);
    event::emit(SeatAssigned { lease: object::id(lease), user });
}

/// Takes a seat back from an address.
public fun release_seat(lease: &mut Lease, release: &Release, user: address, ctx: &TxContext) {
    lease.check_holder(release, ctx);
    let (found, index) = lease.users.index_of(&user);
    assert!(found, EBadSeat);
    lease.users.swap_remove(index);
    event::emit(SeatReleased { lease: object::id(lease), user });
}

/// Spends one use: opens an artifact to the caller. Key servers only look, so the use is paid here, before they are asked.
public fun open(lease: &mut Lease, release: &Release, artifact: address, clock: &Clock, ctx: &TxContext) {
    release.check();
    let user = ctx.sender();
    assert!(lease.terms.is_pay_per_use(), ENotPayPerUse);
    assert!(lease.state == ACTIVE, EEnded);
    assert!(lease.terms.covers(artifact) && lease.has_seat(user), ENotCovered);
    let now = lease.now(clock, ctx);
    let mut i = 0;
    while (i < lease.purchases.length()) {
        let purchase = &mut lease.purchases[i];
        if (purchase.runs(now) && purchase.take_use()) {
            let until = (now + lease.terms.opening()).min(purchase.until());
            let uses_left = purchase.uses_left();
            lease.set_opening(Opening { user, artifact }, until);
            event::emit(Opened { lease: object::id(lease), user, artifact, until, uses_left });
            return
        };
        i = i + 1;
    };
    abort ENoUse
}

/// May that address have keys for that artifact under that policy now?
public fun allows(lease: &Lease, policy: ID, user: address, artifact: address, clock: &Clock, ctx: &TxContext): bool {
    let now = lease.now(clock, ctx);
    lease.policy == policy
        && lease.state == ACTIVE
        && lease.terms.covers(artifact)
        && lease.has_seat(user)
        && lease.runs(now)
        && (!lease.terms.is_pay_per_use() || lease.is_opened(user, artifact, now))
}

/// The moment in the unit of the lease: milliseconds, or epochs.
public fun now(lease: &Lease, clock: &Clock, ctx: &TxContext): u64 {
    moment(&lease.terms, clock, ctx)
}

/// The moment in the unit of the terms.
public fun moment(terms: &Terms, clock: &Clock, ctx: &TxContext): u64 {
    if (terms.in_epochs()) ctx.epoch() else clock.timestamp_ms()
}

/// Is it the holder's, or a seat's?
public fun has_seat(lease: &Lease, user: address): bool {
    lease.holder == user || lease.users.contains(&user)
}

/// Was it neither refunded nor revoked?
public fun is_active(lease: &Lease): bool {
    lease.state == ACTIVE
}

/// Does any purchase run?
public fun runs(lease: &Lease, now: u64): bool {
    let mut i = 0;
    while (i < lease.purchases.length()) {
        if (lease.purchases[i].runs(now)) return true;
        i = i + 1;
    };
    false
}

/// The first moment after all that was bought; 0 when all is over and settled.
public fun until(lease: &Lease): u64 {
    let mut until: u64 = 0;
    let mut i = 0;
    while (i < lease.purchases.length()) {
        until = until.max(lease.purchases[i].until());
        i = i + 1;
    };
    until
}

/// What is in the offer's escrow for this lease.
public fun held(lease: &Lease): u64 {
    let mut held = 0;
    let mut i = 0;
    while (i < lease.purchases.length()) {
        held = held + lease.purchases[i].held();
        i = i + 1;
    };
    held
}

public fun policy(lease: &Lease): ID {
    lease.policy
}

public fun offer(lease: &Lease): ID {
    lease.offer
}

public fun holder(lease: &Lease): address {
    lease.holder
}

public fun terms(lease: &Lease): &Terms {
    &lease.terms
}

/// A new lease, shared when it has its first purchase; the ticket goes to the holder.
public(package) fun issue(policy: ID, offer: ID, terms: Terms, first: Purchase, ctx: &mut TxContext): ID {
    let lease = Lease {
        id: object::new(ctx),
        policy,
        offer,
        terms,
        holder: ctx.sender(),
        users: vector[],
        assigned: 0,
        state: ACTIVE,
        purchases: vector[first],
        openings: table::new(ctx),
    };
    let id = object::id(&lease);
    transfer::transfer(Ticket { id: object::new(ctx), lease: id, policy }, lease.holder);
    transfer::share_object(lease);
    id
}

/// Adds a purchase that begins when all others end, or now if it is paid per use or nothing runs. Returns when it begins.
public(package) fun extend(lease: &mut Lease, price: u64, count: u64, now: u64): u64 {
    assert!(lease.state == ACTIVE, EEnded);
    lease.drop_over(now);
    assert!(lease.purchases.length() < MAX_PURCHASES, ETooManyPurchases);
    let from = if (lease.terms.is_pay_per_use()) now else lease.until().max(now);
    let purchase = purchase::new(&lease.terms, price, count, from, now);
    lease.purchases.push_back(purchase);
    lease.assigned = lease.users.length();
    from
}

/// Lowers what is held to what can still come back, and tells by how much.
public(package) fun settle(lease: &mut Lease, now: u64): u64 {
    let mut earned = 0;
    let mut i = 0;
    while (i < lease.purchases.length()) {
        earned = earned + lease.purchases[i].settle(&lease.terms, now);
        i = i + 1;
    };
    earned
}

/// Ends the lease for its holder. Returns what comes back, of all that was held.
public(package) fun end_refunded(lease: &mut Lease, now: u64, ctx: &TxContext): (u64, u64) {
    assert!(ctx.sender() == lease.holder, ENotHolder);
    assert!(lease.state == ACTIVE, EEnded);
    lease.state = REFUNDED;
    let mut refund = 0;
    let mut held = 0;
    let mut i = 0;
    while (i < lease.purchases.length()) {
        refund = refund + lease.purchases[i].refundable(&lease.terms, now);
        held = held + lease.purchases[i].release();
        i = i + 1;
    };
    (refund, held)
}

/// Ends the lease for the owner of the policy. Returns what the holder must get, and all that was held.
public(package) fun end_revoked(lease: &mut Lease, now: u64): (u64, u64) {
    assert!(lease.state == ACTIVE, EEnded);
    lease.state = REVOKED;
    let mut compensation = 0;
    let mut held = 0;
    let mut i = 0;
    while (i < lease.purchases.length()) {
        compensation = compensation + lease.purchases[i].compensation(&lease.terms, now);
        held = held + lease.purchases[i].release();
        i = i + 1;
    };
    (compensation, held)
}

public(package) fun check_holder(lease: &Lease, release: &Release, ctx: &TxContext) {
    release.check();
    assert!(ctx.sender() == lease.holder, ENotHolder);
    assert!(lease.state == ACTIVE, EEnded);
}

fun is_opened(lease: &Lease, user: address, artifact: address, now: u64): bool {
    let opening = Opening { user, artifact };
    lease.openings.contains(opening) && now < *lease.openings.borrow(opening)
}

fun set_opening(lease: &mut Lease, opening: Opening, until: u64) {
    if (lease.openings.contains(opening)) {
        *lease.openings.borrow_mut(opening) = until;
    } else {
        lease.openings.add(opening, until);
    }
}

/// Forgets purchases that are over and settled.
fun drop_over(lease: &mut Lease, now: u64) {
    let mut i = 0;
    while (i < lease.purchases.length()) {
        if (lease.purchases[i].until() <= now && lease.purchases[i].held() == 0) {
            lease.purchases.remove(i);
        } else {
            i = i + 1;
        }
    }
}
