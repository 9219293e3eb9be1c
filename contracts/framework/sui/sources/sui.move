/// The native coin. Its smallest unit is the MIST; 10^9 MIST are one SUI.
module sui::sui;

use sui::balance::Balance;
use sui::coin::{Self, Coin};

const EAlreadyMinted: u64 = 0;
const ENotSystemAddress: u64 = 1;

/// Ten billion SUI, all made at genesis.
const TOTAL_SUPPLY_MIST: u64 = 10_000_000_000_000_000_000;

public struct SUI has drop {}

#[allow(unused_function)]
/// Makes the whole supply, once, at genesis.
fun new(ctx: &mut TxContext): Balance<SUI> {
    assert!(ctx.sender() == @0x0, ENotSystemAddress);
    assert!(ctx.epoch() == 0, EAlreadyMinted);
    let (treasury, metadata) = coin::create_currency(SUI {}, 9, b"SUI", b"Sui", b"", option::none(), ctx);
    transfer::public_freeze_object(metadata);
    let mut supply = treasury.treasury_into_supply();
    let all = supply.increase_supply(TOTAL_SUPPLY_MIST);
    supply.destroy_supply();
    all
}

public entry fun transfer(c: Coin<SUI>, recipient: address) {
    transfer::public_transfer(c, recipient)
}
