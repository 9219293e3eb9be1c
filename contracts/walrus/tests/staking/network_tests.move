#[test_only]
/// The whole network: shared objects, nodes with their addresses, users who pay, epochs.
module walrus::network_tests;

use std::unit_test::{assert_eq, destroy};
use sui::balance::Balance;
use sui::bcs;
use sui::clock::{Self, Clock};
use sui::coin::Coin;
use sui::event;
use sui::test_scenario::{Self as ts, Scenario};
use wal::wal::{Self, ProtectedTreasury, WAL};
use walrus::auth;
use walrus::bls_aggregate;
use walrus::events::{EpochChangeStart, EpochParametersSelected, PricesUpdated};
use walrus::node_metadata;
use walrus::slashing::{Self, SlashingManager};
use walrus::staked_wal::StakedWal;
use walrus::staking::{Self, Staking};
use walrus::staking_inner;
use walrus::staking_test_utils::{key_number, network_key};
use walrus::storage_challenge::{Self, ChallengeManager, ChallengePassed, ChallengeSettled, ChallengeStarted};
use walrus::storage_node::StorageNodeCap;
use walrus::system::{Self, System};

const PUBLISHER: address = @0xA;
const W: u64 = 1_000_000_000;
const EPOCH: u64 = 800_000;
const WINDOW: u64 = 100_000;
const PRICE: u64 = 1_000_000;
const UNIT: u64 = 1 << 20;

public struct Net {
    scenario: Scenario,
    clock: Clock,
    staking: Staking,
    system: System,
    treasury: ProtectedTreasury,
    slashing: SlashingManager,
    challenges: ChallengeManager,
    /// All WAL that is in nobody's stake.
    purse: Coin<WAL>,
    caps: vector<StorageNodeCap>,
    stakes: vector<StakedWal>,
}

fun operator(n: u64): address { sui::address::from_u256(0x1000 + (n as u256)) }

/// A network in epoch 0 with nodes of these stakes (WAL), all with this commission.
fun net(n_shards: u16, commission: u16, stakes: vector<u64>): Net {
    let mut scenario = ts::begin(PUBLISHER);
    wal::init_for_testing(scenario.ctx());
    let clock = clock::create_for_testing(scenario.ctx());
    let package = @0x0.to_id();
    system::create(10, package, scenario.ctx());
    staking::create(0, EPOCH, n_shards, package, &clock, scenario.ctx());
    slashing::create(scenario.ctx());
    storage_challenge::create(EPOCH, scenario.ctx());
    scenario.next_tx(PUBLISHER);
    let mut net = Net {
        clock,
        staking: scenario.take_shared(),
        system: scenario.take_shared(),
        treasury: scenario.take_shared(),
        slashing: scenario.take_shared(),
        challenges: scenario.take_shared(),
        purse: scenario.take_from_sender(),
        scenario,
        caps: vector[],
        stakes: vector[],
    };
    stakes.do!(|stake| { net.join_with(stake, commission); });
    net
}

fun join_with(net: &mut Net, stake: u64, commission: u16) {
    let n = net.caps.length();
    net.scenario.next_tx(operator(n));
    let cap = net
        .staking
        .register_candidate(
            b"node".to_string(),
            b"127.0.0.1:1".to_string(),
            node_metadata::new(b"".to_string(), b"".to_string(), b"".to_string()),
            key_number(n as u8 + 1),
            network_key(),
            vector::tabulate!(96, |_| 0),
            commission,
            PRICE,
            PRICE,
            1000 * UNIT,
            net.scenario.ctx(),
        );
    let node = cap.node_id();
    net.caps.push_back(cap);
    if (stake > 0) { net.stake(node, stake); };
}

fun stake(net: &mut Net, node: ID, amount: u64) {
    let ctx = net.scenario.ctx();
    let staked = net.staking.stake_with_pool(net.purse.split(amount * W, ctx), node, ctx);
    net.stakes.push_back(staked);
}

fun node(net: &Net, n: u64): ID { net.caps[n].node_id() }

/// Pays for `units` of storage for some epochs from now on.
fun buy(net: &mut Net, units: u64, epochs: u32) {
    let Net { system, purse, scenario, .. } = net;
    system.reserve_space(units * UNIT, epochs, purse, scenario.ctx()).destroy();
}

fun vote(net: &mut Net) {
    let Net { staking, clock, .. } = net;
    staking.voting_end(clock);
}

fun change(net: &mut Net) {
    let Net { staking, system, treasury, clock, scenario, .. } = net;
    staking.initiate_epoch_change_v2(system, treasury, clock, scenario.ctx());
}

fun sync(net: &mut Net) {
    let Net { staking, caps, clock, .. } = net;
    let epoch = staking.epoch();
    caps.do_mut!(|cap| if (staking.committee().inner().contains(&cap.node_id())) {
        staking.epoch_sync_done(cap, epoch, clock);
    });
}

fun next_epoch(net: &mut Net) {
    net.clock.increment_for_testing(EPOCH);
    net.vote();
    net.change();
    net.sync();
}

fun request(net: &mut Net, n: u64) {
    let Net { staking, stakes, scenario, .. } = net;
    staking.request_withdraw_stake(&mut stakes[n], scenario.ctx());
}

/// Takes a stake out; returns what came back.
fun withdraw(net: &mut Net, n: u64): u64 {
    let staked = net.stakes.remove(n);
    let coin = net.staking.withdraw_stake(staked, net.scenario.ctx());
    let value = coin.value();
    net.purse.join(coin);
    value
}

fun collect(net: &mut Net, n: u64): u64 {
    let Net { staking, caps, purse, scenario, .. } = net;
    let cap = &caps[n];
    let coin = staking.collect_commission(cap.node_id(), auth::authenticate_with_object(cap), scenario.ctx());
    let value = coin.value();
    purse.join(coin);
    value
}

/// All WAL, wherever it is, is the supply.
fun assert_conserved(net: &Net) {
    let stakes = net.stakes.fold_ref!(|staked| staked.value());
    let pools = net.caps.fold_ref!(|cap| {
        let pool = net.staking.inner_for_testing().pool(cap.node_id());
        pool.rewards_amount() + pool.commission_amount()
    });
    let mut accounts = 0;
    net.system.future_accounting().max_epochs_ahead().do!(|i| {
        accounts = accounts + net.system.future_accounting().ring_lookup(i).rewards();
    });
    assert_eq!(net.purse.value() + stakes + pools + accounts, net.treasury.total_supply());
}

macro fun fold_ref<$T>($v: &vector<$T>, $f: |&$T| -> u64): u64 {
    let mut sum = 0;
    let v = $v;
    v.do_ref!(|element| sum = sum + $f(element));
    sum
}

use fun fold_ref as vector.fold_ref;

fun end(net: Net) {
    let Net { scenario, clock, staking, system, treasury, slashing, challenges, purse, caps, stakes } = net;
    destroy(caps);
    destroy(stakes);
    destroy(purse);
    ts::return_shared(staking);
    ts::return_shared(system);
    ts::return_shared(treasury);
    ts::return_shared(slashing);
    ts::return_shared(challenges);
    clock.destroy_for_testing();
    scenario.end();
}

// Epochs and rewards.

#[test]
fun two_nodes_earn_what_users_pay() {
    let mut net = net(10, 1000, vector[30, 30]);
    assert_eq!(net.staking.epoch(), 0);
    net.next_epoch();
    assert_eq!(net.staking.epoch(), 1);
    assert_eq!(net.system.epoch(), 1);
    assert_eq!(net.system.total_capacity_size(), 2000 * UNIT);
    assert_eq!(net.staking.committee().size(), 2);
    assert_eq!(net.staking.previous_committee().size(), 0);
    assert_eq!(net.staking.compute_next_committee(), *net.staking.committee());
    assert_eq!(event::events_by_type<EpochParametersSelected>().length(), 1);
    assert_eq!(event::events_by_type<EpochChangeStart>().length(), 1);
    assert_eq!(event::events_by_type<PricesUpdated>().length(), 1);
    net.buy(1000, 2);
    net.assert_conserved();

    // 1000 million paid per epoch: 30 burned, 970 shared by weight, of each half a tenth is commission.
    net.request(0);
    net.next_epoch();
    assert_eq!(net.treasury.total_supply(), 5_000_000_000 * W - 30 * PRICE);
    assert_eq!(net.withdraw(0), 30 * W + 4365 * PRICE / 10);
    assert_eq!(net.collect(0), 0);
    net.assert_conserved();
    net.next_epoch();
    assert_eq!(net.treasury.total_supply(), 5_000_000_000 * W - 60 * PRICE);
    net.vote_now();
    // Node 0 is out; its last commission is free now.
    assert!(!net.staking.committee().inner().contains(&net.node(0)));
    assert_eq!(net.collect(0), 485 * PRICE / 10);
    // Its successor alone got the second epoch's rewards.
    assert_eq!(net.collect(1), 485 * PRICE / 10 + 97 * PRICE);
    net.assert_conserved();
    net.end();
}

fun vote_now(net: &mut Net) {
    net.clock.increment_for_testing(EPOCH / 2);
    net.vote();
}

#[test]
fun the_vote_and_the_change_may_stand_in_one_transaction() {
    let mut net = net(10, 0, vector[1, 1]);
    net.vote();
    net.change();
    assert_eq!(net.staking.epoch(), 1);
    net.end();
}

#[test]
fun stake_after_the_vote_enters_one_epoch_later() {
    let mut net = net(10, 0, vector[1, 1]);
    net.join_with(0, 0);
    net.vote();
    let third = net.node(2);
    net.stake(third, 5);
    net.change();
    net.sync();
    assert!(!net.staking.committee().inner().contains(&third));
    net.next_epoch();
    assert_eq!(net.staking.committee().shards(&third).length(), 7);
    net.end();
}

#[test]
fun stake_withdrawn_before_the_node_was_chosen_can_be_staked_again() {
    let mut net = net(10, 0, vector[1, 1, 1]);
    assert!(net.staking.can_withdraw_staked_wal_early(&net.stakes[2]));
    assert_eq!(net.withdraw(2), W);
    let third = net.node(2);
    net.stake(third, 2);
    net.next_epoch();
    assert_eq!(net.staking.committee().shards(&third).length(), 5);
    assert!(!net.staking.can_withdraw_staked_wal_early(&net.stakes[2]));
    net.assert_conserved();
    net.end();
}

#[test]
fun five_nodes_over_thirty_epochs_keep_every_unit() {
    let mut net = net(31, 777, vector[50, 40, 30, 20, 10]);
    net.next_epoch();
    30u64.do!(|round| {
        net.buy(1 + round * 7 % 50, 1 + ((round % 9) as u32));
        let node = net.node(round % 5);
        net.stake(node, 1 + round % 4);
        if (round % 2 == 0) {
            let stake = round % net.stakes.length();
            let staked = &net.stakes[stake];
            if (net.staking.can_withdraw_staked_wal_early(staked)) {
                net.withdraw(stake);
            } else if (staked.is_staked() && staked.activation_epoch() <= net.staking.epoch()) {
                net.request(stake);
            };
        };
        net.next_epoch();
        net.collect(round % 5);
        let mut i = 0;
        while (i < net.stakes.length()) {
            let staked = &net.stakes[i];
            if (staked.is_withdrawing() && staked.withdraw_epoch() <= net.staking.epoch()) { net.withdraw(i); };
            i = i + 1;
        };
        net.assert_conserved();
    });
    assert_eq!(net.staking.epoch(), 31);
    net.end();
}

#[test]
fun rewards_can_be_told_before_they_are_taken() {
    let mut net = net(10, 0, vector[10, 10]);
    net.next_epoch();
    net.buy(100, 1);
    net.next_epoch();
    let first = net.node(0);
    assert_eq!(net.staking.calculate_rewards(first, 10 * W, 1, 2), 485 * PRICE / 10);
    assert_eq!(net.staking.calculate_rewards(first, 10 * W, 1, 1), 0);
    assert_eq!(net.staking.calculate_rewards(first, 10 * W, 2, 2), 0);
    net.end();
}

#[test]
fun prices_change_when_anyone_says_so() {
    let mut net = net(10, 0, vector[1, 1, 1, 1]);
    net.next_epoch();
    4u64.do!(|i| net.post_votes(i));
    net.refresh_prices();
    let updated = event::events_by_type<PricesUpdated>();
    let mut expected = bcs::to_bytes(&1u32);
    expected.append(bcs::to_bytes(&30u64));
    expected.append(bcs::to_bytes(&300u64));
    assert_eq!(bcs::to_bytes(&updated[updated.length() - 1]), expected);
    net.next_epoch();
    assert_eq!(net.system.total_capacity_size(), 2000 * UNIT * 10 / 3);
    net.end();
}

fun post_votes(net: &mut Net, n: u64) {
    let Net { staking, caps, .. } = net;
    staking.set_storage_price_vote(&caps[n], 10 * (n + 1));
    staking.set_write_price_vote(&caps[n], 100 * (n + 1));
    staking.set_node_capacity_vote(&caps[n], 2000 * UNIT);
}

fun refresh_prices(net: &mut Net) {
    let Net { staking, system, .. } = net;
    staking.update_prices(system);
}

#[test]
fun a_node_changes_what_it_says_of_itself() {
    let mut net = net(10, 0, vector[1]);
    net.describe();
    let first = net.node(0);
    assert_eq!(net.staking.node_metadata(first).description(), b"d".to_string());
    let info = net.staking.inner_for_testing().pool(first).node_info();
    assert_eq!(info.name(), b"other".to_string());
    assert_eq!(info.network_address(), b"b:2".to_string());
    assert!(info.has_next_public_key());
    net.next_epoch();
    assert!(!net.staking.inner_for_testing().pool(first).node_info().has_next_public_key());
    net.end();
}

fun describe(net: &mut Net) {
    let Net { staking, caps, scenario, .. } = net;
    let cap = &caps[0];
    staking.set_name(cap, b"other".to_string());
    staking.set_network_address(cap, b"b:2".to_string());
    staking.set_network_public_key(cap, network_key());
    staking.set_node_metadata(
        cap,
        node_metadata::new(b"i".to_string(), b"p".to_string(), b"d".to_string()),
    );
    staking.set_next_public_key(cap, key_number(99), vector::tabulate!(96, |_| 0), scenario.ctx());
    staking.set_next_commission(cap, 5);
    staking.try_join_active_set(cap);
}

#[test]
fun receiver_and_governor_are_named_by_those_before() {
    let mut net = net(10, 0, vector[1]);
    let first = net.node(0);
    net.scenario.next_tx(operator(0));
    let cap = auth::authenticate_with_object(&net.caps[0]);
    net.staking.set_commission_receiver(first, cap, auth::authorized_address(operator(0)));
    let sender = auth::authenticate_sender(net.scenario.ctx());
    net.staking.set_governance_authorized(first, sender, auth::authorized_address(@0x7));
    let sender = auth::authenticate_sender(net.scenario.ctx());
    assert!(!net.staking.is_governance_authorized(first, &sender));
    let given: Balance<WAL> = net.purse.split(5, net.scenario.ctx()).into_balance();
    net.vote();
    net.staking.add_commission_to_pools(vector[first], vector[given]);
    let coin = net.staking.collect_commission(first, sender, net.scenario.ctx());
    assert_eq!(coin.value(), 5);
    net.purse.join(coin);
    net.assert_conserved();
    net.end();
}

#[test, expected_failure(abort_code = staking_inner::ENextCommitteeIsEmpty)]
fun an_epoch_does_not_end_without_a_vote() {
    let mut net = net(10, 0, vector[1]);
    net.change();
    net.end();
}

#[test, expected_failure(abort_code = staking::EDeprecatedFunction)]
fun the_first_epoch_change_is_no_more() {
    let mut net = net(10, 0, vector[1]);
    net.old_change();
    net.end();
}

fun old_change(net: &mut Net) {
    let Net { staking, system, clock, .. } = net;
    staking.initiate_epoch_change(system, clock);
}

// Versions.

#[test, expected_failure(abort_code = staking::EWrongVersion)]
fun an_object_of_another_version_is_refused() {
    let mut net = net(10, 0, vector[1]);
    net.staking.age_for_testing();
    net.staking.epoch();
    net.end();
}

#[test]
fun an_object_is_migrated_in_the_epoch_after_it_was_decided() {
    let mut net = net(10, 0, vector[1]);
    net.next_epoch();
    net.staking.set_new_package_id(@0x9.to_id());
    net.staking.age_for_testing();
    net.staking.set_migration_epoch_for_testing();
    // The old package still runs the epoch change: here, the version before and after it.
    net.staking.renew_for_testing();
    net.next_epoch();
    net.staking.age_for_testing();
    net.staking.migrate();
    assert_eq!(net.staking.package_id(), @0x9.to_id());
    assert_eq!(net.staking.version(), 3);
    assert_eq!(net.staking.epoch(), 2);
    net.end();
}

fun migrate(decided: bool, package: bool, aged: bool, twice: bool) {
    let mut net = net(10, 0, vector[1]);
    if (package) net.staking.set_new_package_id(@0x9.to_id());
    if (aged) net.staking.age_for_testing();
    if (decided) net.staking.set_migration_epoch_for_testing();
    if (twice) net.staking.set_migration_epoch_for_testing();
    net.staking.migrate();
    net.end();
}

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun migration_waits_for_its_epoch() { migrate(true, true, true, false); }

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun migration_must_be_decided() { migrate(false, true, true, false); }

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun migration_needs_a_new_package() { migrate(true, false, true, false); }

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun an_object_of_this_version_is_not_migrated() { migrate(false, true, false, false); }

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun migration_is_decided_for_old_objects_only() { migrate(true, true, false, false); }

#[test, expected_failure(abort_code = staking::EInvalidMigration)]
fun migration_is_decided_once() { migrate(true, true, true, true); }

// Slashing.

fun slash_vote(net: &mut Net, voter: u64, candidate: u64) {
    net.scenario.next_tx(operator(voter));
    let sender = auth::authenticate_sender(net.scenario.ctx());
    let voter = net.node(voter);
    let candidate = net.node(candidate);
    let Net { slashing, staking, .. } = net;
    slashing.vote_for_slashing(staking, sender, voter, candidate);
}

fun execute(net: &mut Net, candidate: u64) {
    let candidate = net.node(candidate);
    let Net { slashing, staking, treasury, scenario, .. } = net;
    slashing.execute_slashing(staking, treasury, candidate, scenario.ctx());
}

fun clean_up(net: &mut Net, nodes: vector<u64>) {
    let nodes = nodes.map!(|n| net.node(n));
    let Net { slashing, staking, .. } = net;
    slashing.cleanup_slashing_proposals(staking, nodes);
}

/// Four equal nodes in epoch 2 with commission from epoch 1.
fun four(): Net {
    let mut net = net(12, 5000, vector[1, 1, 1, 1]);
    net.next_epoch();
    net.buy(1000, 5);
    net.next_epoch();
    net
}

#[test]
fun a_quorum_burns_a_nodes_commission() {
    let mut net = four();
    let supply = net.treasury.total_supply();
    3u64.do!(|voter| net.slash_vote(voter, 3));
    net.execute(3);
    // 970 million for four nodes, half of it commission, blocked or not.
    assert_eq!(supply - net.treasury.total_supply(), 970 * PRICE / 8);
    let slashed = net.node(3);
    assert_eq!(net.staking.inner_for_testing().pool(slashed).blocked_commission(), 0);
    assert!(!net.slashing.has_proposal(slashed));
    net.assert_conserved();
    net.vote_now();
    assert_eq!(net.collect(3), 0);
    assert_eq!(net.collect(2), 970 * PRICE / 8);
    net.end();
}

#[test]
fun votes_of_another_epoch_are_replaced() {
    let mut net = four();
    2u64.do!(|voter| net.slash_vote(voter, 3));
    net.next_epoch();
    3u64.do!(|voter| net.slash_vote(voter, 3));
    net.execute(3);
    net.end();
}

#[test]
fun old_proposals_are_cleaned_up_and_present_ones_stay() {
    let mut net = four();
    net.slash_vote(0, 3);
    net.next_epoch();
    net.slash_vote(0, 2);
    net.clean_up(vector[1, 2, 3]);
    assert!(!net.slashing.has_proposal(net.node(3)));
    assert!(net.slashing.has_proposal(net.node(2)));
    net.end();
}

#[test, expected_failure(abort_code = slashing::ENotAuthorized)]
fun only_a_governor_votes() {
    let mut net = four();
    net.scenario.next_tx(operator(1));
    let sender = auth::authenticate_sender(net.scenario.ctx());
    let first = net.node(0);
    net.raw_vote(sender, first);
    net.end();
}

fun raw_vote(net: &mut Net, sender: auth::Authenticated, voter: ID) {
    let Net { slashing, staking, .. } = net;
    slashing.vote_for_slashing(staking, sender, voter, voter);
}

#[test, expected_failure(abort_code = staking_inner::ENotInCommittee)]
fun only_a_member_votes() {
    let mut net = four();
    net.join_with(0, 0);
    net.slash_vote(4, 0);
    net.end();
}

#[test, expected_failure(abort_code = slashing::EDuplicateVote)]
fun a_node_votes_once() {
    let mut net = four();
    net.slash_vote(0, 3);
    net.slash_vote(0, 3);
    net.end();
}

#[test, expected_failure(abort_code = slashing::ENoProposalForNode)]
fun without_votes_nothing_is_slashed() {
    let mut net = four();
    net.execute(3);
    net.end();
}

#[test, expected_failure(abort_code = slashing::EWrongEpoch)]
fun votes_end_with_their_epoch() {
    let mut net = four();
    3u64.do!(|voter| net.slash_vote(voter, 3));
    net.next_epoch();
    net.execute(3);
    net.end();
}

#[test, expected_failure(abort_code = slashing::ENotEnoughVotes)]
fun half_of_the_shards_slash_nobody() {
    let mut net = four();
    2u64.do!(|voter| net.slash_vote(voter, 3));
    net.execute(3);
    net.end();
}

// Challenges.

fun reveal(net: &mut Net, n: u64) {
    let node = net.node(n);
    let Net { challenges, staking, system, clock, .. } = net;
    challenges.reveal(staking, system, node, vector::tabulate!(96, |_| n as u8), clock);
}

/// As if the nodes of the bitmap had signed that node n passed.
fun attest_as(net: &mut Net, n: u64, bitmap: u8, epoch: u32, seed: vector<u8>) {
    let mut message = vector[129, 0, 3];
    message.append(bcs::to_bytes(&epoch));
    message.append(net.node(n).to_bytes());
    message.append(seed);
    let Net { challenges, system, clock, .. } = net;
    challenges.attest(system, vector::tabulate!(96, |_| 0), vector[bitmap], message, clock);
}

fun attest(net: &mut Net, n: u64) {
    let epoch = net.staking.epoch();
    let seed = net.challenges.last_seed();
    net.attest_as(n, 3, epoch, seed);
}

fun settle(net: &mut Net) {
    let Net { challenges, staking, clock, .. } = net;
    challenges.settle(staking, clock);
}

#[test]
fun a_node_that_fails_loses_its_rewards_to_the_next_epoch() {
    let mut net = four();
    let before = net.challenges.last_seed();
    assert_eq!(net.challenges.samples(), 32);
    assert_eq!(net.challenges.response_window(), WINDOW);
    2u64.do!(|n| net.reveal(n));
    assert_eq!(net.challenges.seed(2), option::none());
    net.reveal(2);
    let seed = net.challenges.seed(2).destroy_some();
    assert!(seed != before);
    assert_eq!(seed.length(), 32);
    assert_eq!(event::events_by_type<ChallengeStarted>().length(), 1);
    3u64.do!(|n| net.attest(n));
    net.attest(1);
    assert_eq!(event::events_by_type<ChallengePassed>().length(), 3);
    assert!(net.challenges.has_passed(net.node(2)));
    assert!(!net.challenges.has_passed(net.node(3)));
    net.clock.increment_for_testing(WINDOW);
    net.settle();
    assert_eq!(event::events_by_type<ChallengeSettled>().length(), 1);
    assert_eq!(net.challenges.failures(net.node(3)), 1);
    assert_eq!(net.challenges.failures(net.node(0)), 0);

    let reward = 970 * PRICE / 4;
    let earned = vector::tabulate!(4, |n| net.staking.inner_for_testing().pool(net.node(n)).rewards_amount());
    net.next_epoch();
    4u64.do!(|n| {
        let pool = net.staking.inner_for_testing().pool(net.node(n));
        assert_eq!(pool.rewards_amount() - earned[n], if (n == 3) 0 else reward / 2);
    });
    // What node 3 lost is in the next epoch's account.
    assert_eq!(net.system.future_accounting().ring_lookup(0).rewards(), 1000 * PRICE + reward);
    net.assert_conserved();
    // Once: the epoch after it pays all again.
    let earned = net.staking.inner_for_testing().pool(net.node(3)).rewards_amount();
    net.next_epoch();
    assert!(net.staking.inner_for_testing().pool(net.node(3)).rewards_amount() > earned);
    net.assert_conserved();
    net.end();
}

#[test]
fun failures_are_counted_in_a_row() {
    let mut net = four();
    3u64.do!(|round| {
        3u64.do!(|n| net.reveal(n));
        3u64.do!(|n| net.attest(n));
        if (round == 2) net.attest(3);
        net.clock.increment_for_testing(WINDOW);
        net.settle();
        assert_eq!(net.challenges.failures(net.node(3)), if (round == 2) 0 else round as u32 + 1);
        net.next_epoch();
        net.assert_conserved();
    });
    net.end();
}

#[test]
fun a_round_that_most_fail_is_void() {
    let mut net = four();
    3u64.do!(|n| net.reveal(n));
    2u64.do!(|n| net.attest(n));
    net.clock.increment_for_testing(WINDOW);
    net.settle();
    assert_eq!(net.challenges.failures(net.node(3)), 0);
    net.next_epoch();
    assert_eq!(net.system.future_accounting().ring_lookup(0).rewards(), 1000 * PRICE);
    net.assert_conserved();
    net.end();
}

#[test]
fun the_seed_is_made_of_the_signatures_in_any_order() {
    let mut net = four();
    vector[2, 0, 1].do!(|n| net.reveal(n));
    let entropy = vector[0, 1, 2].fold!(0u256, |xor, n| {
        let hash = sui::hash::blake2b256(&vector::tabulate!(96, |_| n as u8));
        xor ^ bcs::new(hash).peel_u256()
    });
    let mut preimage = bcs::to_bytes(&2u32);
    preimage.append(vector::tabulate!(32, |_| 0));
    preimage.append(bcs::to_bytes(&entropy));
    assert_eq!(net.challenges.last_seed(), sui::hash::blake2b256(&preimage));
    net.end();
}

#[test]
fun draws_depend_on_seed_node_and_index() {
    let seed = vector::tabulate!(32, |i| i as u8);
    let draw = storage_challenge::draw(seed, @0x1.to_id(), 0);
    assert!(draw != storage_challenge::draw(seed, @0x1.to_id(), 1));
    assert!(draw != storage_challenge::draw(seed, @0x2.to_id(), 0));
    assert!(draw != storage_challenge::draw(vector::tabulate!(32, |_| 0), @0x1.to_id(), 0));
}

fun challenged(): Net {
    let mut net = four();
    3u64.do!(|n| net.reveal(n));
    net
}

#[test, expected_failure(abort_code = storage_challenge::EEpochNotSynced)]
fun nodes_are_not_challenged_while_they_receive_shards() {
    let mut net = four();
    net.clock.increment_for_testing(EPOCH);
    net.vote();
    net.change();
    net.reveal(0);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ENotInCommittee)]
fun only_members_reveal() {
    let mut net = four();
    net.join_with(0, 0);
    net.reveal(4);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::EDuplicateReveal)]
fun a_node_reveals_once() {
    let mut net = four();
    net.reveal(0);
    net.reveal(0);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ESeedDrawn)]
fun a_seed_is_drawn_once() {
    let mut net = challenged();
    net.reveal(3);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ENoChallenge)]
fun nobody_passes_before_the_seed() {
    let mut net = four();
    net.attest(0);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::EWrongSeed)]
fun a_certificate_is_for_one_seed() {
    let mut net = challenged();
    net.attest_as(0, 3, 2, vector::tabulate!(32, |_| 9));
    net.end();
}

#[test, expected_failure(abort_code = bls_aggregate::ENotEnoughStake)]
fun one_node_of_four_attests_nothing() {
    let mut net = challenged();
    let seed = net.challenges.last_seed();
    net.attest_as(0, 1, 2, seed);
    net.end();
}

#[test, expected_failure(abort_code = walrus::messages::EIncorrectEpoch)]
fun a_certificate_is_for_one_epoch() {
    let mut net = challenged();
    let seed = net.challenges.last_seed();
    net.attest_as(0, 3, 1, seed);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ENotInCommittee)]
fun only_members_pass() {
    let mut net = challenged();
    net.join_with(0, 0);
    net.attest(4);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::EDeadlinePassed)]
fun answers_are_due_before_the_deadline() {
    let mut net = challenged();
    net.clock.increment_for_testing(WINDOW);
    net.attest(0);
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::EDeadlineNotReached)]
fun nobody_fails_before_the_deadline() {
    let mut net = challenged();
    net.clock.increment_for_testing(WINDOW - 1);
    net.settle();
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ENoChallenge)]
fun nobody_fails_without_a_challenge() {
    let mut net = four();
    2u64.do!(|n| net.reveal(n));
    net.settle();
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::ENoChallenge)]
fun a_challenge_ends_with_its_epoch() {
    let mut net = challenged();
    net.next_epoch();
    net.settle();
    net.end();
}

#[test, expected_failure(abort_code = storage_challenge::EAlreadySettled)]
fun a_challenge_is_settled_once() {
    let mut net = challenged();
    net.clock.increment_for_testing(WINDOW);
    net.settle();
    net.settle();
    net.end();
}
