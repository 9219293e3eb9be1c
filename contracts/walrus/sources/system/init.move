/// The start of a network, and what happens to its objects when the package is upgraded.
module walrus::init;

use std::type_name;
use sui::clock::Clock;
use sui::package::{Self, Publisher, UpgradeCap};
use walrus::display;
use walrus::events;
use walrus::slashing;
use walrus::staking::{Self, Staking};
use walrus::storage_challenge;
use walrus::system::{Self, System};
use walrus::upgrade::{Self, EmergencyUpgradeCap};

/// The two shared objects are not at the same version.
const EInvalidMigration: u64 = 0;
/// The capability is of another package.
const EInvalidUpgradeCap: u64 = 1;
const EDeprecatedFunction: u64 = 2;

/// One-time witness.
public struct INIT has drop {}

/// The right to start the one network of this package.
public struct InitCap has key, store {
    id: UID,
    publisher: Publisher,
}

fun init(witness: INIT, ctx: &mut TxContext) {
    let publisher = package::claim(witness, ctx);
    transfer::transfer(InitCap { id: object::new(ctx), publisher }, ctx.sender());
}

/// Shares all objects of a network. The first epoch can begin `epoch_zero_duration` ms from now; every epoch then lasts
/// `epoch_duration` ms. Storage can be bought for `max_epochs_ahead` epochs.
public fun initialize_walrus(
    init_cap: InitCap,
    upgrade_cap: UpgradeCap,
    epoch_zero_duration: u64,
    epoch_duration: u64,
    n_shards: u16,
    max_epochs_ahead: u32,
    clock: &Clock,
    ctx: &mut TxContext,
): EmergencyUpgradeCap {
    let package_id = upgrade_cap.package();
    assert!(package_id.to_address() == type_name::defining_id<InitCap>(), EInvalidUpgradeCap);
    let InitCap { id, publisher } = init_cap;
    id.delete();
    system::create(max_epochs_ahead, package_id, ctx);
    staking::create(epoch_zero_duration, epoch_duration, n_shards, package_id, clock, ctx);
    slashing::create(ctx);
    storage_challenge::create(epoch_duration, ctx);
    display::create(publisher, ctx);
    upgrade::new(upgrade_cap, ctx)
}

public fun migrate(_staking: &mut Staking, _system: &mut System) {
    abort EDeprecatedFunction
}

/// Takes both shared objects to the version of this package, after it was published as an upgrade.
entry fun migrate_v2(staking: &mut Staking, system: &mut System, _ctx: &mut TxContext) {
    staking.migrate();
    system.migrate();
    assert!(staking.package_id() == system.package_id(), EInvalidMigration);
    assert!(staking.version() == system.version(), EInvalidMigration);
    events::emit_contract_upgraded(staking.epoch(), staking.package_id(), staking.version());
}

#[test_only]
public fun init_for_testing(ctx: &mut TxContext) {
    init(INIT {}, ctx)
}

#[test_only]
public fun migrate_for_testing(staking: &mut Staking, system: &mut System, ctx: &mut TxContext) {
    migrate_v2(staking, system, ctx)
}
