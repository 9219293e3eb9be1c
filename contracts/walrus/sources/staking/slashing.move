/// Slashing by vote: when nodes of a quorum agree within one epoch, the commission a node has collected is burned.
/// Who delegated stake to it loses nothing.
module walrus::slashing;

use sui::balance::Balance;
use sui::table::{Self, Table};
use sui::vec_set::{Self, VecSet};
use wal::wal::ProtectedTreasury;
use walrus::auth::Authenticated;
use walrus::staking::Staking;

use fun sui::coin::from_balance as Balance.into_coin;

/// The voter may not vote for that node.
const ENotAuthorized: u64 = 0;
const EDuplicateVote: u64 = 1;
const ENoProposalForNode: u64 = 2;
const EWrongEpoch: u64 = 3;
const ENotEnoughVotes: u64 = 4;

public struct SlashingProposal has drop, store {
    epoch: u32,
    node_id: ID,
    voting_weight: u16,
    voters: VecSet<ID>,
}

public struct SlashingManager has key {
    id: UID,
    slashing_candidates: Table<ID, SlashingProposal>,
}

/// Shares the one manager of a network.
public(package) fun create(ctx: &mut TxContext) {
    transfer::share_object(SlashingManager { id: object::new(ctx), slashing_candidates: table::new(ctx) })
}

/// Adds the voter's shards to the proposal of this epoch.
public fun vote_for_slashing(
    self: &mut SlashingManager,
    staking: &Staking,
    auth: Authenticated,
    voter_node_id: ID,
    candidate_node_id: ID,
) {
    assert!(staking.is_governance_authorized(voter_node_id, &auth), ENotAuthorized);
    let weight = staking.node_weight(voter_node_id);
    let epoch = staking.epoch();
    let proposals = &mut self.slashing_candidates;
    if (proposals.contains(candidate_node_id) && proposals[candidate_node_id].epoch != epoch) {
        proposals.remove(candidate_node_id);
    };
    if (!proposals.contains(candidate_node_id)) {
        let proposal = SlashingProposal { epoch, node_id: candidate_node_id, voting_weight: 0, voters: vec_set::empty() };
        proposals.add(candidate_node_id, proposal);
    };
    let proposal = &mut proposals[candidate_node_id];
    assert!(!proposal.voters.contains(&voter_node_id), EDuplicateVote);
    proposal.voters.insert(voter_node_id);
    proposal.voting_weight = proposal.voting_weight + weight;
}

/// Burns the commission of a node that a quorum voted against. Anyone may call this.
public fun execute_slashing(
    self: &mut SlashingManager,
    staking: &mut Staking,
    treasury: &mut ProtectedTreasury,
    candidate_node_id: ID,
    ctx: &mut TxContext,
) {
    assert!(self.slashing_candidates.contains(candidate_node_id), ENoProposalForNode);
    let SlashingProposal { epoch, voting_weight, .. } = self.slashing_candidates.remove(candidate_node_id);
    assert!(epoch == staking.epoch(), EWrongEpoch);
    assert!(staking.is_quorum(voting_weight), ENotEnoughVotes);
    treasury.burn(staking.slash_commission(candidate_node_id).into_coin(ctx));
}

/// Removes proposals of past epochs; leaves those of the current one.
public fun cleanup_slashing_proposals(self: &mut SlashingManager, staking: &Staking, candidates: vector<ID>) {
    let epoch = staking.epoch();
    let proposals = &mut self.slashing_candidates;
    candidates.do!(|id| if (proposals.contains(id) && proposals[id].epoch < epoch) { proposals.remove(id); });
}

public(package) fun has_proposal(self: &SlashingManager, candidate: ID): bool {
    self.slashing_candidates.contains(candidate)
}
