/// Upgrades of this package: a quorum of the storage nodes must vote for the digest of the new code within one epoch. Until it
/// is given up, the emergency capability can do without the vote.
module walrus::upgrade;

use sui::package::{UpgradeCap, UpgradeReceipt, UpgradeTicket};
use sui::table::{Self, Table};
use sui::vec_set::{Self, VecSet};
use walrus::auth::Authenticated;
use walrus::events;
use walrus::staking::Staking;
use walrus::system::System;

/// The emergency capability is of another manager.
const EInvalidUpgradeManager: u64 = 0;
/// The voter may not vote for that node.
const ENotAuthorized: u64 = 1;
const EDuplicateVote: u64 = 2;
const EInvalidPackageDigest: u64 = 3;
const ENoProposalForDigest: u64 = 4;
const EWrongEpoch: u64 = 5;
const ENotEnoughVotes: u64 = 6;
/// The package was upgraded after the votes were cast.
const EWrongVersion: u64 = 7;

const DIGEST_LENGTH: u64 = 32;

public struct PackageDigest(vector<u8>) has copy, drop, store;

public struct UpgradeProposal has drop, store {
    epoch: u32,
    digest: PackageDigest,
    /// The version that the package would have.
    version: u64,
    voting_weight: u16,
    voters: VecSet<ID>,
}

/// Shared. Holds the right to upgrade.
public struct UpgradeManager has key {
    id: UID,
    cap: UpgradeCap,
    upgrade_proposals: Table<PackageDigest, UpgradeProposal>,
}

public struct EmergencyUpgradeCap has key, store {
    id: UID,
    upgrade_manager_id: ID,
}

public(package) fun new(cap: UpgradeCap, ctx: &mut TxContext): EmergencyUpgradeCap {
    let manager = UpgradeManager { id: object::new(ctx), cap, upgrade_proposals: table::new(ctx) };
    let emergency = EmergencyUpgradeCap { id: object::new(ctx), upgrade_manager_id: object::id(&manager) };
    transfer::share_object(manager);
    emergency
}

/// Adds the node's shards to the proposal. One of another epoch, or for another version, is dropped first.
public fun vote_for_upgrade(
    self: &mut UpgradeManager,
    staking: &Staking,
    auth: Authenticated,
    node_id: ID,
    digest: vector<u8>,
) {
    assert!(staking.is_governance_authorized(node_id, &auth), ENotAuthorized);
    let weight = staking.node_weight(node_id);
    let digest = package_digest(digest);
    let epoch = staking.epoch();
    let version = self.cap.version() + 1;
    let proposals = &mut self.upgrade_proposals;
    if (proposals.contains(digest) && (proposals[digest].epoch != epoch || proposals[digest].version != version)) {
        proposals.remove(digest);
    };
    if (!proposals.contains(digest)) {
        proposals.add(
            digest,
            UpgradeProposal { epoch, digest, version, voting_weight: 0, voters: vec_set::empty() },
        );
        events::emit_contract_upgrade_proposed(epoch, digest.0);
    };
    let proposal = &mut proposals[digest];
    assert!(!proposal.voters.contains(&node_id), EDuplicateVote);
    proposal.voters.insert(node_id);
    proposal.voting_weight = proposal.voting_weight + weight;
    if (staking.is_quorum(proposal.voting_weight)) events::emit_contract_upgrade_quorum_reached(epoch, digest.0);
}

/// Allows the upgrade that a quorum voted for in this epoch.
public fun authorize_upgrade(self: &mut UpgradeManager, staking: &Staking, digest: vector<u8>): UpgradeTicket {
    let digest = package_digest(digest);
    assert!(self.upgrade_proposals.contains(digest), ENoProposalForDigest);
    let UpgradeProposal { epoch, version, voting_weight, .. } = self.upgrade_proposals.remove(digest);
    assert!(epoch == staking.epoch(), EWrongEpoch);
    assert!(version == self.cap.version() + 1, EWrongVersion);
    assert!(staking.is_quorum(voting_weight), ENotEnoughVotes);
    self.ticket(digest)
}

public fun authorize_emergency_upgrade(
    self: &mut UpgradeManager,
    emergency_upgrade_cap: &EmergencyUpgradeCap,
    digest: vector<u8>,
): UpgradeTicket {
    assert!(emergency_upgrade_cap.upgrade_manager_id == object::id(self), EInvalidUpgradeManager);
    self.ticket(package_digest(digest))
}

/// Tells the shared objects of the new package. They go over to it with `init::migrate_v2` of that package.
public fun commit_upgrade(
    self: &mut UpgradeManager,
    staking: &mut Staking,
    system: &mut System,
    receipt: UpgradeReceipt,
) {
    let new_package_id = receipt.package();
    staking.set_new_package_id(new_package_id);
    system.set_new_package_id(new_package_id);
    self.cap.commit_upgrade(receipt);
}

/// Removes proposals that can no longer be carried out.
public fun cleanup_upgrade_proposals(self: &mut UpgradeManager, staking: &Staking, proposals: vector<vector<u8>>) {
    let epoch = staking.epoch();
    let version = self.cap.version();
    proposals.do!(|digest| {
        let digest = package_digest(digest);
        let table = &mut self.upgrade_proposals;
        if (table.contains(digest) && (table[digest].version <= version || table[digest].epoch < epoch)) {
            table.remove(digest);
        };
    });
}

/// From then on only the nodes can upgrade.
public fun burn_emergency_upgrade_cap(emergency_upgrade_cap: EmergencyUpgradeCap) {
    let EmergencyUpgradeCap { id, .. } = emergency_upgrade_cap;
    id.delete();
}

fun ticket(self: &mut UpgradeManager, digest: PackageDigest): UpgradeTicket {
    let policy = self.cap.policy();
    self.cap.authorize_upgrade(policy, digest.0)
}

fun package_digest(digest: vector<u8>): PackageDigest {
    assert!(digest.length() == DIGEST_LENGTH, EInvalidPackageDigest);
    PackageDigest(digest)
}

#[test_only]
public fun has_proposal(self: &UpgradeManager, digest: vector<u8>): bool {
    self.upgrade_proposals.contains(PackageDigest(digest))
}

#[test_only]
public fun cap_version(self: &UpgradeManager): u64 { self.cap.version() }
