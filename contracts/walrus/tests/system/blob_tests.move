#[test_only]
module walrus::blob_tests;

use std::unit_test::{assert_eq, destroy};
use sui::event;
use sui::tx_context::dummy;
use walrus::blob::{Self, Blob};
use walrus::events::{BlobCertified, BlobDeleted, BlobRegistered};
use walrus::messages;
use walrus::metadata;
use walrus::storage_resource;
use walrus::system::System;
use walrus::system_state_inner as inner;
use walrus::test_world as world;

use fun world::next_epoch as System.next_epoch;
use fun world::buy as System.buy;

const EPOCHS: u32 = 3;

fun encoded(): u64 { walrus::encoding::encoded_blob_length(world::size(), 1, 10) }

fun register(system: &mut System, deletable: bool, ctx: &mut TxContext): Blob {
    let storage = system.buy(encoded(), EPOCHS, ctx);
    let mut purse = world::wal(1000, ctx);
    let blob = system.register_blob(
        storage,
        world::blob_id(),
        world::root(),
        world::size(),
        1,
        deletable,
        &mut purse,
        ctx,
    );
    destroy(purse);
    blob
}

fun certify(system: &System, blob: &mut Blob) {
    let epoch = system.epoch();
    let message = if (blob.is_deletable()) {
        world::deletable(epoch, blob.blob_id(), blob.object_id())
    } else {
        world::permanent(epoch, blob.blob_id())
    };
    system.certify_blob(blob, world::signature(), world::bitmap(7), message);
}

fun certified(deletable: bool, ctx: &mut TxContext): (System, Blob) {
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, deletable, ctx);
    certify(&system, &mut blob);
    (system, blob)
}

// Registration.

#[test]
fun the_id_is_a_hash_of_code_size_and_root() {
    // BLAKE2b-256 of 01, the size as u64 and the root as u256, both little-endian.
    let preimage = x"0100000000000000002a00000000000000000000000000000000000000000000000000000000000000";
    let expected = sui::bcs::new(sui::hash::blake2b256(&preimage)).peel_u256();
    assert_eq!(blob::derive_blob_id(42, 1, 0), expected);
}

#[test]
fun a_registered_blob_pays_for_being_written() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded() + 1, EPOCHS, ctx);
    let before = system.future_accounting()[0].rewards();
    let mut purse = world::wal(1000, ctx);
    let blob = system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx);
    let price = encoded().divide_and_round_up(world::mib()) * world::write_price();
    assert_eq!(purse.value(), 1000 - price);
    assert_eq!(system.future_accounting()[0].rewards(), before + price);
    assert_eq!(blob.registered_epoch(), 1);
    assert_eq!(blob.blob_id(), world::blob_id());
    assert_eq!(blob.size(), world::size());
    assert_eq!(blob.encoding_type(), 1);
    assert!(blob.certified_epoch().is_none());
    assert!(blob.is_deletable());
    assert_eq!(blob.encoded_size(10), encoded());
    assert_eq!(blob.end_epoch(), 1 + EPOCHS);
    assert_eq!(blob.storage().size(), encoded() + 1);
    let events = event::events_by_type<BlobRegistered>();
    assert_eq!(events.length(), 1);
    assert_eq!(
        sui::bcs::to_bytes(&events[0]),
        bytes_registered(1, world::blob_id(), world::size(), 1, 4, true, blob.object_id()),
    );
    destroy(purse);
    destroy(blob);
    destroy(system);
}

fun bytes_registered(epoch: u32, blob_id: u256, size: u64, code: u8, end: u32, deletable: bool, id: ID): vector<u8> {
    let mut bytes = sui::bcs::to_bytes(&epoch);
    bytes.append(sui::bcs::to_bytes(&blob_id));
    bytes.append(sui::bcs::to_bytes(&size));
    bytes.push_back(code);
    bytes.append(sui::bcs::to_bytes(&end));
    bytes.append(sui::bcs::to_bytes(&deletable));
    bytes.append(sui::bcs::to_bytes(&id));
    bytes
}

fun bytes_certified(epoch: u32, blob_id: u256, end: u32, deletable: bool, id: ID, extension: bool): vector<u8> {
    let mut bytes = sui::bcs::to_bytes(&epoch);
    bytes.append(sui::bcs::to_bytes(&blob_id));
    bytes.append(sui::bcs::to_bytes(&end));
    bytes.append(sui::bcs::to_bytes(&deletable));
    bytes.append(sui::bcs::to_bytes(&id));
    bytes.append(sui::bcs::to_bytes(&extension));
    bytes
}

#[test, expected_failure(abort_code = blob::EResourceSize)]
fun a_blob_needs_room() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded() - 1, EPOCHS, ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = blob::EInvalidBlobId)]
fun an_id_that_the_root_does_not_give_is_refused() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded(), EPOCHS, ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.register_blob(storage, world::blob_id(), 7, world::size(), 1, true, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = walrus::encoding::EInvalidEncodingType)]
fun an_unknown_code_is_refused() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded(), EPOCHS, ctx);
    let mut purse = world::wal(1000, ctx);
    destroy(system.register_blob(storage, world::blob_id(), world::root(), world::size(), 2, true, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun storage_of_the_future_holds_no_blob_yet() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut purse = world::wal(1000, ctx);
    let storage = system.reserve_space_for_epochs(encoded(), 2, 4, &mut purse, ctx);
    destroy(system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun storage_of_the_past_holds_no_blob_any_more() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded(), 1, ctx);
    system.next_epoch();
    let mut purse = world::wal(1000, ctx);
    destroy(system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx));
    abort 99
}

#[test, expected_failure(abort_code = sui::balance::ENotEnough)]
fun a_blob_is_not_written_for_nothing() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(encoded(), 1, ctx);
    let mut purse = world::wal(1, ctx);
    destroy(system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx));
    abort 99
}

// Certification.

#[test]
fun a_permanent_blob_is_certified() {
    let ctx = &mut dummy();
    let (system, blob) = certified(false, ctx);
    assert_eq!(*blob.certified_epoch(), option::some(1));
    let events = event::events_by_type<BlobCertified>();
    assert_eq!(events.length(), 1);
    assert_eq!(
        sui::bcs::to_bytes(&events[0]),
        bytes_certified(1, world::blob_id(), 4, false, blob.object_id(), false),
    );
    destroy(blob);
    destroy(system);
}

#[test]
fun a_deletable_blob_is_certified_by_its_object() {
    let ctx = &mut dummy();
    let (system, blob) = certified(true, ctx);
    assert_eq!(*blob.certified_epoch(), option::some(1));
    destroy(blob);
    destroy(system);
}

#[test]
fun a_blob_can_be_certified_in_a_later_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    system.next_epoch();
    certify(&system, &mut blob);
    assert_eq!(*blob.certified_epoch(), option::some(2));
    destroy(blob);
    destroy(system);
}

#[test, expected_failure(abort_code = blob::EInvalidBlobObject)]
fun another_object_is_not_certified() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    let message = world::deletable(1, world::blob_id(), world::node(3));
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = blob::EInvalidBlobPersistenceType)]
fun a_deletable_blob_is_not_certified_as_permanent() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    let message = world::permanent(1, world::blob_id());
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = blob::EInvalidBlobPersistenceType)]
fun a_permanent_blob_is_not_certified_as_deletable() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    let message = world::deletable(1, world::blob_id(), blob.object_id());
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = blob::EInvalidBlobId)]
fun another_blob_is_not_certified() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), world::permanent(1, 5));
    abort 99
}

#[test, expected_failure(abort_code = blob::EAlreadyCertified)]
fun a_blob_is_certified_once() {
    let ctx = &mut dummy();
    let (system, mut blob) = certified(false, ctx);
    certify(&system, &mut blob);
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun a_blob_is_not_certified_when_its_storage_is_over() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    certify(&system, &mut blob);
    abort 99
}

#[test, expected_failure(abort_code = messages::EInvalidMsgType)]
fun another_kind_of_message_certifies_nothing() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    let message = world::about(2, 1, world::blob_id());
    system.certify_blob(&mut blob, world::signature(), world::bitmap(7), message);
    abort 99
}

// Extension.

#[test]
fun storage_that_follows_prolongs_a_blob() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(true, ctx);
    system.next_epoch();
    let mut purse = world::wal(1000, ctx);
    let extension = system.reserve_space_for_epochs(encoded(), 4, 7, &mut purse, ctx);
    system.extend_blob_with_resource(&mut blob, extension);
    assert_eq!(blob.end_epoch(), 7);
    let events = event::events_by_type<BlobCertified>();
    // The epoch is that of the first certification.
    assert_eq!(
        sui::bcs::to_bytes(&events[events.length() - 1]),
        bytes_certified(1, world::blob_id(), 7, true, blob.object_id(), true),
    );
    destroy(purse);
    destroy(blob);
    destroy(system);
}

#[test, expected_failure(abort_code = storage_resource::EIncompatibleEpochs)]
fun storage_after_a_gap_does_not() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(true, ctx);
    let mut purse = world::wal(1000, ctx);
    let extension = system.reserve_space_for_epochs(encoded(), 5, 7, &mut purse, ctx);
    system.extend_blob_with_resource(&mut blob, extension);
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun storage_that_does_not_end_later_prolongs_nothing() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(true, ctx);
    let extension = system.buy(encoded(), EPOCHS, ctx);
    system.extend_blob_with_resource(&mut blob, extension);
    abort 99
}

#[test]
fun an_extension_is_paid_for_the_storage_not_for_the_blob() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(20 * world::mib(), EPOCHS, ctx);
    let mut purse = world::wal(10_000, ctx);
    let mut blob = system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx);
    certify(&system, &mut blob);
    system.next_epoch();
    let before = purse.value();
    system.extend_blob(&mut blob, 2, &mut purse);
    assert_eq!(before - purse.value(), 2 * 20 * world::storage_price());
    assert_eq!(blob.end_epoch(), 6);
    let ring = system.future_accounting();
    assert_eq!(ring[2].used_capacity(), 20 * world::mib());
    assert_eq!(ring[3].used_capacity(), 20 * world::mib());
    assert_eq!(ring[3].rewards(), 20 * world::storage_price());
    assert_eq!(ring[4].used_capacity(), 0);
    destroy(purse);
    destroy(blob);
    destroy(system);
}

#[test]
fun a_blob_of_cut_storage_is_prolonged_in_a_later_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut early = system.buy(encoded(), 8, ctx);
    let storage = early.split_by_epoch(3, ctx);
    system.next_epoch();
    system.next_epoch();
    let mut purse = world::wal(10_000, ctx);
    let mut blob = system.register_blob(storage, world::blob_id(), world::root(), world::size(), 1, true, &mut purse, ctx);
    certify(&system, &mut blob);
    system.extend_blob(&mut blob, 4, &mut purse);
    assert_eq!(blob.end_epoch(), 13);
    destroy(early);
    destroy(purse);
    destroy(blob);
    destroy(system);
}

#[test, expected_failure(abort_code = blob::ENotCertified)]
fun an_uncertified_blob_is_not_prolonged() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, 1, &mut purse);
    abort 99
}

#[test, expected_failure(abort_code = blob::ENotCertified)]
fun an_uncertified_blob_is_not_prolonged_by_storage_either() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, false, ctx);
    let extension = system.buy(encoded(), 8, ctx);
    system.extend_blob_with_resource(&mut blob, extension);
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun an_expired_blob_is_not_prolonged() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, 1, &mut purse);
    abort 99
}

#[test]
fun a_blob_is_prolonged_to_the_end_of_the_ring() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, world::epochs_ahead() - EPOCHS, &mut purse);
    assert_eq!(blob.end_epoch(), 1 + world::epochs_ahead());
    destroy(purse);
    destroy(blob);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_blob_is_not_prolonged_beyond_the_ring() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, world::epochs_ahead() - EPOCHS + 1, &mut purse);
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_huge_extension_is_refused_too() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, 0xFFFF_FFFF, &mut purse);
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun no_epochs_prolong_nothing() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    let mut purse = world::wal(10_000, ctx);
    system.extend_blob(&mut blob, 0, &mut purse);
    abort 99
}

#[test, expected_failure(abort_code = inner::EStorageExceeded)]
fun an_extension_needs_room() {
    let ctx = &mut dummy();
    let mut system = world::system_of(world::even(), encoded(), ctx);
    let mut blob = register(&mut system, false, ctx);
    certify(&system, &mut blob);
    let mut purse = world::wal(10_000, ctx);
    destroy(system.reserve_space_for_epochs(1, 4, 5, &mut purse, ctx));
    system.extend_blob(&mut blob, 1, &mut purse);
    abort 99
}

// The end.

#[test]
fun a_deleted_blob_gives_its_storage_back() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(true, ctx);
    system.next_epoch();
    let storage_id = object::id(blob.storage());
    blob.insert_or_update_metadata_pair(b"k".to_string(), b"v".to_string());
    let object_id = blob.object_id();
    let storage = system.delete_blob(blob);
    assert_eq!(object::id(&storage), storage_id);
    assert_eq!(storage.start_epoch(), 1);
    assert_eq!(storage.end_epoch(), 4);
    let mut expected = sui::bcs::to_bytes(&2u32);
    expected.append(sui::bcs::to_bytes(&world::blob_id()));
    expected.append(sui::bcs::to_bytes(&4u32));
    expected.append(sui::bcs::to_bytes(&object_id));
    expected.push_back(1);
    assert_eq!(sui::bcs::to_bytes(&event::events_by_type<BlobDeleted>()[0]), expected);
    destroy(storage);
    destroy(system);
}

#[test]
fun an_uncertified_blob_can_be_deleted() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let blob = register(&mut system, true, ctx);
    destroy(system.delete_blob(blob));
    destroy(system);
}

#[test, expected_failure(abort_code = blob::EBlobNotDeletable)]
fun a_permanent_blob_is_not_deleted() {
    let ctx = &mut dummy();
    let (system, blob) = certified(false, ctx);
    destroy(system.delete_blob(blob));
    abort 99
}

#[test, expected_failure(abort_code = blob::EResourceBounds)]
fun an_expired_blob_is_not_deleted() {
    let ctx = &mut dummy();
    let (mut system, blob) = certified(true, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    destroy(system.delete_blob(blob));
    abort 99
}

#[test]
fun any_blob_can_be_burned_in_silence() {
    let ctx = &mut dummy();
    let (mut system, mut blob) = certified(false, ctx);
    EPOCHS.do!(|_| system.next_epoch());
    blob.insert_or_update_metadata_pair(b"k".to_string(), b"v".to_string());
    let events = event::num_events();
    blob.burn();
    assert_eq!(event::num_events(), events);
    destroy(system);
}

// Attributes.

#[test]
fun attributes_are_added_changed_and_taken() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    let mut first = metadata::new();
    first.insert_or_update(b"a".to_string(), b"1".to_string());
    blob.add_metadata(first);
    blob.insert_or_update_metadata_pair(b"b".to_string(), b"2".to_string());
    blob.insert_or_update_metadata_pair(b"a".to_string(), b"3".to_string());
    let (key, value) = blob.remove_metadata_pair(&b"b".to_string());
    assert_eq!(key, b"b".to_string());
    assert_eq!(value, b"2".to_string());
    assert_eq!(blob.remove_metadata_pair_if_exists(&b"b".to_string()), option::none());
    assert_eq!(blob.remove_metadata_pair_if_exists(&b"a".to_string()), option::some(b"3".to_string()));
    let old = blob.add_or_replace_metadata(metadata::new());
    assert!(old.is_some_and!(|old| old.pairs().is_empty()));
    blob.take_metadata();
    assert!(blob.add_or_replace_metadata(metadata::new()).is_none());
    destroy(old);
    destroy(blob);
    destroy(system);
}

#[test]
fun a_changed_attribute_moves_to_the_end() {
    let mut attributes = metadata::new();
    attributes.insert_or_update(b"a".to_string(), b"1".to_string());
    attributes.insert_or_update(b"b".to_string(), b"2".to_string());
    attributes.insert_or_update(b"a".to_string(), b"3".to_string());
    let (keys, values) = (*attributes.pairs()).into_keys_values();
    assert_eq!(keys, vector[b"b".to_string(), b"a".to_string()]);
    assert_eq!(values, vector[b"2".to_string(), b"3".to_string()]);
}

#[test]
fun the_first_attribute_makes_the_list() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    assert_eq!(blob.remove_metadata_pair_if_exists(&b"a".to_string()), option::none());
    blob.insert_or_update_metadata_pair(b"a".to_string(), b"1".to_string());
    assert_eq!(blob.take_metadata().pairs().length(), 1);
    destroy(blob);
    destroy(system);
}

#[test, expected_failure(abort_code = blob::EDuplicateMetadata)]
fun attributes_are_added_once() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    blob.add_metadata(metadata::new());
    blob.add_metadata(metadata::new());
    abort 99
}

#[test, expected_failure(abort_code = blob::EMissingMetadata)]
fun no_attributes_cannot_be_taken() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    blob.take_metadata();
    abort 99
}

#[test, expected_failure(abort_code = blob::EMissingMetadata)]
fun no_attribute_is_removed_where_there_are_none() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    blob.remove_metadata_pair(&b"a".to_string());
    abort 99
}

#[test, expected_failure(abort_code = sui::vec_map::EKeyDoesNotExist)]
fun an_attribute_that_is_not_there_is_not_removed() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut blob = register(&mut system, true, ctx);
    blob.add_metadata(metadata::new());
    blob.remove_metadata_pair(&b"a".to_string());
    abort 99
}
