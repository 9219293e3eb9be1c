#[test_only]
module walrus::staking_inner_tests;

use std::unit_test::{assert_eq, destroy};
use sui::clock::{Self, Clock};
use sui::event;
use sui::vec_map::{Self, VecMap};
use sui::balance::Balance;
use wal::wal::WAL;
use walrus::auth;
use walrus::events::{EpochChangeDone, ShardsReceived};
use walrus::node_metadata;
use walrus::staked_wal::StakedWal;
use walrus::staking_inner::{Self, StakingInnerV1};
use walrus::staking_test_utils::{frost, key_number, network_key, wal};
use walrus::storage_node::StorageNodeCap;

const W: u64 = 1_000_000_000;
const ZERO: u64 = 100_000;
const DURATION: u64 = 1_000_000;

/// A network with nodes that have these stakes (WAL), and the time.
public struct Net {
    inner: StakingInnerV1,
    caps: vector<StorageNodeCap>,
    stakes: vector<StakedWal>,
    clock: Clock,
    ctx: TxContext,
}

fun net(n_shards: u16, stakes: vector<u64>): Net {
    let mut ctx = tx_context::dummy();
    let clock = clock::create_for_testing(&mut ctx);
    let inner = staking_inner::new(ZERO, DURATION, n_shards, &clock, &mut ctx);
    let mut net = Net { inner, caps: vector[], stakes: vector[], clock, ctx };
    stakes.do!(|stake| { net.join_with(stake); });
    net
}

fun join_with(net: &mut Net, stake: u64): ID {
    let n = net.caps.length();
    let Net { inner, ctx, .. } = net;
    let cap = inner
        .register_candidate(
            b"node".to_string(),
            b"127.0.0.1:1".to_string(),
            node_metadata::new(b"".to_string(), b"".to_string(), b"".to_string()),
            key_number(n as u8 + 1),
            network_key(),
            vector::tabulate!(96, |_| 0),
            0,
            1000 * (n + 1),
            10_000 * (n + 1),
            1000 * (n + 1),
            ctx,
        );
    let id = cap.node_id();
    net.caps.push_back(cap);
    if (stake > 0) {
        let staked = net.stake(id, stake);
        net.stakes.push_back(staked);
    };
    id
}

fun vote(net: &mut Net) {
    let Net { inner, clock, .. } = net;
    inner.voting_end(clock);
}

fun change(net: &mut Net, rewards: VecMap<ID, Balance<WAL>>) {
    let Net { inner, clock, .. } = net;
    inner.initiate_epoch_change(clock, rewards);
}

fun sync(net: &mut Net, node: u64, epoch: u32) {
    let Net { inner, caps, clock, .. } = net;
    inner.epoch_sync_done(&mut caps[node], epoch, clock);
}

fun stake(net: &mut Net, node: ID, amount: u64): StakedWal {
    let Net { inner, ctx, .. } = net;
    inner.stake(node, wal(amount), ctx)
}

fun request(net: &mut Net, stake: u64) {
    let Net { inner, stakes, .. } = net;
    inner.request_withdraw_stake(&mut stakes[stake]);
}

fun try_join(net: &mut Net, node: u64) {
    let Net { inner, caps, .. } = net;
    inner.try_join_active_set(&caps[node]);
}

fun id(net: &Net, n: u64): ID { net.caps[n].node_id() }

fun no_rewards(net: &Net): VecMap<ID, Balance<WAL>> { net.equal_rewards(0) }

fun equal_rewards(net: &Net, amount: u64): VecMap<ID, Balance<WAL>> {
    let ids = net.inner.committee().inner().keys();
    vec_map::from_keys_values(ids, ids.map_ref!(|_| frost(amount)))
}

/// Votes, changes the epoch, and lets all nodes be done with it.
fun next_epoch(net: &mut Net, reward: u64) {
    net.clock.increment_for_testing(DURATION);
    net.vote();
    let rewards = net.equal_rewards(reward);
    net.change(rewards);
    net.sync_all();
}

fun sync_all(net: &mut Net) {
    let epoch = net.inner.epoch();
    net.caps.length().do!(|i| if (net.inner.committee().contains(&net.caps[i].node_id())) {
        net.sync(i, epoch);
    });
}


// Registration and the active set.

#[test]
fun a_candidate_without_stake_does_not_stand() {
    let mut net = net(10, vector[5, 0]);
    assert_eq!(net.inner.active_set().ids(), vector[net.id(0)]);
    let second = net.id(1);
    let staked = net.stake(second, 3);
    assert_eq!(net.inner.active_set().total_stake(), 8 * W);
    assert!(net.inner.can_withdraw_staked_wal_early(&staked));
    assert_eq!(net.inner.withdraw_stake(staked).destroy_for_testing(), 3 * W);
    assert_eq!(net.inner.active_set().ids(), vector[net.id(0)]);
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EPoolNotFound)]
fun stake_needs_a_pool() {
    let mut net = net(10, vector[]);
    let staked = net.stake(@0x5.to_id(), 1);
    destroy(staked);
    destroy(net);
}

#[test]
fun stake_after_the_choice_is_recorded_for_the_epoch_after_next() {
    let mut net = net(10, vector[5]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let first = net.id(0);
    let late = net.stake(first, 7);
    assert_eq!(late.activation_epoch(), 2);
    assert_eq!(net.inner.active_set().total_stake(), 12 * W);
    let rewards = net.no_rewards();
    net.change(rewards);
    assert_eq!(net.inner.pool(first).wal_balance(), 5 * W);
    assert_eq!(net.inner.active_set().total_stake(), 12 * W);
    destroy(late);
    destroy(net);
}

#[test]
fun a_node_that_was_driven_out_joins_again_when_it_asks() {
    let mut net = net(111, vector::tabulate!(111, |_| 10));
    let last = net.join_with(10);
    assert!(!net.inner.active_set().contains(&last));
    assert_eq!(net.inner.active_set().size(), 111);
    net.try_join(111);
    assert!(!net.inner.active_set().contains(&last));
    let staked = net.stakes.pop_back();
    net.stakes.push_back(staked);
    // The first node takes its stake back: its place is free, and the last one takes it.
    let staked = net.stakes.remove(0);
    net.inner.withdraw_stake(staked).destroy_for_testing();
    net.try_join(111);
    assert!(net.inner.active_set().contains(&last));
    assert!(!net.inner.active_set().contains(&net.id(0)));
    destroy(net);
}

// Committees.

#[test]
fun one_node_gets_all_shards() {
    let net = net(1000, vector[1]);
    let committee = net.inner.compute_next_committee();
    assert_eq!(committee.weight(&net.id(0)), 1000);
    destroy(net);
}

#[test]
fun three_nodes_share_by_stake_under_the_ceiling() {
    let net = net(300, vector[10, 20, 30]);
    let committee = net.inner.compute_next_committee();
    assert_eq!(committee.weight(&net.id(0)), 50);
    assert_eq!(committee.weight(&net.id(1)), 100);
    assert_eq!(committee.weight(&net.id(2)), 150);
    destroy(net);
}

#[test]
fun twenty_nodes_have_a_tenth_at_most() {
    let net = net(1000, vector::tabulate!(20, |i| if (i == 0) 1000 else 10));
    let committee = net.inner.compute_next_committee();
    assert_eq!(committee.weight(&net.id(0)), 100);
    let total = committee.inner().keys().fold!(0, |sum, id| sum + committee.weight(&id));
    assert_eq!(total, 1000);
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::ENoStake)]
fun a_committee_needs_stake() {
    let net = net(10, vector[0]);
    net.inner.compute_next_committee();
    destroy(net);
}

#[test]
fun certificates_of_the_next_committee_use_the_keys_of_the_choice() {
    let mut net = net(10, vector[1, 1]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let committee = net.inner.next_bls_committee();
    assert_eq!(committee.epoch(), 1);
    assert_eq!(committee.n_shards(), 10);
    assert_eq!(committee.n_members(), 2);
    assert_eq!(committee.get_member_weight(&net.id(0)), 5);
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::ENextCommitteeIsEmpty)]
fun there_is_no_next_committee_before_the_choice() {
    let net = net(10, vector[1, 1]);
    net.inner.next_bls_committee();
    destroy(net);
}

// The epoch.

#[test]
fun an_epoch_goes_through_its_states() {
    let mut net = net(10, vector[1, 1, 1]);
    assert!(net.inner.is_epoch_sync_done());
    net.clock.increment_for_testing(ZERO);
    net.vote();
    assert!(net.inner.is_next_params_selected());
    let rewards = net.no_rewards();
    net.change(rewards);
    assert_eq!(net.inner.epoch(), 1);
    assert_eq!(net.inner.committee().size(), 3);
    assert_eq!(net.inner.previous_committee().size(), 0);
    assert!(!net.inner.is_epoch_sync_done());
    // Weights 4, 3, 3: two nodes are a quorum with the first, not without.
    net.sync(1, 1);
    net.sync(2, 1);
    assert!(!net.inner.is_epoch_sync_done());
    assert_eq!(event::events_by_type<EpochChangeDone>().length(), 0);
    net.sync(0, 1);
    assert!(net.inner.is_epoch_sync_done());
    assert_eq!(event::events_by_type<EpochChangeDone>().length(), 1);
    assert_eq!(event::events_by_type<ShardsReceived>().length(), 3);
    assert_eq!(net.caps[0].last_epoch_sync_done(), 1);
    destroy(net);
}

#[test]
fun a_late_node_is_heard_after_the_quorum() {
    let mut net = net(10, vector[1, 1, 1, 1]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let rewards = net.no_rewards();
    net.change(rewards);
    3u64.do!(|i| net.sync(i, 1));
    assert!(net.inner.is_epoch_sync_done());
    net.sync(3, 1);
    assert_eq!(event::events_by_type<ShardsReceived>().length(), 4);
    assert_eq!(event::events_by_type<EpochChangeDone>().length(), 1);
    destroy(net);
}

fun sync_done(epoch: u32, twice: bool, outsider: bool) {
    let mut net = net(10, vector[1, 1]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let rewards = net.no_rewards();
    net.change(rewards);
    if (outsider) { net.join_with(0); };
    let node = if (outsider) 2 else 0;
    net.sync(node, epoch);
    if (twice) net.sync(node, epoch);
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EInvalidSyncEpoch)]
fun sync_is_for_the_present_epoch() { sync_done(2, false, false); }

#[test, expected_failure(abort_code = staking_inner::EDuplicateSyncDone)]
fun sync_is_done_once() { sync_done(1, true, false); }

#[test, expected_failure(abort_code = staking_inner::ENotInCommittee)]
fun sync_is_for_members() { sync_done(1, false, true); }

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun the_first_vote_waits_for_its_time() {
    let mut net = net(10, vector[1]);
    net.clock.increment_for_testing(ZERO - 1);
    net.vote();
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun the_vote_ends_once() {
    let mut net = net(10, vector[1]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    net.vote();
    destroy(net);
}

fun in_epoch_one(): Net {
    let mut net = net(10, vector[1, 1]);
    net.next_epoch(0);
    net
}

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun the_vote_ends_in_the_middle_of_the_epoch() {
    let mut net = in_epoch_one();
    net.clock.increment_for_testing(DURATION / 2 - 1);
    net.vote();
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun the_vote_waits_for_the_nodes() {
    let mut net = net(10, vector[1]);
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let rewards = net.no_rewards();
    net.change(rewards);
    net.clock.increment_for_testing(10 * DURATION);
    net.vote();
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun an_epoch_does_not_end_without_a_vote() {
    let mut net = in_epoch_one();
    net.clock.increment_for_testing(DURATION);
    let rewards = net.no_rewards();
    net.change(rewards);
    destroy(net);
}

#[test, expected_failure(abort_code = staking_inner::EWrongEpochState)]
fun an_epoch_does_not_end_early() {
    let mut net = in_epoch_one();
    net.clock.increment_for_testing(DURATION / 2);
    net.vote();
    net.clock.increment_for_testing(DURATION / 2 - 1);
    let rewards = net.no_rewards();
    net.change(rewards);
    destroy(net);
}

#[test]
fun an_epoch_may_be_ended_in_time() {
    let mut net = in_epoch_one();
    net.clock.increment_for_testing(DURATION / 2);
    net.vote();
    net.clock.increment_for_testing(DURATION / 2);
    let rewards = net.no_rewards();
    net.change(rewards);
    assert_eq!(net.inner.epoch(), 2);
    destroy(net);
}

#[test]
fun nodes_that_leave_get_their_rewards_and_stay_behind() {
    let mut net = in_epoch_one();
    let first = net.id(0);
    net.request(0);
    assert_eq!(net.stakes[0].withdraw_epoch(), 2);
    assert_eq!(net.inner.active_set().size(), 1);
    net.next_epoch(4 * W);
    assert_eq!(net.inner.committee().size(), 1);
    assert_eq!(net.inner.previous_committee().size(), 2);
    assert_eq!(net.inner.pool(first).latest_epoch(), 2);
    net.next_epoch(0);
    assert_eq!(net.inner.pool(first).latest_epoch(), 2);
    let staked = net.stakes.remove(0);
    assert_eq!(net.inner.withdraw_stake(staked).destroy_for_testing(), 5 * W);
    destroy(net);
}

#[test]
fun commission_of_the_last_rewards_is_free_from_the_vote_on_even_if_the_node_left() {
    let mut net = in_epoch_one();
    let first = net.id(0);
    let wctx = net.inner.context();
    net.inner.pool_mut(first).set_next_commission(5000, &wctx);
    net.next_epoch(0);
    net.next_epoch(0);
    net.request(0);
    net.next_epoch(10);
    assert!(!net.inner.committee().contains(&first));
    assert_eq!(net.inner.pool(first).commission_amount(), 5);
    assert_eq!(net.inner.pool(first).blocked_commission(), 5);
    net.clock.increment_for_testing(DURATION);
    // Given now it is blocked too; given after the vote it is not.
    net.inner.add_commission_to_pools(vector[first], vector[frost(2)]);
    assert_eq!(net.inner.pool(first).blocked_commission(), 7);
    net.vote();
    assert_eq!(net.inner.pool(first).blocked_commission(), 0);
    net.inner.add_commission_to_pools(vector[first], vector[frost(3)]);
    let cap = auth::authenticate_with_object(&net.caps[0]);
    assert_eq!(net.inner.pool_mut(first).collect_commission(cap).destroy_for_testing(), 10);
    destroy(net);
}

// Votes.

#[test]
fun prices_and_capacity_are_those_of_a_quorum() {
    let mut net = net(1000, vector::tabulate!(10, |_| 10));
    let (storage, write) = net.inner.voted_prices();
    assert_eq!(storage, std::u64::max_value!());
    assert_eq!(write, std::u64::max_value!());
    net.clock.increment_for_testing(ZERO);
    net.vote();
    let params = net.inner.next_epoch_params();
    assert_eq!(params.capacity(), 40_000);
    assert_eq!(params.storage_price(), std::u64::max_value!());
    assert_eq!(params.write_price(), std::u64::max_value!());
    let rewards = net.no_rewards();
    net.change(rewards);
    let (storage, write) = net.inner.voted_prices();
    assert_eq!(storage, 7_000);
    assert_eq!(write, 70_000);
    // A vote counts at once.
    let seventh = net.id(6);
    net.inner.pool_mut(seventh).set_storage_price_vote(7_500);
    let (storage, _) = net.inner.voted_prices();
    assert_eq!(storage, 7_500);
    destroy(net);
}

#[test]
fun capacity_does_not_overflow() {
    let mut net = net(1000, vector[1, 1, 1]);
    3u64.do!(|i| {
        let node = net.id(i);
        net.inner.pool_mut(node).set_node_capacity_vote(std::u64::max_value!());
    });
    net.clock.increment_for_testing(ZERO);
    net.vote();
    assert_eq!(net.inner.next_epoch_params().capacity(), std::u64::max_value!());
    destroy(net);
}

#[test]
fun two_thirds_and_more_are_a_quorum() {
    let net = net(10, vector[]);
    assert!(!net.inner.is_quorum(6));
    assert!(net.inner.is_quorum(7));
    assert_eq!(net.inner.n_shards(), 10);
    destroy(net);
}

#[test]
fun only_the_governor_of_a_node_votes_for_it() {
    let net = net(10, vector[1, 1]);
    let sender = auth::authenticate_sender(&net.ctx);
    assert!(net.inner.is_governance_authorized(net.id(0), &sender));
    let other = auth::authenticate_with_object(&net.caps[0]);
    assert!(!net.inner.is_governance_authorized(net.id(0), &other));
    destroy(net);
}

// Several epochs.

#[test]
fun five_nodes_over_twenty_epochs_keep_every_unit() {
    let mut net = net(31, vector[50, 40, 30, 20, 10]);
    net.next_epoch(0);
    let mut paid = 0;
    20u64.do!(|round| {
        let members = net.inner.committee().size();
        let reward = 1_000_000_007 * (round + 1);
        net.next_epoch(reward);
        paid = paid + members * reward;
        // Each round one stake more, and every third round one is asked back.
        let node = net.id(round % 5);
        let staked = net.stake(node, 1 + round);
        net.stakes.push_back(staked);
        if (round % 3 == 1 && net.stakes[round / 3].is_staked()) {
            net.request(round / 3);
        };
        let held = vector::tabulate!(5, |i| net.inner.pool(net.id(i)).rewards_amount()).fold!(0, |sum, x| sum + x);
        assert_eq!(held, paid);
        let shards = net.inner.committee().inner().keys().fold!(0, |sum, id| sum + net.inner.committee().weight(&id));
        assert_eq!(shards, 31);
    });
    2u64.do!(|_| net.next_epoch(0));
    let Net { mut inner, caps, stakes, clock, ctx } = net;
    let mut out = 0;
    let mut principals = 0;
    let mut open = vector[];
    stakes.do!(|staked| if (staked.is_withdrawing()) {
        principals = principals + staked.value();
        out = out + inner.withdraw_stake(staked).destroy_for_testing();
    } else {
        open.push_back(staked);
    });
    assert!(out > principals);
    let held = caps.length();
    let held = vector::tabulate!(held, |i| inner.pool(caps[i].node_id()).rewards_amount()).fold!(0, |sum, x| sum + x);
    assert_eq!(out - principals + held, paid);
    destroy(open);
    destroy(inner);
    destroy(caps);
    destroy(clock);
    destroy(ctx);
}
