/// What the system object holds: who stores, how much, at what price, and for whom the payments are.
module walrus::system_state_inner;

use sui::balance::Balance;
use sui::coin::Coin;
use sui::vec_map::{Self, VecMap};
use wal::wal::WAL;
use walrus::blob::{Self, Blob};
use walrus::bls_aggregate::{Self, BlsCommittee};
use walrus::encoding;
use walrus::epoch_parameters::EpochParams;
use walrus::event_blob::{Self, EventBlobCertificationState};
use walrus::events;
use walrus::extended_field::{Self, ExtendedField};
use walrus::storage_accounting::{Self, FutureAccountingRingBuffer};
use walrus::storage_node::StorageNodeCap;
use walrus::storage_pool::{Self, StoragePool};
use walrus::storage_resource::{Self, Storage};

const EInvalidMaxEpochsAhead: u64 = 0;
/// There is not that much room left in one of the epochs.
const EStorageExceeded: u64 = 1;
const EInvalidEpochsAhead: u64 = 2;
/// Signed for another epoch than this.
const EInvalidIdEpoch: u64 = 3;
/// The new committee is not that of the next epoch.
const EIncorrectCommittee: u64 = 4;
const EInvalidAccountingEpoch: u64 = 5;
/// The node's last attestation is still open.
const EIncorrectAttestation: u64 = 6;
const ERepeatedAttestation: u64 = 7;
const ENotCommitteeMember: u64 = 8;
const EIncorrectDenyListSequence: u64 = 9;
const EIncorrectDenyListNode: u64 = 10;
const EInvalidResourceSize: u64 = 11;
const EInvalidStartEpoch: u64 = 12;

/// No network may sell storage further ahead.
const MAX_MAX_EPOCHS_AHEAD: u32 = 1000;
/// Prices are per MiB.
const BYTES_PER_UNIT_SIZE: u64 = 1_048_576;
/// Of an epoch's payments, this part is burned.
const BURN_PERCENT: u64 = 3;

public struct SystemStateInnerV1 has store {
    committee: BlsCommittee,
    /// Bytes that can be promised, and that are promised for this epoch.
    total_capacity_size: u64,
    used_capacity_size: u64,
    storage_price_per_unit_size: u64,
    write_price_per_unit_size: u64,
    future_accounting: FutureAccountingRingBuffer,
    event_blob_certification_state: EventBlobCertificationState,
    /// What nodes refuse to store, in bytes; they are not paid for it.
    deny_list_sizes: ExtendedField<VecMap<ID, u64>>,
}

/// As it is before the first epoch: nobody stores anything.
public(package) fun create_empty(max_epochs_ahead: u32, ctx: &mut TxContext): SystemStateInnerV1 {
    assert!(max_epochs_ahead > 0 && max_epochs_ahead <= MAX_MAX_EPOCHS_AHEAD, EInvalidMaxEpochsAhead);
    SystemStateInnerV1 {
        committee: bls_aggregate::new_bls_committee(0, vector[]),
        total_capacity_size: 0,
        used_capacity_size: 0,
        storage_price_per_unit_size: 0,
        write_price_per_unit_size: 0,
        future_accounting: storage_accounting::ring_new(max_epochs_ahead),
        event_blob_certification_state: event_blob::new_state(),
        deny_list_sizes: extended_field::new(vec_map::empty(), ctx),
    }
}

// Epochs.

/// The part of the ending epoch's rewards that is to be burned.
public(package) fun take_burned(self: &mut SystemStateInnerV1): Balance<WAL> {
    let rewards = self.future_accounting[0].rewards_balance();
    let burned = (rewards.value() as u128) * (BURN_PERCENT as u128) / 100;
    rewards.split(burned as u64)
}

/// Puts the next committee in office; returns what each member of the old one has earned.
public(package) fun advance_epoch(
    self: &mut SystemStateInnerV1,
    new_committee: BlsCommittee,
    new_epoch_params: &EpochParams,
): VecMap<ID, Balance<WAL>> {
    let old_epoch = self.epoch();
    assert!(new_committee.epoch() == old_epoch + 1, EIncorrectCommittee);
    let old_committee = self.committee;
    self.committee = new_committee;

    let ended = self.future_accounting.ring_pop_expand();
    assert!(ended.epoch() == old_epoch, EInvalidAccountingEpoch);
    self.event_blob_certification_state.reset_tally();
    self.used_capacity_size = self.future_accounting[0].used_capacity();
    self.total_capacity_size = new_epoch_params.capacity().max(self.used_capacity_size);

    let used = ended.used_capacity();
    self.pay_rewards(&old_committee, used, ended.unwrap_balance())
}

/// Every member's share goes by its weight and the bytes it did not refuse. What division leaves goes to the new epoch.
fun pay_rewards(
    self: &mut SystemStateInnerV1,
    committee: &BlsCommittee,
    used: u64,
    mut rewards: Balance<WAL>,
): VecMap<ID, Balance<WAL>> {
    let (nodes, weights) = committee.to_vec_map().into_keys_values();
    let denied = self.deny_list_sizes.borrow();
    let shares = vector::tabulate!(nodes.length(), |i| {
        let refused = denied.try_get(&nodes[i]).destroy_or!(0);
        (weights[i] as u128) * ((used - refused.min(used)) as u128)
    });
    let total_share = shares.fold!(0, |sum, share| sum + share).max(1);
    let total = rewards.value() as u256;
    // In 256 bits no weight, size and reward can overflow: an epoch must always end.
    let paid = shares.map!(|share| rewards.split(((share as u256) * total / (total_share as u256)) as u64));
    self.future_accounting[0].rewards_balance().join(rewards);
    vec_map::from_keys_values(nodes, paid)
}

public(package) fun set_prices(self: &mut SystemStateInnerV1, storage_price: u64, write_price: u64) {
    self.storage_price_per_unit_size = storage_price;
    self.write_price_per_unit_size = write_price;
    events::emit_prices_updated(self.epoch(), storage_price, write_price);
}

// Readers.

public(package) fun epoch(self: &SystemStateInnerV1): u32 { self.committee.epoch() }

public(package) fun n_shards(self: &SystemStateInnerV1): u16 { self.committee.n_shards() }

public(package) fun committee(self: &SystemStateInnerV1): &BlsCommittee { &self.committee }

public(package) fun total_capacity_size(self: &SystemStateInnerV1): u64 { self.total_capacity_size }

public(package) fun used_capacity_size(self: &SystemStateInnerV1): u64 { self.used_capacity_size }

public(package) fun future_accounting(self: &SystemStateInnerV1): &FutureAccountingRingBuffer {
    &self.future_accounting
}

#[test_only]
public(package) fun tracked_event_blobs(self: &SystemStateInnerV1): u64 {
    self.event_blob_certification_state.tracked()
}

#[test_only]
public(package) fun latest_event_checkpoint(self: &SystemStateInnerV1): Option<u64> {
    self.event_blob_certification_state.latest_certified_checkpoint()
}

// Storage.

/// From now, for so many epochs.
public(package) fun reserve_space(
    self: &mut SystemStateInnerV1,
    storage_amount: u64,
    epochs_ahead: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Storage {
    self.check_ahead(epochs_ahead);
    self.reserve(storage_amount, 0, epochs_ahead, payment, ctx)
}

/// A start in the past is now.
public(package) fun reserve_space_for_epochs(
    self: &mut SystemStateInnerV1,
    storage_amount: u64,
    start_epoch: u32,
    end_epoch: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Storage {
    let current = self.epoch();
    let start = start_epoch.max(current);
    assert!(end_epoch > start, EInvalidEpochsAhead);
    assert!(end_epoch - current <= self.future_accounting.max_epochs_ahead(), EInvalidEpochsAhead);
    self.reserve(storage_amount, start - current, end_epoch - current, payment, ctx)
}

/// `from` and `to` count from the current epoch.
fun reserve(
    self: &mut SystemStateInnerV1,
    storage_amount: u64,
    from: u32,
    to: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Storage {
    self.pay_storage(storage_amount, from, to, payment);
    assert!(storage_amount > 0, EInvalidResourceSize);
    self.use_capacity(storage_amount, from, to);
    let epoch = self.epoch();
    storage_resource::create_storage(epoch + from, epoch + to, storage_amount, ctx)
}

/// Puts the price of each epoch where that epoch's nodes will be paid from.
fun pay_storage(self: &mut SystemStateInnerV1, storage_amount: u64, from: u32, to: u32, payment: &mut Coin<WAL>) {
    let price = units(storage_amount) * self.storage_price_per_unit_size;
    from.range_do!(to, |k| {
        self.future_accounting[k].rewards_balance().join(payment.balance_mut().split(price));
    });
}

fun use_capacity(self: &mut SystemStateInnerV1, storage_amount: u64, from: u32, to: u32) {
    from.range_do!(to, |k| {
        let used = self.count_capacity(storage_amount, k);
        assert!(used <= self.total_capacity_size, EStorageExceeded);
    });
}

/// Returns what is promised then for the epoch.
fun count_capacity(self: &mut SystemStateInnerV1, storage_amount: u64, k: u32): u64 {
    let used = self.future_accounting[k].increase_used_capacity(storage_amount);
    if (k == 0) self.used_capacity_size = used;
    used
}

fun pay_write(self: &mut SystemStateInnerV1, encoded_size: u64, payment: &mut Coin<WAL>) {
    let price = units(encoded_size) * self.write_price_per_unit_size;
    self.future_accounting[0].rewards_balance().join(payment.balance_mut().split(price));
}

fun check_ahead(self: &SystemStateInnerV1, epochs_ahead: u32) {
    assert!(epochs_ahead > 0, EInvalidEpochsAhead);
    assert!(epochs_ahead <= self.future_accounting.max_epochs_ahead(), EInvalidEpochsAhead);
}

fun units(size: u64): u64 {
    size.divide_and_round_up(BYTES_PER_UNIT_SIZE)
}

// Blobs.

public(package) fun register_blob(
    self: &mut SystemStateInnerV1,
    storage: Storage,
    blob_id: u256,
    root_hash: u256,
    size: u64,
    encoding_type: u8,
    deletable: bool,
    write_payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Blob {
    let n_shards = self.n_shards();
    let epoch = self.epoch();
    let blob = blob::new(storage, blob_id, root_hash, size, encoding_type, deletable, epoch, n_shards, ctx);
    self.pay_write(blob.encoded_size(n_shards), write_payment);
    blob
}

public(package) fun certify_blob(
    self: &SystemStateInnerV1,
    blob: &mut Blob,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
) {
    let certified = self.committee.verify_quorum_in_epoch(signature, signers_bitmap, message);
    blob.certify_with_certified_msg(self.epoch(), certified.certify_blob_message());
}

public(package) fun delete_blob(self: &SystemStateInnerV1, blob: Blob): Storage {
    blob.delete(self.epoch())
}

public(package) fun extend_blob_with_resource(self: &SystemStateInnerV1, blob: &mut Blob, extension: Storage) {
    blob.extend_with_resource(extension, self.epoch());
}

public(package) fun extend_blob(
    self: &mut SystemStateInnerV1,
    blob: &mut Blob,
    extended_epochs: u32,
    payment: &mut Coin<WAL>,
) {
    blob.check_certified_not_expired(self.epoch());
    let size = blob.storage().size();
    self.prolong(size, blob.end_epoch(), extended_epochs, payment);
    blob.extend_by(extended_epochs);
}

/// Pays for epochs after `end_epoch` and takes the room in them.
fun prolong(
    self: &mut SystemStateInnerV1,
    size: u64,
    end_epoch: u32,
    extended_epochs: u32,
    payment: &mut Coin<WAL>,
) {
    assert!(extended_epochs > 0, EInvalidEpochsAhead);
    let from = end_epoch - self.epoch();
    let length = self.future_accounting.max_epochs_ahead();
    assert!(from <= length && extended_epochs <= length - from, EInvalidEpochsAhead);
    self.pay_storage(size, from, from + extended_epochs, payment);
    self.use_capacity(size, from, from + extended_epochs);
}

/// The nodes found that the id stands for no blob. Returns the id.
public(package) fun invalidate_blob_id(
    self: &SystemStateInnerV1,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
): u256 {
    let certified = self
        .committee
        .verify_one_correct_node_in_epoch(signature, members_bitmap, message)
        .invalid_blob_id_message();
    let blob_id = certified.blob_id();
    events::emit_invalid_blob_id(certified.epoch(), blob_id);
    blob_id
}

/// One node's word for an event blob. With the word of a quorum the blob is certified; it costs nothing.
public(package) fun certify_event_blob(
    self: &mut SystemStateInnerV1,
    cap: &mut StorageNodeCap,
    blob_id: u256,
    root_hash: u256,
    size: u64,
    encoding_type: u8,
    ending_checkpoint: u64,
    epoch: u32,
    ctx: &mut TxContext,
) {
    let node_id = cap.node_id();
    self.check_member(node_id);
    let current = self.epoch();
    assert!(epoch == current, EInvalidIdEpoch);
    let last = cap.last_event_blob_attestation();
    last.do!(|last| if (last.attested_epoch() >= current) {
        assert!(ending_checkpoint > last.attested_checkpoint(), ERepeatedAttestation);
        assert!(self.event_blob_certification_state.is_covered(last.attested_checkpoint()), EIncorrectAttestation);
    });
    cap.set_last_event_blob_attestation(event_blob::new_attestation(ending_checkpoint, current));
    if (self.event_blob_certification_state.is_covered(ending_checkpoint)) return;

    let candidate = event_blob::new_event_blob(ending_checkpoint, blob_id);
    let weight = self.committee.get_member_weight(&node_id);
    let total = self.event_blob_certification_state.add_weight(candidate, weight);
    if (!self.committee.is_quorum(total)) return;

    let n_shards = self.n_shards();
    let encoded_size = encoding::encoded_blob_length(size, encoding_type, n_shards);
    let storage = self.reserve_for_events(encoded_size, ctx);
    let mut blob = blob::new(storage, blob_id, root_hash, size, encoding_type, false, current, n_shards, ctx);
    blob.certify_attested(current);
    self.event_blob_certification_state.set_latest(candidate);
    self.event_blob_certification_state.reset_tally();
    blob.burn();
}

/// As long as can be, free of charge and whether there is room or not.
fun reserve_for_events(self: &mut SystemStateInnerV1, encoded_size: u64, ctx: &mut TxContext): Storage {
    let length = self.future_accounting.max_epochs_ahead();
    length.do!(|k| { self.count_capacity(encoded_size, k); });
    let epoch = self.epoch();
    storage_resource::create_storage(epoch, epoch + length, encoded_size, ctx)
}

// Storage pools.

public(package) fun create_storage_pool(
    self: &mut SystemStateInnerV1,
    reserved_encoded_capacity_bytes: u64,
    epochs_ahead: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): StoragePool {
    let storage = self.reserve_space(reserved_encoded_capacity_bytes, epochs_ahead, payment, ctx);
    self.create_storage_pool_with_storage(storage, ctx)
}

public(package) fun create_storage_pool_with_storage(
    self: &SystemStateInnerV1,
    storage: Storage,
    ctx: &mut TxContext,
): StoragePool {
    assert!(storage.size() > 0, EInvalidResourceSize);
    assert!(storage.start_epoch() <= self.epoch() && self.epoch() < storage.end_epoch(), EInvalidEpochsAhead);
    storage_pool::new(storage, self.epoch(), ctx)
}

public(package) fun register_pooled_blob(
    self: &mut SystemStateInnerV1,
    pool: &mut StoragePool,
    blob_id: u256,
    root_hash: u256,
    unencoded_size: u64,
    encoding_type: u8,
    deletable: bool,
    write_payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
) {
    assert!(pool.start_epoch() <= self.epoch(), EInvalidEpochsAhead);
    self.check_not_expired(pool);
    let encoded_size = pool.register_blob(
        blob_id,
        root_hash,
        unencoded_size,
        encoding_type,
        deletable,
        self.epoch(),
        self.n_shards(),
        ctx,
    );
    self.pay_write(encoded_size, write_payment);
}

public(package) fun certify_pooled_blob(
    self: &SystemStateInnerV1,
    pool: &mut StoragePool,
    blob_id: u256,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
) {
    let certified = self.committee.verify_quorum_in_epoch(signature, signers_bitmap, message);
    pool.certify_blob(blob_id, self.epoch(), certified.certify_blob_message());
}

public(package) fun delete_pooled_blob(self: &SystemStateInnerV1, pool: &mut StoragePool, blob_id: u256) {
    self.check_not_expired(pool);
    pool.delete_blob(blob_id, self.epoch(), self.n_shards());
}

public(package) fun burn_expired_pooled_blob(self: &SystemStateInnerV1, pool: &mut StoragePool, blob_id: u256) {
    assert!(pool.end_epoch() <= self.epoch(), EInvalidEpochsAhead);
    pool.burn_blob(blob_id, self.n_shards());
}

public(package) fun extend_storage_pool(
    self: &mut SystemStateInnerV1,
    pool: &mut StoragePool,
    extended_epochs: u32,
    payment: &mut Coin<WAL>,
) {
    self.check_not_expired(pool);
    self.prolong(pool.reserved_encoded_capacity_bytes(), pool.end_epoch(), extended_epochs, payment);
    pool.extend_end_epoch(extended_epochs, self.epoch());
}

/// For all epochs that the pool still has.
public(package) fun increase_storage_pool_capacity(
    self: &mut SystemStateInnerV1,
    pool: &mut StoragePool,
    additional_bytes: u64,
    payment: &mut Coin<WAL>,
) {
    assert!(additional_bytes > 0, EInvalidResourceSize);
    self.check_not_expired(pool);
    let remaining = pool.end_epoch() - self.epoch();
    self.pay_storage(additional_bytes, 0, remaining, payment);
    self.use_capacity(additional_bytes, 0, remaining);
    pool.increase_capacity(additional_bytes);
}

public(package) fun increase_storage_pool_capacity_with_storage(
    self: &SystemStateInnerV1,
    pool: &mut StoragePool,
    storage: Storage,
) {
    self.check_not_expired(pool);
    pool.absorb(storage, self.epoch());
}

fun check_not_expired(self: &SystemStateInnerV1, pool: &StoragePool) {
    assert!(pool.end_epoch() > self.epoch(), EInvalidEpochsAhead);
}

// Subsidies.

/// Spread evenly over so many epochs from now; the current one also gets what division leaves.
public(package) fun add_subsidy(self: &mut SystemStateInnerV1, subsidy: Coin<WAL>, epochs_ahead: u32) {
    self.check_ahead(epochs_ahead);
    let mut rest = subsidy.into_balance();
    let part = rest.value() / (epochs_ahead as u64);
    epochs_ahead.do!(|k| { self.future_accounting[k].rewards_balance().join(rest.split(part)); });
    self.future_accounting[0].rewards_balance().join(rest);
}

/// One for each epoch from now.
public(package) fun add_per_epoch_subsidies(self: &mut SystemStateInnerV1, subsidies: vector<Balance<WAL>>) {
    assert!(subsidies.length() <= self.future_accounting.max_epochs_ahead() as u64, EInvalidEpochsAhead);
    let mut k = 0;
    subsidies.do!(|subsidy| {
        self.future_accounting[k].rewards_balance().join(subsidy);
        k = k + 1;
    });
}

// What nodes agree on.

public(package) fun update_protocol_version(
    self: &SystemStateInnerV1,
    cap: &StorageNodeCap,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.check_member(cap.node_id());
    let agreed = self
        .committee
        .verify_quorum_in_epoch(signature, members_bitmap, message)
        .protocol_version_message();
    assert!(agreed.start_epoch() >= self.epoch(), EInvalidStartEpoch);
    events::emit_protocol_version_updated(agreed.message_epoch(), agreed.start_epoch(), agreed.protocol_version());
}

/// Announces what the node is going to refuse; it takes effect when a quorum agrees.
public(package) fun register_deny_list_update(
    self: &SystemStateInnerV1,
    cap: &StorageNodeCap,
    root: u256,
    sequence: u64,
) {
    self.check_member(cap.node_id());
    assert!(sequence > cap.deny_list_sequence(), EIncorrectDenyListSequence);
    events::emit_register_deny_list_update(self.epoch(), root, sequence, cap.node_id());
}

public(package) fun update_deny_list(
    self: &mut SystemStateInnerV1,
    cap: &mut StorageNodeCap,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    let node_id = cap.node_id();
    self.check_member(node_id);
    let update = self
        .committee
        .verify_quorum_in_epoch(signature, members_bitmap, message)
        .deny_list_update_message();
    assert!(update.storage_node_id() == node_id, EIncorrectDenyListNode);
    let (root, sequence, size) = (update.root(), update.sequence_number(), update.size());
    assert!(sequence > cap.deny_list_sequence(), EIncorrectDenyListSequence);
    cap.set_deny_list_properties(root, sequence, size);
    let sizes = self.deny_list_sizes.borrow_mut();
    if (sizes.contains(&node_id)) *&mut sizes[&node_id] = size else sizes.insert(node_id, size);
    events::emit_deny_list_update(update.update_epoch(), root, sequence, node_id);
}

/// The nodes no longer hold the blob. No object changes.
public(package) fun delete_deny_listed_blob(
    self: &SystemStateInnerV1,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    let deleted = self
        .committee
        .verify_one_correct_node_in_epoch(signature, members_bitmap, message)
        .deny_list_blob_deleted_message();
    events::emit_deny_list_blob_deleted(deleted.epoch(), deleted.blob_id());
}

fun check_member(self: &SystemStateInnerV1, node_id: ID) {
    assert!(self.committee.contains(&node_id), ENotCommitteeMember);
}
