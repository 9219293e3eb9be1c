#[test_only]
module hello::hello_tests;

use hello::hello::{Self, GuestBook, HostCap, Keepsake};
use std::unit_test::assert_eq;
use sui::test_scenario;

const HOST: address = @0xA;
const GUEST: address = @0xB;

#[test]
fun a_guest_gets_a_keepsake() {
    let mut s = test_scenario::begin(HOST);
    hello::init_for_testing(s.ctx());
    s.next_tx(GUEST);
    let mut book = s.take_shared<GuestBook>();
    hello::sign(&mut book, b"Ada".to_string(), s.ctx());
    assert_eq!(book.visits(), 1);
    test_scenario::return_shared(book);
    let effects = s.next_tx(GUEST);
    assert_eq!(effects.num_user_events(), 1);
    let keepsake = s.take_from_sender<Keepsake>();
    assert_eq!(keepsake.text(), b"Hello, Ada!".to_string());
    s.return_to_sender(keepsake);
    s.end();
}

#[test]
fun the_host_changes_the_greeting() {
    let mut s = test_scenario::begin(HOST);
    hello::init_for_testing(s.ctx());
    s.next_tx(HOST);
    let mut book = s.take_shared<GuestBook>();
    let cap = s.take_from_sender<HostCap>();
    book.set_greeting(&cap, b"Good evening".to_string());
    hello::sign(&mut book, b"Alan".to_string(), s.ctx());
    s.return_to_sender(cap);
    test_scenario::return_shared(book);
    s.next_tx(HOST);
    let keepsake = s.take_from_sender<Keepsake>();
    assert_eq!(keepsake.text(), b"Good evening, Alan!".to_string());
    s.return_to_sender(keepsake);
    s.end();
}

#[test, expected_failure(abort_code = hello::EBadName)]
fun a_nameless_guest_is_refused() {
    let mut s = test_scenario::begin(HOST);
    hello::init_for_testing(s.ctx());
    s.next_tx(GUEST);
    let mut book = s.take_shared<GuestBook>();
    hello::sign(&mut book, b"".to_string(), s.ctx());
    test_scenario::return_shared(book);
    s.end();
}
