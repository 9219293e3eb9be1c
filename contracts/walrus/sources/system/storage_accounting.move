/// What each of the coming epochs has promised to store and will pay out: a ring with one entry per epoch.
module walrus::storage_accounting;

use sui::balance::{Self, Balance};
use wal::wal::WAL;

/// The epoch is beyond the ring.
const ETooFarInFuture: u64 = 0;

public struct FutureAccounting has store {
    epoch: u32,
    /// Bytes promised.
    used_capacity: u64,
    /// Paid out when the epoch ends.
    rewards_to_distribute: Balance<WAL>,
}

/// The entry of epoch `x` stands at `x` modulo the length; `current_index` is where the current epoch stands.
public struct FutureAccountingRingBuffer has store {
    current_index: u32,
    length: u32,
    ring_buffer: vector<FutureAccounting>,
}

/// For epochs 0 to `length` - 1.
public(package) fun ring_new(length: u32): FutureAccountingRingBuffer {
    let ring_buffer = vector::tabulate!(length as u64, |epoch| empty(epoch as u32));
    FutureAccountingRingBuffer { current_index: 0, length, ring_buffer }
}

/// The number of epochs for which storage can be bought.
public fun max_epochs_ahead(self: &FutureAccountingRingBuffer): u32 { self.length }

#[syntax(index)]
public fun ring_lookup(self: &FutureAccountingRingBuffer, epochs_in_future: u32): &FutureAccounting {
    &self.ring_buffer[self.slot(epochs_in_future)]
}

#[syntax(index)]
public(package) fun ring_lookup_mut(
    self: &mut FutureAccountingRingBuffer,
    epochs_in_future: u32,
): &mut FutureAccounting {
    let slot = self.slot(epochs_in_future);
    &mut self.ring_buffer[slot]
}

/// Takes the current epoch's entry out; the next epoch becomes the current one, and a fresh last epoch takes the free place.
public(package) fun ring_pop_expand(self: &mut FutureAccountingRingBuffer): FutureAccounting {
    let slot = self.slot(0);
    let last = self.ring_buffer[slot].epoch + self.length;
    self.ring_buffer.push_back(empty(last));
    let current = self.ring_buffer.swap_remove(slot);
    self.current_index = (self.current_index + 1) % self.length;
    current
}

public fun epoch(self: &FutureAccounting): u32 { self.epoch }

public fun used_capacity(self: &FutureAccounting): u64 { self.used_capacity }

/// FROST to be paid out.
public fun rewards(self: &FutureAccounting): u64 { self.rewards_to_distribute.value() }

/// Returns the capacity that is then in use.
public(package) fun increase_used_capacity(self: &mut FutureAccounting, amount: u64): u64 {
    self.used_capacity = self.used_capacity + amount;
    self.used_capacity
}

public(package) fun rewards_balance(self: &mut FutureAccounting): &mut Balance<WAL> {
    &mut self.rewards_to_distribute
}

/// What the entry was to pay out.
public(package) fun unwrap_balance(self: FutureAccounting): Balance<WAL> {
    let FutureAccounting { rewards_to_distribute, .. } = self;
    rewards_to_distribute
}

fun slot(self: &FutureAccountingRingBuffer, epochs_in_future: u32): u64 {
    assert!(epochs_in_future < self.length, ETooFarInFuture);
    // In 64 bits the sum cannot overflow.
    ((self.current_index as u64) + (epochs_in_future as u64)) % (self.length as u64)
}

fun empty(epoch: u32): FutureAccounting {
    FutureAccounting { epoch, used_capacity: 0, rewards_to_distribute: balance::zero() }
}
