/// A currency made when the package is published: `init`, one-time witness, treasury.
module scenarios::token;

use sui::coin::{Self, Coin, TreasuryCap};

public struct TOKEN has drop {}

fun init(witness: TOKEN, ctx: &mut TxContext) {
    assert!(sui::types::is_one_time_witness(&witness), 900);
    let (treasury, metadata) = coin::create_currency(witness, 6, b"TOK", b"Token", b"A token", option::none(), ctx);
    transfer::public_freeze_object(metadata);
    transfer::public_transfer(treasury, ctx.sender());
}

public fun mint(cap: &mut TreasuryCap<TOKEN>, amount: u64, ctx: &mut TxContext): u64 {
    transfer::public_transfer(cap.mint(amount, ctx), ctx.sender());
    cap.total_supply()
}

public fun burn(cap: &mut TreasuryCap<TOKEN>, coin: Coin<TOKEN>): u64 {
    cap.burn(coin);
    cap.total_supply()
}

public fun value(coin: &Coin<TOKEN>): u64 {
    coin.value()
}

#[test_only]
/// What publishing does.
public fun published(ctx: &mut TxContext) {
    init(sui::test_utils::create_one_time_witness<TOKEN>(), ctx)
}
