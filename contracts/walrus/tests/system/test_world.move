#[test_only]
/// A storage system of ten nodes in epoch 1, and the messages its nodes sign. The signatures themselves are not checked by the
/// machine that runs these tests; the tests in Java check real ones.
module walrus::test_world;

use std::unit_test::destroy;
use sui::balance::Balance;
use sui::bcs;
use sui::bls12381;
use sui::coin::{Self, Coin};
use sui::vec_map::VecMap;
use wal::wal::WAL;
use walrus::blob;
use walrus::bls_aggregate::{Self, BlsCommittee};
use walrus::epoch_parameters;
use walrus::storage_resource::Storage;
use walrus::system::{Self, System};


const STORAGE_PRICE: u64 = 5;
const WRITE_PRICE: u64 = 2;
const MIB: u64 = 1_048_576;
const CAPACITY: u64 = 1_000_000_000;
const EPOCHS_AHEAD: u32 = 10;
const ROOT: u256 = 0xABC;
const SIZE: u64 = 1_000_000;

public fun storage_price(): u64 { STORAGE_PRICE }

public fun write_price(): u64 { WRITE_PRICE }

public fun mib(): u64 { MIB }

public fun capacity(): u64 { CAPACITY }

public fun epochs_ahead(): u32 { EPOCHS_AHEAD }

public fun root(): u256 { ROOT }

public fun size(): u64 { SIZE }

/// The id of the blob of that root and size.
public fun blob_id(): u256 { blob::derive_blob_id(ROOT, 1, SIZE) }

public fun node(i: u64): ID { object::id_from_address(sui::address::from_u256((i as u256) + 1)) }

/// Ten nodes with one shard each.
public fun even(): vector<u16> { vector::tabulate!(10, |_| 1) }

public fun committee(epoch: u32, weights: vector<u16>): BlsCommittee {
    let key = bls12381::g1_to_uncompressed_g1(&bls12381::g1_generator());
    let members = vector::tabulate!(weights.length(), |i| {
        bls_aggregate::new_bls_committee_member(key, weights[i], node(i))
    });
    bls_aggregate::new_bls_committee(epoch, members)
}

public fun system(ctx: &mut TxContext): System { system_of(even(), CAPACITY, ctx) }

public fun system_of(weights: vector<u16>, capacity: u64, ctx: &mut TxContext): System {
    let mut system = system::new_for_testing(EPOCHS_AHEAD, ctx);
    destroy(advance(&mut system, weights, capacity));
    system.set_prices(STORAGE_PRICE, WRITE_PRICE);
    system
}

public fun advance(system: &mut System, weights: vector<u16>, capacity: u64): VecMap<ID, Balance<WAL>> {
    let next = committee(system.epoch() + 1, weights);
    system.advance_epoch(next, &epoch_parameters::new(capacity, 0, 0))
}

/// With the same nodes; what they earn is gone.
public fun next_epoch(system: &mut System) {
    destroy(advance(system, even(), CAPACITY));
}

public fun wal(amount: u64, ctx: &mut TxContext): Coin<WAL> { coin::mint_for_testing(amount, ctx) }

/// Storage from now, at whatever it costs.
public fun buy(system: &mut System, amount: u64, epochs: u32, ctx: &mut TxContext): Storage {
    let mut purse = wal(1_000_000_000, ctx);
    let storage = system.reserve_space(amount, epochs, &mut purse, ctx);
    destroy(purse);
    storage
}

// Certificates: `signers` of the first nodes; the signature is ignored here.

public fun signature(): vector<u8> { vector::tabulate!(96, |_| 0) }

public fun bitmap(signers: u64): vector<u8> {
    vector::tabulate!(signers.divide_and_round_up(8), |byte| {
        let bits = (signers - byte * 8).min(8) as u8;
        (((1u16 << bits) - 1) as u8)
    })
}

public fun header(kind: u8, epoch: u32): vector<u8> {
    let mut bytes = vector[kind, 0, 3];
    bytes.append(bcs::to_bytes(&epoch));
    bytes
}

public fun permanent(epoch: u32, blob_id: u256): vector<u8> {
    let mut bytes = about(1, epoch, blob_id);
    bytes.push_back(0);
    bytes
}

public fun deletable(epoch: u32, blob_id: u256, object_id: ID): vector<u8> {
    let mut bytes = about(1, epoch, blob_id);
    bytes.push_back(1);
    bytes.append(bcs::to_bytes(&object_id));
    bytes
}

/// A message whose body is a blob id.
public fun about(kind: u8, epoch: u32, blob_id: u256): vector<u8> {
    let mut bytes = header(kind, epoch);
    bytes.append(bcs::to_bytes(&blob_id));
    bytes
}

public fun deny_list(epoch: u32, node: ID, sequence: u64, size: u64, root: u256): vector<u8> {
    let mut bytes = header(4, epoch);
    bytes.append(bcs::to_bytes(&node));
    bytes.append(bcs::to_bytes(&sequence));
    bytes.append(bcs::to_bytes(&size));
    bytes.append(bcs::to_bytes(&root));
    bytes
}

public fun protocol(epoch: u32, start: u32, version: u64): vector<u8> {
    let mut bytes = header(6, epoch);
    bytes.append(bcs::to_bytes(&start));
    bytes.append(bcs::to_bytes(&version));
    bytes
}
