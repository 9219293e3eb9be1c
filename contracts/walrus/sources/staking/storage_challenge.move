/// Storage challenges: once per epoch every node of the committee must show that it still has samples of its data. Nodes that cannot
/// lose their rewards of the epoch; the others share them in the next one.
///
/// 1. Reveal. Nodes sign the epoch, this object and the last seed. A BLS signature is determined by key and message, but nobody else
///    can know it before. The signatures of a quorum make the seed; who reveals last can only choose between revealing and not.
/// 2. Answer. Seed, node and a number draw a sample (`draw`). Each node shows its samples to its peers. Peers sign that it passed.
/// 3. Attest. A certificate of more than a third of the shards, so of one honest node at least, is recorded until the deadline.
/// 4. Settle. After the deadline, nodes without a record forfeit their rewards of this epoch. If those that passed are no quorum the
///    round is void: it tells more of the round than of the nodes.
///
/// What is signed, after the header of all messages (type, 0, 3, epoch as u32):
/// - type 128: id of the manager, last seed (32 zero bytes at first)
/// - type 129: id of the node, seed
module walrus::storage_challenge;

use sui::bcs;
use sui::bls12381::bls12381_min_pk_verify;
use sui::clock::Clock;
use sui::event;
use sui::hash::blake2b256;
use sui::table::{Self, Table};
use sui::vec_set::{Self, VecSet};
use walrus::messages;
use walrus::staking::Staking;
use walrus::system::System;

/// Nodes still receive their shards of this epoch.
const EEpochNotSynced: u64 = 0;
/// The seed of this epoch is drawn already.
const ESeedDrawn: u64 = 1;
const ENotInCommittee: u64 = 2;
const EDuplicateReveal: u64 = 3;
const EInvalidSignature: u64 = 4;
/// No challenge runs: none was drawn in this epoch.
const ENoChallenge: u64 = 5;
const EWrongSeed: u64 = 6;
const EDeadlinePassed: u64 = 7;
const EDeadlineNotReached: u64 = 8;
const EAlreadySettled: u64 = 9;

const SAMPLES: u16 = 32;
/// Nodes have this part of an epoch to answer.
const WINDOW_DIVISOR: u64 = 8;

/// Shared, one per network.
public struct ChallengeManager has key {
    id: UID,
    /// How long nodes have to answer, in milliseconds.
    response_window: u64,
    /// How many samples each node must show.
    samples: u16,
    last_seed: vector<u8>,
    round: Round,
    /// How many challenges in a row a node has failed. Nodes that failed none are not listed.
    failures: Table<ID, u32>,
}

/// The challenge of one epoch.
public struct Round has copy, drop, store {
    epoch: u32,
    revealed: VecSet<ID>,
    revealed_weight: u16,
    /// The hashes of the signatures so far, combined by exclusive or: their order does not matter.
    entropy: u256,
    /// When answers are due (ms), once the seed is drawn.
    deadline: Option<u64>,
    passed: VecSet<ID>,
    passed_weight: u16,
    settled: bool,
}

public struct ChallengeStarted has copy, drop {
    epoch: u32,
    seed: vector<u8>,
    deadline: u64,
}

public struct ChallengePassed has copy, drop {
    epoch: u32,
    node_id: ID,
}

public struct ChallengeSettled has copy, drop {
    epoch: u32,
    failed: vector<ID>,
    /// Too few passed: nobody loses anything.
    void: bool,
}

/// Shares the one manager of a network.
public(package) fun create(epoch_duration: u64, ctx: &mut TxContext) {
    transfer::share_object(ChallengeManager {
        id: object::new(ctx),
        response_window: epoch_duration / WINDOW_DIVISOR,
        samples: SAMPLES,
        last_seed: vector::tabulate!(32, |_| 0),
        round: new_round(0),
        failures: table::new(ctx),
    })
}

/// Adds a node's signature to the seed of this epoch. Anyone may bring it.
public fun reveal(
    self: &mut ChallengeManager,
    staking: &Staking,
    system: &System,
    node_id: ID,
    signature: vector<u8>,
    clock: &Clock,
) {
    let epoch = staking.epoch();
    assert!(staking.is_epoch_sync_done(), EEpochNotSynced);
    if (self.round.epoch != epoch) self.round = new_round(epoch);
    assert!(self.round.deadline.is_none(), ESeedDrawn);
    let committee = system.committee();
    assert!(committee.contains(&node_id), ENotInCommittee);
    assert!(!self.round.revealed.contains(&node_id), EDuplicateReveal);
    let mut body = bcs::to_bytes(&self.id.to_inner());
    body.append(self.last_seed);
    let message = messages::seed_message(epoch, body);
    let key = committee.public_key(&node_id);
    assert!(bls12381_min_pk_verify(&signature, key.bytes(), &message), EInvalidSignature);

    let round = &mut self.round;
    round.revealed.insert(node_id);
    round.revealed_weight = round.revealed_weight + committee.get_member_weight(&node_id);
    round.entropy = round.entropy ^ number(&signature);
    if (committee.is_quorum(round.revealed_weight)) {
        let mut preimage = bcs::to_bytes(&epoch);
        preimage.append(self.last_seed);
        preimage.append(bcs::to_bytes(&round.entropy));
        self.last_seed = blake2b256(&preimage);
        let deadline = clock.timestamp_ms() + self.response_window;
        round.deadline.fill(deadline);
        event::emit(ChallengeStarted { epoch, seed: self.last_seed, deadline });
    }
}

/// Records that a node passed, with a certificate of its peers. Recording it again changes nothing.
public fun attest(
    self: &mut ChallengeManager,
    system: &System,
    signature: vector<u8>,
    signers_bitmap: vector<u8>,
    message: vector<u8>,
    clock: &Clock,
) {
    let committee = system.committee();
    let certified = committee.verify_one_correct_node_in_epoch(signature, signers_bitmap, message);
    let epoch = certified.cert_epoch();
    let (node_id, seed) = certified.challenge_passed_message();
    let round = &mut self.round;
    assert!(round.epoch == epoch && round.deadline.is_some(), ENoChallenge);
    assert!(seed == self.last_seed, EWrongSeed);
    assert!(committee.contains(&node_id), ENotInCommittee);
    assert!(clock.timestamp_ms() < *round.deadline.borrow(), EDeadlinePassed);
    if (round.passed.contains(&node_id)) return;
    round.passed.insert(node_id);
    round.passed_weight = round.passed_weight + committee.get_member_weight(&node_id);
    event::emit(ChallengePassed { epoch, node_id });
}

/// Takes their rewards of this epoch from the nodes that did not pass. Anyone may call this from the deadline to the end of the epoch.
public fun settle(self: &mut ChallengeManager, staking: &mut Staking, clock: &Clock) {
    let epoch = staking.epoch();
    assert!(self.round.epoch == epoch && self.round.deadline.is_some(), ENoChallenge);
    assert!(!self.round.settled, EAlreadySettled);
    assert!(clock.timestamp_ms() >= *self.round.deadline.borrow(), EDeadlineNotReached);
    self.round.settled = true;
    let void = !staking.is_quorum(self.round.passed_weight);
    let mut failed = vector[];
    staking.committee().inner().keys().do!(|node_id| {
        if (self.round.passed.contains(&node_id)) {
            if (self.failures.contains(node_id)) { self.failures.remove(node_id); };
        } else {
            failed.push_back(node_id);
            if (!void) self.count_failure(node_id);
        }
    });
    if (!void && !failed.is_empty()) staking.forfeit_rewards(failed);
    event::emit(ChallengeSettled { epoch, failed, void });
}

fun count_failure(self: &mut ChallengeManager, node_id: ID) {
    if (!self.failures.contains(node_id)) self.failures.add(node_id, 0);
    let count = &mut self.failures[node_id];
    *count = *count + 1;
}

fun new_round(epoch: u32): Round {
    Round {
        epoch,
        revealed: vec_set::empty(),
        revealed_weight: 0,
        entropy: 0,
        deadline: option::none(),
        passed: vec_set::empty(),
        passed_weight: 0,
        settled: false,
    }
}

/// The sample that a node must show: one of `samples`, counted from 0. With d this number, little-endian, and S the shards of the node
/// in the order of the committee object and n the number of all shards: the shard is S[d mod 2^64 mod |S|], the symbol is number
/// (d div 2^64) mod 2^64 mod n of the primary sliver, and the blob is the first whose id is at least d, or the lowest of all, among
/// those that were certified in an earlier epoch, end in a later one, and are not deleted.
public fun draw(seed: vector<u8>, node_id: ID, index: u16): u256 {
    let mut preimage = seed;
    preimage.append(node_id.to_bytes());
    preimage.append(bcs::to_bytes(&index));
    number(&preimage)
}

/// The hash of the bytes, as a little-endian number.
fun number(bytes: &vector<u8>): u256 {
    bcs::new(blake2b256(bytes)).peel_u256()
}

// Readers.

/// The seed of the challenge of this epoch, if it is drawn.
public fun seed(self: &ChallengeManager, epoch: u32): Option<vector<u8>> {
    if (self.round.epoch == epoch && self.round.deadline.is_some()) option::some(self.last_seed) else option::none()
}

/// What the next seed is made from: nodes sign it to reveal.
public fun last_seed(self: &ChallengeManager): vector<u8> { self.last_seed }

public fun deadline(self: &ChallengeManager): Option<u64> { self.round.deadline }

public fun response_window(self: &ChallengeManager): u64 { self.response_window }

public fun samples(self: &ChallengeManager): u16 { self.samples }

/// Has the node passed the last challenge?
public fun has_passed(self: &ChallengeManager, node_id: ID): bool { self.round.passed.contains(&node_id) }

/// How many challenges in a row the node failed; nodes may vote to slash it for that.
public fun failures(self: &ChallengeManager, node_id: ID): u32 {
    if (self.failures.contains(node_id)) self.failures[node_id] else 0
}
