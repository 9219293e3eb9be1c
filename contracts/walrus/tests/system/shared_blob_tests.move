#[test_only]
module walrus::shared_blob_tests;

use std::unit_test::{assert_eq, destroy};
use sui::test_scenario as ts;
use walrus::blob::Blob;
use walrus::shared_blob::{Self, SharedBlob};
use walrus::system::System;
use walrus::test_world as world;

use fun world::buy as System.buy;

fun certified(system: &mut System, ctx: &mut TxContext): Blob {
    let encoded = walrus::encoding::encoded_blob_length(world::size(), 1, 10);
    let storage = system.buy(encoded, 3, ctx);
    let mut purse = world::wal(1000, ctx);
    let mut blob = system.register_blob(
        storage,
        world::blob_id(),
        world::root(),
        world::size(),
        1,
        false,
        &mut purse,
        ctx,
    );
    destroy(purse);
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), world::permanent(1, world::blob_id()));
    blob
}

#[test]
fun anyone_can_fund_and_prolong_a_shared_blob() {
    let mut s = ts::begin(@0xA);
    let mut system = world::system(s.ctx());
    let blob = certified(&mut system, s.ctx());
    let price = blob.storage().size().divide_and_round_up(world::mib()) * world::storage_price();
    shared_blob::new_funded(blob, world::wal(price, s.ctx()), s.ctx());
    s.next_tx(@0xB);
    let mut shared = s.take_shared<SharedBlob>();
    shared.fund(world::wal(price + 1, s.ctx()));
    assert_eq!(shared.funds().value(), 2 * price + 1);
    shared.extend(&mut system, 2, s.ctx());
    assert_eq!(shared.blob().end_epoch(), 6);
    assert_eq!(shared.funds().value(), 1);
    ts::return_shared(shared);
    destroy(system);
    s.end();
}

#[test, expected_failure(abort_code = sui::balance::ENotEnough)]
fun a_shared_blob_without_funds_is_not_prolonged() {
    let mut s = ts::begin(@0xA);
    let mut system = world::system(s.ctx());
    let blob = certified(&mut system, s.ctx());
    blob.share(s.ctx());
    s.next_tx(@0xB);
    let mut shared = s.take_shared<SharedBlob>();
    shared.extend(&mut system, 1, s.ctx());
    abort 99
}
