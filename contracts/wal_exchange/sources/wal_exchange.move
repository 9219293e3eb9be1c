/// Trades SUI for WAL and back at a fixed rate, out of what was paid in. For networks where WAL has no market.
module wal_exchange::wal_exchange;

use sui::balance::{Self, Balance};
use sui::coin::{Self, Coin};
use sui::sui::SUI;
use wal::wal::WAL;

/// The exchange holds less than is asked for.
const EInsufficientFundsInExchange: u64 = 0;
/// The coin holds less than is to be traded.
const EInsufficientInputBalance: u64 = 1;
const EUnauthorizedAdminCap: u64 = 2;
/// A rate with a zero in it.
const EInvalidExchangeRate: u64 = 3;

/// Shared.
public struct Exchange has key, store {
    id: UID,
    wal: Balance<WAL>,
    sui: Balance<SUI>,
    rate: ExchangeRate,
    /// The capability that may change the rate and take funds.
    admin: ID,
}

public struct AdminCap has key, store {
    id: UID,
}

/// So much WAL is worth so much SUI, both in their smallest units.
public struct ExchangeRate has copy, drop, store {
    wal: u64,
    sui: u64,
}

public fun new_exchange_rate(wal: u64, sui: u64): ExchangeRate {
    assert!(wal != 0 && sui != 0, EInvalidExchangeRate);
    ExchangeRate { wal, sui }
}

fun wal_to_sui(self: &ExchangeRate, amount: u64): u64 {
    amount * self.sui / self.wal
}

fun sui_to_wal(self: &ExchangeRate, amount: u64): u64 {
    amount * self.wal / self.sui
}

/// A new shared exchange without funds, one to one; returns what is needed to govern it.
public fun new(ctx: &mut TxContext): AdminCap {
    let (exchange, cap) = new_pair(ctx);
    transfer::share_object(exchange);
    cap
}

/// As `new`, with `amount` of the coin as first funds.
public fun new_funded(coin: &mut Coin<WAL>, amount: u64, ctx: &mut TxContext): AdminCap {
    let (mut exchange, cap) = new_pair(ctx);
    exchange.add_wal(coin, amount);
    transfer::share_object(exchange);
    cap
}

fun new_pair(ctx: &mut TxContext): (Exchange, AdminCap) {
    let cap = AdminCap { id: object::new(ctx) };
    let exchange = Exchange {
        id: object::new(ctx),
        wal: balance::zero(),
        sui: balance::zero(),
        rate: ExchangeRate { wal: 1, sui: 1 },
        admin: object::id(&cap),
    };
    (exchange, cap)
}

public fun add_wal(self: &mut Exchange, coin: &mut Coin<WAL>, amount: u64) {
    self.wal.join(take(coin, amount));
}

public fun add_sui(self: &mut Exchange, coin: &mut Coin<SUI>, amount: u64) {
    self.sui.join(take(coin, amount));
}

public fun add_all_wal(self: &mut Exchange, coin: Coin<WAL>) {
    self.wal.join(coin.into_balance());
}

public fun add_all_sui(self: &mut Exchange, coin: Coin<SUI>) {
    self.sui.join(coin.into_balance());
}

public fun withdraw_wal(self: &mut Exchange, amount: u64, cap: &AdminCap, ctx: &mut TxContext): Coin<WAL> {
    self.check_admin(cap);
    pay(&mut self.wal, amount, ctx)
}

public fun withdraw_sui(self: &mut Exchange, amount: u64, cap: &AdminCap, ctx: &mut TxContext): Coin<SUI> {
    self.check_admin(cap);
    pay(&mut self.sui, amount, ctx)
}

public fun set_exchange_rate(self: &mut Exchange, wal: u64, sui: u64, cap: &AdminCap) {
    self.check_admin(cap);
    self.rate = new_exchange_rate(wal, sui);
}

public fun exchange_all_for_wal(self: &mut Exchange, sui: Coin<SUI>, ctx: &mut TxContext): Coin<WAL> {
    let due = self.rate.sui_to_wal(sui.value());
    self.add_all_sui(sui);
    pay(&mut self.wal, due, ctx)
}

public fun exchange_for_wal(
    self: &mut Exchange,
    sui: &mut Coin<SUI>,
    amount_sui: u64,
    ctx: &mut TxContext,
): Coin<WAL> {
    self.add_sui(sui, amount_sui);
    let due = self.rate.sui_to_wal(amount_sui);
    pay(&mut self.wal, due, ctx)
}

public fun exchange_all_for_sui(self: &mut Exchange, wal: Coin<WAL>, ctx: &mut TxContext): Coin<SUI> {
    let due = self.rate.wal_to_sui(wal.value());
    self.add_all_wal(wal);
    pay(&mut self.sui, due, ctx)
}

public fun exchange_for_sui(
    self: &mut Exchange,
    wal: &mut Coin<WAL>,
    amount_wal: u64,
    ctx: &mut TxContext,
): Coin<SUI> {
    self.add_wal(wal, amount_wal);
    let due = self.rate.wal_to_sui(amount_wal);
    pay(&mut self.sui, due, ctx)
}

fun check_admin(self: &Exchange, cap: &AdminCap) {
    assert!(self.admin == object::id(cap), EUnauthorizedAdminCap);
}

fun take<T>(coin: &mut Coin<T>, amount: u64): Balance<T> {
    assert!(coin.value() >= amount, EInsufficientInputBalance);
    coin.balance_mut().split(amount)
}

fun pay<T>(funds: &mut Balance<T>, amount: u64, ctx: &mut TxContext): Coin<T> {
    assert!(funds.value() >= amount, EInsufficientFundsInExchange);
    coin::from_balance(funds.split(amount), ctx)
}
