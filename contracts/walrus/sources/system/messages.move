/// The messages storage nodes sign. The header is common: type, version of the intent, application, epoch.
module walrus::messages;

use sui::bcs::{Self, BCS};
use sui::bls12381::bls12381_min_pk_verify;

const EIncorrectAppId: u64 = 0;
const EIncorrectEpoch: u64 = 1;
const EInvalidMsgType: u64 = 2;
const EIncorrectIntentVersion: u64 = 3;
const EInvalidBlobPersistenceType: u64 = 4;
/// A permanent blob has no object that could be asked for.
const ENotDeletable: u64 = 5;
const EInvalidKeyLength: u64 = 6;

const APP_ID: u8 = 3;
const INTENT_VERSION: u8 = 0;
const BLS_KEY_LENGTH: u64 = 48;

const PROOF_OF_POSSESSION: u8 = 0;
const BLOB_CERTIFIED: u8 = 1;
const INVALID_BLOB_ID: u8 = 2;
const DENY_LIST_UPDATE: u8 = 4;
const DENY_LIST_BLOB_DELETED: u8 = 5;
const PROTOCOL_VERSION: u8 = 6;
// Not in the deployed package: far from what it may use next.
const CHALLENGE_SEED: u8 = 128;
const CHALLENGE_PASSED: u8 = 129;

/// A node's word that it holds the secret of its key; bound to the epoch and to the address that registers it.
public struct ProofOfPossessionMessage has drop {
    intent_type: u8,
    intent_version: u8,
    intent_app: u8,
    epoch: u32,
    sui_address: address,
    bls_key: vector<u8>,
}

/// A message whose certificate was verified, with its body still unread.
public struct CertifiedMessage has drop {
    intent_type: u8,
    intent_version: u8,
    cert_epoch: u32,
    message: vector<u8>,
    stake_support: u16,
}

public enum BlobPersistenceType has copy, drop {
    Permanent,
    Deletable { object_id: ID },
}

public struct CertifiedBlobMessage has drop {
    blob_id: u256,
    blob_persistence_type: BlobPersistenceType,
}

public struct CertifiedInvalidBlobId has drop {
    epoch: u32,
    blob_id: u256,
}

public struct ProtocolVersionMessage has drop {
    epoch: u32,
    start_epoch: u32,
    protocol_version: u64,
}

public struct DenyListUpdateMessage has drop {
    epoch: u32,
    storage_node_id: ID,
    deny_list_sequence_number: u64,
    deny_list_size: u64,
    deny_list_root: u256,
}

public struct DenyListBlobDeleted has drop {
    epoch: u32,
    blob_id: u256,
}

// Proof of possession.

public(package) fun new_proof_of_possession_msg(
    epoch: u32,
    sui_address: address,
    bls_key: vector<u8>,
): ProofOfPossessionMessage {
    assert!(bls_key.length() == BLS_KEY_LENGTH, EInvalidKeyLength);
    ProofOfPossessionMessage {
        intent_type: PROOF_OF_POSSESSION,
        intent_version: INTENT_VERSION,
        intent_app: APP_ID,
        epoch,
        sui_address,
        bls_key,
    }
}

/// What is signed. The key has a fixed length, so none is written.
public(package) fun to_bcs(self: &ProofOfPossessionMessage): vector<u8> {
    let mut bytes = vector[self.intent_type, self.intent_version, self.intent_app];
    bytes.append(bcs::to_bytes(&self.epoch));
    bytes.append(bcs::to_bytes(&self.sui_address));
    bytes.append(self.bls_key);
    bytes
}

public(package) fun verify_proof_of_possession(self: &ProofOfPossessionMessage, signature: vector<u8>): bool {
    bls12381_min_pk_verify(&signature, &self.bls_key, &self.to_bcs())
}

/// What a node signs to reveal its part of the seed of a storage challenge.
public(package) fun seed_message(epoch: u32, body: vector<u8>): vector<u8> {
    let mut bytes = vector[CHALLENGE_SEED, INTENT_VERSION, APP_ID];
    bytes.append(bcs::to_bytes(&epoch));
    bytes.append(body);
    bytes
}

// Certified messages.

/// Reads the header of a message whose certificate is good for `committee_epoch`.
public(package) fun new_certified_message(
    message: vector<u8>,
    committee_epoch: u32,
    stake_support: u16,
): CertifiedMessage {
    let mut reader = bcs::new(message);
    let intent_type = reader.peel_u8();
    let intent_version = reader.peel_u8();
    assert!(intent_version == INTENT_VERSION, EIncorrectIntentVersion);
    assert!(reader.peel_u8() == APP_ID, EIncorrectAppId);
    let cert_epoch = reader.peel_u32();
    assert!(cert_epoch == committee_epoch, EIncorrectEpoch);
    CertifiedMessage {
        intent_type,
        intent_version,
        cert_epoch,
        message: reader.into_remainder_bytes(),
        stake_support,
    }
}

public(package) fun intent_type(self: &CertifiedMessage): u8 { self.intent_type }

public(package) fun intent_version(self: &CertifiedMessage): u8 { self.intent_version }

public(package) fun cert_epoch(self: &CertifiedMessage): u32 { self.cert_epoch }

public(package) fun stake_support(self: &CertifiedMessage): u16 { self.stake_support }

public(package) fun certify_blob_message(self: CertifiedMessage): CertifiedBlobMessage {
    let (_, mut body) = self.body_of(BLOB_CERTIFIED);
    let blob_id = body.peel_u256();
    let blob_persistence_type = match (body.peel_u8()) {
        0 => BlobPersistenceType::Permanent,
        1 => BlobPersistenceType::Deletable { object_id: body.peel_address().to_id() },
        _ => abort EInvalidBlobPersistenceType,
    };
    CertifiedBlobMessage { blob_id, blob_persistence_type }
}

public(package) fun invalid_blob_id_message(self: CertifiedMessage): CertifiedInvalidBlobId {
    let (epoch, mut body) = self.body_of(INVALID_BLOB_ID);
    CertifiedInvalidBlobId { epoch, blob_id: body.peel_u256() }
}

public(package) fun deny_list_update_message(self: CertifiedMessage): DenyListUpdateMessage {
    let (epoch, mut body) = self.body_of(DENY_LIST_UPDATE);
    DenyListUpdateMessage {
        epoch,
        storage_node_id: body.peel_address().to_id(),
        deny_list_sequence_number: body.peel_u64(),
        deny_list_size: body.peel_u64(),
        deny_list_root: body.peel_u256(),
    }
}

public(package) fun deny_list_blob_deleted_message(self: CertifiedMessage): DenyListBlobDeleted {
    let (epoch, mut body) = self.body_of(DENY_LIST_BLOB_DELETED);
    DenyListBlobDeleted { epoch, blob_id: body.peel_u256() }
}

public(package) fun protocol_version_message(self: CertifiedMessage): ProtocolVersionMessage {
    let (epoch, mut body) = self.body_of(PROTOCOL_VERSION);
    ProtocolVersionMessage { epoch, start_epoch: body.peel_u32(), protocol_version: body.peel_u64() }
}

/// The node that passed a storage challenge, and the seed of the challenge.
public(package) fun challenge_passed_message(self: CertifiedMessage): (ID, vector<u8>) {
    let (_, mut body) = self.body_of(CHALLENGE_PASSED);
    (body.peel_address().to_id(), bcs::to_bytes(&body.peel_u256()))
}

/// The epoch and what follows the header. Bytes after the body do not matter.
fun body_of(self: CertifiedMessage, intent_type: u8): (u32, BCS) {
    assert!(self.intent_type == intent_type, EInvalidMsgType);
    let CertifiedMessage { cert_epoch, message, .. } = self;
    (cert_epoch, bcs::new(message))
}

// Readers.

public(package) fun certified_blob_id(self: &CertifiedBlobMessage): u256 { self.blob_id }

public(package) fun blob_persistence_type(self: &CertifiedBlobMessage): BlobPersistenceType {
    self.blob_persistence_type
}

public(package) fun is_deletable(self: &BlobPersistenceType): bool {
    match (self) {
        BlobPersistenceType::Permanent => false,
        BlobPersistenceType::Deletable { .. } => true,
    }
}

public(package) fun object_id(self: &BlobPersistenceType): ID {
    match (self) {
        BlobPersistenceType::Permanent => abort ENotDeletable,
        BlobPersistenceType::Deletable { object_id } => *object_id,
    }
}

public use fun invalid_epoch as CertifiedInvalidBlobId.epoch;
public use fun invalid_blob_id as CertifiedInvalidBlobId.blob_id;
public use fun deleted_epoch as DenyListBlobDeleted.epoch;
public use fun deleted_blob_id as DenyListBlobDeleted.blob_id;

public(package) fun invalid_epoch(self: &CertifiedInvalidBlobId): u32 { self.epoch }

public(package) fun invalid_blob_id(self: &CertifiedInvalidBlobId): u256 { self.blob_id }

public(package) fun deleted_epoch(self: &DenyListBlobDeleted): u32 { self.epoch }

public(package) fun deleted_blob_id(self: &DenyListBlobDeleted): u256 { self.blob_id }

public(package) fun message_epoch(self: &ProtocolVersionMessage): u32 { self.epoch }

public(package) fun start_epoch(self: &ProtocolVersionMessage): u32 { self.start_epoch }

public(package) fun protocol_version(self: &ProtocolVersionMessage): u64 { self.protocol_version }

public(package) fun update_epoch(self: &DenyListUpdateMessage): u32 { self.epoch }

public(package) fun storage_node_id(self: &DenyListUpdateMessage): ID { self.storage_node_id }

public(package) fun sequence_number(self: &DenyListUpdateMessage): u64 { self.deny_list_sequence_number }

public(package) fun size(self: &DenyListUpdateMessage): u64 { self.deny_list_size }

public(package) fun root(self: &DenyListUpdateMessage): u256 { self.deny_list_root }
