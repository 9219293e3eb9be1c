/// The stake in one storage node, with its rewards. The object's id is the node's id.
///
/// The principals are inside the `StakedWal` objects; the pool keeps their sum, what rewards added to it, and the rewards themselves.
/// Owners hold shares of that sum. Who stakes buys shares at the rate of the epoch in which the stake becomes active, and sells them at
/// the rate of the epoch of the withdrawal; rates are set once per epoch, after the rewards of the epoch before came in.
module walrus::staking_pool;

use std::string::String;
use sui::bag::{Self, Bag};
use sui::balance::{Self, Balance};
use sui::bls12381::UncompressedG1;
use sui::group_ops::Element;
use sui::table::{Self, Table};
use wal::wal::WAL;
use walrus::auth::{Self, Authenticated, Authorized};
use walrus::messages;
use walrus::node_metadata::NodeMetadata;
use walrus::pending_values::{Self, PendingValues};
use walrus::pool_exchange_rate::{Self, PoolExchangeRate};
use walrus::staked_wal::{Self, StakedWal};
use walrus::storage_node::{Self, StorageNodeCap, StorageNodeInfo};
use walrus::walrus_context::WalrusContext;

const EPoolAlreadyUpdated: u64 = 0;
/// Rewards for a pool without stake.
const EIncorrectEpochAdvance: u64 = 2;
const EInvalidProofOfPossession: u64 = 4;
const EPoolIsNotActive: u64 = 6;
const EZeroStake: u64 = 7;
const ENotStaked: u64 = 8;
const EIncorrectPoolId: u64 = 9;
const ENotWithdrawing: u64 = 10;
const EWithdrawEpochNotReached: u64 = 11;
const EActivationEpochNotReached: u64 = 12;
/// No request is needed: this stake can be withdrawn now.
const EWithdrawDirectly: u64 = 13;
const EIncorrectCommissionRate: u64 = 14;
const EAuthorizationFailure: u64 = 15;
const EInvalidNetworkAddressLength: u64 = 16;
const EInvalidNameLength: u64 = 17;
const EZeroShares: u64 = 18;

/// All of the rewards, in basis points.
const MAX_COMMISSION_RATE: u16 = 10_000;
const MAX_NAME_LENGTH: u64 = 100;
const MAX_NETWORK_ADDRESS_LENGTH: u64 = 259;

public enum PoolState has copy, drop, store {
    Active,
    Withdrawing(u32),
    Withdrawn,
}

/// What the node votes for.
public struct VotingParams has copy, drop, store {
    storage_price: u64,
    write_price: u64,
    node_capacity: u64,
}

/// Under this key in `extra_fields`: the part of the commission (u64) that came with the last rewards and is not free yet.
public struct NewEpochCommissionBlockedForCollection has copy, drop, store {}

public struct StakingPool has key, store {
    id: UID,
    state: PoolState,
    voting_params: VotingParams,
    node_info: StorageNodeInfo,
    activation_epoch: u32,
    /// The epoch the pool was last brought to.
    latest_epoch: u32,
    /// Active stake with the rewards it earned.
    wal_balance: u64,
    num_shares: u64,
    /// Shares to be sold, by epoch.
    pending_shares_withdraw: PendingValues,
    /// Principals, by epoch, that are withdrawn one epoch after they become active: their shares are not known yet.
    pre_active_withdrawals: PendingValues,
    pending_commission_rate: PendingValues,
    /// In basis points.
    commission_rate: u16,
    exchange_rates: Table<u32, PoolExchangeRate>,
    /// Principals to become active, by epoch.
    pending_stake: PendingValues,
    rewards_pool: Balance<WAL>,
    commission: Balance<WAL>,
    commission_receiver: Authorized,
    governance_authorized: Authorized,
    extra_fields: Bag,
}

/// A pool without stake. The holder of the cap may collect commission, the sender may vote.
public(package) fun new(
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
    wctx: &WalrusContext,
    ctx: &mut TxContext,
): (StakingPool, StorageNodeCap) {
    verify_proof_of_possession(public_key, proof_of_possession, wctx, ctx);
    check_name(&name);
    check_network_address(&network_address);
    check_commission_rate(commission_rate);

    let id = object::new(ctx);
    let node_id = id.to_inner();
    let cap = storage_node::new_cap(node_id, ctx);
    let activation_epoch = if (wctx.committee_selected()) wctx.epoch() + 1 else wctx.epoch();
    let mut exchange_rates = table::new(ctx);
    exchange_rates.add(activation_epoch, pool_exchange_rate::flat());
    let pool = StakingPool {
        id,
        state: PoolState::Active,
        voting_params: VotingParams { storage_price, write_price, node_capacity },
        node_info: storage_node::new(name, node_id, network_address, public_key, network_public_key, metadata, ctx),
        activation_epoch,
        latest_epoch: wctx.epoch(),
        wal_balance: 0,
        num_shares: 0,
        pending_shares_withdraw: pending_values::empty(),
        pre_active_withdrawals: pending_values::empty(),
        pending_commission_rate: pending_values::empty(),
        commission_rate,
        exchange_rates,
        pending_stake: pending_values::empty(),
        rewards_pool: balance::zero(),
        commission: balance::zero(),
        commission_receiver: auth::authorized_object(object::id(&cap)),
        governance_authorized: auth::authorized_address(ctx.sender()),
        extra_fields: bag::new(ctx),
    };
    (pool, cap)
}

// Stake.

/// The stake counts from the next epoch on, or from the one after it if the next committee is chosen already.
public(package) fun stake(
    pool: &mut StakingPool,
    to_stake: Balance<WAL>,
    wctx: &WalrusContext,
    ctx: &mut TxContext,
): StakedWal {
    assert!(pool.state == PoolState::Active, EPoolIsNotActive);
    assert!(to_stake.value() > 0, EZeroStake);
    let activation_epoch = wctx.epoch() + (if (wctx.committee_selected()) 2 else 1);
    pool.pending_stake.insert_or_add(activation_epoch, to_stake.value());
    staked_wal::mint(pool.node_id(), to_stake, activation_epoch, ctx)
}

/// Announces the withdrawal of stake that is active, or will be before it can be taken back.
public(package) fun request_withdraw_stake(
    pool: &mut StakingPool,
    staked_wal: &mut StakedWal,
    in_next_committee: bool,
    wctx: &WalrusContext,
) {
    assert!(staked_wal.value() > 0, EZeroStake);
    assert!(staked_wal.node_id() == pool.node_id(), EIncorrectPoolId);
    assert!(staked_wal.is_staked(), ENotStaked);
    assert!(!can_withdraw_early(staked_wal, in_next_committee, wctx), EWithdrawDirectly);

    let activation_epoch = staked_wal.activation_epoch();
    if (activation_epoch == wctx.epoch() + 1) {
        let withdraw_epoch = activation_epoch + 1;
        pool.pre_active_withdrawals.insert_or_add(withdraw_epoch, staked_wal.value());
        staked_wal.set_withdrawing(withdraw_epoch);
        return
    };
    assert!(activation_epoch <= wctx.epoch(), EActivationEpochNotReached);
    let in_committee = wctx.committee().contains(&pool.node_id());
    assert!(in_committee || in_next_committee, EWithdrawDirectly);
    // The stake of a node that the next committee counts on stays until the end of that epoch.
    let withdraw_epoch = wctx.epoch() + (if (in_next_committee) 2 else 1);
    let shares = pool.exchange_rate_at(activation_epoch).to_shares(staked_wal.value());
    assert!(shares > 0, EZeroShares);
    pool.pending_shares_withdraw.insert_or_add(withdraw_epoch, shares);
    staked_wal.set_withdrawing(withdraw_epoch);
}

/// The principal, with rewards if the stake was ever active.
public(package) fun withdraw_stake(
    pool: &mut StakingPool,
    staked_wal: StakedWal,
    in_next_committee: bool,
    wctx: &WalrusContext,
): Balance<WAL> {
    assert!(staked_wal.value() > 0, EZeroStake);
    assert!(staked_wal.node_id() == pool.node_id(), EIncorrectPoolId);
    let activation_epoch = staked_wal.activation_epoch();
    let principal = staked_wal.value();
    if (can_withdraw_early(&staked_wal, in_next_committee, wctx)) {
        pool.pending_stake.reduce(activation_epoch, principal);
        return staked_wal.into_balance()
    };

    let counted = in_next_committee || wctx.committee().contains(&pool.node_id());
    let withdraw_epoch = if (staked_wal.is_staked() && !counted) {
        let shares = pool.exchange_rate_at(activation_epoch).to_shares(principal);
        pool.pending_shares_withdraw.insert_or_add(wctx.epoch(), shares);
        wctx.epoch()
    } else {
        assert!(staked_wal.is_withdrawing(), ENotWithdrawing);
        staked_wal.withdraw_epoch()
    };
    assert!(withdraw_epoch <= wctx.epoch(), EWithdrawEpochNotReached);
    assert!(activation_epoch <= wctx.epoch(), EActivationEpochNotReached);
    // Roundings in other owners' favour may have used up the last units.
    let rewards = pool.calculate_rewards(principal, activation_epoch, withdraw_epoch).min(pool.rewards_pool.value());
    let mut withdrawn = pool.rewards_pool.split(rewards);
    withdrawn.join(staked_wal.into_balance());
    withdrawn
}

/// Is this stake counted in no committee, chosen or present?
public(package) fun can_withdraw_early(staked_wal: &StakedWal, in_next_committee: bool, wctx: &WalrusContext): bool {
    let activation_epoch = staked_wal.activation_epoch();
    staked_wal.is_staked()
        && (activation_epoch == wctx.epoch() + 2 || activation_epoch == wctx.epoch() + 1 && !in_next_committee)
}

/// What `principal` earned between the two epochs.
public(package) fun calculate_rewards(
    pool: &StakingPool,
    principal: u64,
    activation_epoch: u32,
    withdraw_epoch: u32,
): u64 {
    let shares = pool.exchange_rate_at(activation_epoch).to_shares(principal);
    let value = pool.exchange_rate_at(withdraw_epoch).to_wal(shares);
    if (value > principal) value - principal else 0
}

/// The rate of the latest epoch up to `epoch` that has one.
public(package) fun exchange_rate_at(pool: &StakingPool, epoch: u32): PoolExchangeRate {
    let mut at = epoch;
    while (at >= pool.activation_epoch) {
        if (pool.exchange_rates.contains(at)) return pool.exchange_rates[at];
        if (at == 0) break;
        at = at - 1;
    };
    pool_exchange_rate::flat()
}

// Epochs.

/// Brings the pool to the current epoch with the rewards of the one before.
public(package) fun advance_epoch(pool: &mut StakingPool, mut rewards: Balance<WAL>, wctx: &WalrusContext) {
    let epoch = wctx.epoch();
    assert!(epoch > pool.latest_epoch, EPoolAlreadyUpdated);
    assert!(rewards.value() == 0 || pool.wal_balance > 0, EIncorrectEpochAdvance);

    let commission = (rewards.value() as u128 * (pool.commission_rate as u128) / (MAX_COMMISSION_RATE as u128)) as u64;
    pool.add_blocked_commission(rewards.split(commission));
    pool.pending_commission_rate.latest_at(epoch).do!(|rate| pool.commission_rate = rate as u16);
    pool.pending_commission_rate.flush(epoch);

    pool.wal_balance = pool.wal_balance + rewards.value();
    pool.rewards_pool.join(rewards);
    pool.latest_epoch = epoch;
    pool.node_info.rotate_public_key();
    pool.process_pending(epoch);
}

/// Fixes the rate of the epoch; at this rate stake comes in and goes out.
fun process_pending(pool: &mut StakingPool, epoch: u32) {
    let rate = pool_exchange_rate::new(pool.wal_balance, pool.num_shares);
    pool.exchange_rates.add(epoch, rate);
    pool.wal_balance = pool.wal_balance + pool.pending_stake.flush(epoch);
    let shares = pool.pending_shares_withdraw.flush(epoch) + pool.pre_active_shares(epoch);
    pool.pre_active_withdrawals.flush(epoch);
    // Stake that waited for an inactive node bought its shares at the rate of the pool's last epoch, the pool enters it at the present
    // one: all shares together can be worth a little more than the pool. Refusing that would stop the network's epoch change.
    let withdrawn = rate.to_wal(shares).min(pool.wal_balance);
    pool.wal_balance = pool.wal_balance - withdrawn;
    pool.num_shares = rate.to_shares(pool.wal_balance);
}

/// The shares of the pre-active withdrawals up to `epoch`; each was active for one epoch.
fun pre_active_shares(pool: &StakingPool, epoch: u32): u64 {
    let pending = pool.pre_active_withdrawals.inner();
    let mut shares = 0;
    pending.keys().do!(|e| if (e <= epoch) {
        shares = shares + pool.exchange_rate_at(e - 1).to_shares(pending[&e]);
    });
    shares
}

/// The stake that the pool will have in a future epoch, as far as is known, without rewards to come.
public(package) fun wal_balance_at(pool: &StakingPool, epoch: u32): u64 {
    let rate = pool_exchange_rate::new(pool.wal_balance, pool.num_shares);
    let balance = pool.wal_balance + pool.pending_stake.value_at(epoch);
    let shares = pool.pending_shares_withdraw.value_at(epoch) + pool.pre_active_shares(epoch);
    balance - rate.to_wal(shares).min(balance)
}

// Commission.

/// The rate applies from the rewards on that are paid after the next two epoch changes.
public(package) fun set_next_commission(pool: &mut StakingPool, commission_rate: u16, wctx: &WalrusContext) {
    check_commission_rate(commission_rate);
    pool.pending_commission_rate.insert_or_replace(wctx.epoch() + 2, commission_rate as u64);
}

/// Takes out what is not blocked.
public(package) fun collect_commission(pool: &mut StakingPool, authenticated: Authenticated): Balance<WAL> {
    assert!(authenticated.matches(&pool.commission_receiver), EAuthorizationFailure);
    let free = pool.commission.value() - pool.blocked_commission();
    pool.commission.split(free)
}

/// Takes out all of it.
public(package) fun slash_commission(pool: &mut StakingPool): Balance<WAL> {
    pool.unblock_commission();
    pool.commission.withdraw_all()
}

public(package) fun add_commission(pool: &mut StakingPool, commission: Balance<WAL>) {
    pool.commission.join(commission);
}

public(package) fun add_blocked_commission(pool: &mut StakingPool, commission: Balance<WAL>) {
    let key = NewEpochCommissionBlockedForCollection {};
    if (!pool.extra_fields.contains(key)) pool.extra_fields.add(key, 0u64);
    let blocked: &mut u64 = &mut pool.extra_fields[key];
    *blocked = *blocked + commission.value();
    pool.commission.join(commission);
}

public(package) fun unblock_commission(pool: &mut StakingPool) {
    let key = NewEpochCommissionBlockedForCollection {};
    if (pool.extra_fields.contains(key)) { let _: u64 = pool.extra_fields.remove(key); };
}

public(package) fun blocked_commission(pool: &StakingPool): u64 {
    let key = NewEpochCommissionBlockedForCollection {};
    if (pool.extra_fields.contains(key)) pool.extra_fields[key] else 0
}

public(package) fun set_commission_receiver(pool: &mut StakingPool, authenticated: Authenticated, to: Authorized) {
    assert!(authenticated.matches(&pool.commission_receiver), EAuthorizationFailure);
    pool.commission_receiver = to;
}

public(package) fun set_governance_authorized(pool: &mut StakingPool, authenticated: Authenticated, to: Authorized) {
    assert!(authenticated.matches(&pool.governance_authorized), EAuthorizationFailure);
    pool.governance_authorized = to;
}

// The node.

public(package) fun set_name(pool: &mut StakingPool, name: String) {
    check_name(&name);
    pool.node_info.set_name(name);
}

public(package) fun set_network_address(pool: &mut StakingPool, network_address: String) {
    check_network_address(&network_address);
    pool.node_info.set_network_address(network_address);
}

public(package) fun set_network_public_key(pool: &mut StakingPool, network_public_key: vector<u8>) {
    pool.node_info.set_network_public_key(network_public_key);
}

public(package) fun set_node_metadata(pool: &mut StakingPool, metadata: NodeMetadata) {
    pool.node_info.set_metadata(metadata);
}

public(package) fun set_next_public_key(
    pool: &mut StakingPool,
    public_key: vector<u8>,
    proof_of_possession: vector<u8>,
    wctx: &WalrusContext,
    ctx: &TxContext,
) {
    verify_proof_of_possession(public_key, proof_of_possession, wctx, ctx);
    pool.node_info.set_next_public_key(public_key);
}

public(package) fun set_storage_price_vote(pool: &mut StakingPool, price: u64) {
    pool.voting_params.storage_price = price;
}

public(package) fun set_write_price_vote(pool: &mut StakingPool, price: u64) {
    pool.voting_params.write_price = price;
}

public(package) fun set_node_capacity_vote(pool: &mut StakingPool, capacity: u64) {
    pool.voting_params.node_capacity = capacity;
}

fun verify_proof_of_possession(public_key: vector<u8>, proof: vector<u8>, wctx: &WalrusContext, ctx: &TxContext) {
    let message = messages::new_proof_of_possession_msg(wctx.epoch(), ctx.sender(), public_key);
    assert!(message.verify_proof_of_possession(proof), EInvalidProofOfPossession);
}

fun check_name(name: &String) {
    assert!(name.length() <= MAX_NAME_LENGTH, EInvalidNameLength);
}

fun check_network_address(address: &String) {
    assert!(address.length() <= MAX_NETWORK_ADDRESS_LENGTH, EInvalidNetworkAddressLength);
}

fun check_commission_rate(rate: u16) {
    assert!(rate <= MAX_COMMISSION_RATE, EIncorrectCommissionRate);
}

// Readers.

public(package) fun node_id(pool: &StakingPool): ID { pool.id.to_inner() }

public(package) fun node_info(pool: &StakingPool): &StorageNodeInfo { &pool.node_info }

public(package) fun next_epoch_public_key(pool: &StakingPool): Element<UncompressedG1> {
    pool.node_info.next_epoch_public_key()
}

public(package) fun wal_balance(pool: &StakingPool): u64 { pool.wal_balance }

public(package) fun num_shares(pool: &StakingPool): u64 { pool.num_shares }

public(package) fun activation_epoch(pool: &StakingPool): u32 { pool.activation_epoch }

public(package) fun latest_epoch(pool: &StakingPool): u32 { pool.latest_epoch }

public(package) fun rewards_amount(pool: &StakingPool): u64 { pool.rewards_pool.value() }

public(package) fun commission_amount(pool: &StakingPool): u64 { pool.commission.value() }

public(package) fun commission_rate(pool: &StakingPool): u16 { pool.commission_rate }

public(package) fun governance_authorized(pool: &StakingPool): &Authorized { &pool.governance_authorized }

public(package) fun storage_price_vote(pool: &StakingPool): u64 { pool.voting_params.storage_price }

public(package) fun write_price_vote(pool: &StakingPool): u64 { pool.voting_params.write_price }

public(package) fun node_capacity_vote(pool: &StakingPool): u64 { pool.voting_params.node_capacity }

#[test_only]
public(package) fun set_commission_receiver_for_testing(pool: &mut StakingPool, to: Authorized) {
    pool.commission_receiver = to;
}

#[test_only]
/// Destroys a pool with whatever is in it; the WAL comes back.
public(package) fun destroy_for_testing(pool: StakingPool): Balance<WAL> {
    let StakingPool { id, node_info, exchange_rates, mut rewards_pool, commission, mut extra_fields, .. } = pool;
    id.delete();
    node_info.destroy();
    exchange_rates.drop();
    let key = NewEpochCommissionBlockedForCollection {};
    if (extra_fields.contains(key)) { let _: u64 = extra_fields.remove(key); };
    extra_fields.destroy_empty();
    rewards_pool.join(commission);
    rewards_pool
}
