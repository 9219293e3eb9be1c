/// One reservation that many blobs share. They live as long as the pool; deleting one makes room for others.
module walrus::storage_pool;

use std::string::String;
use sui::dynamic_field as field;
use sui::object_table::{Self, ObjectTable};
use walrus::blob;
use walrus::encoding;
use walrus::events;
use walrus::messages::CertifiedBlobMessage;
use walrus::metadata::{Self, Metadata};
use walrus::storage_resource::Storage;

const EBlobNotDeletable: u64 = 0;
/// The storage is not valid now.
const EResourceBounds: u64 = 1;
const EAlreadyCertified: u64 = 2;
const EInvalidBlobId: u64 = 3;
const EInvalidBlobPersistenceType: u64 = 4;
const EInvalidBlobObject: u64 = 5;
/// More is wanted than is free.
const EInsufficientCapacity: u64 = 6;
const EPoolNotEmpty: u64 = 7;
/// The pool would hold less than nothing.
const EInvalidBlobSize: u64 = 8;
const EInvalidBlobCount: u64 = 9;
const EWrongVersion: u64 = 10;
const EIncompatibleEndEpoch: u64 = 11;
const EDuplicateMetadata: u64 = 12;
const EMissingMetadata: u64 = 13;
const EInvalidPercent: u64 = 14;

const VERSION: u64 = 1;
/// The name of the field with a blob's attributes.
const METADATA: vector<u8> = b"metadata";

public struct StoragePool has key, store {
    id: UID,
    version: u64,
}

/// A field of the pool, named by the version.
public struct StoragePoolInnerV1 has store {
    storage: Storage,
    used_encoded_bytes: u64,
    blob_count: u64,
    blobs: ObjectTable<u256, PooledBlob>,
}

public struct PooledBlob has key, store {
    id: UID,
    registered_epoch: u32,
    blob_id: u256,
    unencoded_size: u64,
    encoding_type: u8,
    certified_epoch: Option<u32>,
    storage_pool_id: ID,
    deletable: bool,
}

// Readers.

public fun object_id(self: &StoragePool): ID { object::id(self) }

public fun start_epoch(self: &StoragePool): u32 { self.inner().storage.start_epoch() }

public fun end_epoch(self: &StoragePool): u32 { self.inner().storage.end_epoch() }

public fun reserved_encoded_capacity_bytes(self: &StoragePool): u64 { self.inner().storage.size() }

public fun used_encoded_bytes(self: &StoragePool): u64 { self.inner().used_encoded_bytes }

public fun available_encoded_bytes(self: &StoragePool): u64 { self.inner().available() }

public fun blob_count(self: &StoragePool): u64 { self.inner().blob_count }

public fun storage(self: &StoragePool): &Storage { &self.inner().storage }

public fun contains_blob(self: &StoragePool, blob_id: u256): bool { self.inner().blobs.contains(blob_id) }

public fun blob_object_id(self: &StoragePool, blob_id: u256): ID { object::id(&self.inner().blobs[blob_id]) }

#[test_only]
public fun certified_epoch(self: &StoragePool, blob_id: u256): Option<u32> {
    self.inner().blobs[blob_id].certified_epoch
}

// The pool.

public(package) fun new(storage: Storage, current_epoch: u32, ctx: &mut TxContext): StoragePool {
    let mut id = object::new(ctx);
    events::emit_storage_pool_created(
        current_epoch,
        id.to_inner(),
        storage.size(),
        storage.start_epoch(),
        storage.end_epoch(),
    );
    let inner = StoragePoolInnerV1 { storage, used_encoded_bytes: 0, blob_count: 0, blobs: object_table::new(ctx) };
    field::add(&mut id, VERSION, inner);
    StoragePool { id, version: VERSION }
}

public(package) fun extend_end_epoch(self: &mut StoragePool, extension: u32, current_epoch: u32) {
    let storage = &mut self.inner_mut().storage;
    storage.extend_end_epoch(extension);
    let end_epoch = storage.end_epoch();
    events::emit_storage_pool_extended(current_epoch, self.object_id(), end_epoch);
}

public(package) fun increase_capacity(self: &mut StoragePool, amount: u64) {
    self.inner_mut().storage.increase_size(amount);
}

/// Takes in storage that is valid now and ends with the pool.
public(package) fun absorb(self: &mut StoragePool, storage: Storage, current_epoch: u32) {
    assert!(storage.start_epoch() <= current_epoch, EResourceBounds);
    assert!(storage.end_epoch() == self.end_epoch(), EIncompatibleEndEpoch);
    self.increase_capacity(storage.size());
    storage.destroy();
}

/// Gives back storage that no blob uses.
public(package) fun extract(self: &mut StoragePool, size: u64, ctx: &mut TxContext): Storage {
    let inner = self.inner_mut();
    assert!(size <= inner.available(), EInsufficientCapacity);
    let kept = inner.storage.size() - size;
    inner.storage.split_by_size(kept, ctx)
}

/// `percent` of what no blob uses, rounded down.
public(package) fun unused_share(self: &StoragePool, percent: u8): u64 {
    assert!(percent <= 100, EInvalidPercent);
    ((self.available_encoded_bytes() as u128) * (percent as u128) / 100) as u64
}

/// Takes the storage out of a pool without blobs.
public fun destroy(self: StoragePool): Storage {
    let StoragePool { mut id, version } = self;
    assert!(version == VERSION, EWrongVersion);
    let StoragePoolInnerV1 { storage, blob_count, blobs, .. } = field::remove(&mut id, VERSION);
    assert!(blob_count == 0, EPoolNotEmpty);
    blobs.destroy_empty();
    id.delete();
    storage
}

// Blobs.

/// Registers a blob; returns its encoded size.
public(package) fun register_blob(
    self: &mut StoragePool,
    blob_id: u256,
    root_hash: u256,
    unencoded_size: u64,
    encoding_type: u8,
    deletable: bool,
    registered_epoch: u32,
    n_shards: u16,
    ctx: &mut TxContext,
): u64 {
    assert!(blob::derive_blob_id(root_hash, encoding_type, unencoded_size) == blob_id, EInvalidBlobId);
    let encoded_size = encoding::encoded_blob_length(unencoded_size, encoding_type, n_shards);
    let storage_pool_id = self.object_id();
    let inner = self.inner_mut();
    assert!(encoded_size <= inner.available(), EInsufficientCapacity);
    inner.used_encoded_bytes = inner.used_encoded_bytes + encoded_size;
    inner.blob_count = inner.blob_count + 1;

    let id = object::new(ctx);
    events::emit_pooled_blob_registered(
        registered_epoch,
        blob_id,
        unencoded_size,
        encoding_type,
        deletable,
        id.to_inner(),
        storage_pool_id,
    );
    let certified_epoch = option::none();
    let blob = PooledBlob {
        id,
        registered_epoch,
        blob_id,
        unencoded_size,
        encoding_type,
        certified_epoch,
        storage_pool_id,
        deletable,
    };
    inner.blobs.add(blob_id, blob);
    encoded_size
}

public(package) fun certify_blob(
    self: &mut StoragePool,
    blob_id: u256,
    current_epoch: u32,
    message: CertifiedBlobMessage,
) {
    assert!(message.certified_blob_id() == blob_id, EInvalidBlobId);
    assert!(current_epoch < self.end_epoch(), EResourceBounds);
    let blob = &mut self.inner_mut().blobs[blob_id];
    assert!(blob.certified_epoch.is_none(), EAlreadyCertified);
    let object_id = object::id(blob);
    let persistence = message.blob_persistence_type();
    assert!(blob.deletable == persistence.is_deletable(), EInvalidBlobPersistenceType);
    if (blob.deletable) assert!(persistence.object_id() == object_id, EInvalidBlobObject);
    blob.certified_epoch = option::some(current_epoch);
    events::emit_pooled_blob_certified(
        current_epoch,
        blob_id,
        blob.deletable,
        object_id,
        blob.storage_pool_id,
    );
}

/// Takes the blob away from the nodes and makes room in the pool.
public(package) fun delete_blob(self: &mut StoragePool, blob_id: u256, current_epoch: u32, n_shards: u16) {
    assert!(self.inner().blobs[blob_id].deletable, EBlobNotDeletable);
    let (object_id, was_certified) = self.remove_blob(blob_id, n_shards);
    events::emit_pooled_blob_deleted(current_epoch, blob_id, object_id, was_certified, self.object_id());
}

/// Destroys the object of a blob that the nodes need no longer keep.
public(package) fun burn_blob(self: &mut StoragePool, blob_id: u256, n_shards: u16) {
    self.remove_blob(blob_id, n_shards);
}

fun remove_blob(self: &mut StoragePool, blob_id: u256, n_shards: u16): (ID, bool) {
    let inner = self.inner_mut();
    let PooledBlob { mut id, unencoded_size, encoding_type, certified_epoch, .. } = inner.blobs.remove(blob_id);
    field::remove_if_exists<_, Metadata>(&mut id, METADATA);
    let object_id = id.to_inner();
    id.delete();
    let encoded_size = encoding::encoded_blob_length(unencoded_size, encoding_type, n_shards);
    assert!(inner.used_encoded_bytes >= encoded_size, EInvalidBlobSize);
    assert!(inner.blob_count > 0, EInvalidBlobCount);
    inner.used_encoded_bytes = inner.used_encoded_bytes - encoded_size;
    inner.blob_count = inner.blob_count - 1;
    (object_id, certified_epoch.is_some())
}

// Attributes.

public fun add_blob_metadata(self: &mut StoragePool, blob_id: u256, metadata: Metadata) {
    let id = self.blob_uid(blob_id);
    assert!(!field::exists_(id, METADATA), EDuplicateMetadata);
    field::add(id, METADATA, metadata);
}

/// Returns the attributes that were there before.
public fun add_or_replace_blob_metadata(
    self: &mut StoragePool,
    blob_id: u256,
    metadata: Metadata,
): Option<Metadata> {
    let id = self.blob_uid(blob_id);
    let old = field::remove_if_exists(id, METADATA);
    field::add(id, METADATA, metadata);
    old
}

public fun take_blob_metadata(self: &mut StoragePool, blob_id: u256): Metadata {
    let id = self.blob_uid(blob_id);
    assert!(field::exists_(id, METADATA), EMissingMetadata);
    field::remove(id, METADATA)
}

/// Makes the attributes if there are none.
public fun insert_or_update_blob_metadata_pair(
    self: &mut StoragePool,
    blob_id: u256,
    key: String,
    value: String,
) {
    let id = self.blob_uid(blob_id);
    if (!field::exists_(id, METADATA)) field::add(id, METADATA, metadata::new());
    field::borrow_mut<_, Metadata>(id, METADATA).insert_or_update(key, value);
}

public fun remove_blob_metadata_pair(self: &mut StoragePool, blob_id: u256, key: &String): (String, String) {
    let id = self.blob_uid(blob_id);
    assert!(field::exists_(id, METADATA), EMissingMetadata);
    field::borrow_mut<_, Metadata>(id, METADATA).remove(key)
}

public fun remove_blob_metadata_pair_if_exists(
    self: &mut StoragePool,
    blob_id: u256,
    key: &String,
): Option<String> {
    let id = self.blob_uid(blob_id);
    if (!field::exists_(id, METADATA)) return option::none();
    field::borrow_mut<_, Metadata>(id, METADATA).remove_if_exists(key)
}

fun blob_uid(self: &mut StoragePool, blob_id: u256): &mut UID {
    &mut self.inner_mut().blobs[blob_id].id
}

fun available(self: &StoragePoolInnerV1): u64 {
    self.storage.size() - self.used_encoded_bytes
}

fun inner(self: &StoragePool): &StoragePoolInnerV1 {
    assert!(self.version == VERSION, EWrongVersion);
    field::borrow(&self.id, VERSION)
}

fun inner_mut(self: &mut StoragePool): &mut StoragePoolInnerV1 {
    assert!(self.version == VERSION, EWrongVersion);
    field::borrow_mut(&mut self.id, VERSION)
}
