/// A coin of our own, to test coins other than SUI.
module lab::token;

use sui::coin::{Self, TreasuryCap};

public struct TOKEN has drop {}

fun init(witness: TOKEN, ctx: &mut TxContext) {
    let (treasury, metadata) = coin::create_currency(witness, 6, b"LAB", b"Lab token", b"For tests", option::none(), ctx);
    transfer::public_freeze_object(metadata);
    transfer::public_transfer(treasury, ctx.sender());
}

public fun mint(treasury: &mut TreasuryCap<TOKEN>, amount: u64, to: address, ctx: &mut TxContext) {
    transfer::public_transfer(coin::mint(treasury, amount, ctx), to);
}
