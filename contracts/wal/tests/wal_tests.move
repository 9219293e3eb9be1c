#[test_only]
module wal::wal_tests;

use std::unit_test::assert_eq;
use sui::coin::{Coin, CoinMetadata};
use sui::test_scenario as ts;
use wal::wal::{Self, ProtectedTreasury, WAL};

const PUBLISHER: address = @0xA;
const SUPPLY: u64 = 5_000_000_000 * 1_000_000_000;

#[test]
fun the_whole_supply_goes_to_the_publisher() {
    let mut s = ts::begin(PUBLISHER);
    wal::init_for_testing(s.ctx());
    s.next_tx(PUBLISHER);
    let treasury = s.take_shared<ProtectedTreasury>();
    let coin = s.take_from_sender<Coin<WAL>>();
    assert_eq!(coin.value(), SUPPLY);
    assert_eq!(treasury.total_supply(), SUPPLY);
    s.return_to_sender(coin);
    ts::return_shared(treasury);
    s.end();
}

#[test]
fun the_description_is_frozen() {
    let mut s = ts::begin(PUBLISHER);
    wal::init_for_testing(s.ctx());
    s.next_tx(@0xB);
    let metadata = s.take_immutable<CoinMetadata<WAL>>();
    assert_eq!(metadata.get_decimals(), 9);
    assert_eq!(metadata.get_symbol(), b"WAL".to_ascii_string());
    assert_eq!(metadata.get_name(), b"WAL Token".to_string());
    ts::return_immutable(metadata);
    s.end();
}

#[test]
fun burning_lowers_the_supply() {
    let mut s = ts::begin(PUBLISHER);
    wal::init_for_testing(s.ctx());
    s.next_tx(PUBLISHER);
    let mut treasury = s.take_shared<ProtectedTreasury>();
    let mut coin = s.take_from_sender<Coin<WAL>>();
    let part = coin.split(7, s.ctx());
    treasury.burn(part);
    assert_eq!(treasury.total_supply(), SUPPLY - 7);
    treasury.burn(coin);
    assert_eq!(treasury.total_supply(), 0);
    ts::return_shared(treasury);
    s.end();
}
