#[test_only]
module walrus::storage_tests;

use std::unit_test::{assert_eq, destroy};
use sui::tx_context::dummy;
use walrus::storage_resource::{Self as resource, Storage};
use walrus::system::System;
use walrus::system_state_inner as inner;
use walrus::test_world as world;

use fun world::advance as System.advance;
use fun world::next_epoch as System.next_epoch;
use fun world::buy as System.buy;

fun storage(start: u32, end: u32, size: u64, ctx: &mut TxContext): Storage {
    resource::create_for_testing(start, end, size, ctx)
}

fun check(storage: &Storage, start: u32, end: u32, size: u64) {
    assert_eq!(storage.start_epoch(), start);
    assert_eq!(storage.end_epoch(), end);
    assert_eq!(storage.size(), size);
}

// Cutting.

#[test]
fun a_period_is_cut_at_an_epoch() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    let rest = first.split_by_epoch(5, ctx);
    check(&first, 2, 5, 70);
    check(&rest, 5, 9, 70);
    first.fuse_periods(rest);
    check(&first, 2, 9, 70);
    first.destroy();
}

#[test, expected_failure(abort_code = resource::EInvalidEpoch)]
fun a_period_is_not_cut_at_its_start() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    destroy(first.split_by_epoch(2, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EInvalidEpoch)]
fun a_period_is_not_cut_at_its_end() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    destroy(first.split_by_epoch(9, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EInvalidEpoch)]
fun a_period_is_not_cut_behind_its_end() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    destroy(first.split_by_epoch(10, ctx));
    abort 99
}

#[test]
fun who_cuts_an_amount_keeps_what_was_named() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    let mut rest = first.split_by_size(30, ctx);
    check(&first, 2, 9, 30);
    check(&rest, 2, 9, 40);
    let all = rest.split_by_size(0, ctx);
    let nothing = first.split_by_size(30, ctx);
    check(&rest, 2, 9, 0);
    check(&all, 2, 9, 40);
    check(&nothing, 2, 9, 0);
    destroy(vector[first, rest, all, nothing]);
}

#[test, expected_failure(abort_code = resource::EIncompatibleAmount)]
fun no_more_is_cut_off_than_there_is() {
    let ctx = &mut dummy();
    let mut first = storage(2, 9, 70, ctx);
    destroy(first.split_by_size(71, ctx));
    abort 99
}

// Joining.

#[test]
fun joining_looks_for_the_side_that_fits() {
    let ctx = &mut dummy();
    let mut middle = storage(5, 6, 10, ctx);
    middle.fuse(storage(6, 9, 10, ctx));
    check(&middle, 5, 9, 10);
    middle.fuse(storage(1, 5, 10, ctx));
    check(&middle, 1, 9, 10);
    middle.fuse(storage(1, 9, 7, ctx));
    check(&middle, 1, 9, 17);
    middle.destroy();
}

#[test, expected_failure(abort_code = resource::EIncompatibleAmount)]
fun periods_of_different_amounts_do_not_join() {
    let ctx = &mut dummy();
    let mut first = storage(1, 5, 10, ctx);
    first.fuse_periods(storage(5, 6, 11, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EIncompatibleEpochs)]
fun periods_that_overlap_do_not_join() {
    let ctx = &mut dummy();
    let mut first = storage(1, 5, 10, ctx);
    first.fuse(storage(4, 6, 10, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EIncompatibleEpochs)]
fun periods_with_a_gap_do_not_join() {
    let ctx = &mut dummy();
    let mut first = storage(1, 5, 10, ctx);
    first.fuse(storage(6, 7, 10, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EIncompatibleEpochs)]
fun amounts_of_different_periods_do_not_join() {
    let ctx = &mut dummy();
    let mut first = storage(1, 5, 10, ctx);
    first.fuse_amount(storage(1, 6, 10, ctx));
    abort 99
}

#[test, expected_failure(abort_code = resource::EInvalidEpochRange)]
fun storage_ends_after_it_starts() {
    destroy(storage(5, 5, 1, &mut dummy()));
    abort 99
}

// Buying.

#[test]
fun the_price_is_per_started_mebibyte_and_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    let storage = system.reserve_space(2 * world::mib() + 1, 3, &mut purse, ctx);
    check(&storage, 1, 4, 2 * world::mib() + 1);
    assert_eq!(purse.value(), 1000 - 3 * 3 * world::storage_price());
    let ring = system.future_accounting();
    3u32.do!(|k| {
        assert_eq!(ring[k].rewards(), 3 * world::storage_price());
        assert_eq!(ring[k].used_capacity(), 2 * world::mib() + 1);
    });
    assert_eq!(ring[3].rewards(), 0);
    assert_eq!(ring[3].used_capacity(), 0);
    assert_eq!(system.used_capacity_size(), 2 * world::mib() + 1);
    destroy(purse);
    destroy(storage);
    destroy(system);
}

#[test]
fun storage_can_start_later() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    let storage = system.reserve_space_for_epochs(world::mib(), 3, 11, &mut purse, ctx);
    check(&storage, 3, 11, world::mib());
    assert_eq!(purse.value(), 1000 - 8 * world::storage_price());
    let ring = system.future_accounting();
    assert_eq!(ring[1].used_capacity(), 0);
    assert_eq!(ring[2].used_capacity(), world::mib());
    assert_eq!(ring[9].used_capacity(), world::mib());
    assert_eq!(system.used_capacity_size(), 0);
    destroy(purse);
    destroy(storage);
    destroy(system);
}

#[test]
fun a_start_in_the_past_is_now() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.next_epoch();
    system.next_epoch();
    let mut purse = world::wal(1000, ctx);
    let storage = system.reserve_space_for_epochs(world::mib(), 0, 5, &mut purse, ctx);
    check(&storage, 3, 5, world::mib());
    assert_eq!(purse.value(), 1000 - 2 * world::storage_price());
    destroy(purse);
    destroy(storage);
    destroy(system);
}

#[test]
fun used_capacity_follows_the_epochs() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let first = system.buy(100, 1, ctx);
    let second = system.buy(30, 3, ctx);
    assert_eq!(system.used_capacity_size(), 130);
    system.next_epoch();
    assert_eq!(system.used_capacity_size(), 30);
    system.next_epoch();
    assert_eq!(system.used_capacity_size(), 30);
    system.next_epoch();
    assert_eq!(system.used_capacity_size(), 0);
    destroy(vector[first, second]);
    destroy(system);
}

#[test]
fun capacity_is_never_below_what_is_promised() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(5_000, 3, ctx);
    destroy(system.advance(world::even(), 1_000));
    assert_eq!(system.total_capacity_size(), 5_000);
    destroy(system.advance(world::even(), 7_000));
    assert_eq!(system.total_capacity_size(), 7_000);
    destroy(storage);
    destroy(system);
}

#[test]
fun all_of_the_capacity_can_be_sold() {
    let ctx = &mut dummy();
    let mut system = world::system_of(world::even(), 1_000, ctx);
    let storage = system.buy(1_000, 10, ctx);
    destroy(storage);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EStorageExceeded)]
fun no_more_is_sold_than_there_is() {
    let ctx = &mut dummy();
    let mut system = world::system_of(world::even(), 1_000, ctx);
    destroy(system.buy(500, 1, ctx));
    destroy(system.buy(501, 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EStorageExceeded)]
fun no_more_is_sold_for_a_later_epoch_either() {
    let ctx = &mut dummy();
    let mut system = world::system_of(world::even(), 1_000, ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.reserve_space_for_epochs(600, 5, 6, &mut purse, ctx));
    destroy(system.reserve_space_for_epochs(600, 1, 5, &mut purse, ctx));
    destroy(system.buy(401, 5, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidResourceSize)]
fun nothing_cannot_be_bought() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    destroy(system.buy(0, 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun storage_is_for_an_epoch_at_least() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    destroy(system.buy(1, 0, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun storage_is_for_no_more_epochs_than_the_ring_has() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    destroy(system.buy(1, world::epochs_ahead() + 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_period_that_is_over_cannot_be_bought() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.reserve_space_for_epochs(1, 0, 1, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_period_may_not_end_behind_the_ring() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.reserve_space_for_epochs(1, 11, 12, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = sui::balance::ENotEnough)]
fun storage_must_be_paid_for() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(2 * world::storage_price() - 1, ctx);
    destroy(system.reserve_space(1, 2, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidMaxEpochsAhead)]
fun a_network_sells_at_most_a_thousand_epochs_ahead() {
    destroy(walrus::system::new_for_testing(1001, &mut dummy()));
    abort 99
}

#[test, expected_failure(abort_code = walrus::system::EWrongVersion)]
fun an_object_of_another_version_is_refused() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.age_for_testing();
    assert_eq!(system.version(), 2);
    destroy(system.buy(1, 1, ctx));
    abort 99
}
