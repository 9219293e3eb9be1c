#[test_only]
module walrus::storage_pool_tests;

use std::unit_test::{assert_eq, destroy};
use sui::event;
use sui::tx_context::dummy;
use walrus::events::{
    PooledBlobCertified,
    PooledBlobDeleted,
    PooledBlobRegistered,
    StoragePoolCreated,
    StoragePoolExtended,
};
use walrus::metadata;
use walrus::storage_pool::{Self as pools, StoragePool};
use walrus::storage_resource;
use walrus::system::System;
use walrus::system_state_inner as inner;
use walrus::test_world as world;

use fun world::next_epoch as System.next_epoch;
use fun world::buy as System.buy;

const EPOCHS: u32 = 3;

fun encoded(): u64 { walrus::encoding::encoded_blob_length(world::size(), 1, 10) }

fun pool_of(system: &mut System, bytes: u64, epochs: u32, ctx: &mut TxContext): StoragePool {
    let mut purse = world::wal(1_000_000, ctx);
    let pool = system.create_storage_pool(bytes, epochs, &mut purse, ctx);
    destroy(purse);
    pool
}

/// Room for two blobs.
fun started(ctx: &mut TxContext): (System, StoragePool) {
    let mut system = world::system(ctx);
    let pool = pool_of(&mut system, 2 * encoded(), EPOCHS, ctx);
    (system, pool)
}

fun id_of(root: u256): u256 { walrus::blob::derive_blob_id(root, 1, world::size()) }

/// Returns what writing has cost.
fun add(system: &mut System, pool: &mut StoragePool, root: u256, deletable: bool, ctx: &mut TxContext): u64 {
    let mut purse = world::wal(1_000_000, ctx);
    system.register_pooled_blob(pool, id_of(root), root, world::size(), 1, deletable, &mut purse, ctx);
    let cost = 1_000_000 - purse.value();
    destroy(purse);
    cost
}

fun certify(system: &System, pool: &mut StoragePool, root: u256, message: vector<u8>) {
    system.certify_pooled_blob(pool, id_of(root), world::signature(), world::bitmap(7), message)
}

fun end(system: System, pool: StoragePool) {
    destroy(pool);
    destroy(system);
}

// Creation.

#[test]
fun a_pool_is_paid_like_storage() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    let pool = system.create_storage_pool(world::mib() + 1, EPOCHS, &mut purse, ctx);
    assert_eq!(purse.value(), 1000 - 3 * 2 * world::storage_price());
    assert_eq!(pool.start_epoch(), 1);
    assert_eq!(pool.end_epoch(), 4);
    assert_eq!(pool.reserved_encoded_capacity_bytes(), world::mib() + 1);
    assert_eq!(pool.used_encoded_bytes(), 0);
    assert_eq!(pool.available_encoded_bytes(), world::mib() + 1);
    assert_eq!(pool.blob_count(), 0);
    assert_eq!(pool.storage().size(), world::mib() + 1);
    assert_eq!(system.used_capacity_size(), world::mib() + 1);
    assert_eq!(event::events_by_type<StoragePoolCreated>().length(), 1);
    let storage = pool.destroy();
    assert_eq!(storage.size(), world::mib() + 1);
    destroy(storage);
    destroy(purse);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidResourceSize)]
fun a_pool_has_room() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    destroy(pool_of(&mut system, 0, 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_pool_lasts_an_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    destroy(pool_of(&mut system, 1, 0, ctx));
    abort 99
}

#[test]
fun storage_that_was_freed_becomes_a_pool() {
    let ctx = &mut dummy();
    let (mut system, pool) = started(ctx);
    system.next_epoch();
    let again = system.create_storage_pool_with_storage(pool.destroy(), ctx);
    assert_eq!(again.start_epoch(), 1);
    assert_eq!(again.end_epoch(), 4);
    end(system, again);
}

#[test, expected_failure(abort_code = inner::EInvalidResourceSize)]
fun storage_without_room_becomes_none() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    let storage = storage_resource::create_for_testing(0, 9, 0, ctx);
    destroy(system.create_storage_pool_with_storage(storage, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun storage_of_the_future_becomes_no_pool() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    let storage = storage_resource::create_for_testing(2, 9, 1, ctx);
    destroy(system.create_storage_pool_with_storage(storage, ctx));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun storage_of_the_past_becomes_no_pool() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    let storage = storage_resource::create_for_testing(0, 1, 1, ctx);
    destroy(system.create_storage_pool_with_storage(storage, ctx));
    abort 99
}

#[test, expected_failure(abort_code = pools::EPoolNotEmpty)]
fun a_pool_with_blobs_stays() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    destroy(pool.destroy());
    abort 99
}

// Blobs.

#[test]
fun blobs_share_the_room() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    let cost = add(&mut system, &mut pool, 1, true, ctx);
    assert_eq!(cost, encoded().divide_and_round_up(world::mib()) * world::write_price());
    add(&mut system, &mut pool, 2, false, ctx);
    assert_eq!(pool.blob_count(), 2);
    assert_eq!(pool.used_encoded_bytes(), 2 * encoded());
    assert_eq!(pool.available_encoded_bytes(), 0);
    assert!(pool.contains_blob(id_of(2)));
    assert!(!pool.contains_blob(id_of(3)));
    assert_eq!(event::events_by_type<PooledBlobRegistered>().length(), 2);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EInsufficientCapacity)]
fun a_full_pool_takes_no_blob() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut pool = pool_of(&mut system, 2 * encoded() - 1, EPOCHS, ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    add(&mut system, &mut pool, 2, true, ctx);
    abort 99
}

#[test, expected_failure(abort_code = sui::dynamic_field::EFieldAlreadyExists)]
fun a_pool_holds_a_blob_once() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    abort 99
}

#[test, expected_failure(abort_code = pools::EInvalidBlobId)]
fun a_pooled_blob_is_what_its_root_says() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    let mut purse = world::wal(1000, ctx);
    system.register_pooled_blob(&mut pool, id_of(1), 2, world::size(), 1, true, &mut purse, ctx);
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun an_expired_pool_takes_no_blob() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    EPOCHS.do!(|_| system.next_epoch());
    add(&mut system, &mut pool, 1, true, ctx);
    abort 99
}

#[test]
fun pooled_blobs_are_certified() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    add(&mut system, &mut pool, 2, false, ctx);
    let object_id = pool.blob_object_id(id_of(1));
    certify(&system, &mut pool, 1, world::deletable(1, id_of(1), object_id));
    system.next_epoch();
    certify(&system, &mut pool, 2, world::permanent(2, id_of(2)));
    assert_eq!(pool.certified_epoch(id_of(1)), option::some(1));
    assert_eq!(pool.certified_epoch(id_of(2)), option::some(2));
    let events = event::events_by_type<PooledBlobCertified>();
    assert_eq!(events.length(), 2);
    let mut expected = sui::bcs::to_bytes(&1u32);
    expected.append(sui::bcs::to_bytes(&id_of(1)));
    expected.push_back(1);
    expected.append(sui::bcs::to_bytes(&object_id));
    expected.append(sui::bcs::to_bytes(&pool.object_id()));
    assert_eq!(sui::bcs::to_bytes(&events[0]), expected);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EInvalidBlobId)]
fun a_certificate_of_another_blob_is_refused() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    certify(&system, &mut pool, 1, world::permanent(1, id_of(2)));
    abort 99
}

#[test, expected_failure(abort_code = pools::EResourceBounds)]
fun a_blob_of_an_expired_pool_is_not_certified() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    certify(&system, &mut pool, 1, world::permanent(4, id_of(1)));
    abort 99
}

#[test, expected_failure(abort_code = pools::EAlreadyCertified)]
fun a_pooled_blob_is_certified_once() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    2u64.do!(|_| certify(&system, &mut pool, 1, world::permanent(1, id_of(1))));
    abort 99
}

#[test, expected_failure(abort_code = pools::EInvalidBlobPersistenceType)]
fun a_permanent_pooled_blob_is_not_certified_as_deletable() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    let object_id = pool.blob_object_id(id_of(1));
    certify(&system, &mut pool, 1, world::deletable(1, id_of(1), object_id));
    abort 99
}

#[test, expected_failure(abort_code = pools::EInvalidBlobObject)]
fun a_certificate_of_another_object_is_refused() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    certify(&system, &mut pool, 1, world::deletable(1, id_of(1), world::node(1)));
    abort 99
}

#[test]
fun a_deleted_blob_makes_room() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    add(&mut system, &mut pool, 2, true, ctx);
    pool.insert_or_update_blob_metadata_pair(id_of(1), b"k".to_string(), b"v".to_string());
    system.delete_pooled_blob(&mut pool, id_of(1));
    assert_eq!(pool.blob_count(), 1);
    assert_eq!(pool.available_encoded_bytes(), encoded());
    assert_eq!(event::events_by_type<PooledBlobDeleted>().length(), 1);
    add(&mut system, &mut pool, 1, true, ctx);
    assert_eq!(pool.blob_count(), 2);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EBlobNotDeletable)]
fun a_permanent_pooled_blob_stays() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    system.delete_pooled_blob(&mut pool, id_of(1));
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_blob_of_an_expired_pool_is_not_deleted() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    system.delete_pooled_blob(&mut pool, id_of(1));
    abort 99
}

#[test]
fun blobs_of_an_expired_pool_are_burned() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    let events = event::num_events();
    system.burn_expired_pooled_blob(&mut pool, id_of(1));
    assert_eq!(event::num_events(), events);
    destroy(pool.destroy());
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun blobs_of_a_pool_that_lasts_are_not_burned() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, false, ctx);
    system.next_epoch();
    system.next_epoch();
    system.burn_expired_pooled_blob(&mut pool, id_of(1));
    abort 99
}

// More time.

#[test]
fun a_pool_is_prolonged_for_all_its_room() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut pool = pool_of(&mut system, 7 * world::mib(), EPOCHS, ctx);
    system.next_epoch();
    let mut purse = world::wal(1000, ctx);
    system.extend_storage_pool(&mut pool, 4, &mut purse);
    assert_eq!(purse.value(), 1000 - 4 * 7 * world::storage_price());
    assert_eq!(pool.end_epoch(), 8);
    assert_eq!(system.future_accounting()[5].used_capacity(), 7 * world::mib());
    assert_eq!(system.future_accounting()[6].used_capacity(), 0);
    let events = event::events_by_type<StoragePoolExtended>();
    let mut expected = sui::bcs::to_bytes(&2u32);
    expected.append(sui::bcs::to_bytes(&pool.object_id()));
    expected.append(sui::bcs::to_bytes(&8u32));
    assert_eq!(sui::bcs::to_bytes(&events[0]), expected);
    destroy(purse);
    end(system, pool);
}

fun extend(by: u32, after: u32) {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    after.do!(|_| system.next_epoch());
    let mut purse = world::wal(1_000_000, ctx);
    system.extend_storage_pool(&mut pool, by, &mut purse);
    destroy(purse);
    end(system, pool);
}

#[test]
fun a_pool_is_prolonged_to_the_end_of_the_ring() { extend(world::epochs_ahead() - EPOCHS, 0) }

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_pool_is_not_prolonged_beyond_the_ring() { extend(world::epochs_ahead() - EPOCHS + 1, 0) }

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_pool_is_not_prolonged_by_nothing() { extend(0, 0) }

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun an_expired_pool_is_not_prolonged() { extend(1, EPOCHS) }

// More room.

#[test]
fun more_room_is_paid_for_the_epochs_that_are_left() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    system.next_epoch();
    let before = system.future_accounting()[0].rewards();
    let mut purse = world::wal(1000, ctx);
    system.increase_storage_pool_capacity(&mut pool, 3 * world::mib(), &mut purse);
    assert_eq!(purse.value(), 1000 - 2 * 3 * world::storage_price());
    assert_eq!(system.future_accounting()[0].rewards(), before + 3 * world::storage_price());
    assert_eq!(pool.reserved_encoded_capacity_bytes(), 2 * encoded() + 3 * world::mib());
    assert_eq!(system.used_capacity_size(), 2 * encoded() + 3 * world::mib());
    assert_eq!(system.future_accounting()[2].used_capacity(), 0);
    destroy(purse);
    end(system, pool);
}

fun increase(by: u64, after: u32) {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    after.do!(|_| system.next_epoch());
    let mut purse = world::wal(1_000_000_000, ctx);
    system.increase_storage_pool_capacity(&mut pool, by, &mut purse);
    destroy(purse);
    end(system, pool);
}

#[test, expected_failure(abort_code = inner::EInvalidResourceSize)]
fun more_room_is_some_room() { increase(0, 0) }

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun an_expired_pool_gets_no_room() { increase(1, EPOCHS) }

#[test, expected_failure(abort_code = inner::EStorageExceeded)]
fun a_pool_gets_no_room_that_is_not_there() { increase(world::capacity() - 2 * encoded() + 1, 0) }

#[test]
fun a_pool_takes_in_storage_that_ends_with_it() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    let storage = system.buy(77, EPOCHS, ctx);
    system.next_epoch();
    system.increase_storage_pool_capacity_with_storage(&mut pool, storage);
    assert_eq!(pool.reserved_encoded_capacity_bytes(), 2 * encoded() + 77);
    end(system, pool);
}

fun absorb(start: u32, end_epoch: u32, after: u32) {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    after.do!(|_| system.next_epoch());
    let storage = storage_resource::create_for_testing(start, end_epoch, 5, ctx);
    system.increase_storage_pool_capacity_with_storage(&mut pool, storage);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EIncompatibleEndEpoch)]
fun a_pool_takes_in_no_storage_with_another_end() { absorb(1, 5, 0) }

#[test, expected_failure(abort_code = pools::EResourceBounds)]
fun a_pool_takes_in_no_storage_of_the_future() { absorb(2, 4, 0) }

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun an_expired_pool_takes_in_no_storage() { absorb(1, 4, EPOCHS) }

// Less room.

#[test]
fun room_that_no_blob_uses_can_be_taken_out() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    let storage = system.decrease_storage_pool_capacity_by_size(&mut pool, encoded(), ctx);
    assert_eq!(storage.size(), encoded());
    assert_eq!(storage.start_epoch(), 1);
    assert_eq!(storage.end_epoch(), 4);
    assert_eq!(pool.reserved_encoded_capacity_bytes(), encoded());
    assert_eq!(pool.available_encoded_bytes(), 0);
    destroy(storage);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EInsufficientCapacity)]
fun room_that_a_blob_uses_stays() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    destroy(system.decrease_storage_pool_capacity_by_size(&mut pool, encoded() + 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = walrus::system::EZeroExtractSize)]
fun nothing_is_not_taken_out() {
    let ctx = &mut dummy();
    let (system, mut pool) = started(ctx);
    destroy(system.decrease_storage_pool_capacity_by_size(&mut pool, 0, ctx));
    abort 99
}

#[test]
fun a_share_of_the_free_room_is_rounded_down() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut pool = pool_of(&mut system, 199, EPOCHS, ctx);
    let third = system.decrease_storage_pool_unused_capacity_by_percent(&mut pool, 33, ctx);
    assert_eq!(third.size(), 65);
    let all = system.decrease_storage_pool_unused_capacity_by_percent(&mut pool, 100, ctx);
    assert_eq!(all.size(), 134);
    destroy(vector[third, all]);
    end(system, pool);
}

#[test]
fun a_share_of_the_largest_room_does_not_overflow() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    let max = std::u64::max_value!();
    let storage = storage_resource::create_for_testing(0, 9, max, ctx);
    let mut pool = system.create_storage_pool_with_storage(storage, ctx);
    let most = system.decrease_storage_pool_unused_capacity_by_percent(&mut pool, 99, ctx);
    assert_eq!(most.size(), ((max as u128) * 99 / 100) as u64);
    destroy(most);
    end(system, pool);
}

#[test, expected_failure(abort_code = walrus::system::EZeroExtractSize)]
fun a_share_that_rounds_to_nothing_is_not_taken_out() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut pool = pool_of(&mut system, 99, EPOCHS, ctx);
    destroy(system.decrease_storage_pool_unused_capacity_by_percent(&mut pool, 1, ctx));
    abort 99
}

#[test, expected_failure(abort_code = pools::EInvalidPercent)]
fun a_share_is_at_most_all() {
    let ctx = &mut dummy();
    let (system, mut pool) = started(ctx);
    destroy(system.decrease_storage_pool_unused_capacity_by_percent(&mut pool, 101, ctx));
    abort 99
}

// Attributes.

#[test]
fun pooled_blobs_have_attributes() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    let id = id_of(1);
    assert_eq!(pool.remove_blob_metadata_pair_if_exists(id, &b"a".to_string()), option::none());
    pool.insert_or_update_blob_metadata_pair(id, b"a".to_string(), b"1".to_string());
    let (key, value) = pool.remove_blob_metadata_pair(id, &b"a".to_string());
    assert_eq!(key, b"a".to_string());
    assert_eq!(value, b"1".to_string());
    pool.insert_or_update_blob_metadata_pair(id, b"b".to_string(), b"2".to_string());
    assert_eq!(pool.remove_blob_metadata_pair_if_exists(id, &b"b".to_string()), option::some(b"2".to_string()));
    pool.take_blob_metadata(id);
    pool.add_blob_metadata(id, metadata::new());
    let old = pool.add_or_replace_blob_metadata(id, metadata::new());
    assert!(old.is_some());
    destroy(old);
    end(system, pool);
}

#[test, expected_failure(abort_code = pools::EDuplicateMetadata)]
fun pooled_attributes_are_added_once() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    2u64.do!(|_| pool.add_blob_metadata(id_of(1), metadata::new()));
    abort 99
}

#[test, expected_failure(abort_code = pools::EMissingMetadata)]
fun pooled_attributes_that_are_not_there_are_not_taken() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    pool.take_blob_metadata(id_of(1));
    abort 99
}

#[test, expected_failure(abort_code = pools::EMissingMetadata)]
fun no_pooled_attribute_is_removed_where_there_are_none() {
    let ctx = &mut dummy();
    let (mut system, mut pool) = started(ctx);
    add(&mut system, &mut pool, 1, true, ctx);
    pool.remove_blob_metadata_pair(id_of(1), &b"a".to_string());
    abort 99
}

// Rewards.

#[test]
fun a_pool_pays_every_epoch_it_lasts() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let pool = pool_of(&mut system, 20 * world::mib(), EPOCHS, ctx);
    EPOCHS.do!(|_| {
        let rewards = world::advance(&mut system, world::even(), world::capacity());
        10u64.do!(|i| assert_eq!(rewards[&world::node(i)].value(), 20 * world::storage_price() / 10));
        destroy(rewards);
    });
    assert_eq!(system.future_accounting()[0].rewards(), 0);
    end(system, pool);
}
