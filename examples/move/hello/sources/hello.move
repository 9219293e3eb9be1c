/// A guest book that everybody may sign: one shared object, one owned keepsake for each guest.
module hello::hello;

use std::string::String;
use sui::event;

/// The name is empty or too long.
const EBadName: u64 = 0;

const MAX_NAME_BYTES: u64 = 64;

/// Shared: anyone can sign it.
public struct GuestBook has key {
    id: UID,
    greeting: String,
    visits: u64,
}

/// Owned by the guest.
public struct Keepsake has key, store {
    id: UID,
    text: String,
    number: u64,
}

/// Whoever holds it may change the greeting.
public struct HostCap has key, store {
    id: UID,
}

public struct Signed has copy, drop {
    guest: address,
    number: u64,
}

/// Runs once, when the package is published.
fun init(ctx: &mut TxContext) {
    transfer::share_object(GuestBook { id: object::new(ctx), greeting: b"Hello".to_string(), visits: 0 });
    transfer::transfer(HostCap { id: object::new(ctx) }, ctx.sender());
}

/// Counts the visit and sends the guest a keepsake.
entry fun sign(book: &mut GuestBook, name: String, ctx: &mut TxContext) {
    assert!(!name.is_empty() && name.length() <= MAX_NAME_BYTES, EBadName);
    book.visits = book.visits + 1;
    let mut text = book.greeting;
    text.append(b", ".to_string());
    text.append(name);
    text.append(b"!".to_string());
    event::emit(Signed { guest: ctx.sender(), number: book.visits });
    transfer::transfer(Keepsake { id: object::new(ctx), text, number: book.visits }, ctx.sender());
}

public fun set_greeting(book: &mut GuestBook, _: &HostCap, greeting: String) {
    book.greeting = greeting;
}

public fun visits(book: &GuestBook): u64 {
    book.visits
}

public fun text(keepsake: &Keepsake): String {
    keepsake.text
}

#[test_only]
public fun init_for_testing(ctx: &mut TxContext) {
    init(ctx)
}
