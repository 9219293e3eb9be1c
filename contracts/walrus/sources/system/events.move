/// Everything the package tells the world. Only this package can emit.
module walrus::events;

use sui::event;

// Blobs.

public struct BlobRegistered has copy, drop {
    epoch: u32,
    blob_id: u256,
    size: u64,
    encoding_type: u8,
    end_epoch: u32,
    deletable: bool,
    object_id: ID,
}

/// `epoch` is the epoch of the first certification, also when an extension repeats the event.
public struct BlobCertified has copy, drop {
    epoch: u32,
    blob_id: u256,
    end_epoch: u32,
    deletable: bool,
    object_id: ID,
    is_extension: bool,
}

public struct BlobDeleted has copy, drop {
    epoch: u32,
    blob_id: u256,
    end_epoch: u32,
    object_id: ID,
    was_certified: bool,
}

public struct InvalidBlobID has copy, drop { epoch: u32, blob_id: u256 }

// Epochs.

public struct EpochParametersSelected has copy, drop { next_epoch: u32 }

public struct EpochChangeStart has copy, drop { epoch: u32 }

public struct EpochChangeDone has copy, drop { epoch: u32 }

public struct ShardsReceived has copy, drop { epoch: u32, shards: vector<u16> }

#[allow(unused_field)]
/// Part of the interface; nothing emits it.
public struct ShardRecoveryStart has copy, drop { epoch: u32, shards: vector<u16> }

public struct PricesUpdated has copy, drop { epoch: u32, storage_price: u64, write_price: u64 }

// Governance.

public struct ContractUpgraded has copy, drop { epoch: u32, package_id: ID, version: u64 }

public struct ContractUpgradeProposed has copy, drop { epoch: u32, package_digest: vector<u8> }

public struct ContractUpgradeQuorumReached has copy, drop { epoch: u32, package_digest: vector<u8> }

public struct ProtocolVersionUpdated has copy, drop { epoch: u32, start_epoch: u32, protocol_version: u64 }

public struct RegisterDenyListUpdate has copy, drop { epoch: u32, root: u256, sequence_number: u64, node_id: ID }

public struct DenyListUpdate has copy, drop { epoch: u32, root: u256, sequence_number: u64, node_id: ID }

public struct DenyListBlobDeleted has copy, drop { epoch: u32, blob_id: u256 }

// Storage pools.

public struct StoragePoolCreated has copy, drop {
    epoch: u32,
    storage_pool_id: ID,
    reserved_encoded_capacity_bytes: u64,
    start_epoch: u32,
    end_epoch: u32,
}

public struct PooledBlobRegistered has copy, drop {
    epoch: u32,
    blob_id: u256,
    unencoded_size: u64,
    encoding_type: u8,
    deletable: bool,
    object_id: ID,
    storage_pool_id: ID,
}

public struct PooledBlobCertified has copy, drop {
    epoch: u32,
    blob_id: u256,
    deletable: bool,
    object_id: ID,
    storage_pool_id: ID,
}

public struct PooledBlobDeleted has copy, drop {
    epoch: u32,
    blob_id: u256,
    object_id: ID,
    was_certified: bool,
    storage_pool_id: ID,
}

public struct StoragePoolExtended has copy, drop { epoch: u32, storage_pool_id: ID, new_end_epoch: u32 }

public(package) fun emit_blob_registered(
    epoch: u32,
    blob_id: u256,
    size: u64,
    encoding_type: u8,
    end_epoch: u32,
    deletable: bool,
    object_id: ID,
) {
    event::emit(BlobRegistered { epoch, blob_id, size, encoding_type, end_epoch, deletable, object_id })
}

public(package) fun emit_blob_certified(
    epoch: u32,
    blob_id: u256,
    end_epoch: u32,
    deletable: bool,
    object_id: ID,
    is_extension: bool,
) {
    event::emit(BlobCertified { epoch, blob_id, end_epoch, deletable, object_id, is_extension })
}

public(package) fun emit_blob_deleted(
    epoch: u32,
    blob_id: u256,
    end_epoch: u32,
    object_id: ID,
    was_certified: bool,
) {
    event::emit(BlobDeleted { epoch, blob_id, end_epoch, object_id, was_certified })
}

public(package) fun emit_invalid_blob_id(epoch: u32, blob_id: u256) {
    event::emit(InvalidBlobID { epoch, blob_id })
}

public(package) fun emit_epoch_parameters_selected(next_epoch: u32) {
    event::emit(EpochParametersSelected { next_epoch })
}

public(package) fun emit_epoch_change_start(epoch: u32) {
    event::emit(EpochChangeStart { epoch })
}

public(package) fun emit_epoch_change_done(epoch: u32) {
    event::emit(EpochChangeDone { epoch })
}

public(package) fun emit_shards_received(epoch: u32, shards: vector<u16>) {
    event::emit(ShardsReceived { epoch, shards })
}

public(package) fun emit_prices_updated(epoch: u32, storage_price: u64, write_price: u64) {
    event::emit(PricesUpdated { epoch, storage_price, write_price })
}

public(package) fun emit_contract_upgraded(epoch: u32, package_id: ID, version: u64) {
    event::emit(ContractUpgraded { epoch, package_id, version })
}

public(package) fun emit_contract_upgrade_proposed(epoch: u32, package_digest: vector<u8>) {
    event::emit(ContractUpgradeProposed { epoch, package_digest })
}

public(package) fun emit_contract_upgrade_quorum_reached(epoch: u32, package_digest: vector<u8>) {
    event::emit(ContractUpgradeQuorumReached { epoch, package_digest })
}

public(package) fun emit_protocol_version_updated(epoch: u32, start_epoch: u32, protocol_version: u64) {
    event::emit(ProtocolVersionUpdated { epoch, start_epoch, protocol_version })
}

public(package) fun emit_register_deny_list_update(epoch: u32, root: u256, sequence_number: u64, node_id: ID) {
    event::emit(RegisterDenyListUpdate { epoch, root, sequence_number, node_id })
}

public(package) fun emit_deny_list_update(epoch: u32, root: u256, sequence_number: u64, node_id: ID) {
    event::emit(DenyListUpdate { epoch, root, sequence_number, node_id })
}

public(package) fun emit_deny_list_blob_deleted(epoch: u32, blob_id: u256) {
    event::emit(DenyListBlobDeleted { epoch, blob_id })
}

public(package) fun emit_storage_pool_created(
    epoch: u32,
    storage_pool_id: ID,
    reserved_encoded_capacity_bytes: u64,
    start_epoch: u32,
    end_epoch: u32,
) {
    event::emit(StoragePoolCreated { epoch, storage_pool_id, reserved_encoded_capacity_bytes, start_epoch, end_epoch })
}

public(package) fun emit_pooled_blob_registered(
    epoch: u32,
    blob_id: u256,
    unencoded_size: u64,
    encoding_type: u8,
    deletable: bool,
    object_id: ID,
    storage_pool_id: ID,
) {
    event::emit(PooledBlobRegistered {
        epoch,
        blob_id,
        unencoded_size,
        encoding_type,
        deletable,
        object_id,
        storage_pool_id,
    })
}

public(package) fun emit_pooled_blob_certified(
    epoch: u32,
    blob_id: u256,
    deletable: bool,
    object_id: ID,
    storage_pool_id: ID,
) {
    event::emit(PooledBlobCertified { epoch, blob_id, deletable, object_id, storage_pool_id })
}

public(package) fun emit_pooled_blob_deleted(
    epoch: u32,
    blob_id: u256,
    object_id: ID,
    was_certified: bool,
    storage_pool_id: ID,
) {
    event::emit(PooledBlobDeleted { epoch, blob_id, object_id, was_certified, storage_pool_id })
}

public(package) fun emit_storage_pool_extended(epoch: u32, storage_pool_id: ID, new_end_epoch: u32) {
    event::emit(StoragePoolExtended { epoch, storage_pool_id, new_end_epoch })
}
