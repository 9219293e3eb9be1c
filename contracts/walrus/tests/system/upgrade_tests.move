#[test_only]
/// The start of a network, and how its code is changed.
module walrus::upgrade_tests;

use std::unit_test::{assert_eq, destroy};
use sui::clock::{Self, Clock};
use sui::coin::{Self, Coin};
use sui::event;
use sui::package;
use sui::test_scenario::{Self as ts, Scenario};
use wal::wal::{Self, ProtectedTreasury, WAL};
use walrus::auth;
use walrus::blob::Blob;
use walrus::display::{Self, ObjectDisplay};
use walrus::events::{ContractUpgradeProposed, ContractUpgradeQuorumReached, ContractUpgraded};
use walrus::init::{Self as network, InitCap};
use walrus::node_metadata;
use walrus::slashing::SlashingManager;
use walrus::staking::Staking;
use walrus::staking_inner;
use walrus::staking_test_utils::{key_number, network_key};
use walrus::storage_challenge::ChallengeManager;
use walrus::storage_node::StorageNodeCap;
use walrus::system::System;
use walrus::upgrade::{Self, EmergencyUpgradeCap, UpgradeManager};

const PUBLISHER: address = @0xA;
const EPOCH: u64 = 800_000;
const W: u64 = 1_000_000_000;

public struct Net {
    scenario: Scenario,
    clock: Clock,
    staking: Staking,
    system: System,
    treasury: ProtectedTreasury,
    manager: UpgradeManager,
    emergency: EmergencyUpgradeCap,
    purse: Coin<WAL>,
    caps: vector<StorageNodeCap>,
}

fun digest(byte: u8): vector<u8> { vector::tabulate!(32, |_| byte) }

fun operator(n: u64): address { sui::address::from_u256(0x1000 + (n as u256)) }

/// Ten nodes with a shard each, in epoch 1.
fun started(): Net {
    let mut scenario = ts::begin(PUBLISHER);
    wal::init_for_testing(scenario.ctx());
    network::init_for_testing(scenario.ctx());
    scenario.next_tx(PUBLISHER);
    let clock = clock::create_for_testing(scenario.ctx());
    let cap = package::test_publish(@walrus.to_id(), scenario.ctx());
    let init_cap = scenario.take_from_sender<InitCap>();
    destroy(network::initialize_walrus(init_cap, cap, 0, EPOCH, 10, 20, &clock, scenario.ctx()));
    scenario.next_tx(PUBLISHER);
    // Packages under test stand at 0x0, which an upgrade capability takes for an upgrade under way: the manager used here is another.
    let emergency = upgrade::new(package::test_publish(@0x77.to_id(), scenario.ctx()), scenario.ctx());
    scenario.next_tx(PUBLISHER);
    let mut net = Net {
        clock,
        staking: scenario.take_shared(),
        system: scenario.take_shared(),
        treasury: scenario.take_shared(),
        manager: scenario.take_shared(),
        emergency,
        purse: scenario.take_from_sender(),
        scenario,
        caps: vector[],
    };
    10u64.do!(|n| net.join(n));
    net.next_epoch();
    net
}

fun join(net: &mut Net, n: u64) {
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
            0,
            1,
            1,
            1 << 40,
            net.scenario.ctx(),
        );
    let coin = coin::split(&mut net.purse, 10 * W, net.scenario.ctx());
    destroy(net.staking.stake_with_pool(coin, cap.node_id(), net.scenario.ctx()));
    net.caps.push_back(cap);
}

fun next_epoch(net: &mut Net) {
    let Net { staking, system, treasury, clock, scenario, caps, .. } = net;
    clock.increment_for_testing(EPOCH);
    staking.voting_end(clock);
    staking.initiate_epoch_change_v2(system, treasury, clock, scenario.ctx());
    let epoch = staking.epoch();
    caps.do_mut!(|cap| staking.epoch_sync_done(cap, epoch, clock));
}

fun vote(net: &mut Net, n: u64, digest: vector<u8>) { net.vote_as(operator(n), n, digest) }

fun vote_as(net: &mut Net, sender: address, n: u64, digest: vector<u8>) {
    net.scenario.next_tx(sender);
    let proof = auth::authenticate_sender(net.scenario.ctx());
    net.manager.vote_for_upgrade(&net.staking, proof, net.caps[n].node_id(), digest);
}

fun upgrade(net: &mut Net, digest: vector<u8>) {
    let ticket = net.manager.authorize_upgrade(&net.staking, digest);
    let receipt = package::test_upgrade(ticket);
    net.manager.commit_upgrade(&mut net.staking, &mut net.system, receipt);
}

fun upgrade_at_once(net: &mut Net, digest: vector<u8>) {
    let ticket = net.manager.authorize_emergency_upgrade(&net.emergency, digest);
    let receipt = package::test_upgrade(ticket);
    net.manager.commit_upgrade(&mut net.staking, &mut net.system, receipt);
}

fun clean_up(net: &mut Net, proposals: vector<vector<u8>>) {
    net.manager.cleanup_upgrade_proposals(&net.staking, proposals);
}

fun end(net: Net) { destroy(net) }

// The start.

#[test]
fun a_network_starts_with_all_its_objects() {
    let mut net = started();
    assert_eq!(net.system.epoch(), 1);
    assert_eq!(net.system.n_shards(), 10);
    assert_eq!(net.staking.epoch(), 1);
    assert_eq!(net.system.version(), 3);
    assert_eq!(net.system.future_accounting().max_epochs_ahead(), 20);
    // Prices and capacity are what all vote for: 2^40 bytes per node and shard, ten shards.
    assert_eq!(net.system.total_capacity_size(), 10 << 40);
    net.scenario.next_tx(PUBLISHER);
    assert!(ts::has_most_recent_shared<SlashingManager>());
    assert!(ts::has_most_recent_shared<ChallengeManager>());
    let shown = net.scenario.take_shared<ObjectDisplay>();
    assert_eq!(display::field<Blob>(&shown, b"name"), b"Walrus blob ({size} bytes)".to_string());
    ts::return_shared(shown);
    net.end();
}

#[test, expected_failure(abort_code = network::EInvalidUpgradeCap)]
fun a_network_needs_the_right_to_upgrade_its_own_package() {
    let mut scenario = ts::begin(PUBLISHER);
    network::init_for_testing(scenario.ctx());
    scenario.next_tx(PUBLISHER);
    let clock = clock::create_for_testing(scenario.ctx());
    let cap = package::test_publish(@0x999.to_id(), scenario.ctx());
    let init_cap = scenario.take_from_sender<InitCap>();
    destroy(network::initialize_walrus(init_cap, cap, 0, EPOCH, 10, 20, &clock, scenario.ctx()));
    abort 99
}

#[test, expected_failure(abort_code = network::EDeprecatedFunction)]
fun the_first_migration_is_gone() {
    let mut net = started();
    network::migrate(&mut net.staking, &mut net.system);
    abort 99
}

#[test, expected_failure(abort_code = walrus::staking::EInvalidMigration)]
fun an_object_of_this_version_does_not_migrate() {
    let mut net = started();
    network::migrate_for_testing(&mut net.staking, &mut net.system, net.scenario.ctx());
    abort 99
}

#[test, expected_failure(abort_code = walrus::system::EInvalidMigration)]
fun a_system_of_this_version_does_not_migrate() {
    let mut net = started();
    net.system.migrate();
    abort 99
}

#[test, expected_failure(abort_code = walrus::system::EInvalidMigration)]
fun a_system_migrates_only_to_a_new_package() {
    let mut net = started();
    net.system.age_for_testing();
    net.system.migrate();
    abort 99
}

#[test]
fun an_old_system_goes_over_to_the_new_package() {
    let mut net = started();
    net.system.age_for_testing();
    net.system.set_new_package_id(@0x77.to_id());
    net.system.migrate();
    assert_eq!(net.system.version(), 3);
    assert_eq!(net.system.package_id(), @0x77.to_id());
    assert_eq!(net.system.epoch(), 1);
    assert_eq!(event::events_by_type<ContractUpgraded>().length(), 0);
    net.end();
}

// Votes.

#[test]
fun a_quorum_upgrades_the_package() {
    let mut net = started();
    7u64.do!(|n| {
        net.vote(n, digest(1));
        assert_eq!(event::events_by_type<ContractUpgradeProposed>().length(), if (n == 0) 1 else 0);
        assert_eq!(event::events_by_type<ContractUpgradeQuorumReached>().length(), if (n == 6) 1 else 0);
    });
    net.vote(7, digest(1));
    assert_eq!(event::events_by_type<ContractUpgradeQuorumReached>().length(), 1);
    net.upgrade(digest(1));
    assert_eq!(net.manager.cap_version(), 2);
    assert!(!net.manager.has_proposal(digest(1)));
    net.end();
}

#[test, expected_failure(abort_code = upgrade::ENotEnoughVotes)]
fun less_than_a_quorum_does_not() {
    let mut net = started();
    6u64.do!(|n| net.vote(n, digest(1)));
    net.upgrade(digest(1));
    abort 99
}

#[test, expected_failure(abort_code = upgrade::ENoProposalForDigest)]
fun what_nobody_voted_for_is_not_published() {
    let mut net = started();
    7u64.do!(|n| net.vote(n, digest(1)));
    net.upgrade(digest(2));
    abort 99
}

#[test, expected_failure(abort_code = upgrade::EDuplicateVote)]
fun a_node_votes_once() {
    let mut net = started();
    net.vote(0, digest(1));
    net.vote(0, digest(1));
    abort 99
}

#[test, expected_failure(abort_code = upgrade::ENotAuthorized)]
fun only_the_governor_votes_for_a_node() {
    let mut net = started();
    net.vote_as(PUBLISHER, 0, digest(1));
    abort 99
}

#[test, expected_failure(abort_code = staking_inner::ENotInCommittee)]
fun only_members_vote() {
    let mut net = started();
    net.join(10);
    net.vote(10, digest(1));
    abort 99
}

#[test, expected_failure(abort_code = upgrade::EInvalidPackageDigest)]
fun a_digest_has_32_bytes() {
    let mut net = started();
    net.vote(0, b"short");
    abort 99
}

#[test, expected_failure(abort_code = upgrade::EWrongEpoch)]
fun votes_of_another_epoch_are_void() {
    let mut net = started();
    7u64.do!(|n| net.vote(n, digest(1)));
    net.next_epoch();
    net.upgrade(digest(1));
    abort 99
}

#[test]
fun a_vote_in_a_new_epoch_starts_anew() {
    let mut net = started();
    6u64.do!(|n| net.vote(n, digest(1)));
    net.next_epoch();
    // The first six may vote again, and their old votes do not count.
    net.vote(0, digest(1));
    assert_eq!(event::events_by_type<ContractUpgradeProposed>().length(), 1);
    net.vote(6, digest(1));
    assert_eq!(event::events_by_type<ContractUpgradeQuorumReached>().length(), 0);
    net.end();
}

#[test, expected_failure(abort_code = upgrade::EWrongVersion)]
fun votes_for_a_version_that_was_published_are_void() {
    let mut net = started();
    7u64.do!(|n| net.vote(n, digest(1)));
    7u64.do!(|n| net.vote(n, digest(2)));
    net.upgrade(digest(2));
    net.upgrade(digest(1));
    abort 99
}

#[test]
fun the_emergency_capability_needs_no_votes() {
    let mut net = started();
    net.upgrade_at_once(digest(5));
    assert_eq!(net.manager.cap_version(), 2);
    net.end();
}

#[test, expected_failure(abort_code = upgrade::EInvalidUpgradeManager)]
fun an_emergency_capability_is_of_one_network() {
    let mut net = started();
    let cap = package::test_publish(@walrus.to_id(), net.scenario.ctx());
    let other = upgrade::new(cap, net.scenario.ctx());
    destroy(net.manager.authorize_emergency_upgrade(&other, digest(5)));
    abort 99
}

#[test]
fun the_emergency_capability_can_be_given_up() {
    let mut net = started();
    let cap = package::test_publish(@walrus.to_id(), net.scenario.ctx());
    upgrade::new(cap, net.scenario.ctx()).burn_emergency_upgrade_cap();
    net.end();
}

#[test]
fun only_dead_proposals_are_cleaned_up() {
    let mut net = started();
    net.vote(0, digest(1));
    net.next_epoch();
    net.vote(0, digest(2));
    let all = vector[digest(1), digest(2), digest(3)];
    net.clean_up(all);
    assert!(!net.manager.has_proposal(digest(1)));
    assert!(net.manager.has_proposal(digest(2)));
    7u64.do!(|n| net.vote(n, digest(3)));
    net.upgrade(digest(3));
    net.clean_up(all);
    assert!(!net.manager.has_proposal(digest(2)));
    net.end();
}
