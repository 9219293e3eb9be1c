/// Steps over several transactions: owned, shared, frozen and received objects, capabilities, coins, time, upgrades of a value.
module scenarios::flows;

use std::string::String;
use sui::clock::Clock;
use sui::coin::{Self, Coin};
use sui::event;
use sui::sui::SUI;
use sui::table::{Self, Table};
use sui::transfer::Receiving;
use sui::versioned::{Self, Versioned};

const ENotOwner: u64 = 1;
const ETooEarly: u64 = 2;
const ETooCheap: u64 = 3;
const ESold: u64 = 4;
const EWrongVersion: u64 = 5;

/// Anyone may count; only the owner may reset.
public struct Counter has key { id: UID, owner: address, value: u64 }

public struct Counted has copy, drop { by: address, value: u64 }

public struct Card has key, store { id: UID, label: String, uses: u64 }

public struct Rules has key { id: UID, limit: u64 }

public struct Mailbox has key { id: UID, received: u64 }

public struct Shop has key { id: UID, price: u64, till: sui::balance::Balance<SUI>, opens_at: u64, sold: Table<address, u64> }

public struct Admin has key, store { id: UID, shop: ID }

public struct Ledger has key { id: UID, inner: Versioned }

public struct LedgerV1 has store { total: u64 }

public struct LedgerV2 has store { total: u128, names: vector<String> }

// A shared counter.

public fun create_counter(ctx: &mut TxContext) {
    transfer::share_object(Counter { id: object::new(ctx), owner: ctx.sender(), value: 0 })
}

public fun increment(c: &mut Counter, by: u64, ctx: &TxContext): u64 {
    c.value = c.value + by;
    event::emit(Counted { by: ctx.sender(), value: c.value });
    c.value
}

public fun reset(c: &mut Counter, ctx: &TxContext) {
    assert!(c.owner == ctx.sender(), ENotOwner);
    c.value = 0
}

public fun read(c: &Counter): u64 {
    c.value
}

public fun delete_counter(c: Counter): u64 {
    let Counter { id, owner: _, value } = c;
    id.delete();
    value
}

// Owned cards: made, sent, used, frozen.

public fun create_card(label: String, ctx: &mut TxContext) {
    transfer::transfer(Card { id: object::new(ctx), label, uses: 0 }, ctx.sender())
}

public fun use_card(c: &mut Card): u64 {
    c.uses = c.uses + 1;
    c.uses
}

public fun send_card(c: Card, to: address) {
    transfer::public_transfer(c, to)
}

public fun freeze_card(c: Card) {
    transfer::public_freeze_object(c)
}

public fun label(c: &Card): String {
    c.label
}

public fun wrap_card(c: Card, ctx: &mut TxContext) {
    let mut t = table::new<u64, Card>(ctx);
    t.add(1, c);
    transfer::public_transfer(t, ctx.sender())
}

public fun unwrap_card(mut t: Table<u64, Card>, ctx: &TxContext): u64 {
    let c = t.remove(1);
    t.destroy_empty();
    let uses = c.uses;
    transfer::public_transfer(c, ctx.sender());
    uses
}

// Objects sent to objects.

public fun create_mailbox(ctx: &mut TxContext) {
    transfer::share_object(Mailbox { id: object::new(ctx), received: 0 })
}

public fun post_card(m: &Mailbox, c: Card) {
    transfer::public_transfer(c, object::id_address(m))
}

public fun collect_card(m: &mut Mailbox, ticket: Receiving<Card>, ctx: &TxContext): String {
    let c = transfer::public_receive(&mut m.id, ticket);
    m.received = m.received + 1;
    let label = c.label;
    transfer::public_transfer(c, ctx.sender());
    label
}

// A shop: capability, price, time, change.

public fun open_shop(price: u64, opens_at: u64, ctx: &mut TxContext) {
    let shop = Shop { id: object::new(ctx), price, till: sui::balance::zero(), opens_at, sold: table::new(ctx) };
    transfer::public_transfer(Admin { id: object::new(ctx), shop: object::id(&shop) }, ctx.sender());
    transfer::share_object(shop)
}

public fun set_price(s: &mut Shop, admin: &Admin, price: u64) {
    assert!(admin.shop == object::id(s), ENotOwner);
    s.price = price
}

/// Returns the number of items that the buyer has; sends back the change.
public fun buy(s: &mut Shop, payment: &mut Coin<SUI>, clock: &Clock, ctx: &mut TxContext): u64 {
    assert!(clock.timestamp_ms() >= s.opens_at, ETooEarly);
    assert!(payment.value() >= s.price, ETooCheap);
    coin::put(&mut s.till, payment.split(s.price, ctx));
    let buyer = ctx.sender();
    if (!s.sold.contains(buyer)) s.sold.add(buyer, 0);
    let n = &mut s.sold[buyer];
    *n = *n + 1;
    assert!(*n <= 2, ESold);
    *n
}

/// Takes an entry out and puts the same one back.
public fun recount(shop: &mut Shop, ctx: &TxContext): u64 {
    let count = shop.sold.remove(ctx.sender());
    shop.sold.add(ctx.sender(), count);
    count
}

public fun take_money(s: &mut Shop, admin: &Admin, ctx: &mut TxContext): u64 {
    assert!(admin.shop == object::id(s), ENotOwner);
    let all = s.till.withdraw_all();
    let n = all.value();
    transfer::public_transfer(coin::from_balance(all, ctx), ctx.sender());
    n
}

// Rules that nobody can change.

public fun publish_rules(limit: u64, ctx: &mut TxContext) {
    transfer::freeze_object(Rules { id: object::new(ctx), limit })
}

public fun allowed(r: &Rules, n: u64): bool {
    n <= r.limit
}

// A value that changes its type.

public fun create_ledger(ctx: &mut TxContext) {
    let inner = versioned::create(1, LedgerV1 { total: 5 }, ctx);
    transfer::share_object(Ledger { id: object::new(ctx), inner })
}

public fun add_v1(l: &mut Ledger, n: u64): u64 {
    assert!(l.inner.version() == 1, EWrongVersion);
    let v: &mut LedgerV1 = l.inner.load_value_mut();
    v.total = v.total + n;
    v.total
}

public fun migrate(l: &mut Ledger) {
    assert!(l.inner.version() == 1, EWrongVersion);
    let (LedgerV1 { total }, cap) = l.inner.remove_value_for_upgrade<LedgerV1>();
    l.inner.upgrade(2, LedgerV2 { total: total as u128, names: vector[] }, cap)
}

public fun add_v2(l: &mut Ledger, n: u128, name: String): (u128, u64) {
    assert!(l.inner.version() == 2, EWrongVersion);
    let v: &mut LedgerV2 = l.inner.load_value_mut();
    v.total = v.total + n;
    v.names.push_back(name);
    (v.total, v.names.length())
}
