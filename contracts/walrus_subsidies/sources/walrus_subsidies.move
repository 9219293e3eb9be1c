/// A pool of WAL that anyone can fill, from which storage and storage nodes are subsidized.
module walrus_subsidies::walrus_subsidies;

use std::type_name;
use sui::balance::Balance;
use sui::clock::Clock;
use sui::coin::Coin;
use sui::dynamic_field as field;
use wal::wal::WAL;
use walrus::staking::Staking;
use walrus::system::System;
use walrus_subsidies::walrus_subsidies_inner::{Self, WalrusSubsidiesInnerV1};

const EUnauthorizedAdminCap: u64 = 0;
/// The object is of another version than this package.
const EWrongVersion: u64 = 1;
const EInvalidMigration: u64 = 2;

const VERSION: u64 = 2;

/// Made by this version: names the package's id.
public struct V2()

/// The name of the field with the state.
public struct SubsidiesInnerKey() has copy, drop, store;

/// The right to set the rates of one pool.
public struct AdminCap has key, store {
    id: UID,
    subsidies_id: ID,
}

/// Shared.
public struct WalrusSubsidies has key {
    id: UID,
    version: u64,
    package_id: ID,
}

/// Shares a pool without funds. The rate is in basis points of what users pay; the others in FROST per epoch.
public fun new(
    system: &System,
    staking: &Staking,
    system_subsidy_rate: u32,
    base_subsidy: u64,
    subsidy_per_shard: u64,
    ctx: &mut TxContext,
): AdminCap {
    let mut subsidies = WalrusSubsidies { id: object::new(ctx), version: VERSION, package_id: package_id() };
    let inner = walrus_subsidies_inner::new(system, staking, system_subsidy_rate, base_subsidy, subsidy_per_shard, ctx);
    field::add(&mut subsidies.id, SubsidiesInnerKey(), inner);
    let cap = AdminCap { id: object::new(ctx), subsidies_id: object::id(&subsidies) };
    transfer::share_object(subsidies);
    cap
}

/// Anyone may add funds.
public fun add_coin(self: &mut WalrusSubsidies, funds: Coin<WAL>) {
    self.inner_mut().add_balance(funds.into_balance());
}

public fun add_balance(self: &mut WalrusSubsidies, balance: Balance<WAL>) {
    self.inner_mut().add_balance(balance);
}

public fun set_system_subsidy_rate(self: &mut WalrusSubsidies, admin_cap: &AdminCap, new_rate: u32) {
    self.check_admin(admin_cap);
    self.inner_mut().set_system_subsidy_rate(new_rate);
}

public fun set_base_subsidy(self: &mut WalrusSubsidies, admin_cap: &AdminCap, base_subsidy: u64) {
    self.check_admin(admin_cap);
    self.inner_mut().set_base_subsidy(base_subsidy);
}

public fun set_per_shard_subsidy(self: &mut WalrusSubsidies, admin_cap: &AdminCap, subsidy_per_shard: u64) {
    self.check_admin(admin_cap);
    self.inner_mut().set_per_shard_subsidy(subsidy_per_shard);
}

/// Pays what is due. Anyone may call this.
public fun process_subsidies(self: &mut WalrusSubsidies, staking: &mut Staking, system: &mut System, clock: &Clock) {
    self.inner_mut().process(staking, system, clock);
}

/// Takes an object of an older version to this package's.
public fun migrate(self: &mut WalrusSubsidies) {
    assert!(self.version < VERSION, EInvalidMigration);
    self.version = VERSION;
    self.package_id = package_id();
}

fun package_id(): ID {
    type_name::defining_id<V2>().to_id()
}

fun check_admin(self: &WalrusSubsidies, admin_cap: &AdminCap) {
    assert!(object::id(self) == admin_cap.subsidies_id, EUnauthorizedAdminCap);
}

fun inner_mut(self: &mut WalrusSubsidies): &mut WalrusSubsidiesInnerV1 {
    assert!(self.version == VERSION, EWrongVersion);
    field::borrow_mut(&mut self.id, SubsidiesInnerKey())
}

#[test_only]
public fun pool_for_testing(self: &WalrusSubsidies): u64 {
    let inner: &WalrusSubsidiesInnerV1 = field::borrow(&self.id, SubsidiesInnerKey());
    inner.pool()
}

#[test_only]
public fun age_for_testing(self: &mut WalrusSubsidies) {
    self.version = VERSION - 1;
}
