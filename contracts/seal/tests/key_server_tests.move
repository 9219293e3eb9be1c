#[test_only]
module seal::key_server_tests;

use seal::key_server::{Self, KeyServer};
use std::unit_test::assert_eq;
use sui::bls12381;
use sui::test_scenario as ts;

const OPERATOR: address = @0xA;

fun key(): vector<u8> {
    *bls12381::g2_generator().bytes()
}

#[test]
fun a_new_key_server_belongs_to_its_operator_and_can_move() {
    let mut s = ts::begin(OPERATOR);
    key_server::create_and_transfer_v2_independent_server(b"ks".to_string(), b"http://a".to_string(), 0, key(), s.ctx());
    s.next_tx(OPERATOR);
    let mut server = s.take_from_sender<KeyServer>();
    assert_eq!(server.name(), b"ks".to_string());
    assert_eq!(server.url(), b"http://a".to_string());
    assert_eq!(*server.pk(), key());
    assert_eq!(*server.pk_as_bf_bls12381().bytes(), key());
    assert!(!server.has_version(1) && server.has_version(2) && !server.has_version(3));
    server.update(b"http://b".to_string());
    assert_eq!(server.url(), b"http://b".to_string());
    s.return_to_sender(server);
    s.end();
}

#[test]
fun an_old_description_stays_readable_after_the_upgrade() {
    let mut s = ts::begin(OPERATOR);
    key_server::create_and_transfer_v1(b"ks".to_string(), b"http://a".to_string(), 0, key(), s.ctx());
    s.next_tx(OPERATOR);
    let mut server = s.take_from_sender<KeyServer>();
    assert!(server.has_version(1) && !server.has_version(2));
    assert_eq!(server.url(), b"http://a".to_string());
    server.upgrade_v1_to_independent_v2();
    assert!(server.has_version(1) && server.has_version(2));
    server.update(b"http://c".to_string());
    assert_eq!(server.url(), b"http://c".to_string());
    assert_eq!(server.name(), b"ks".to_string());
    assert_eq!(*server.pk(), key());
    s.return_to_sender(server);
    s.end();
}

#[test, expected_failure(abort_code = key_server::EVersion)]
fun cannot_be_upgraded_twice() {
    let mut s = ts::begin(OPERATOR);
    key_server::create_and_transfer_v1(b"ks".to_string(), b"http://a".to_string(), 0, key(), s.ctx());
    s.next_tx(OPERATOR);
    let mut server = s.take_from_sender<KeyServer>();
    server.upgrade_v1_to_independent_v2();
    server.upgrade_v1_to_independent_v2();
    abort 0
}

#[test, expected_failure(abort_code = key_server::EKeyType)]
fun refuses_another_kind_of_key() {
    let mut s = ts::begin(OPERATOR);
    key_server::create_and_transfer_v2_independent_server(b"ks".to_string(), b"http://a".to_string(), 1, key(), s.ctx());
    abort 0
}

#[test, expected_failure(abort_code = key_server::EText)]
fun refuses_an_empty_address() {
    let mut s = ts::begin(OPERATOR);
    key_server::create_and_transfer_v2_independent_server(b"ks".to_string(), b"".to_string(), 0, key(), s.ctx());
    abort 0
}

#[test, expected_failure]
fun refuses_bytes_of_another_length_as_a_key() {
    let mut s = ts::begin(OPERATOR);
    let short = vector::tabulate!(95, |_| 1u8);
    key_server::create_and_transfer_v2_independent_server(b"ks".to_string(), b"http://a".to_string(), 0, short, s.ctx());
    abort 0
}
