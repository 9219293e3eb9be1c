/// The shared object of staking: registration of storage nodes, delegated stake, votes, and the epochs of the network.
module walrus::staking;

use std::string::String;
use sui::balance::Balance;
use sui::clock::Clock;
use sui::coin::Coin;
use sui::dynamic_field as field;
use sui::vec_map::VecMap;
use wal::wal::{ProtectedTreasury, WAL};
use walrus::auth::{Authenticated, Authorized};
use walrus::committee::Committee;
use walrus::node_metadata::NodeMetadata;
use walrus::staked_wal::StakedWal;
use walrus::staking_inner::{Self, StakingInnerV1};
use walrus::storage_node::StorageNodeCap;
use walrus::system::System;

use fun sui::coin::from_balance as Balance.into_coin;

const EInvalidMigration: u64 = 0;
/// The object is of another version than this package.
const EWrongVersion: u64 = 1;
const EDeprecatedFunction: u64 = 2;

const VERSION: u64 = 3;

/// The field with the first epoch (u32) in which the object may go to the version of a new package.
const MIGRATION_EPOCH: vector<u8> = b"migration_epoch";
/// The field with a `Forfeit`, only there when one was decided in this epoch.
const FORFEIT: vector<u8> = b"forfeit";

public struct Staking has key {
    id: UID,
    version: u64,
    package_id: ID,
    new_package_id: Option<ID>,
}

/// The nodes that lose their rewards of the epoch.
public struct Forfeit has drop, store {
    epoch: u32,
    nodes: vector<ID>,
}

/// Shares the one object of a network.
public(package) fun create(
    epoch_zero_duration: u64,
    epoch_duration: u64,
    n_shards: u16,
    package_id: ID,
    clock: &Clock,
    ctx: &mut TxContext,
) {
    let mut staking = Staking { id: object::new(ctx), version: VERSION, package_id, new_package_id: option::none() };
    field::add(&mut staking.id, VERSION, staking_inner::new(epoch_zero_duration, epoch_duration, n_shards, clock, ctx));
    transfer::share_object(staking);
}

// Storage nodes.

/// Makes a pool for a new storage node. The proof of possession is for the current epoch and the sender.
public fun register_candidate(
    staking: &mut Staking,
    name: String,
    network_address: String,
    metadata: NodeMetadata,
    public_key: vector<u8>,
    network_public_key: vector<u8>,
    proof_of_possession: vector<u8>,
    commission_rate: u16,
    storage_price: u64,
    write_price: u64,
    node_capacity: u64,
    ctx: &mut TxContext,
): StorageNodeCap {
    staking
        .inner_mut()
        .register_candidate(
            name,
            network_address,
            metadata,
            public_key,
            network_public_key,
            proof_of_possession,
            commission_rate,
            storage_price,
            write_price,
            node_capacity,
            ctx,
        )
}

public fun set_next_commission(staking: &mut Staking, cap: &StorageNodeCap, commission_rate: u16) {
    let wctx = staking.inner().context();
    staking.inner_mut().pool_mut(cap.node_id()).set_next_commission(commission_rate, &wctx);
}

public fun collect_commission(
    staking: &mut Staking,
    node_id: ID,
    auth: Authenticated,
    ctx: &mut TxContext,
): Coin<WAL> {
    staking.inner_mut().pool_mut(node_id).collect_commission(auth).into_coin(ctx)
}

public fun set_commission_receiver(staking: &mut Staking, node_id: ID, auth: Authenticated, receiver: Authorized) {
    staking.inner_mut().pool_mut(node_id).set_commission_receiver(auth, receiver);
}

public fun set_governance_authorized(
    staking: &mut Staking,
    node_id: ID,
    auth: Authenticated,
    authorized: Authorized,
) {
    staking.inner_mut().pool_mut(node_id).set_governance_authorized(auth, authorized);
}

public fun set_storage_price_vote(self: &mut Staking, cap: &StorageNodeCap, storage_price: u64) {
    self.inner_mut().pool_mut(cap.node_id()).set_storage_price_vote(storage_price);
}

public fun set_write_price_vote(self: &mut Staking, cap: &StorageNodeCap, write_price: u64) {
    self.inner_mut().pool_mut(cap.node_id()).set_write_price_vote(write_price);
}

public fun set_node_capacity_vote(self: &mut Staking, cap: &StorageNodeCap, node_capacity: u64) {
    self.inner_mut().pool_mut(cap.node_id()).set_node_capacity_vote(node_capacity);
}

/// The key that the node signs with from the next epoch on that its pool enters.
public fun set_next_public_key(
    self: &mut Staking,
    cap: &StorageNodeCap,
    public_key: vector<u8>,
    proof_of_possession: vector<u8>,
    ctx: &mut TxContext,
) {
    let wctx = self.inner().context();
    self.inner_mut().pool_mut(cap.node_id()).set_next_public_key(public_key, proof_of_possession, &wctx, ctx);
}

public fun set_name(self: &mut Staking, cap: &StorageNodeCap, name: String) {
    self.inner_mut().pool_mut(cap.node_id()).set_name(name);
}

public fun set_network_address(self: &mut Staking, cap: &StorageNodeCap, network_address: String) {
    self.inner_mut().pool_mut(cap.node_id()).set_network_address(network_address);
}

public fun set_network_public_key(self: &mut Staking, cap: &StorageNodeCap, network_public_key: vector<u8>) {
    self.inner_mut().pool_mut(cap.node_id()).set_network_public_key(network_public_key);
}

public fun set_node_metadata(self: &mut Staking, cap: &StorageNodeCap, metadata: NodeMetadata) {
    self.inner_mut().pool_mut(cap.node_id()).set_node_metadata(metadata);
}

public fun node_metadata(self: &Staking, node_id: ID): NodeMetadata {
    self.inner().pool(node_id).node_info().metadata()
}

/// Lets a node that other nodes' stake had driven out stand for the committee again, if it has the stake for it.
public fun try_join_active_set(staking: &mut Staking, cap: &StorageNodeCap) {
    staking.inner_mut().try_join_active_set(cap);
}

/// Gives commission to pools, for example as a subsidy.
public fun add_commission_to_pools(
    staking: &mut Staking,
    node_ids: vector<ID>,
    commissions: vector<Balance<WAL>>,
) {
    staking.inner_mut().add_commission_to_pools(node_ids, commissions);
}

// Stake.

public fun stake_with_pool(
    staking: &mut Staking,
    to_stake: Coin<WAL>,
    node_id: ID,
    ctx: &mut TxContext,
): StakedWal {
    staking.inner_mut().stake(node_id, to_stake.into_balance(), ctx)
}

public fun request_withdraw_stake(staking: &mut Staking, staked_wal: &mut StakedWal, _ctx: &mut TxContext) {
    staking.inner_mut().request_withdraw_stake(staked_wal);
}

public fun withdraw_stake(staking: &mut Staking, staked_wal: StakedWal, ctx: &mut TxContext): Coin<WAL> {
    staking.inner_mut().withdraw_stake(staked_wal).into_coin(ctx)
}

public fun can_withdraw_staked_wal_early(staking: &Staking, staked_wal: &StakedWal): bool {
    staking.inner().can_withdraw_staked_wal_early(staked_wal)
}

public fun calculate_rewards(
    staking: &Staking,
    node_id: ID,
    staked_principal: u64,
    activation_epoch: u32,
    withdraw_epoch: u32,
): u64 {
    staking.inner().pool(node_id).calculate_rewards(staked_principal, activation_epoch, withdraw_epoch)
}

// Epochs.

/// Closes the votes of the epoch and chooses the next committee. Anyone may call this once half of the epoch is over.
public fun voting_end(staking: &mut Staking, clock: &Clock) {
    staking.inner_mut().voting_end(clock)
}

public fun initiate_epoch_change(_staking: &mut Staking, _system: &mut System, _clock: &Clock) {
    abort EDeprecatedFunction
}

/// Ends the epoch: burns a part of its rewards, pays the rest, and puts the next committee in office. Anyone may call this once
/// the epoch is over.
public fun initiate_epoch_change_v2(
    staking: &mut Staking,
    system: &mut System,
    treasury: &mut ProtectedTreasury,
    clock: &Clock,
    ctx: &mut TxContext,
) {
    system.burn_rewards(treasury, ctx);
    let inner = staking.inner();
    let mut rewards = system.advance_epoch(inner.next_bls_committee(), &inner.next_epoch_params());
    staking.take_forfeited(&mut rewards).do!(|forfeited| system.add_subsidy(forfeited.into_coin(ctx), 1));
    staking.inner_mut().initiate_epoch_change(clock, rewards);
    staking.update_prices(system);
}

/// A node says that it has the data of its shards.
public fun epoch_sync_done(staking: &mut Staking, cap: &mut StorageNodeCap, epoch: u32, clock: &Clock) {
    staking.inner_mut().epoch_sync_done(cap, epoch, clock);
}

/// Puts the prices in force that the committee votes for now.
public fun update_prices(staking: &mut Staking, system: &mut System) {
    let (storage_price, write_price) = staking.inner().voted_prices();
    system.set_prices(storage_price, write_price);
}

public fun committee(staking: &Staking): &Committee {
    staking.inner().committee()
}

public fun previous_committee(staking: &Staking): &Committee {
    staking.inner().previous_committee()
}

public fun compute_next_committee(staking: &Staking): Committee {
    staking.inner().compute_next_committee()
}

public fun epoch(staking: &Staking): u32 {
    staking.inner().epoch()
}

// For the modules of challenges, slashing and upgrades.

public(package) fun is_governance_authorized(staking: &Staking, node_id: ID, auth: &Authenticated): bool {
    staking.inner().is_governance_authorized(node_id, auth)
}

/// The shards of a member of the current committee.
public(package) fun node_weight(staking: &Staking, node_id: ID): u16 {
    staking.inner().node_weight(&node_id)
}

public(package) fun is_quorum(staking: &Staking, weight: u16): bool {
    staking.inner().is_quorum(weight)
}

public(package) fun is_epoch_sync_done(staking: &Staking): bool {
    staking.inner().is_epoch_sync_done()
}

public(package) fun slash_commission(staking: &mut Staking, node_id: ID): Balance<WAL> {
    staking.inner_mut().pool_mut(node_id).slash_commission()
}

/// Takes from these nodes the rewards that they will be due at the end of the current epoch.
public(package) fun forfeit_rewards(staking: &mut Staking, nodes: vector<ID>) {
    let epoch = staking.epoch();
    field::remove_if_exists<_, Forfeit>(&mut staking.id, FORFEIT);
    field::add(&mut staking.id, FORFEIT, Forfeit { epoch, nodes });
}

/// The rewards that were forfeited in the epoch that ends, taken out of `rewards`.
fun take_forfeited(staking: &mut Staking, rewards: &mut VecMap<ID, Balance<WAL>>): Option<Balance<WAL>> {
    let mut forfeited = option::none();
    let forfeit = field::remove_if_exists<_, Forfeit>(&mut staking.id, FORFEIT);
    forfeit.do!(|Forfeit { epoch, nodes }| if (epoch == staking.epoch()) {
        let mut total = sui::balance::zero();
        nodes.do!(|node_id| if (rewards.contains(&node_id)) { total.join(rewards[&node_id].withdraw_all()); });
        forfeited.fill(total);
    });
    forfeited
}

// Versions.

public(package) fun version(staking: &Staking): u64 {
    staking.version
}

public(package) fun package_id(staking: &Staking): ID {
    staking.package_id
}

public(package) fun set_new_package_id(staking: &mut Staking, new_package_id: ID) {
    staking.new_package_id = option::some(new_package_id);
}

/// Fixes the next epoch as the first in which the object may go to this package's version.
entry fun set_migration_epoch(staking: &mut Staking) {
    assert!(staking.version < VERSION, EInvalidMigration);
    assert!(!field::exists_(&staking.id, MIGRATION_EPOCH), EInvalidMigration);
    let inner: &StakingInnerV1 = field::borrow(&staking.id, staking.version);
    let epoch = inner.epoch();
    field::add(&mut staking.id, MIGRATION_EPOCH, epoch + 1);
}

/// Takes the object to this package's version.
public(package) fun migrate(staking: &mut Staking) {
    assert!(staking.version < VERSION, EInvalidMigration);
    assert!(staking.new_package_id.is_some(), EInvalidMigration);
    assert!(field::exists_(&staking.id, MIGRATION_EPOCH), EInvalidMigration);
    let migration_epoch: u32 = field::remove(&mut staking.id, MIGRATION_EPOCH);
    let inner: StakingInnerV1 = field::remove(&mut staking.id, staking.version);
    assert!(inner.epoch() >= migration_epoch, EInvalidMigration);
    field::add(&mut staking.id, VERSION, inner);
    staking.version = VERSION;
    staking.package_id = staking.new_package_id.extract();
}

fun inner(staking: &Staking): &StakingInnerV1 {
    assert!(staking.version == VERSION, EWrongVersion);
    field::borrow(&staking.id, VERSION)
}

fun inner_mut(staking: &mut Staking): &mut StakingInnerV1 {
    assert!(staking.version == VERSION, EWrongVersion);
    field::borrow_mut(&mut staking.id, VERSION)
}

#[test_only]
/// As an object that an older version of the package made.
public(package) fun age_for_testing(staking: &mut Staking) {
    let inner: StakingInnerV1 = field::remove(&mut staking.id, VERSION);
    field::add(&mut staking.id, VERSION - 1, inner);
    staking.version = VERSION - 1;
}

#[test_only]
/// As if the older package still ran.
public(package) fun renew_for_testing(staking: &mut Staking) {
    let inner: StakingInnerV1 = field::remove(&mut staking.id, VERSION - 1);
    field::add(&mut staking.id, VERSION, inner);
    staking.version = VERSION;
}

#[test_only]
public(package) fun set_migration_epoch_for_testing(staking: &mut Staking) {
    staking.set_migration_epoch()
}

#[test_only]
public(package) fun inner_for_testing(staking: &Staking): &StakingInnerV1 {
    staking.inner()
}
