#[test_only]
module walrus::pool_tests;

use std::unit_test::{assert_eq, destroy};
use walrus::auth;
use walrus::node_metadata;
use walrus::staked_wal::{Self, StakedWal};
use walrus::staking_pool::{Self, StakingPool};
use walrus::staking_test_utils::{early, frost, key, key_number, late, network_key, pool_at, wal};
use walrus::storage_node;

const E0: u32 = 0;
const E1: u32 = 1;
const E2: u32 = 2;
const E3: u32 = 3;
const E4: u32 = 4;
const E5: u32 = 5;

/// One WAL.
const W: u64 = 1_000_000_000;

/// A pool that is in no committee.
fun new_pool(): StakingPool { pool_at(&early(E0, vector[]), 0, &mut tx_context::dummy()) }

fun stake_early(pool: &mut StakingPool, epoch: u32, amount: u64): StakedWal {
    let wctx = early(epoch, vector[pool.node_id()]);
    pool.stake(wal(amount), &wctx, &mut tx_context::dummy())
}

fun stake_late(pool: &mut StakingPool, epoch: u32, amount: u64): StakedWal {
    let wctx = late(epoch, vector[pool.node_id()]);
    pool.stake(wal(amount), &wctx, &mut tx_context::dummy())
}

/// Into an epoch, with rewards in FROST.
fun advance(pool: &mut StakingPool, epoch: u32, rewards: u64) {
    let wctx = early(epoch, vector[pool.node_id()]);
    pool.advance_epoch(frost(rewards), &wctx)
}

/// Asks while the node is in the present committee and the next one is not chosen.
fun request(pool: &mut StakingPool, stake: &mut StakedWal, epoch: u32) {
    let wctx = early(epoch, vector[pool.node_id()]);
    pool.request_withdraw_stake(stake, false, &wctx)
}

/// Asks while the node is in the present committee and the next one.
fun request_selected(pool: &mut StakingPool, stake: &mut StakedWal, epoch: u32) {
    let wctx = late(epoch, vector[pool.node_id()]);
    pool.request_withdraw_stake(stake, true, &wctx)
}

/// What comes out, in FROST.
fun withdraw(pool: &mut StakingPool, stake: StakedWal, epoch: u32): u64 {
    let wctx = early(epoch, vector[pool.node_id()]);
    pool.withdraw_stake(stake, false, &wctx).destroy_for_testing()
}

use fun stake_early as StakingPool.stake_early;
use fun stake_late as StakingPool.stake_late;
use fun advance as StakingPool.advance;
use fun request as StakingPool.request;
use fun request_selected as StakingPool.request_selected;
use fun withdraw as StakingPool.withdraw;

// Making a pool.

#[test]
fun a_new_pool_is_empty() {
    let pool = pool_at(&late(E3, vector[]), 500, &mut tx_context::dummy());
    assert_eq!(pool.activation_epoch(), E4);
    assert_eq!(pool.latest_epoch(), E3);
    assert_eq!(pool.wal_balance(), 0);
    assert_eq!(pool.num_shares(), 0);
    assert_eq!(pool.commission_rate(), 500);
    assert_eq!(pool.storage_price_vote(), 1);
    assert_eq!(pool.write_price_vote(), 2);
    assert_eq!(pool.node_capacity_vote(), 3);
    assert_eq!(pool.node_info().id(), pool.node_id());
    assert_eq!(pool.exchange_rate_at(E4).to_wal(7), 7);
    destroy(pool);
}

fun text(length: u64): std::string::String { vector::tabulate!(length, |_| 97u8).to_string() }

fun make(name: u64, address: u64, key: vector<u8>, network_key: vector<u8>, rate: u16) {
    let (pool, cap) = staking_pool::new(
        text(name),
        text(address),
        node_metadata::new(text(0), text(0), text(0)),
        key,
        network_key,
        vector::tabulate!(96, |_| 0),
        rate,
        0,
        0,
        0,
        &early(E0, vector[]),
        &mut tx_context::dummy(),
    );
    destroy(pool);
    destroy(cap);
}

#[test]
fun names_addresses_and_rates_may_be_at_their_limits() { make(100, 259, key(), network_key(), 10_000); }

#[test, expected_failure(abort_code = staking_pool::EInvalidNameLength)]
fun a_name_is_bounded() { make(101, 259, key(), network_key(), 10_000); }

#[test, expected_failure(abort_code = staking_pool::EInvalidNetworkAddressLength)]
fun an_address_is_bounded() { make(100, 260, key(), network_key(), 10_000); }

#[test, expected_failure(abort_code = staking_pool::EIncorrectCommissionRate)]
fun a_commission_is_at_most_all() { make(100, 259, key(), network_key(), 10_001); }

#[test, expected_failure(abort_code = storage_node::EInvalidNetworkPublicKey)]
fun a_network_key_has_33_bytes() { make(1, 1, key(), vector[2], 0); }

#[test, expected_failure(abort_code = walrus::messages::EInvalidKeyLength)]
fun a_bls_key_has_48_bytes() { make(1, 1, vector[1, 2, 3], network_key(), 0); }

#[test]
fun what_a_node_says_of_itself_changes_at_once_but_its_key_with_the_epoch() {
    let mut pool = new_pool();
    let ctx = &tx_context::dummy();
    pool.set_name(b"other".to_string());
    pool.set_network_address(b"other:1".to_string());
    pool.set_network_public_key(vector::tabulate!(33, |_| 3));
    pool.set_node_metadata(node_metadata::new(b"i".to_string(), b"p".to_string(), b"d".to_string()));
    pool.set_storage_price_vote(11);
    pool.set_write_price_vote(12);
    pool.set_node_capacity_vote(13);
    assert_eq!(pool.node_info().name(), b"other".to_string());
    assert_eq!(pool.node_info().network_address(), b"other:1".to_string());
    assert_eq!(pool.node_info().network_public_key()[0], 3);
    assert_eq!(pool.node_info().metadata().image_url(), b"i".to_string());
    assert_eq!(pool.storage_price_vote(), 11);
    assert_eq!(pool.write_price_vote(), 12);
    assert_eq!(pool.node_capacity_vote(), 13);

    // The test machine's points are all alike: whether a key waits is what can be seen here.
    assert!(!pool.node_info().has_next_public_key());
    let wctx = early(E0, vector[]);
    pool.set_next_public_key(key_number(2), vector::tabulate!(96, |_| 0), &wctx, ctx);
    assert!(pool.node_info().has_next_public_key());
    pool.advance(E1, 0);
    assert!(!pool.node_info().has_next_public_key());
    pool.advance(E2, 0);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EInvalidNameLength)]
fun a_new_name_is_bounded() {
    let mut pool = new_pool();
    pool.set_name(vector::tabulate!(101, |_| 97u8).to_string());
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EInvalidNetworkAddressLength)]
fun a_new_address_is_bounded() {
    let mut pool = new_pool();
    pool.set_network_address(vector::tabulate!(260, |_| 97u8).to_string());
    destroy(pool);
}

#[test, expected_failure(abort_code = storage_node::EInvalidNetworkPublicKey)]
fun a_new_network_key_has_33_bytes() {
    let mut pool = new_pool();
    pool.set_network_public_key(vector[]);
    destroy(pool);
}

// Activation.

#[test]
fun stake_counts_from_the_next_epoch_or_the_one_after_it() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    let b = pool.stake_late(E0, 20);
    assert_eq!(a.activation_epoch(), E1);
    assert_eq!(b.activation_epoch(), E2);
    assert_eq!(pool.wal_balance(), 0);
    assert_eq!(pool.wal_balance_at(E1), 10 * W);
    assert_eq!(pool.wal_balance_at(E2), 30 * W);
    pool.advance(E1, 0);
    assert_eq!(pool.wal_balance(), 10 * W);
    assert_eq!(pool.num_shares(), 10 * W);
    pool.advance(E2, 0);
    assert_eq!(pool.wal_balance(), 30 * W);
    destroy(a);
    destroy(b);
    destroy(pool);
}

#[test, expected_failure(abort_code = staked_wal::EStakeBelowThreshold)]
fun less_than_one_wal_cannot_be_staked() {
    let mut pool = new_pool();
    let stake = pool.stake(frost(W - 1), &early(E0, vector[]), &mut tx_context::dummy());
    destroy(stake);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EZeroStake)]
fun nothing_cannot_be_staked() {
    let mut pool = new_pool();
    let stake = pool.stake(frost(0), &early(E0, vector[]), &mut tx_context::dummy());
    destroy(stake);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EPoolAlreadyUpdated)]
fun an_epoch_is_entered_once() {
    let mut pool = new_pool();
    pool.advance(E1, 0);
    pool.advance(E1, 0);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EIncorrectEpochAdvance)]
fun a_pool_without_stake_gets_no_rewards() {
    let mut pool = new_pool();
    pool.advance(E1, 1);
    destroy(pool);
}

// Rewards.

#[test]
fun one_staker_gets_all_rewards() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 100);
    pool.advance(E1, 0);
    pool.advance(E2, 10 * W);
    assert_eq!(pool.wal_balance(), 110 * W);
    assert_eq!(pool.num_shares(), 100 * W);
    assert_eq!(pool.calculate_rewards(100 * W, E1, E2), 10 * W);
    pool.request(&mut a, E2);
    assert_eq!(a.withdraw_epoch(), E3);
    assert_eq!(pool.wal_balance_at(E3), 0);
    pool.advance(E3, 5 * W);
    assert_eq!(pool.withdraw(a, E3), 115 * W);
    assert_eq!(pool.wal_balance(), 0);
    assert_eq!(pool.num_shares(), 0);
    assert_eq!(pool.rewards_amount(), 0);
    destroy(pool);
}

#[test]
fun stakers_share_by_stake_and_time() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 1000);
    pool.advance(E1, 0);
    // 1000 grow to 2000; b buys half of the pool then.
    let mut b = pool.stake_early(E1, 2000);
    pool.advance(E2, 1000 * W);
    assert_eq!(pool.wal_balance(), 4000 * W);
    assert_eq!(pool.num_shares(), 2000 * W);
    pool.request(&mut a, E2);
    pool.request(&mut b, E2);
    pool.advance(E3, 1000 * W);
    assert_eq!(pool.withdraw(a, E3), 2500 * W);
    assert_eq!(pool.withdraw(b, E3), 2500 * W);
    assert_eq!(pool.rewards_amount(), 0);
    destroy(pool);
}

#[test]
fun without_rewards_the_principal_comes_back() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 7);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    pool.advance(E2, 0);
    pool.advance(E3, 0);
    assert_eq!(pool.withdraw(a, E3), 7 * W);
    destroy(pool);
}

#[test]
fun rewards_end_with_the_epoch_of_the_withdrawal() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    let b = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    pool.advance(E2, 20 * W);
    pool.advance(E3, 40 * W);
    assert_eq!(pool.withdraw(a, E3), 20 * W);
    assert_eq!(pool.wal_balance(), 60 * W);
    destroy(b);
    destroy(pool);
}

#[test]
fun parts_of_a_stake_earn_what_the_whole_earns() {
    let ctx = &mut tx_context::dummy();
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 100);
    pool.advance(E1, 0);
    let mut b = a.split(30 * W, ctx);
    pool.request(&mut a, E1);
    pool.request(&mut b, E1);
    pool.advance(E2, 50 * W);
    assert_eq!(pool.withdraw(a, E2), 105 * W);
    assert_eq!(pool.withdraw(b, E2), 45 * W);
    destroy(pool);
}

#[test]
fun an_odd_reward_leaves_dust_in_the_pool() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 1);
    let mut b = pool.stake_early(E0, 1);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    pool.request(&mut b, E1);
    pool.advance(E2, 3);
    assert_eq!(pool.withdraw(a, E2), W + 1);
    assert_eq!(pool.withdraw(b, E2), W + 1);
    assert_eq!(pool.rewards_amount(), 1);
    assert_eq!(pool.wal_balance(), 0);
    destroy(pool);
}

#[test]
fun rates_of_epochs_without_one_are_those_before() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.advance(E2, 10 * W);
    pool.advance(E5, 0);
    assert_eq!(pool.exchange_rate_at(E4), pool.exchange_rate_at(E2));
    assert_eq!(pool.exchange_rate_at(E2).to_wal(1), 2);
    assert_eq!(pool.exchange_rate_at(E0).to_wal(1), 1);
    destroy(a);
    destroy(pool);
}

// Early and late withdrawal.

#[test]
fun stake_that_nobody_counts_on_comes_back_at_once() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    let b = pool.stake_late(E0, 20);
    assert_eq!(pool.withdraw(a, E0), 10 * W);
    assert_eq!(pool.wal_balance_at(E2), 20 * W);
    // The next committee is chosen and has the node; b counts only after it.
    let wctx = late(E0, vector[pool.node_id()]);
    let out = pool.withdraw_stake(b, true, &wctx);
    assert_eq!(out.destroy_for_testing(), 20 * W);
    assert_eq!(pool.wal_balance_at(E2), 0);
    destroy(pool);
}

#[test]
fun stake_of_a_node_that_was_not_chosen_comes_back_at_once() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    let out = pool.withdraw_stake(a, false, &late(E0, vector[]));
    assert_eq!(out.destroy_for_testing(), 10 * W);
    destroy(pool);
}

#[test]
fun stake_that_the_next_committee_counts_on_earns_for_one_epoch() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    let b = pool.stake_early(E0, 10);
    pool.request_selected(&mut a, E0);
    assert_eq!(a.withdraw_epoch(), E2);
    assert_eq!(pool.wal_balance_at(E1), 20 * W);
    assert_eq!(pool.wal_balance_at(E2), 10 * W);
    pool.advance(E1, 0);
    assert_eq!(pool.wal_balance_at(E2), 10 * W);
    pool.advance(E2, 4 * W);
    assert_eq!(pool.wal_balance(), 12 * W);
    assert_eq!(pool.withdraw(a, E2), 12 * W);
    destroy(b);
    destroy(pool);
}

#[test]
fun a_request_after_the_choice_takes_two_epochs() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.request_selected(&mut a, E1);
    assert_eq!(a.withdraw_epoch(), E3);
    pool.advance(E2, 1 * W);
    assert_eq!(pool.wal_balance_at(E3), 0);
    pool.advance(E3, 1 * W);
    assert_eq!(pool.withdraw(a, E3), 12 * W);
    destroy(pool);
}

#[test]
fun a_request_to_a_node_that_leaves_takes_one_epoch() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    let wctx = late(E1, vector[pool.node_id()]);
    pool.request_withdraw_stake(&mut a, false, &wctx);
    assert_eq!(a.withdraw_epoch(), E2);
    destroy(a);
    destroy(pool);
}

#[test]
fun stake_in_an_inactive_node_comes_back_at_once_with_what_it_earned() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    let b = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.advance(E2, 6 * W);
    let c = pool.stake(wal(5), &early(E3, vector[]), &mut tx_context::dummy());
    let out = pool.withdraw_stake(a, false, &early(E4, vector[]));
    assert_eq!(out.destroy_for_testing(), 13 * W);
    // The pool hears of it when it enters a committee again.
    assert_eq!(pool.wal_balance(), 26 * W);
    assert_eq!(pool.wal_balance_at(E5), 18 * W);
    let out = pool.withdraw_stake(c, false, &early(E4, vector[]));
    assert_eq!(out.destroy_for_testing(), 5 * W);
    pool.advance(E5, 0);
    // One more than b's stake and rewards: c's shares are worth one less than c paid, and c got it all.
    assert_eq!(pool.wal_balance(), 13 * W + 1);
    destroy(b);
    destroy(pool);
}

#[test]
fun shares_bought_while_the_node_was_inactive_do_not_stop_an_epoch() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 1);
    pool.advance(E1, 0);
    // Its shares are rounded down by nearly one.
    let mut b = pool.stake(frost(W + 2), &early(E1, vector[]), &mut tx_context::dummy());
    pool.advance(E2, 1);
    // The node leaves; a million WAL wait for its return.
    let mut c = pool.stake(wal(1_000_000), &early(E2, vector[]), &mut tx_context::dummy());
    pool.advance(E5, 0);
    pool.request(&mut a, E5);
    pool.request(&mut b, E5);
    pool.request(&mut c, E5);
    let rate = pool.exchange_rate_at(E2);
    let shares = W + rate.to_shares(W + 2) + rate.to_shares(1_000_000 * W);
    assert!(shares > pool.num_shares() + 400_000);
    pool.advance(6, 0);
    assert_eq!(pool.wal_balance(), 0);
    assert_eq!(pool.num_shares(), 0);
    let out = pool.withdraw(a, 6) + pool.withdraw(b, 6) + pool.withdraw(c, 6);
    assert_eq!(out, 1_000_002 * W + 2 + 1);
    assert_eq!(pool.rewards_amount(), 0);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::ENotWithdrawing)]
fun active_stake_must_be_asked_for() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.withdraw(a, E1);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EWithdrawEpochNotReached)]
fun stake_stays_until_its_epoch() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    pool.withdraw(a, E1);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EWithdrawDirectly)]
fun nobody_asks_for_what_comes_back_at_once() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.request(&mut a, E0);
    destroy(a);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EWithdrawDirectly)]
fun nobody_asks_an_inactive_node() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.request_withdraw_stake(&mut a, false, &early(E2, vector[]));
    destroy(a);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::ENotStaked)]
fun nobody_asks_twice() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    pool.request(&mut a, E1);
    destroy(a);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EIncorrectPoolId)]
fun stake_is_asked_of_its_own_pool() {
    let mut pool = new_pool();
    let ctx = &mut tx_context::dummy();
    let mut a = staked_wal::mint(@0x5.to_id(), wal(1), E1, ctx);
    pool.request(&mut a, E1);
    destroy(a);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EIncorrectPoolId)]
fun stake_comes_from_its_own_pool() {
    let mut pool = new_pool();
    let a = staked_wal::mint(@0x5.to_id(), wal(1), E1, &mut tx_context::dummy());
    pool.withdraw(a, E1);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EActivationEpochNotReached)]
fun stake_of_a_far_epoch_cannot_be_asked_for() {
    let mut pool = new_pool();
    let mut a = staked_wal::mint(pool.node_id(), wal(1), E5, &mut tx_context::dummy());
    pool.request(&mut a, E1);
    destroy(a);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EZeroShares)]
fun stake_that_buys_no_share_cannot_be_asked_for() {
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 1);
    pool.advance(E1, 0);
    pool.advance(E2, 4_000_000_000 * W);
    let mut b = pool.stake_early(E2, 1);
    pool.advance(E3, 0);
    pool.request(&mut a, E3);
    pool.request(&mut b, E3);
    destroy(a);
    destroy(b);
    destroy(pool);
}

// Commission.

#[test]
fun commission_is_rounded_down_and_blocked() {
    let ctx = &mut tx_context::dummy();
    let mut pool = pool_at(&early(E0, vector[]), 333, ctx);
    let a = pool.stake_early(E0, 1);
    pool.set_commission_receiver_to_sender(ctx);
    pool.advance(E1, 0);
    pool.advance(E2, 1000);
    assert_eq!(pool.commission_amount(), 33);
    assert_eq!(pool.rewards_amount(), 967);
    assert_eq!(pool.blocked_commission(), 33);
    assert_eq!(pool.collect(ctx), 0);
    pool.unblock_commission();
    pool.advance(E3, 2000);
    assert_eq!(pool.commission_amount(), 99);
    assert_eq!(pool.collect(ctx), 33);
    pool.advance(E4, 1000);
    assert_eq!(pool.blocked_commission(), 99);
    assert_eq!(pool.collect(ctx), 0);
    pool.unblock_commission();
    assert_eq!(pool.collect(ctx), 99);
    assert_eq!(pool.commission_amount(), 0);
    destroy(a);
    destroy(pool);
}

fun set_commission_receiver_to_sender(pool: &mut StakingPool, ctx: &TxContext) {
    // The test utility threw the cap away: name the receiver by the pool's own field.
    pool.set_commission_receiver_for_testing(auth::authorized_address(ctx.sender()));
}

fun collect(pool: &mut StakingPool, ctx: &TxContext): u64 {
    pool.collect_commission(auth::authenticate_sender(ctx)).destroy_for_testing()
}

use fun set_commission_receiver_to_sender as StakingPool.set_commission_receiver_to_sender;
use fun collect as StakingPool.collect;

#[test]
fun all_of_huge_rewards_can_be_commission() {
    let ctx = &mut tx_context::dummy();
    let mut pool = pool_at(&early(E0, vector[]), 10_000, ctx);
    let a = pool.stake_early(E0, 1);
    pool.advance(E1, 0);
    pool.advance(E2, 4_000_000_000 * W);
    assert_eq!(pool.commission_amount(), 4_000_000_000 * W);
    assert_eq!(pool.rewards_amount(), 0);
    assert_eq!(pool.wal_balance(), W);
    destroy(a);
    destroy(pool);
}

#[test]
fun a_new_rate_applies_after_two_epochs() {
    let ctx = &mut tx_context::dummy();
    let mut pool = pool_at(&early(E0, vector[]), 0, ctx);
    let a = pool.stake_early(E0, 1);
    pool.set_next_commission(1000, &early(E0, vector[]));
    pool.advance(E1, 0);
    pool.set_next_commission(9000, &early(E1, vector[]));
    pool.set_next_commission(5000, &late(E1, vector[]));
    pool.advance(E2, 100);
    // The rewards of epoch 1 are still free of it.
    assert_eq!(pool.commission_amount(), 0);
    assert_eq!(pool.commission_rate(), 1000);
    pool.advance(E3, 100);
    assert_eq!(pool.commission_amount(), 10);
    assert_eq!(pool.commission_rate(), 5000);
    pool.advance(E4, 100);
    assert_eq!(pool.commission_amount(), 60);
    destroy(a);
    destroy(pool);
}

#[test]
fun a_rate_whose_epoch_was_missed_applies_later() {
    let ctx = &mut tx_context::dummy();
    let mut pool = pool_at(&early(E0, vector[]), 0, ctx);
    pool.set_next_commission(1000, &early(E0, vector[]));
    pool.set_next_commission(2000, &early(E1, vector[]));
    pool.set_next_commission(3000, &early(E4, vector[]));
    pool.advance(E5, 0);
    assert_eq!(pool.commission_rate(), 2000);
    pool.advance(6, 0);
    assert_eq!(pool.commission_rate(), 3000);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EIncorrectCommissionRate)]
fun a_new_rate_is_at_most_all() {
    let mut pool = new_pool();
    pool.set_next_commission(10_001, &early(E0, vector[]));
    destroy(pool);
}

#[test]
fun given_commission_is_free_or_blocked_and_slashing_takes_both() {
    let mut pool = new_pool();
    let a = pool.stake_early(E0, 1);
    pool.add_commission(frost(5));
    pool.add_blocked_commission(frost(7));
    assert_eq!(pool.commission_amount(), 12);
    assert_eq!(pool.blocked_commission(), 7);
    assert_eq!(pool.slash_commission().destroy_for_testing(), 12);
    assert_eq!(pool.blocked_commission(), 0);
    assert_eq!(pool.slash_commission().destroy_for_testing(), 0);
    destroy(a);
    destroy(pool);
}

#[test]
fun receiver_and_governor_can_hand_over() {
    let ctx = &mut tx_context::dummy();
    let (mut pool, cap) = staking_pool::new(
        b"n".to_string(),
        b"a".to_string(),
        node_metadata::new(b"".to_string(), b"".to_string(), b"".to_string()),
        key(),
        network_key(),
        vector::tabulate!(96, |_| 0),
        0,
        0,
        0,
        0,
        &early(E0, vector[]),
        ctx,
    );
    pool.add_commission(frost(5));
    assert_eq!(pool.collect_commission(auth::authenticate_with_object(&cap)).destroy_for_testing(), 5);
    pool.set_commission_receiver(auth::authenticate_with_object(&cap), auth::authorized_address(ctx.sender()));
    assert_eq!(pool.collect(ctx), 0);
    assert!(auth::authenticate_sender(ctx).matches(pool.governance_authorized()));
    pool.set_governance_authorized(auth::authenticate_sender(ctx), auth::authorized_object(object::id(&cap)));
    assert!(auth::authenticate_with_object(&cap).matches(pool.governance_authorized()));
    destroy(cap);
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EAuthorizationFailure)]
fun commission_is_only_for_its_receiver() {
    let mut pool = new_pool();
    pool.collect(&tx_context::dummy());
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EAuthorizationFailure)]
fun only_the_receiver_names_another() {
    let mut pool = new_pool();
    let ctx = &tx_context::dummy();
    pool.set_commission_receiver(auth::authenticate_sender(ctx), auth::authorized_address(@0x7));
    destroy(pool);
}

#[test, expected_failure(abort_code = staking_pool::EAuthorizationFailure)]
fun only_the_governor_names_another() {
    let ctx = &mut tx_context::dummy();
    let mut pool = new_pool();
    let object = staked_wal::mint(pool.node_id(), wal(1), E1, ctx);
    pool.set_governance_authorized(auth::authenticate_with_object(&object), auth::authorized_address(@0x7));
    destroy(object);
    destroy(pool);
}

// Stake objects.

#[test]
fun stake_can_be_split_and_joined() {
    let ctx = &mut tx_context::dummy();
    let mut pool = new_pool();
    let mut a = pool.stake_early(E0, 10);
    let b = a.split(4 * W, ctx);
    assert_eq!(a.value(), 6 * W);
    assert_eq!(b.value(), 4 * W);
    assert_eq!(b.activation_epoch(), E1);
    assert!(b.is_staked() && !b.is_withdrawing());
    a.join(b);
    assert_eq!(a.value(), 10 * W);
    pool.advance(E1, 0);
    pool.request(&mut a, E1);
    let b = a.split(1 * W, ctx);
    assert!(b.is_withdrawing());
    assert_eq!(b.withdraw_epoch(), E2);
    a.join(b);
    destroy(a);
    destroy(pool);
}

fun split(amount: u64) {
    let ctx = &mut tx_context::dummy();
    let mut a = staked_wal::mint(@0x5.to_id(), wal(3), E1, ctx);
    destroy(a.split(amount, ctx));
    destroy(a);
}

#[test]
fun each_part_may_be_one_wal() { split(W); split(2 * W); }

#[test, expected_failure(abort_code = staked_wal::EStakeBelowThreshold)]
fun nothing_cannot_be_split_off() { split(0); }

#[test, expected_failure(abort_code = staked_wal::EStakeBelowThreshold)]
fun less_than_one_wal_cannot_be_split_off() { split(W - 1); }

#[test, expected_failure(abort_code = staked_wal::EStakeBelowThreshold)]
fun less_than_one_wal_cannot_stay() { split(2 * W + 1); }

#[test, expected_failure(abort_code = staked_wal::EInvalidAmount)]
fun the_whole_cannot_be_split_off() { split(3 * W); }

fun join(a_node: address, a_epoch: u32, b_node: address, b_epoch: u32, a_asks: u32, b_asks: u32) {
    let ctx = &mut tx_context::dummy();
    let mut a = staked_wal::mint(a_node.to_id(), wal(1), a_epoch, ctx);
    let mut b = staked_wal::mint(b_node.to_id(), wal(1), b_epoch, ctx);
    if (a_asks > 0) a.set_withdrawing(a_asks);
    if (b_asks > 0) b.set_withdrawing(b_asks);
    a.join(b);
    destroy(a);
}

#[test]
fun equal_stakes_join() { join(@0x1, 1, @0x1, 1, 0, 0); join(@0x1, 1, @0x1, 1, 4, 4); }

#[test, expected_failure(abort_code = staked_wal::EMetadataMismatch)]
fun stakes_of_other_pools_do_not_join() { join(@0x1, 1, @0x2, 1, 0, 0); }

#[test, expected_failure(abort_code = staked_wal::EMetadataMismatch)]
fun stakes_of_other_epochs_do_not_join() { join(@0x1, 1, @0x1, 2, 0, 0); }

#[test, expected_failure(abort_code = staked_wal::EMetadataMismatch)]
fun stakes_of_other_epochs_do_not_join_when_asked_for() { join(@0x1, 1, @0x1, 2, 4, 4); }

#[test, expected_failure(abort_code = staked_wal::EMetadataMismatch)]
fun stakes_in_other_states_do_not_join() { join(@0x1, 1, @0x1, 1, 4, 0); }

#[test, expected_failure(abort_code = staked_wal::EMetadataMismatch)]
fun stakes_for_other_withdrawals_do_not_join() { join(@0x1, 1, @0x1, 1, 4, 5); }

#[test, expected_failure(abort_code = staked_wal::EAlreadyWithdrawing)]
fun a_withdrawal_is_set_once() {
    let mut a = staked_wal::mint(@0x1.to_id(), wal(1), 1, &mut tx_context::dummy());
    a.set_withdrawing(2);
    a.set_withdrawing(3);
    destroy(a);
}

#[test, expected_failure(abort_code = staked_wal::ENotWithdrawing)]
fun stake_that_was_not_asked_for_has_no_withdrawal() {
    let a = staked_wal::mint(@0x1.to_id(), wal(1), 1, &mut tx_context::dummy());
    a.withdraw_epoch();
    destroy(a);
}
