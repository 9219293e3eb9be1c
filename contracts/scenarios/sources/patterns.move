/// Capabilities, hot potatoes, witnesses, fixed point, and what a transaction knows of itself.
module scenarios::patterns;

use std::uq32_32;
use std::uq64_64;
use sui::event;
use sui::hash;

public struct Vault has key { id: UID, open: bool, owner_cap: ID }

public struct VaultCap has key, store { id: UID, vault: ID }

/// Must be settled: it can be neither kept nor dropped.
public struct Receipt { vault: ID, owed: u64 }

public struct Opened has copy, drop { vault: ID, times: u64 }

const EWrongCap: u64 = 3;
const ENotPaid: u64 = 4;

fun vault(ctx: &mut TxContext): (Vault, VaultCap) {
    let id = object::new(ctx);
    let cap = VaultCap { id: object::new(ctx), vault: id.to_inner() };
    (Vault { id, open: false, owner_cap: object::id(&cap) }, cap)
}

fun open(v: &mut Vault, cap: &VaultCap) {
    assert!(cap.vault == object::id(v) && v.owner_cap == object::id(cap), EWrongCap);
    v.open = true;
    event::emit(Opened { vault: object::id(v), times: 1 });
}

fun destroy(v: Vault, cap: VaultCap): bool {
    let Vault { id, open, owner_cap: _ } = v;
    id.delete();
    let VaultCap { id, vault: _ } = cap;
    id.delete();
    open
}

public fun right_cap(ctx: &mut TxContext): bool {
    let (mut v, cap) = vault(ctx);
    open(&mut v, &cap);
    destroy(v, cap)
}

public fun wrong_cap(ctx: &mut TxContext): bool {
    let (mut v, cap) = vault(ctx);
    let (w, other) = vault(ctx);
    open(&mut v, &other);
    let opened = destroy(v, cap);
    destroy(w, other) || opened
}

public fun receipt(owed: u64, paid: u64, ctx: &mut TxContext): u64 {
    let (v, cap) = vault(ctx);
    let r = Receipt { vault: object::id(&v), owed };
    let Receipt { vault, owed } = r;
    assert!(vault == cap.vault && paid >= owed, ENotPaid);
    destroy(v, cap);
    paid - owed
}

public fun is_witness(): (bool, bool) {
    (sui::types::is_one_time_witness(&NotOne { n: 1 }), sui::types::is_one_time_witness(&sui::url::new_unsafe_from_bytes(b"")))
}

public struct NotOne has copy, drop { n: u64 }

public fun context(ctx: &TxContext): (address, u64, u64, vector<u8>, Option<address>) {
    (ctx.sender(), ctx.epoch(), ctx.epoch_timestamp_ms(), *ctx.digest(), ctx.sponsor())
}

public fun gas(ctx: &TxContext): (u64, u64) {
    (ctx.reference_gas_price(), ctx.gas_price())
}

public fun commitment(secret: vector<u8>, salt: u64): (vector<u8>, bool) {
    let mut message = secret;
    message.append(std::bcs::to_bytes(&salt));
    let c = hash::blake2b256(&message);
    (c, c == hash::keccak256(&message))
}

public fun fixed32(a: u64, b: u64): (u64, u32, u64, u64) {
    let q = uq32_32::from_quotient(a, b);
    let half = uq32_32::from_quotient(1, 2);
    (q.to_raw(), q.add(half).to_int(), uq32_32::int_mul(1000, q), uq32_32::int_div(1000, q))
}

public fun fixed64(a: u128, b: u128): (u128, u64, u128, bool) {
    let q = uq64_64::from_quotient(a, b);
    let third = uq64_64::from_quotient(1, 3);
    (q.to_raw(), q.mul(third).to_int(), q.div(third).to_raw(), q.gt(third))
}

public fun fixed64_sub(a: u64, b: u64): u64 {
    uq64_64::from_int(a).sub(uq64_64::from_int(b)).to_int()
}
