#[test_only]
module walrus::staking_test_utils;

use sui::balance::{Self, Balance};
use sui::vec_map;
use wal::wal::WAL;
use walrus::node_metadata;
use walrus::staking_pool::{Self, StakingPool};
use walrus::walrus_context::{Self, WalrusContext};

/// One WAL.
const FROST: u64 = 1_000_000_000;

public fun wal(amount: u64): Balance<WAL> { balance::create_for_testing(amount * FROST) }

public fun frost(amount: u64): Balance<WAL> { balance::create_for_testing(amount) }

public fun key(): vector<u8> { key_number(1) }

/// Well-formed keys that differ in their last byte; the test machine does not check curves.
public fun key_number(n: u8): vector<u8> {
    vector::tabulate!(48, |i| if (i == 0) 0x80 else if (i == 47) n else 0)
}

public fun network_key(): vector<u8> { vector::tabulate!(33, |_| 2) }

/// An epoch before its next committee is chosen, with these members in office.
public fun early(epoch: u32, members: vector<ID>): WalrusContext { context(epoch, false, members) }

/// An epoch whose next committee is chosen.
public fun late(epoch: u32, members: vector<ID>): WalrusContext { context(epoch, true, members) }

fun context(epoch: u32, selected: bool, members: vector<ID>): WalrusContext {
    let shards = vector::tabulate!(members.length(), |i| vector[i as u16]);
    walrus_context::new(epoch, selected, vec_map::from_keys_values(members, shards))
}

public fun pool_at(wctx: &WalrusContext, commission_rate: u16, ctx: &mut TxContext): StakingPool {
    let (pool, cap) = staking_pool::new(
        b"node".to_string(),
        b"127.0.0.1:9000".to_string(),
        node_metadata::new(b"".to_string(), b"".to_string(), b"".to_string()),
        key(),
        network_key(),
        vector::tabulate!(96, |_| 0),
        commission_rate,
        1,
        2,
        3,
        wctx,
        ctx,
    );
    cap.destroy_cap_for_testing();
    pool
}
