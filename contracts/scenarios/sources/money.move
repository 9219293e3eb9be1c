/// Balances and coins of a type of our own, inside one transaction.
module scenarios::money;

use sui::balance::{Self, Supply};
use sui::coin::{Self, Coin};
use sui::url;

public struct Gold has drop {}

/// What makes gold; a supply cannot be dropped, so it ends up here.
public struct Mint has key { id: UID, supply: Supply<Gold> }

fun keep(supply: Supply<Gold>, ctx: &mut TxContext) {
    transfer::share_object(Mint { id: object::new(ctx), supply })
}

public fun split_and_join(total: u64, part: u64, ctx: &mut TxContext): (u64, u64, u64, u64) {
    let mut s = balance::create_supply(Gold {});
    let mut b = s.increase_supply(total);
    let taken = b.split(part);
    let (left, right) = (b.value(), taken.value());
    let all = b.join(taken);
    let burnt = s.decrease_supply(b);
    keep(s, ctx);
    (left, right, all, burnt)
}

public fun coins(total: u64, parts: u64, ctx: &mut TxContext): vector<u64> {
    let mut s = balance::create_supply(Gold {});
    let mut c = coin::from_balance(s.increase_supply(total), ctx);
    let mut others = c.divide_into_n(parts, ctx);
    let mut values = vector[c.value()];
    while (!others.is_empty()) {
        let o = others.pop_back();
        values.push_back(o.value());
        c.join(o);
    };
    others.destroy_empty();
    values.push_back(c.value());
    s.decrease_supply(c.into_balance());
    keep(s, ctx);
    values
}

public fun coin_error(which: u8, ctx: &mut TxContext) {
    let mut s = balance::create_supply(Gold {});
    let mut c: Coin<Gold> = coin::from_balance(s.increase_supply(10), ctx);
    match (which) {
        0 => transfer::public_transfer(c.split(11, ctx), @0x1),
        1 => {
            let b = s.increase_supply(18446744073709551605);
            transfer::public_transfer(coin::from_balance(b, ctx), @0x1);
        },
        2 => {
            let b = s.increase_supply(18446744073709551604);
            transfer::public_transfer(coin::from_balance(b, ctx), @0x1);
        },
        3 => {
            let part = c.split(1, ctx);
            part.destroy_zero();
        },
        4 => {
            c.divide_into_n(0, ctx).destroy!(|p| transfer::public_transfer(p, @0x1));
        },
        5 => {
            c.divide_into_n(11, ctx).destroy!(|p| transfer::public_transfer(p, @0x1));
        },
        6 => coin::zero<Gold>(ctx).destroy_zero(),
        _ => {
            let b = balance::zero<Gold>();
            b.destroy_zero();
        },
    };
    s.decrease_supply(c.into_balance());
    keep(s, ctx);
}

public fun takes_and_puts(n: u64, ctx: &mut TxContext): (u64, u64) {
    let mut s = balance::create_supply(Gold {});
    let mut purse = s.increase_supply(n);
    let c = coin::take(&mut purse, n / 2, ctx);
    let half = c.value();
    coin::put(&mut purse, c);
    let everything = purse.withdraw_all();
    let rest = purse.value();
    purse.destroy_zero();
    s.decrease_supply(everything);
    keep(s, ctx);
    (half, rest)
}

/// Only a one-time witness becomes a currency.
public fun not_a_currency(ctx: &mut TxContext) {
    let (cap, metadata) = coin::create_currency(Gold {}, 2, b"G", b"Gold", b"", option::some(url::new_unsafe_from_bytes(b"x")), ctx);
    transfer::public_transfer(cap, @0x1);
    transfer::public_freeze_object(metadata);
}
