/// The committee that signs: who its members are, what they weigh, and whether a certificate is good.
module walrus::bls_aggregate;

use sui::bls12381::{Self, UncompressedG1, G1, bls12381_min_pk_verify};
use sui::group_ops::Element;
use sui::vec_map::{Self, VecMap};
use walrus::messages::{Self, CertifiedMessage};

/// Bits or bytes for members that do not exist.
const EInvalidBitmap: u64 = 0;
const ESigVerification: u64 = 1;
const ENotEnoughStake: u64 = 2;
const EIncorrectCommittee: u64 = 3;

public struct BlsCommitteeMember has copy, drop, store {
    public_key: Element<UncompressedG1>,
    /// Number of shards.
    weight: u16,
    node_id: ID,
}

/// Members stand in the order of their node ids; a signer's bit is its place in this list.
public struct BlsCommittee has copy, drop, store {
    members: vector<BlsCommitteeMember>,
    n_shards: u16,
    epoch: u32,
    /// The sum of all keys. A certificate's key is this minus the keys of those who did not sign.
    total_aggregated_key: Element<G1>,
}

public enum RequiredWeight {
    /// More than two thirds, so that any two such sets share an honest member.
    Quorum,
    /// At least one honest member.
    OneCorrectNode,
}

/// Members must come in the order of their node ids. None at all is a committee too, for the time before the first epoch.
public(package) fun new_bls_committee(epoch: u32, members: vector<BlsCommitteeMember>): BlsCommittee {
    let mut n_shards: u16 = 0;
    members.do_ref!(|member| {
        assert!(member.weight > 0, EIncorrectCommittee);
        n_shards = n_shards + member.weight;
    });
    let keys = members.map_ref!(|member| member.public_key);
    let total_aggregated_key = if (keys.is_empty()) {
        bls12381::g1_identity()
    } else {
        bls12381::uncompressed_g1_to_g1(&bls12381::uncompressed_g1_sum(&keys))
    };
    BlsCommittee { members, n_shards, epoch, total_aggregated_key }
}

public(package) fun new_bls_committee_member(
    public_key: Element<UncompressedG1>,
    weight: u16,
    node_id: ID,
): BlsCommitteeMember {
    BlsCommitteeMember { public_key, weight, node_id }
}

public(package) fun node_id(self: &BlsCommitteeMember): ID { self.node_id }

public(package) fun epoch(self: &BlsCommittee): u32 { self.epoch }

public(package) fun n_shards(self: &BlsCommittee): u16 { self.n_shards }

public(package) fun n_members(self: &BlsCommittee): u64 { self.members.length() }

/// The weight of a member; 0 for everybody else.
public(package) fun get_member_weight(self: &BlsCommittee, node_id: &ID): u16 {
    let found = self.members.find_index!(|member| &member.node_id == node_id);
    found.map!(|i| self.members[i].weight).destroy_or!(0)
}

/// The compressed key of a member.
public(package) fun public_key(self: &BlsCommittee, node_id: &ID): Element<G1> {
    let member = self.members.find_index!(|member| &member.node_id == node_id).destroy_some();
    bls12381::uncompressed_g1_to_g1(&self.members[member].public_key)
}

public(package) fun contains(self: &BlsCommittee, node_id: &ID): bool {
    self.members.any!(|member| &member.node_id == node_id)
}

/// Node id to weight, in the order of the members.
public(package) fun to_vec_map(self: &BlsCommittee): VecMap<ID, u16> {
    vec_map::from_keys_values(
        self.members.map_ref!(|member| member.node_id),
        self.members.map_ref!(|member| member.weight),
    )
}

public(package) fun is_quorum(self: &BlsCommittee, weight: u16): bool {
    3 * (weight as u64) >= 2 * (self.n_shards as u64) + 1
}

public(package) fun verify_quorum_in_epoch(
    self: &BlsCommittee,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
): CertifiedMessage {
    self.verify_certificate(signature, signers_bitmap, message, RequiredWeight::Quorum)
}

public(package) fun verify_one_correct_node_in_epoch(
    self: &BlsCommittee,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
): CertifiedMessage {
    self.verify_certificate(signature, signers_bitmap, message, RequiredWeight::OneCorrectNode)
}

/// Bit `i` mod 8 of byte `i` / 8 stands for member `i`. A bitmap may be shorter than the committee, never longer.
fun verify_certificate(
    self: &BlsCommittee,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
    required: RequiredWeight,
): CertifiedMessage {
    let (absent_weight, absent_keys) = self.absent(&signers_bitmap);
    let weight = self.n_shards - absent_weight;
    self.check_weight(weight, required);
    let key = if (absent_keys.is_empty()) {
        self.total_aggregated_key
    } else {
        let absent = bls12381::uncompressed_g1_to_g1(&bls12381::uncompressed_g1_sum(&absent_keys));
        bls12381::g1_sub(&self.total_aggregated_key, &absent)
    };
    assert!(bls12381_min_pk_verify(&signature, key.bytes(), &message), ESigVerification);
    messages::new_certified_message(message, self.epoch, weight)
}

/// Weight and keys of the members whose bit is not set.
fun absent(self: &BlsCommittee, bitmap: &vector<u8>): (u16, vector<Element<UncompressedG1>>) {
    let n = self.members.length();
    assert!(bitmap.length() <= n.divide_and_round_up(8), EInvalidBitmap);
    let mut weight = 0;
    let mut keys = vector[];
    n.do!(|i| {
        let signed = i / 8 < bitmap.length() && bit(bitmap, i);
        if (!signed) {
            weight = weight + self.members[i].weight;
            keys.push_back(self.members[i].public_key);
        }
    });
    n.range_do!(bitmap.length() * 8, |i| assert!(!bit(bitmap, i), EInvalidBitmap));
    (weight, keys)
}

fun bit(bitmap: &vector<u8>, i: u64): bool {
    (bitmap[i / 8] >> ((i % 8) as u8)) & 1 == 1
}

fun check_weight(self: &BlsCommittee, weight: u16, required: RequiredWeight) {
    let enough = match (required) {
        RequiredWeight::Quorum => self.is_quorum(weight),
        RequiredWeight::OneCorrectNode => 3 * (weight as u64) >= (self.n_shards as u64) + 1,
    };
    assert!(enough, ENotEnoughStake);
}
