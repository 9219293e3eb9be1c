/// The shared object of storage: everything that is bought, certified and given up goes through it. The rules are in
/// `system_state_inner`, so that a new version of the package can change what is stored.
module walrus::system;

use sui::balance::Balance;
use sui::coin::{Self, Coin};
use sui::dynamic_field as field;
use sui::vec_map::VecMap;
use wal::wal::{ProtectedTreasury, WAL};
use walrus::blob::Blob;
use walrus::bls_aggregate::BlsCommittee;
use walrus::epoch_parameters::EpochParams;
use walrus::storage_accounting::FutureAccountingRingBuffer;
use walrus::storage_node::StorageNodeCap;
use walrus::storage_pool::StoragePool;
use walrus::storage_resource::Storage;
use walrus::system_state_inner::{Self, SystemStateInnerV1};

const EInvalidMigration: u64 = 0;
/// The object is of another version than this package.
const EWrongVersion: u64 = 1;
/// Nothing would be taken out of the pool.
const EZeroExtractSize: u64 = 2;

const VERSION: u64 = 3;

/// Its state is a field that is named by the version.
public struct System has key {
    id: UID,
    version: u64,
    package_id: ID,
    /// Set when a new version of the package is published, until the object goes over to it.
    new_package_id: Option<ID>,
}

/// Shares the one object of a network.
public(package) fun create(max_epochs_ahead: u32, package_id: ID, ctx: &mut TxContext) {
    let mut system = System { id: object::new(ctx), version: VERSION, package_id, new_package_id: option::none() };
    field::add(&mut system.id, VERSION, system_state_inner::create_empty(max_epochs_ahead, ctx));
    transfer::share_object(system);
}

// Storage.

/// From the current epoch, for so many epochs. The price is taken out of `payment`.
public fun reserve_space(
    self: &mut System,
    storage_amount: u64,
    epochs_ahead: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Storage {
    self.inner_mut().reserve_space(storage_amount, epochs_ahead, payment, ctx)
}

/// As `reserve_space`, from and to given epochs; what is past of them is left out.
public fun reserve_space_for_epochs(
    self: &mut System,
    storage_amount: u64,
    start_epoch: u32,
    end_epoch: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Storage {
    self.inner_mut().reserve_space_for_epochs(storage_amount, start_epoch, end_epoch, payment, ctx)
}

// Blobs.

/// Tells the nodes to expect a blob.
public fun register_blob(
    self: &mut System,
    storage: Storage,
    blob_id: u256,
    root_hash: u256,
    size: u64,
    encoding_type: u8,
    deletable: bool,
    write_payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): Blob {
    self
        .inner_mut()
        .register_blob(storage, blob_id, root_hash, size, encoding_type, deletable, write_payment, ctx)
}

/// A quorum of the nodes confirmed that it holds the blob.
public fun certify_blob(
    self: &System,
    blob: &mut Blob,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.inner().certify_blob(blob, signature, signers_bitmap, message)
}

public fun delete_blob(self: &System, blob: Blob): Storage {
    self.inner().delete_blob(blob)
}

public fun extend_blob(self: &mut System, blob: &mut Blob, extended_epochs: u32, payment: &mut Coin<WAL>) {
    self.inner_mut().extend_blob(blob, extended_epochs, payment)
}

public fun extend_blob_with_resource(self: &System, blob: &mut Blob, extension: Storage) {
    self.inner().extend_blob_with_resource(blob, extension)
}

public fun invalidate_blob_id(
    system: &System,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
): u256 {
    system.inner().invalidate_blob_id(signature, members_bitmap, message)
}

public fun certify_event_blob(
    system: &mut System,
    cap: &mut StorageNodeCap,
    blob_id: u256,
    root_hash: u256,
    size: u64,
    encoding_type: u8,
    ending_checkpoint_sequence_num: u64,
    epoch: u32,
    ctx: &mut TxContext,
) {
    system
        .inner_mut()
        .certify_event_blob(
            cap,
            blob_id,
            root_hash,
            size,
            encoding_type,
            ending_checkpoint_sequence_num,
            epoch,
            ctx,
        )
}

// Storage pools.

public fun create_storage_pool(
    self: &mut System,
    reserved_encoded_capacity_bytes: u64,
    epochs_ahead: u32,
    payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
): StoragePool {
    self.inner_mut().create_storage_pool(reserved_encoded_capacity_bytes, epochs_ahead, payment, ctx)
}

public fun create_storage_pool_with_storage(self: &System, storage: Storage, ctx: &mut TxContext): StoragePool {
    self.inner().create_storage_pool_with_storage(storage, ctx)
}

public fun register_pooled_blob(
    self: &mut System,
    storage_pool: &mut StoragePool,
    blob_id: u256,
    root_hash: u256,
    unencoded_size: u64,
    encoding_type: u8,
    deletable: bool,
    write_payment: &mut Coin<WAL>,
    ctx: &mut TxContext,
) {
    self
        .inner_mut()
        .register_pooled_blob(
            storage_pool,
            blob_id,
            root_hash,
            unencoded_size,
            encoding_type,
            deletable,
            write_payment,
            ctx,
        )
}

public fun certify_pooled_blob(
    self: &System,
    storage_pool: &mut StoragePool,
    blob_id: u256,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.inner().certify_pooled_blob(storage_pool, blob_id, signature, signers_bitmap, message)
}

public fun delete_pooled_blob(self: &System, storage_pool: &mut StoragePool, blob_id: u256) {
    self.inner().delete_pooled_blob(storage_pool, blob_id)
}

/// Only once the pool has ended.
public fun burn_expired_pooled_blob(self: &System, storage_pool: &mut StoragePool, blob_id: u256) {
    self.inner().burn_expired_pooled_blob(storage_pool, blob_id)
}

public fun extend_storage_pool(
    self: &mut System,
    storage_pool: &mut StoragePool,
    extended_epochs: u32,
    payment: &mut Coin<WAL>,
) {
    self.inner_mut().extend_storage_pool(storage_pool, extended_epochs, payment)
}

public fun increase_storage_pool_capacity(
    self: &mut System,
    storage_pool: &mut StoragePool,
    additional_encoded_capacity_bytes: u64,
    payment: &mut Coin<WAL>,
) {
    self
        .inner_mut()
        .increase_storage_pool_capacity(storage_pool, additional_encoded_capacity_bytes, payment)
}

public fun increase_storage_pool_capacity_with_storage(
    self: &System,
    storage_pool: &mut StoragePool,
    storage: Storage,
) {
    self.inner().increase_storage_pool_capacity_with_storage(storage_pool, storage)
}

/// Takes storage that no blob uses out of the pool.
public fun decrease_storage_pool_capacity_by_size(
    self: &System,
    storage_pool: &mut StoragePool,
    size: u64,
    ctx: &mut TxContext,
): Storage {
    self.check_version();
    assert!(size > 0, EZeroExtractSize);
    storage_pool.extract(size, ctx)
}

public fun decrease_storage_pool_unused_capacity_by_percent(
    self: &System,
    storage_pool: &mut StoragePool,
    percent: u8,
    ctx: &mut TxContext,
): Storage {
    let size = storage_pool.unused_share(percent);
    self.decrease_storage_pool_capacity_by_size(storage_pool, size, ctx)
}

// Subsidies. Anyone may give.

public fun add_subsidy(system: &mut System, subsidy: Coin<WAL>, epochs_ahead: u32) {
    system.inner_mut().add_subsidy(subsidy, epochs_ahead)
}

/// The first is for the current epoch.
public fun add_per_epoch_subsidies(system: &mut System, subsidies: vector<Balance<WAL>>) {
    system.inner_mut().add_per_epoch_subsidies(subsidies)
}

// What nodes agree on.

public fun update_protocol_version(
    self: &mut System,
    cap: &StorageNodeCap,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.inner().update_protocol_version(cap, signature, members_bitmap, message)
}

public fun register_deny_list_update(
    self: &mut System,
    cap: &StorageNodeCap,
    deny_list_root: u256,
    deny_list_sequence: u64,
) {
    self.inner().register_deny_list_update(cap, deny_list_root, deny_list_sequence)
}

public fun update_deny_list(
    self: &mut System,
    cap: &mut StorageNodeCap,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.inner_mut().update_deny_list(cap, signature, members_bitmap, message)
}

public fun delete_deny_listed_blob(
    self: &System,
    signature: vector<u8>,
    members_bitmap: vector<u8>,
    message: vector<u8>,
) {
    self.inner().delete_deny_listed_blob(signature, members_bitmap, message)
}

// Readers.

public fun epoch(self: &System): u32 { self.inner().epoch() }

public fun total_capacity_size(self: &System): u64 { self.inner().total_capacity_size() }

public fun used_capacity_size(self: &System): u64 { self.inner().used_capacity_size() }

public fun n_shards(self: &System): u16 { self.inner().n_shards() }

public fun future_accounting(self: &System): &FutureAccountingRingBuffer { self.inner().future_accounting() }

/// Also of an object of another version.
public fun version(system: &System): u64 { system.version }

public(package) fun committee(self: &System): &BlsCommittee { self.inner().committee() }

public(package) fun package_id(system: &System): ID { system.package_id }

// Epochs.

/// Burns a part of what the ending epoch pays.
public(package) fun burn_rewards(self: &mut System, treasury: &mut ProtectedTreasury, ctx: &mut TxContext) {
    treasury.burn(coin::from_balance(self.inner_mut().take_burned(), ctx));
}

/// Puts the next committee in office; returns what each member of the old one has earned.
public(package) fun advance_epoch(
    self: &mut System,
    new_committee: BlsCommittee,
    new_epoch_params: &EpochParams,
): VecMap<ID, Balance<WAL>> {
    self.inner_mut().advance_epoch(new_committee, new_epoch_params)
}

public(package) fun set_prices(self: &mut System, storage_price: u64, write_price: u64) {
    self.inner_mut().set_prices(storage_price, write_price)
}

// Versions.

public(package) fun set_new_package_id(system: &mut System, new_package_id: ID) {
    system.new_package_id = option::some(new_package_id);
}

/// Takes the object to this package's version.
public(package) fun migrate(system: &mut System) {
    assert!(system.version < VERSION, EInvalidMigration);
    assert!(system.new_package_id.is_some(), EInvalidMigration);
    let inner: SystemStateInnerV1 = field::remove(&mut system.id, system.version);
    field::add(&mut system.id, VERSION, inner);
    system.version = VERSION;
    system.package_id = system.new_package_id.extract();
}

fun check_version(self: &System) {
    assert!(self.version == VERSION, EWrongVersion);
}

public(package) fun inner(self: &System): &SystemStateInnerV1 {
    self.check_version();
    field::borrow(&self.id, VERSION)
}

fun inner_mut(self: &mut System): &mut SystemStateInnerV1 {
    self.check_version();
    field::borrow_mut(&mut self.id, VERSION)
}

#[test_only]
public fun new_for_testing(max_epochs_ahead: u32, ctx: &mut TxContext): System {
    let package_id = object::id_from_address(@0x57);
    let mut system = System { id: object::new(ctx), version: VERSION, package_id, new_package_id: option::none() };
    field::add(&mut system.id, VERSION, system_state_inner::create_empty(max_epochs_ahead, ctx));
    system
}

#[test_only]
public fun take_burned_for_testing(system: &mut System): u64 {
    system.inner_mut().take_burned().destroy_for_testing()
}

#[test_only]
/// As an object that an older version of the package made.
public(package) fun age_for_testing(system: &mut System) {
    let inner: SystemStateInnerV1 = field::remove(&mut system.id, VERSION);
    field::add(&mut system.id, VERSION - 1, inner);
    system.version = VERSION - 1;
}
