/// What the tests with the official SDK call: one function for each kind of argument, object and failure.
module lab::lab;

use std::ascii;
use std::string::String;
use sui::clock::Clock;
use sui::dynamic_field as df;
use sui::dynamic_object_field as dof;
use sui::event;
use sui::transfer::Receiving;

#[error]
const ENope: vector<u8> = b"nope";
const EPlain: u64 = 7;

public struct Counter has key {
    id: UID,
    value: u64,
}

public struct Thing has key, store {
    id: UID,
    level: u64,
}

public struct Keyed<phantom T> has key, store {
    id: UID,
}

public enum Shape has copy, drop, store {
    Dot,
    Circle { radius: u64 },
}

public struct Bumped has copy, drop {
    by: address,
    value: u64,
    shape: Shape,
    label: Option<String>,
}

public fun new_counter(ctx: &mut TxContext) {
    transfer::share_object(Counter { id: object::new(ctx), value: 0 });
}

public fun bump(counter: &mut Counter, ctx: &TxContext) {
    counter.value = counter.value + 1;
    event::emit(Bumped {
        by: ctx.sender(),
        value: counter.value,
        shape: Shape::Circle { radius: counter.value },
        label: option::none(),
    });
}

public fun value(counter: &Counter): u64 {
    counter.value
}

public fun new_thing(level: u64, ctx: &mut TxContext): Thing {
    Thing { id: object::new(ctx), level }
}

public fun level(thing: &Thing): u64 {
    thing.level
}

public fun set_level(thing: &mut Thing, level: u64) {
    thing.level = level;
}

public fun burn(thing: Thing) {
    let Thing { id, level: _ } = thing;
    id.delete();
}

public fun freeze_thing(thing: Thing) {
    transfer::public_freeze_object(thing);
}

public fun burn_all(things: vector<Thing>): u64 {
    let mut things = things;
    let mut sum = 0;
    while (!things.is_empty()) {
        let thing = things.pop_back();
        sum = sum + thing.level;
        burn(thing);
    };
    things.destroy_empty();
    sum
}

public fun keyed<T>(ctx: &mut TxContext): Keyed<T> {
    Keyed { id: object::new(ctx) }
}

public fun take(parent: &mut Thing, sent: Receiving<Thing>): Thing {
    transfer::public_receive(&mut parent.id, sent)
}

public fun add_field(thing: &mut Thing, key: u64, value: String) {
    df::add(&mut thing.id, key, value);
}

public fun add_child(thing: &mut Thing, key: String, child: Thing) {
    dof::add(&mut thing.id, key, child);
}

public fun now(clock: &Clock): u64 {
    clock.timestamp_ms()
}

public fun every_kind(
    a: bool,
    b: u8,
    c: u16,
    d: u32,
    e: u64,
    f: u128,
    g: u256,
    h: address,
    i: ID,
    j: String,
    k: ascii::String,
    l: vector<u8>,
    m: vector<vector<u64>>,
    n: Option<u64>,
    o: Option<String>,
    p: vector<address>,
    q: vector<String>,
): (u256, u64) {
    let mut sum = (if (a) 1 else 0) + (b as u256) + (c as u256) + (d as u256) + (e as u256) + (f as u256) + g;
    assert!(h == i.to_address(), EPlain);
    let mut lengths = j.length() + k.length() + l.length() + p.length() + q.length();
    let mut x = 0;
    while (x < m.length()) {
        lengths = lengths + m[x].length();
        x = x + 1;
    };
    if (n.is_some()) sum = sum + (*n.borrow() as u256);
    if (o.is_some()) lengths = lengths + o.borrow().length();
    (sum, lengths)
}

public fun generic<T: drop, U: copy + drop>(_: T, other: &U, list: vector<U>): U {
    if (list.is_empty()) *other else list[0]
}

public fun fail_plain() {
    abort EPlain
}

public fun fail_clever(really: bool) {
    assert!(!really, ENope);
}

public fun overflow(x: u8): u8 {
    x + 255
}

entry fun only_entry(counter: &mut Counter) {
    counter.value = counter.value + 100;
}

fun hidden(_: &Counter): u64 {
    41
}

/// Called as key servers call a policy: passes or aborts, changes nothing.
entry fun seal_approve(id: vector<u8>, thing: &Thing) {
    assert!(id == b"right" && thing.level > 0, ENope);
}

public fun uses_hidden(counter: &Counter): u64 {
    hidden(counter)
}
