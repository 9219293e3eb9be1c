/// What is paid from the pool: a fixed amount per node and shard in each epoch, and a part on top of what users pay.
module walrus_subsidies::walrus_subsidies_inner;

use sui::bag::{Self, Bag};
use sui::balance::{Self, Balance};
use sui::clock::Clock;
use wal::wal::WAL;
use walrus::staking::Staking;
use walrus::system::System;
use walrus_subsidies::epoch_balance::{Self, EpochBalanceRingBuffer};

const EInvalidSubsidyRate: u64 = 0;
const EInsufficientFundsInPool: u64 = 1;

/// One time the payment, in basis points.
const WHOLE: u128 = 10_000;
/// A hundred times the payment.
const MAX_SUBSIDY_RATE: u32 = 1_000_000;
/// More shards than a network has.
const MAX_SHARDS: u128 = 1000;

public struct WalrusSubsidiesInnerV1 has store {
    /// In basis points.
    system_subsidy_rate: u32,
    subsidy_pool: Balance<WAL>,
    /// In FROST, per node and epoch.
    base_subsidy: u64,
    /// In FROST, per shard and epoch.
    subsidy_per_shard: u64,
    /// The last epoch in which the fixed amounts were paid.
    latest_epoch: u32,
    /// What was in the accounts of the epochs to come when they were last subsidized.
    already_subsidized_balances: EpochBalanceRingBuffer,
    /// When the pool last paid (ms).
    last_subsidized_ts: u64,
    extra_fields: Bag,
}

/// Only what is paid in from now on is subsidized.
public(package) fun new(
    system: &System,
    staking: &Staking,
    system_subsidy_rate: u32,
    base_subsidy: u64,
    subsidy_per_shard: u64,
    ctx: &mut TxContext,
): WalrusSubsidiesInnerV1 {
    check_rate(system_subsidy_rate);
    check_fixed(base_subsidy, subsidy_per_shard);
    let accounts = system.future_accounting();
    let balances = vector::tabulate!(accounts.max_epochs_ahead() as u64, |i| accounts.ring_lookup(i as u32).rewards());
    let epoch = staking.epoch();
    WalrusSubsidiesInnerV1 {
        system_subsidy_rate,
        subsidy_pool: balance::zero(),
        base_subsidy,
        subsidy_per_shard,
        latest_epoch: if (epoch == 0) 0 else epoch - 1,
        already_subsidized_balances: epoch_balance::new(system.epoch(), balances),
        last_subsidized_ts: 0,
        extra_fields: bag::new(ctx),
    }
}

public(package) fun add_balance(self: &mut WalrusSubsidiesInnerV1, funds: Balance<WAL>) {
    self.subsidy_pool.join(funds);
}

public(package) fun set_system_subsidy_rate(self: &mut WalrusSubsidiesInnerV1, rate: u32) {
    check_rate(rate);
    self.system_subsidy_rate = rate;
}

public(package) fun set_base_subsidy(self: &mut WalrusSubsidiesInnerV1, base_subsidy: u64) {
    check_fixed(base_subsidy, self.subsidy_per_shard);
    self.base_subsidy = base_subsidy;
}

public(package) fun set_per_shard_subsidy(self: &mut WalrusSubsidiesInnerV1, subsidy_per_shard: u64) {
    check_fixed(self.base_subsidy, subsidy_per_shard);
    self.subsidy_per_shard = subsidy_per_shard;
}

/// Pays what is due; calling it again at once pays nothing.
public(package) fun process(
    self: &mut WalrusSubsidiesInnerV1,
    staking: &mut Staking,
    system: &mut System,
    clock: &Clock,
) {
    self.pay_nodes(staking);
    self.pay_system(system);
    self.last_subsidized_ts = clock.timestamp_ms();
}

/// Once per epoch: to each node of the previous committee, for it has done its work.
fun pay_nodes(self: &mut WalrusSubsidiesInnerV1, staking: &mut Staking) {
    let epoch = staking.epoch();
    if (self.latest_epoch >= epoch) return;
    self.latest_epoch = epoch;
    let (node_ids, shards) = staking.previous_committee().to_inner().into_keys_values();
    let base = self.base_subsidy as u128;
    let per_shard = self.subsidy_per_shard as u128;
    let subsidies = shards.map!(|held| self.take(base + (held.length() as u128) * per_shard));
    staking.add_commission_to_pools(node_ids, subsidies);
}

/// To the accounts of all epochs: a part on top of what came in since the last time.
fun pay_system(self: &mut WalrusSubsidiesInnerV1, system: &mut System) {
    while (self.already_subsidized_balances.current_epoch() < system.epoch()) {
        self.already_subsidized_balances.advance();
    };
    let rate = self.system_subsidy_rate as u128;
    let accounts = system.future_accounting();
    let subsidies = vector::tabulate!(accounts.max_epochs_ahead() as u64, |i| {
        let rewards = accounts.ring_lookup(i as u32).rewards();
        let fresh = rewards - self.already_subsidized_balances.balance(i as u32);
        let subsidy = self.take((fresh as u128) * rate / WHOLE);
        self.already_subsidized_balances.set_balance(i as u32, rewards + subsidy.value());
        subsidy
    });
    system.add_per_epoch_subsidies(subsidies);
}

fun take(self: &mut WalrusSubsidiesInnerV1, amount: u128): Balance<WAL> {
    assert!(amount <= self.subsidy_pool.value() as u128, EInsufficientFundsInPool);
    self.subsidy_pool.split(amount as u64)
}

fun check_rate(rate: u32) {
    assert!(rate <= MAX_SUBSIDY_RATE, EInvalidSubsidyRate);
}

/// The subsidy of one node must always fit.
fun check_fixed(base_subsidy: u64, subsidy_per_shard: u64) {
    let most = (base_subsidy as u128) + (subsidy_per_shard as u128) * MAX_SHARDS;
    assert!(most <= std::u64::max_value!() as u128, EInvalidSubsidyRate);
}

public(package) fun pool(self: &WalrusSubsidiesInnerV1): u64 { self.subsidy_pool.value() }
