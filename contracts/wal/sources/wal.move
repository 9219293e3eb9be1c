/// The token that pays for storage. Its whole supply is made when the package is published; it can only shrink.
module wal::wal;

use sui::coin::{Self, Coin, TreasuryCap};
use sui::dynamic_object_field as field;

/// One WAL is 10^9 FROST.
const DECIMALS: u8 = 9;
/// Five billion WAL.
const SUPPLY_FROST: u64 = 5_000_000_000_000_000_000;

/// One-time witness.
public struct WAL has drop {}

/// Shared. Holds the treasury where nobody can take it out: what this module does with it is all that can be done.
public struct ProtectedTreasury has key {
    id: UID,
}

/// The name of the field that holds the treasury.
public struct TreasuryCapKey has copy, drop, store {}

fun init(witness: WAL, ctx: &mut TxContext) {
    let (mut cap, metadata) = coin::create_currency(
        witness,
        DECIMALS,
        b"WAL",
        b"WAL Token",
        b"The token of the Walrus storage network.",
        option::none(),
        ctx,
    );
    transfer::public_transfer(cap.mint(SUPPLY_FROST, ctx), ctx.sender());
    transfer::public_freeze_object(metadata);
    let mut treasury = ProtectedTreasury { id: object::new(ctx) };
    field::add(&mut treasury.id, TreasuryCapKey {}, cap);
    transfer::share_object(treasury);
}

/// How much WAL is left, in FROST.
public fun total_supply(treasury: &ProtectedTreasury): u64 {
    let cap: &TreasuryCap<WAL> = field::borrow(&treasury.id, TreasuryCapKey {});
    cap.total_supply()
}

/// Destroys coins. Anyone may burn what they own.
public fun burn(treasury: &mut ProtectedTreasury, coin: Coin<WAL>) {
    let cap: &mut TreasuryCap<WAL> = field::borrow_mut(&mut treasury.id, TreasuryCapKey {});
    cap.burn(coin);
}

#[test_only]
public fun init_for_testing(ctx: &mut TxContext) {
    init(sui::test_utils::create_one_time_witness<WAL>(), ctx)
}
