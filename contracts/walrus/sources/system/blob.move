/// A blob and the storage it lives in: registered by who pays, certified by the storage nodes, then safe until the storage ends.
module walrus::blob;

use std::string::String;
use sui::bcs;
use sui::dynamic_field as field;
use sui::hash;
use walrus::encoding;
use walrus::events;
use walrus::messages::CertifiedBlobMessage;
use walrus::metadata::{Self, Metadata};
use walrus::storage_resource::Storage;

public use fun walrus::shared_blob::new as Blob.share;

const ENotCertified: u64 = 0;
const EBlobNotDeletable: u64 = 1;
/// The storage is not valid now, or would not be longer.
const EResourceBounds: u64 = 2;
/// The storage is too small for the blob.
const EResourceSize: u64 = 3;
const EAlreadyCertified: u64 = 5;
const EInvalidBlobId: u64 = 6;
const EDuplicateMetadata: u64 = 7;
const EMissingMetadata: u64 = 8;
/// The nodes certified a permanent blob where this one is deletable, or the other way round.
const EInvalidBlobPersistenceType: u64 = 9;
/// The nodes certified another object.
const EInvalidBlobObject: u64 = 10;

/// The name of the field with the attributes.
const METADATA: vector<u8> = b"metadata";

public struct Blob has key, store {
    id: UID,
    registered_epoch: u32,
    blob_id: u256,
    /// Bytes before encoding.
    size: u64,
    encoding_type: u8,
    certified_epoch: Option<u32>,
    storage: Storage,
    deletable: bool,
}

/// What a blob id is the hash of.
public struct BlobIdDerivation has drop {
    encoding_type: u8,
    size: u64,
    root_hash: u256,
}

// Readers.

public fun object_id(self: &Blob): ID { object::id(self) }

public fun registered_epoch(self: &Blob): u32 { self.registered_epoch }

public fun blob_id(self: &Blob): u256 { self.blob_id }

public fun size(self: &Blob): u64 { self.size }

public fun encoding_type(self: &Blob): u8 { self.encoding_type }

public fun certified_epoch(self: &Blob): &Option<u32> { &self.certified_epoch }

public fun storage(self: &Blob): &Storage { &self.storage }

public fun is_deletable(self: &Blob): bool { self.deletable }

public fun encoded_size(self: &Blob, n_shards: u16): u64 {
    encoding::encoded_blob_length(self.size, self.encoding_type, n_shards)
}

/// The first epoch in which the blob need no longer be stored.
public fun end_epoch(self: &Blob): u32 { self.storage.end_epoch() }

/// The id that a blob with this content must have.
public fun derive_blob_id(root_hash: u256, encoding_type: u8, size: u64): u256 {
    let preimage = BlobIdDerivation { encoding_type, size, root_hash };
    bcs::new(hash::blake2b256(&bcs::to_bytes(&preimage))).peel_u256()
}

// Life.

/// Registers a blob in storage that is valid now and large enough.
public(package) fun new(
    storage: Storage,
    blob_id: u256,
    root_hash: u256,
    size: u64,
    encoding_type: u8,
    deletable: bool,
    registered_epoch: u32,
    n_shards: u16,
    ctx: &mut TxContext,
): Blob {
    assert!(registered_epoch >= storage.start_epoch(), EResourceBounds);
    assert!(registered_epoch < storage.end_epoch(), EResourceBounds);
    let encoded_size = encoding::encoded_blob_length(size, encoding_type, n_shards);
    assert!(encoded_size <= storage.size(), EResourceSize);
    assert!(derive_blob_id(root_hash, encoding_type, size) == blob_id, EInvalidBlobId);

    let id = object::new(ctx);
    events::emit_blob_registered(
        registered_epoch,
        blob_id,
        size,
        encoding_type,
        storage.end_epoch(),
        deletable,
        id.to_inner(),
    );
    Blob {
        id,
        registered_epoch,
        blob_id,
        size,
        encoding_type,
        certified_epoch: option::none(),
        storage,
        deletable,
    }
}

/// Marks the blob as certified by what the storage nodes signed.
public(package) fun certify_with_certified_msg(
    self: &mut Blob,
    current_epoch: u32,
    message: CertifiedBlobMessage,
) {
    assert!(self.blob_id == message.certified_blob_id(), EInvalidBlobId);
    self.check_certifiable(current_epoch);
    let persistence = message.blob_persistence_type();
    assert!(self.deletable == persistence.is_deletable(), EInvalidBlobPersistenceType);
    if (self.deletable) assert!(persistence.object_id() == self.object_id(), EInvalidBlobObject);
    self.certify(current_epoch);
}

/// Marks the blob as certified without a message: for event blobs, which the nodes attest one by one.
public(package) fun certify_attested(self: &mut Blob, current_epoch: u32) {
    self.check_certifiable(current_epoch);
    self.certify(current_epoch);
}

fun check_certifiable(self: &Blob, current_epoch: u32) {
    assert!(self.certified_epoch.is_none(), EAlreadyCertified);
    assert!(current_epoch < self.end_epoch(), EResourceBounds);
}

fun certify(self: &mut Blob, current_epoch: u32) {
    self.certified_epoch = option::some(current_epoch);
    self.emit_certified(false);
}

/// Only such blobs can be extended.
public(package) fun check_certified_not_expired(self: &Blob, current_epoch: u32) {
    assert!(self.certified_epoch.is_some(), ENotCertified);
    assert!(current_epoch < self.end_epoch(), EResourceBounds);
}

/// Prolongs the blob by storage that begins where its own ends.
public(package) fun extend_with_resource(self: &mut Blob, extension: Storage, current_epoch: u32) {
    self.check_certified_not_expired(current_epoch);
    assert!(extension.end_epoch() > self.end_epoch(), EResourceBounds);
    self.storage.fuse_periods(extension);
    self.emit_certified(true);
}

/// Prolongs the blob by epochs that were paid for.
public(package) fun extend_by(self: &mut Blob, epochs: u32) {
    self.storage.extend_end_epoch(epochs);
    self.emit_certified(true);
}

/// Takes the blob away from the nodes; its storage can be used again.
public(package) fun delete(mut self: Blob, epoch: u32): Storage {
    self.drop_metadata();
    let Blob { id, storage, deletable, blob_id, certified_epoch, .. } = self;
    assert!(deletable, EBlobNotDeletable);
    assert!(storage.end_epoch() > epoch, EResourceBounds);
    let object_id = id.to_inner();
    id.delete();
    events::emit_blob_deleted(epoch, blob_id, storage.end_epoch(), object_id, certified_epoch.is_some());
    storage
}

/// Destroys the object and its storage. The nodes do not learn of it: the data stays to its end.
public fun burn(mut blob: Blob) {
    blob.drop_metadata();
    let Blob { id, storage, .. } = blob;
    id.delete();
    storage.destroy();
}

/// Repeats the certification for who follows the events.
fun emit_certified(self: &Blob, is_extension: bool) {
    events::emit_blob_certified(
        *self.certified_epoch.borrow(),
        self.blob_id,
        self.end_epoch(),
        self.deletable,
        self.object_id(),
        is_extension,
    );
}

// Attributes.

public fun add_metadata(self: &mut Blob, metadata: Metadata) {
    assert!(!self.has_metadata(), EDuplicateMetadata);
    field::add(&mut self.id, METADATA, metadata);
}

/// Returns the attributes that were there before.
public fun add_or_replace_metadata(self: &mut Blob, metadata: Metadata): Option<Metadata> {
    let old = field::remove_if_exists(&mut self.id, METADATA);
    self.add_metadata(metadata);
    old
}

public fun take_metadata(self: &mut Blob): Metadata {
    assert!(self.has_metadata(), EMissingMetadata);
    field::remove(&mut self.id, METADATA)
}

/// Makes the attributes if there are none.
public fun insert_or_update_metadata_pair(self: &mut Blob, key: String, value: String) {
    if (!self.has_metadata()) self.add_metadata(metadata::new());
    self.metadata().insert_or_update(key, value);
}

public fun remove_metadata_pair(self: &mut Blob, key: &String): (String, String) {
    assert!(self.has_metadata(), EMissingMetadata);
    self.metadata().remove(key)
}

public fun remove_metadata_pair_if_exists(self: &mut Blob, key: &String): Option<String> {
    if (self.has_metadata()) self.metadata().remove_if_exists(key) else option::none()
}

fun has_metadata(self: &Blob): bool {
    field::exists_(&self.id, METADATA)
}

fun metadata(self: &mut Blob): &mut Metadata {
    field::borrow_mut(&mut self.id, METADATA)
}

fun drop_metadata(self: &mut Blob) {
    field::remove_if_exists<_, Metadata>(&mut self.id, METADATA);
}
