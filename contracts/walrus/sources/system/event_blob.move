/// Blobs that hold the stream of events: what nodes attest, and the tally per blob until one is certified.
module walrus::event_blob;

use sui::vec_map::{Self, VecMap};

/// The certified blob does not end after the one certified before.
const EInvalidSequenceNumber: u64 = 0;

/// A node's newest attestation, kept in its capability.
public struct EventBlobAttestation has copy, drop, store {
    checkpoint_sequence_num: u64,
    epoch: u32,
}

public struct EventBlob has copy, drop, store {
    blob_id: u256,
    /// The last checkpoint whose events the blob holds.
    ending_checkpoint_sequence_number: u64,
}

public struct EventBlobCertificationState has store {
    latest_certified_blob: Option<EventBlob>,
    /// How many shards stand behind each candidate.
    aggregate_weight_per_blob: VecMap<EventBlob, u16>,
}

public(package) fun new_attestation(checkpoint_sequence_num: u64, epoch: u32): EventBlobAttestation {
    EventBlobAttestation { checkpoint_sequence_num, epoch }
}

public(package) fun attested_checkpoint(self: &EventBlobAttestation): u64 { self.checkpoint_sequence_num }

public(package) fun attested_epoch(self: &EventBlobAttestation): u32 { self.epoch }

public(package) fun new_event_blob(ending_checkpoint_sequence_number: u64, blob_id: u256): EventBlob {
    EventBlob { blob_id, ending_checkpoint_sequence_number }
}

public(package) fun blob_id(self: &EventBlob): u256 { self.blob_id }

public(package) fun ending_checkpoint(self: &EventBlob): u64 { self.ending_checkpoint_sequence_number }

public(package) fun new_state(): EventBlobCertificationState {
    EventBlobCertificationState { latest_certified_blob: option::none(), aggregate_weight_per_blob: vec_map::empty() }
}

public(package) fun latest_certified_checkpoint(self: &EventBlobCertificationState): Option<u64> {
    self.latest_certified_blob.map_ref!(|blob| blob.ending_checkpoint_sequence_number)
}

/// Is the checkpoint covered by what is certified?
public(package) fun is_covered(self: &EventBlobCertificationState, checkpoint: u64): bool {
    self.latest_certified_checkpoint().is_some_and!(|latest| checkpoint <= *latest)
}

/// Adds a node's weight to a candidate and returns what the candidate has now.
public(package) fun add_weight(self: &mut EventBlobCertificationState, blob: EventBlob, weight: u16): u16 {
    let tally = &mut self.aggregate_weight_per_blob;
    if (!tally.contains(&blob)) tally.insert(blob, 0);
    let total = &mut tally[&blob];
    *total = *total + weight;
    *total
}

public(package) fun set_latest(self: &mut EventBlobCertificationState, blob: EventBlob) {
    assert!(!self.is_covered(blob.ending_checkpoint_sequence_number), EInvalidSequenceNumber);
    self.latest_certified_blob = option::some(blob);
}

/// Forgets all candidates.
public(package) fun reset_tally(self: &mut EventBlobCertificationState) {
    self.aggregate_weight_per_blob = vec_map::empty();
}

/// How many candidates are tracked.
public(package) fun tracked(self: &EventBlobCertificationState): u64 {
    self.aggregate_weight_per_blob.length()
}
