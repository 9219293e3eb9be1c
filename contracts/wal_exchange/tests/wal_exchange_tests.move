#[test_only]
module wal_exchange::wal_exchange_tests;

use std::unit_test::{assert_eq, destroy};
use sui::coin::{Self, Coin};
use sui::sui::SUI;
use sui::test_scenario as ts;
use wal::wal::WAL;
use wal_exchange::wal_exchange::{Self as exchange, AdminCap, Exchange};

const OWNER: address = @0xA;

fun started(wal: u64): (ts::Scenario, Exchange, AdminCap) {
    let mut s = ts::begin(OWNER);
    let mut funds = coin::mint_for_testing<WAL>(wal, s.ctx());
    let cap = exchange::new_funded(&mut funds, wal, s.ctx());
    funds.destroy_zero();
    s.next_tx(OWNER);
    let shared = s.take_shared<Exchange>();
    (s, shared, cap)
}

fun sui(amount: u64, s: &mut ts::Scenario): Coin<SUI> { coin::mint_for_testing(amount, s.ctx()) }

#[test]
fun a_new_exchange_trades_one_to_one() {
    let (mut s, mut exchange, cap) = started(100);
    let paid = sui(40, &mut s);
    let wal = exchange.exchange_all_for_wal(paid, s.ctx());
    assert_eq!(wal.value(), 40);
    let back = exchange.exchange_all_for_sui(wal, s.ctx());
    assert_eq!(back.value(), 40);
    destroy(back);
    destroy(exchange);
    destroy(cap);
    s.end();
}

#[test]
fun the_rate_is_a_quotient_rounded_down() {
    let (mut s, mut exchange, cap) = started(100);
    exchange.set_exchange_rate(2, 3, &cap);
    let mut paid = sui(100, &mut s);
    let wal = exchange.exchange_for_wal(&mut paid, 50, s.ctx());
    assert_eq!(wal.value(), 33);
    assert_eq!(paid.value(), 50);
    let mut wal = wal;
    let sui = exchange.exchange_for_sui(&mut wal, 11, s.ctx());
    assert_eq!(sui.value(), 16);
    assert_eq!(wal.value(), 22);
    let taken = exchange.withdraw_sui(34, &cap, s.ctx());
    let rest = exchange.withdraw_wal(78, &cap, s.ctx());
    assert_eq!(taken.value() + rest.value(), 112);
    destroy(taken);
    destroy(rest);
    destroy(wal);
    destroy(sui);
    destroy(paid);
    destroy(exchange);
    destroy(cap);
    s.end();
}

#[test, expected_failure(abort_code = exchange::EInsufficientFundsInExchange)]
fun what_is_not_there_cannot_be_bought() {
    let (mut s, mut exchange, _cap) = started(100);
    let paid = sui(101, &mut s);
    destroy(exchange.exchange_all_for_wal(paid, s.ctx()));
    abort 99
}

#[test, expected_failure(abort_code = exchange::EInsufficientInputBalance)]
fun a_coin_can_trade_only_what_it_holds() {
    let (mut s, mut exchange, _cap) = started(100);
    let mut paid = sui(10, &mut s);
    destroy(exchange.exchange_for_wal(&mut paid, 11, s.ctx()));
    abort 99
}

#[test, expected_failure(abort_code = exchange::EUnauthorizedAdminCap)]
fun another_exchanges_admin_is_refused() {
    let (mut s, mut exchange, _cap) = started(100);
    let other = exchange::new(s.ctx());
    exchange.set_exchange_rate(1, 2, &other);
    abort 99
}

#[test, expected_failure(abort_code = exchange::EInvalidExchangeRate)]
fun a_rate_has_no_zero() {
    exchange::new_exchange_rate(1, 0);
}
