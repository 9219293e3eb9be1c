/// The state of staking: pools, committees, and where in its epoch the network is.
module walrus::staking_inner;

use std::string::String;
use sui::balance::{Self, Balance};
use sui::bls12381::UncompressedG1;
use sui::clock::Clock;
use sui::group_ops::Element;
use sui::object_table::{Self, ObjectTable};
use sui::priority_queue;
use sui::vec_map::{Self, VecMap};
use wal::wal::WAL;
use walrus::active_set::{Self, ActiveSet};
use walrus::apportionment;
use walrus::auth::Authenticated;
use walrus::bls_aggregate::{Self, BlsCommittee};
use walrus::committee::{Self, Committee};
use walrus::epoch_parameters::{Self, EpochParams};
use walrus::events;
use walrus::extended_field::{Self, ExtendedField};
use walrus::node_metadata::NodeMetadata;
use walrus::staked_wal::StakedWal;
use walrus::staking_pool::{Self, StakingPool};
use walrus::storage_node::StorageNodeCap;
use walrus::walrus_context::{Self, WalrusContext};

const EWrongEpochState: u64 = 0;
const EInvalidSyncEpoch: u64 = 1;
const EDuplicateSyncDone: u64 = 2;
const ENoStake: u64 = 3;
const ENotInCommittee: u64 = 4;
const ECommitteeSelected: u64 = 5;
const ENextCommitteeIsEmpty: u64 = 6;
const EPoolNotFound: u64 = 8;
const EZeroNodeWeight: u64 = 9;
/// The keys of the next committee are not those of its nodes.
const EIncorrectNodeOrder: u64 = 10;

/// How many nodes at most stand for the committee.
const ACTIVE_SET_LIMIT: u16 = 111;
const MIN_STAKE: u64 = 0;

public enum EpochState has copy, drop, store {
    /// Nodes of so many shards have their data for the epoch.
    EpochChangeSync(u16),
    /// A quorum had them at this time (ms).
    EpochChangeDone(u64),
    /// The next committee is chosen. The time is that of `EpochChangeDone`.
    NextParamsSelected(u64),
}

public struct StakingInnerV1 has store {
    n_shards: u16,
    /// In milliseconds.
    epoch_duration: u64,
    first_epoch_start: u64,
    pools: ObjectTable<ID, StakingPool>,
    epoch: u32,
    active_set: ExtendedField<ActiveSet>,
    next_committee: Option<Committee>,
    committee: Committee,
    previous_committee: Committee,
    next_epoch_params: Option<EpochParams>,
    epoch_state: EpochState,
    /// The keys of the next committee, fixed when it is chosen.
    next_epoch_public_keys: ExtendedField<VecMap<ID, Element<UncompressedG1>>>,
}

public(package) fun new(
    epoch_zero_duration: u64,
    epoch_duration: u64,
    n_shards: u16,
    clock: &Clock,
    ctx: &mut TxContext,
): StakingInnerV1 {
    StakingInnerV1 {
        n_shards,
        epoch_duration,
        first_epoch_start: clock.timestamp_ms() + epoch_zero_duration,
        pools: object_table::new(ctx),
        epoch: 0,
        active_set: extended_field::new(active_set::new(ACTIVE_SET_LIMIT, MIN_STAKE), ctx),
        next_committee: option::none(),
        committee: committee::empty(),
        previous_committee: committee::empty(),
        next_epoch_params: option::none(),
        epoch_state: EpochState::EpochChangeDone(clock.timestamp_ms()),
        next_epoch_public_keys: extended_field::new(vec_map::empty(), ctx),
    }
}

// Pools.

public(package) fun register_candidate(
    self: &mut StakingInnerV1,
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
    let (pool, cap) = staking_pool::new(
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
        &self.context(),
        ctx,
    );
    self.pools.add(pool.node_id(), pool);
    cap
}

public(package) fun stake(
    self: &mut StakingInnerV1,
    node_id: ID,
    to_stake: Balance<WAL>,
    ctx: &mut TxContext,
): StakedWal {
    let wctx = self.context();
    let staked_wal = self.pool_mut(node_id).stake(to_stake, &wctx, ctx);
    self.refresh_active_set(node_id);
    staked_wal
}

public(package) fun request_withdraw_stake(self: &mut StakingInnerV1, staked_wal: &mut StakedWal) {
    let node_id = staked_wal.node_id();
    let wctx = self.context();
    let in_next_committee = self.in_next_committee(&node_id);
    self.pool_mut(node_id).request_withdraw_stake(staked_wal, in_next_committee, &wctx);
    self.refresh_active_set(node_id);
}

public(package) fun withdraw_stake(self: &mut StakingInnerV1, staked_wal: StakedWal): Balance<WAL> {
    let node_id = staked_wal.node_id();
    let wctx = self.context();
    let in_next_committee = self.in_next_committee(&node_id);
    let withdrawn = self.pool_mut(node_id).withdraw_stake(staked_wal, in_next_committee, &wctx);
    self.refresh_active_set(node_id);
    withdrawn
}

public(package) fun can_withdraw_staked_wal_early(self: &StakingInnerV1, staked_wal: &StakedWal): bool {
    let in_next_committee = self.in_next_committee(&staked_wal.node_id());
    staking_pool::can_withdraw_early(staked_wal, in_next_committee, &self.context())
}

public(package) fun try_join_active_set(self: &mut StakingInnerV1, cap: &StorageNodeCap) {
    self.refresh_active_set(cap.node_id());
}

/// Commissions from elsewhere. While the present epoch's are blocked these are too.
public(package) fun add_commission_to_pools(
    self: &mut StakingInnerV1,
    node_ids: vector<ID>,
    commissions: vector<Balance<WAL>>,
) {
    let free = self.is_next_params_selected();
    node_ids.zip_do!(commissions, |node_id, commission| {
        let pool = self.pool_mut(node_id);
        if (free) pool.add_commission(commission) else pool.add_blocked_commission(commission);
    });
}

/// Records the stake that the node will have in the next epoch not yet decided.
fun refresh_active_set(self: &mut StakingInnerV1, node_id: ID) {
    let epoch = self.epoch + (if (self.is_next_params_selected()) 2 else 1);
    let balance = self.pool(node_id).wal_balance_at(epoch);
    self.active_set.borrow_mut().insert_or_update(node_id, balance);
}

// Epochs.

/// Halfway through the epoch: chooses the next committee and its capacity.
public(package) fun voting_end(self: &mut StakingInnerV1, clock: &Clock) {
    let done_at = match (self.epoch_state) {
        EpochState::EpochChangeDone(time) => time,
        _ => abort EWrongEpochState,
    };
    let from = if (self.epoch == 0) self.first_epoch_start else done_at + self.epoch_duration / 2;
    assert!(clock.timestamp_ms() >= from, EWrongEpochState);

    self.previous_committee.inner().keys().do!(|id| self.pool_mut(id).unblock_commission());
    self.select_committee();
    let capacity = self.voted_capacity();
    self.next_epoch_params.swap_or_fill(
        epoch_parameters::new(capacity, std::u64::max_value!(), std::u64::max_value!()),
    );
    self.epoch_state = EpochState::NextParamsSelected(done_at);
    events::emit_epoch_parameters_selected(self.epoch + 1);
}

/// Enters the next epoch. `rewards` are those of the committee that ends.
public(package) fun initiate_epoch_change(
    self: &mut StakingInnerV1,
    clock: &Clock,
    rewards: VecMap<ID, Balance<WAL>>,
) {
    let done_at = match (self.epoch_state) {
        EpochState::NextParamsSelected(time) => time,
        _ => abort EWrongEpochState,
    };
    let from = if (self.epoch == 0) self.first_epoch_start else done_at + self.epoch_duration;
    assert!(clock.timestamp_ms() >= from, EWrongEpochState);

    self.epoch = self.epoch + 1;
    self.previous_committee = self.committee;
    self.committee = self.next_committee.extract();
    self.epoch_state = EpochState::EpochChangeSync(0);

    let wctx = self.context();
    let (node_ids, balances) = rewards.into_keys_values();
    node_ids.zip_do!(balances, |node_id, reward| self.advance_pool(node_id, reward, &wctx));
    let (joined, _) = committee::diff(&self.previous_committee, &self.committee);
    joined.do!(|node_id| self.advance_pool(node_id, balance::zero(), &wctx));
    events::emit_epoch_change_start(self.epoch);
}

fun advance_pool(self: &mut StakingInnerV1, node_id: ID, reward: Balance<WAL>, wctx: &WalrusContext) {
    self.pool_mut(node_id).advance_epoch(reward, wctx);
    self.refresh_active_set(node_id);
}

/// A node has the data of its shards. When nodes of a quorum have theirs, the epoch change is done.
public(package) fun epoch_sync_done(self: &mut StakingInnerV1, cap: &mut StorageNodeCap, epoch: u32, clock: &Clock) {
    assert!(epoch == self.epoch, EInvalidSyncEpoch);
    assert!(cap.last_epoch_sync_done() < epoch, EDuplicateSyncDone);
    let node_id = cap.node_id();
    let weight = self.node_weight(&node_id);
    cap.set_last_epoch_sync_done(epoch);
    match (self.epoch_state) {
        EpochState::EpochChangeSync(before) => {
            let synced = before + weight;
            self.epoch_state = if (self.is_quorum(synced)) {
                events::emit_epoch_change_done(epoch);
                EpochState::EpochChangeDone(clock.timestamp_ms())
            } else {
                EpochState::EpochChangeSync(synced)
            };
        },
        _ => (),
    };
    events::emit_shards_received(epoch, *self.committee.shards(&node_id));
}

// Committees.

/// The committee of the next epoch as it would be chosen now.
public(package) fun compute_next_committee(self: &StakingInnerV1): Committee {
    let candidates = self.active_set.borrow();
    assert!(candidates.total_stake() > 0, ENoStake);
    let ceiling = apportionment::max_shards_per_node(self.n_shards, candidates.size());
    let counts = apportionment::dhondt(self.n_shards, ceiling, candidates.stakes());
    let counts = vec_map::from_keys_values(candidates.ids(), counts);
    if (self.committee.size() == 0) committee::initialize(counts) else self.committee.transition(counts)
}

fun select_committee(self: &mut StakingInnerV1) {
    assert!(self.next_committee.is_none(), ECommitteeSelected);
    let committee = self.compute_next_committee();
    let node_ids = committee.inner().keys();
    let keys = node_ids.map_ref!(|node_id| self.pool(*node_id).next_epoch_public_key());
    self.next_epoch_public_keys.swap(vec_map::from_keys_values(node_ids, keys));
    self.next_committee.fill(committee);
}

/// The chosen committee as certificates are checked against it.
public(package) fun next_bls_committee(self: &StakingInnerV1): BlsCommittee {
    assert!(self.next_committee.is_some(), ENextCommitteeIsEmpty);
    let committee = self.next_committee.borrow().inner();
    let keys = self.next_epoch_public_keys.borrow();
    assert!(keys.length() == committee.length(), EIncorrectNodeOrder);
    let members = vector::tabulate!(committee.length(), |i| {
        let (node_id, shards) = committee.get_entry_by_idx(i);
        let (key_of, key) = keys.get_entry_by_idx(i);
        assert!(node_id == key_of, EIncorrectNodeOrder);
        assert!(!shards.is_empty(), EZeroNodeWeight);
        bls_aggregate::new_bls_committee_member(*key, shards.length() as u16, *node_id)
    });
    bls_aggregate::new_bls_committee(self.epoch + 1, members)
}

/// The number of shards of a member of the current committee.
public(package) fun node_weight(self: &StakingInnerV1, node_id: &ID): u16 {
    assert!(self.committee.contains(node_id), ENotInCommittee);
    self.committee.weight(node_id)
}

/// Two thirds of the shards and one more third of a shard.
public(package) fun is_quorum(self: &StakingInnerV1, weight: u16): bool {
    3 * (weight as u64) >= 2 * (self.n_shards as u64) + 1
}

// Votes.

/// The lowest storage and write prices that nodes of a quorum accept, in the current committee.
public(package) fun voted_prices(self: &StakingInnerV1): (u64, u64) {
    let storage = self.price_quantile!(|pool| pool.storage_price_vote());
    let write = self.price_quantile!(|pool| pool.write_price_vote());
    (storage, write)
}

/// From the highest vote down: the one without whose nodes the rest is no quorum.
macro fun price_quantile($self: &StakingInnerV1, $vote: |&StakingPool| -> u64): u64 {
    let self = $self;
    let committee = self.committee.inner();
    let mut votes = priority_queue::new(committee.keys().map!(|node_id| {
        priority_queue::new_entry($vote(self.pool(node_id)), self.committee.weight(&node_id))
    }));
    let mut rest = self.n_shards;
    let mut price = std::u64::max_value!();
    if (!committee.is_empty()) while (self.is_quorum(rest)) {
        let (vote, weight) = votes.pop_max();
        price = vote;
        rest = rest - weight;
    };
    price
}

/// The largest total that nodes of a quorum of the next committee can keep.
fun voted_capacity(self: &StakingInnerV1): u64 {
    let committee = self.next_committee.borrow();
    let mut votes = priority_queue::new(committee.inner().keys().map!(|node_id| {
        let weight = committee.weight(&node_id);
        let total = (self.pool(node_id).node_capacity_vote() as u128) * (self.n_shards as u128) / (weight as u128);
        priority_queue::new_entry(total.min(std::u64::max_value!() as u128) as u64, weight)
    }));
    let mut support = 0;
    let mut capacity = 0;
    while (!self.is_quorum(support)) {
        let (total, weight) = votes.pop_max();
        capacity = total;
        support = support + weight;
    };
    capacity
}

public(package) fun is_governance_authorized(
    self: &StakingInnerV1,
    node_id: ID,
    authenticated: &Authenticated,
): bool {
    authenticated.matches(self.pool(node_id).governance_authorized())
}

// Readers.

public(package) fun pool(self: &StakingInnerV1, node_id: ID): &StakingPool {
    assert!(self.pools.contains(node_id), EPoolNotFound);
    &self.pools[node_id]
}

public(package) fun pool_mut(self: &mut StakingInnerV1, node_id: ID): &mut StakingPool {
    assert!(self.pools.contains(node_id), EPoolNotFound);
    &mut self.pools[node_id]
}

public(package) fun context(self: &StakingInnerV1): WalrusContext {
    walrus_context::new(self.epoch, self.next_committee.is_some(), *self.committee.inner())
}

public(package) fun epoch(self: &StakingInnerV1): u32 { self.epoch }

public(package) fun n_shards(self: &StakingInnerV1): u16 { self.n_shards }

public(package) fun committee(self: &StakingInnerV1): &Committee { &self.committee }

public(package) fun previous_committee(self: &StakingInnerV1): &Committee { &self.previous_committee }

public(package) fun next_committee(self: &StakingInnerV1): &Option<Committee> { &self.next_committee }

public(package) fun next_epoch_params(self: &StakingInnerV1): EpochParams { *self.next_epoch_params.borrow() }

public(package) fun active_set(self: &StakingInnerV1): &ActiveSet { self.active_set.borrow() }

public(package) fun is_next_params_selected(self: &StakingInnerV1): bool {
    match (self.epoch_state) {
        EpochState::NextParamsSelected(_) => true,
        _ => false,
    }
}

public(package) fun is_epoch_sync_done(self: &StakingInnerV1): bool {
    match (self.epoch_state) {
        EpochState::EpochChangeSync(_) => false,
        _ => true,
    }
}

fun in_next_committee(self: &StakingInnerV1, node_id: &ID): bool {
    self.next_committee.is_some_and!(|committee| committee.contains(node_id))
}
