/// A blob that belongs to everybody: anyone may pay for it and prolong it, nobody can take it away.
module walrus::shared_blob;

use sui::balance::{Self, Balance};
use sui::coin::{Self, Coin};
use wal::wal::WAL;
use walrus::blob::Blob;
use walrus::system::System;

public struct SharedBlob has key, store {
    id: UID,
    blob: Blob,
    /// For extensions.
    funds: Balance<WAL>,
}

/// Shares the blob for ever.
public fun new(blob: Blob, ctx: &mut TxContext) {
    share(blob, balance::zero(), ctx)
}

public fun new_funded(blob: Blob, funds: Coin<WAL>, ctx: &mut TxContext) {
    share(blob, funds.into_balance(), ctx)
}

fun share(blob: Blob, funds: Balance<WAL>, ctx: &mut TxContext) {
    transfer::share_object(SharedBlob { id: object::new(ctx), blob, funds })
}

public fun fund(self: &mut SharedBlob, added_funds: Coin<WAL>) {
    self.funds.join(added_funds.into_balance());
}

/// Prolongs the blob, paid out of its funds.
public fun extend(self: &mut SharedBlob, system: &mut System, extended_epochs: u32, ctx: &mut TxContext) {
    let mut coin = coin::from_balance(self.funds.withdraw_all(), ctx);
    system.extend_blob(&mut self.blob, extended_epochs, &mut coin);
    self.funds.join(coin.into_balance());
}

public fun blob(self: &SharedBlob): &Blob { &self.blob }

public fun funds(self: &SharedBlob): &Balance<WAL> { &self.funds }
