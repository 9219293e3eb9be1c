#[test_only]
module walrus_subsidies::walrus_subsidies_tests;

use std::type_name;
use std::unit_test::{assert_eq, destroy};
use sui::clock::{Self, Clock};
use sui::coin::Coin;
use sui::package;
use sui::test_scenario::{Self as ts, Scenario};
use wal::wal::{Self, ProtectedTreasury, WAL};
use walrus::auth;
use walrus::init::{Self, InitCap};
use walrus::node_metadata;
use walrus::staked_wal::StakedWal;
use walrus::staking::Staking;
use walrus::storage_node::StorageNodeCap;
use walrus::system::System;
use walrus_subsidies::epoch_balance;
use walrus_subsidies::walrus_subsidies::{Self, AdminCap, WalrusSubsidies};
use walrus_subsidies::walrus_subsidies_inner;

const OWNER: address = @0xA;
const W: u64 = 1_000_000_000;
const EPOCH: u64 = 1000;
const UNIT: u64 = 1 << 20;

public struct Net {
    s: Scenario,
    clock: Clock,
    staking: Staking,
    system: System,
    treasury: ProtectedTreasury,
    subsidies: WalrusSubsidies,
    admin: AdminCap,
    purse: Coin<WAL>,
    caps: vector<StorageNodeCap>,
    stakes: vector<StakedWal>,
}

/// Two equal nodes with five shards each; storage costs 10 per unit. The pool pays these rates and has these funds.
fun net(rate: u32, base: u64, per_shard: u64, funds: u64): Net {
    let mut s = ts::begin(OWNER);
    wal::init_for_testing(s.ctx());
    init::init_for_testing(s.ctx());
    let clock = clock::create_for_testing(s.ctx());
    s.next_tx(OWNER);
    let init_cap = s.take_from_sender<InitCap>();
    let upgrade_cap = package::test_publish(type_name::defining_id<InitCap>().to_id(), s.ctx());
    destroy(init::initialize_walrus(init_cap, upgrade_cap, 0, EPOCH, 10, 5, &clock, s.ctx()));
    s.next_tx(OWNER);
    let mut staking = s.take_shared<Staking>();
    let system = s.take_shared<System>();
    let treasury = s.take_shared<ProtectedTreasury>();
    let mut purse = s.take_from_sender<Coin<WAL>>();
    let mut caps = vector[];
    let mut stakes = vector[];
    2u64.do!(|i| {
        let cap = staking.register_candidate(
            b"node".to_string(),
            b"127.0.0.1:1".to_string(),
            node_metadata::new(b"".to_string(), b"".to_string(), b"".to_string()),
            vector::tabulate!(48, |j| if (j == 47) i as u8 else 0x80),
            vector::tabulate!(33, |_| 2),
            vector::tabulate!(96, |_| 0),
            0,
            10,
            1,
            1000 * UNIT,
            s.ctx(),
        );
        stakes.push_back(staking.stake_with_pool(purse.split(W, s.ctx()), cap.node_id(), s.ctx()));
        caps.push_back(cap);
    });
    let admin = walrus_subsidies::new(&system, &staking, rate, base, per_shard, s.ctx());
    s.next_tx(OWNER);
    let mut subsidies = s.take_shared<WalrusSubsidies>();
    subsidies.add_coin(purse.split(funds, s.ctx()));
    let mut net = Net { s, clock, staking, system, treasury, subsidies, admin, purse, caps, stakes };
    net.next_epoch();
    net
}

fun next_epoch(net: &mut Net) {
    let Net { s, clock, staking, system, treasury, caps, .. } = net;
    clock.increment_for_testing(EPOCH);
    staking.voting_end(clock);
    staking.initiate_epoch_change_v2(system, treasury, clock, s.ctx());
    let epoch = staking.epoch();
    caps.do_mut!(|cap| staking.epoch_sync_done(cap, epoch, clock));
}

fun buy(net: &mut Net, units: u64, epochs: u32) {
    let Net { s, system, purse, .. } = net;
    system.reserve_space(units * UNIT, epochs, purse, s.ctx()).destroy();
}

fun process(net: &mut Net) {
    let Net { clock, staking, system, subsidies, .. } = net;
    subsidies.process_subsidies(staking, system, clock);
}

fun account(net: &Net, epochs_ahead: u32): u64 {
    net.system.future_accounting().ring_lookup(epochs_ahead).rewards()
}

fun commission(net: &mut Net, node: u64): u64 {
    let Net { s, staking, caps, .. } = net;
    let proof = auth::authenticate_with_object(&caps[node]);
    staking.collect_commission(caps[node].node_id(), proof, s.ctx()).burn_for_testing()
}

fun set_rates(net: &mut Net, rate: u32, base: u64, per_shard: u64) {
    let Net { subsidies, admin, .. } = net;
    subsidies.set_system_subsidy_rate(admin, rate);
    subsidies.set_base_subsidy(admin, base);
    subsidies.set_per_shard_subsidy(admin, per_shard);
}

#[test]
fun what_users_pay_is_subsidized_once() {
    let mut net = net(2_500, 0, 0, 1000);
    net.buy(8, 3);
    assert_eq!(net.account(2), 80);
    net.process();
    assert_eq!(net.account(0), 100);
    assert_eq!(net.account(2), 100);
    assert_eq!(net.account(3), 0);
    assert_eq!(net.subsidies.pool_for_testing(), 940);
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 940);
    // A part of a unit is not paid: 10 at 2500 is 2.
    net.buy(1, 5);
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 930);
    assert_eq!(net.account(4), 12);
    net.next_epoch();
    net.next_epoch();
    net.set_rates(10_000, 0, 0);
    net.buy(3, 3);
    net.process();
    assert_eq!(net.account(2), 12 + 60);
    destroy(net);
}

#[test]
fun nodes_of_the_previous_committee_are_paid_once_per_epoch() {
    let mut net = net(0, 7, 3, 1000);
    // Before the first committee nobody has worked.
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 1000);
    net.next_epoch();
    net.process();
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 1000 - 2 * (7 + 5 * 3));
    // Blocked until the next vote.
    assert_eq!(net.commission(0), 0);
    net.set_rates(0, 1, 0);
    net.next_epoch();
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 1000 - 44 - 2);
    assert_eq!(net.commission(0), 22);
    destroy(net);
}

#[test]
fun an_epoch_that_nobody_processed_is_lost() {
    let mut net = net(0, 7, 0, 1000);
    3u64.do!(|_| net.next_epoch());
    net.process();
    assert_eq!(net.subsidies.pool_for_testing(), 1000 - 14);
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies_inner::EInsufficientFundsInPool)]
fun a_pool_too_small_for_nodes_pays_nothing() {
    let mut net = net(0, 7, 0, 13);
    net.next_epoch();
    net.process();
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies_inner::EInsufficientFundsInPool)]
fun an_empty_pool_pays_no_storage() {
    let mut net = net(10_000, 0, 0, 0);
    net.buy(1, 1);
    net.process();
    destroy(net);
}

#[test]
fun rates_may_be_at_their_limits() {
    let mut net = net(1_000_000, 0, 0, 100_000);
    net.buy(1, 1);
    net.process();
    assert_eq!(net.account(0), 10 + 1000);
    net.set_rates(0, std::u64::max_value!(), 0);
    net.set_rates(0, 0, std::u64::max_value!() / 1000);
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies_inner::EInvalidSubsidyRate)]
fun a_rate_is_bounded() { let mut net = net(0, 0, 0, 0); net.set_rates(1_000_001, 0, 0); destroy(net); }

#[test, expected_failure(abort_code = walrus_subsidies_inner::EInvalidSubsidyRate)]
fun fixed_amounts_are_bounded() {
    let mut net = net(0, 0, 0, 0);
    net.set_rates(0, 0, std::u64::max_value!() / 1000 + 1);
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies_inner::EInvalidSubsidyRate)]
fun a_base_amount_is_bounded() {
    let mut net = net(0, 0, 1, 0);
    net.set_rates(0, std::u64::max_value!(), 1);
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies::EUnauthorizedAdminCap)]
fun another_pools_cap_sets_nothing() {
    let mut net = net(0, 0, 0, 0);
    let other = net.second_cap();
    net.subsidies.set_base_subsidy(&other, 1);
    destroy(other);
    destroy(net);
}

fun second_cap(net: &mut Net): AdminCap {
    let Net { s, staking, system, .. } = net;
    walrus_subsidies::new(system, staking, 0, 0, 0, s.ctx())
}

#[test, expected_failure(abort_code = walrus_subsidies::EWrongVersion)]
fun a_pool_of_another_version_is_refused() {
    let mut net = net(0, 0, 0, 0);
    net.subsidies.age_for_testing();
    net.process();
    destroy(net);
}

#[test, expected_failure(abort_code = walrus_subsidies::EInvalidMigration)]
fun a_pool_is_migrated_once() {
    let mut net = net(0, 0, 0, 0);
    net.subsidies.age_for_testing();
    net.subsidies.migrate();
    net.process();
    net.subsidies.migrate();
    destroy(net);
}

#[test]
fun the_ring_goes_on_with_the_epochs() {
    let mut ring = epoch_balance::new(4, vector[40, 50, 60]);
    ring.advance();
    assert_eq!(ring.current_epoch(), 5);
    assert_eq!(ring.balance(0), 50);
    assert_eq!(ring.balance(2), 0);
    ring.set_balance(2, 70);
    ring.advance();
    ring.advance();
    assert_eq!(ring.current_epoch(), 7);
    assert_eq!(ring.balance(0), 70);
    ring.destroy();
}

#[test, expected_failure(abort_code = epoch_balance::EIndexOutOfBounds)]
fun the_ring_has_an_end() {
    let ring = epoch_balance::new(4, vector[40, 50, 60]);
    ring.balance(3);
    ring.destroy();
}
