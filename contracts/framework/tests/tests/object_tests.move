#[test_only]
module framework_tests::object_tests;

use std::unit_test::assert_eq;
use sui::balance;
use sui::clock;
use sui::coin;
use sui::party;
use sui::pay;
use sui::sui::SUI;
use sui::test_scenario as ts;

public struct Thing has key, store { id: UID, n: u64 }

const A: address = @0xA;
const B: address = @0xB;

fun thing(n: u64, ctx: &mut TxContext): Thing {
    Thing { id: object::new(ctx), n }
}

#[test]
fun ids_and_addresses_convert_both_ways() {
    let mut ctx = tx_context::dummy();
    let id = object::new(&mut ctx);
    let inner = id.to_inner();
    assert_eq!(object::id_from_bytes(inner.to_bytes()), inner);
    assert_eq!(inner.to_address().to_id(), inner);
    assert_eq!(id.to_bytes(), inner.to_bytes());
    assert_eq!(*id.as_inner(), inner);
    assert_eq!(object::last_created(&ctx), inner);
    id.delete();
    let t = thing(1, &mut ctx);
    assert_eq!(object::id(&t), *object::borrow_id(&t));
    assert_eq!(object::id_address(&t), object::id(&t).to_address());
    assert_eq!(object::id_bytes(&t), object::id(&t).to_bytes());
    transfer::public_transfer(t, A);
}

/// H(0xF1 ++ digest ++ counter), as the reference states it.
#[test]
fun a_fresh_id_is_the_hash_of_digest_and_counter() {
    let mut ctx = tx_context::dummy();
    3u64.do!(|n| {
        let mut bytes = vector[0xF1u8];
        bytes.append(*ctx.digest());
        bytes.append(std::bcs::to_bytes(&n));
        assert_eq!(ctx.fresh_object_address(), sui::address::from_bytes(sui::hash::blake2b256(&bytes)));
    });
}

#[test]
fun objects_move_between_owners() {
    let mut s = ts::begin(A);
    let t = thing(5, s.ctx());
    let id = object::id(&t);
    transfer::public_transfer(t, B);
    let effects = s.next_tx(B);
    assert_eq!(effects.created(), vector[id]);
    assert_eq!(*effects.transferred_to_account().get(&id), B);
    assert!(!ts::has_most_recent_for_address<Thing>(A));
    let t = s.take_from_sender_by_id<Thing>(id);
    transfer::public_freeze_object(t);
    let effects = s.next_tx(A);
    assert_eq!(effects.frozen(), vector[id]);
    let t = s.take_immutable<Thing>();
    assert_eq!(t.n, 5);
    ts::return_immutable(t);
    s.end();
}

#[test]
fun a_shared_object_can_be_deleted() {
    let mut s = ts::begin(A);
    transfer::public_share_object(thing(6, s.ctx()));
    let effects = s.next_tx(B);
    assert_eq!(effects.shared().length(), 1);
    let Thing { id, n } = s.take_shared<Thing>();
    assert_eq!(n, 6);
    id.delete();
    let effects = s.next_tx(B);
    assert_eq!(effects.deleted().length(), 1);
    assert!(!ts::has_most_recent_shared<Thing>());
    s.end();
}

#[test]
fun an_object_receives_objects() {
    let mut s = ts::begin(A);
    let mut parent = thing(1, s.ctx());
    let parent_id = object::id(&parent);
    transfer::public_transfer(thing(2, s.ctx()), parent_id.to_address());
    s.next_tx(A);
    let ticket = ts::most_recent_receiving_ticket<Thing>(&parent_id);
    let child = transfer::public_receive(&mut parent.id, ticket);
    assert_eq!(child.n, 2);
    transfer::public_transfer(child, A);
    transfer::public_transfer(parent, A);
    s.end();
}

#[test]
fun epochs_advance() {
    let mut s = ts::begin(A);
    s.next_epoch(A);
    s.later_epoch(500, B);
    assert_eq!(s.ctx().epoch(), 2);
    assert_eq!(s.ctx().epoch_timestamp_ms(), 500);
    assert_eq!(s.sender(), B);
    assert_eq!(s.num_concluded_txes(), 2);
    s.end();
}

#[test]
fun a_clock_only_moves_on() {
    let mut ctx = tx_context::dummy();
    let mut c = clock::create_for_testing(&mut ctx);
    c.increment_for_testing(5);
    c.set_for_testing(50);
    assert_eq!(c.timestamp_ms(), 50);
    c.destroy_for_testing();
}

#[test]
fun coins_are_paid_out() {
    let mut s = ts::begin(A);
    let mut c = coin::mint_for_testing<SUI>(100, s.ctx());
    pay::split_and_transfer(&mut c, 10, B, s.ctx());
    c.split_vec(vector[1, 2], s.ctx());
    c.divide_and_keep(4, s.ctx());
    c.keep(s.ctx());
    s.next_tx(A);
    let ids = s.ids_for_sender<coin::Coin<SUI>>();
    assert_eq!(ids.length(), 6);
    let mut all = ids.map!(|id| s.take_from_sender_by_id<coin::Coin<SUI>>(id));
    let mut first = all.pop_back();
    first.join_vec(all);
    assert_eq!(first.value(), 90);
    pay::join_vec_and_transfer(vector[first], B);
    s.end();
}

#[test]
fun a_treasury_mints_and_burns() {
    let mut ctx = tx_context::dummy();
    let mut cap = coin::create_treasury_cap_for_testing<Thing>(&mut ctx);
    let c = cap.mint(10, &mut ctx);
    let b = cap.mint_balance(5);
    assert_eq!(cap.total_supply(), 15);
    assert_eq!(cap.burn(c), 10);
    assert_eq!(cap.supply_mut().decrease_supply(b), 5);
    let supply = cap.treasury_into_supply();
    assert_eq!(supply.value(), 0);
    std::unit_test::destroy(supply);
}

#[test, expected_failure(abort_code = balance::EOverflow)]
fun a_supply_never_reaches_the_largest_number() {
    let mut s = balance::create_supply_for_testing<SUI>();
    let b = s.increase_supply(std::u64::max_value!());
    b.destroy_for_testing();
    std::unit_test::destroy(s);
}

#[test]
fun a_party_of_one_is_an_owner() {
    let mut s = ts::begin(A);
    let p = party::single_owner(B);
    let t = thing(1, s.ctx());
    transfer::public_party_transfer(t, p);
    s.end();
}
