#[test_only]
module walrus::certificate_tests;

use std::unit_test::assert_eq;
use sui::bcs;
use walrus::bls_aggregate::{Self as bls, BlsCommittee};
use walrus::messages;
use walrus::test_world as world;

/// Ten members, one shard each: a quorum is seven, one honest node is among four.
fun ten(): BlsCommittee { world::committee(5, world::even()) }

fun quorum(committee: &BlsCommittee, bitmap: vector<u8>): u16 {
    committee.verify_quorum_in_epoch(world::signature(), bitmap, world::permanent(5, 1)).stake_support()
}

fun one_correct(committee: &BlsCommittee, bitmap: vector<u8>): u16 {
    committee.verify_one_correct_node_in_epoch(world::signature(), bitmap, world::about(2, 5, 1)).stake_support()
}

#[test]
fun seven_of_ten_are_a_quorum() {
    assert_eq!(quorum(&ten(), world::bitmap(7)), 7);
    assert_eq!(quorum(&ten(), world::bitmap(10)), 10);
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun six_of_ten_are_none() {
    quorum(&ten(), world::bitmap(6));
}

#[test]
fun four_of_ten_have_an_honest_one_among_them() {
    assert_eq!(one_correct(&ten(), world::bitmap(4)), 4);
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun three_of_ten_may_all_lie() {
    one_correct(&ten(), world::bitmap(3));
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun two_thirds_exactly_are_no_quorum() {
    quorum(&world::committee(5, vector[4, 4, 4]), vector[0x03]);
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun one_third_exactly_may_all_lie() {
    one_correct(&world::committee(5, vector[4, 4, 4]), vector[0x01]);
}

#[test]
fun weights_count_not_members() {
    // 11 shards: a quorum is 8 of them.
    let committee = world::committee(5, vector[1, 1, 5, 1, 3]);
    assert_eq!(quorum(&committee, vector[0x14]), 8);
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun most_members_with_little_weight_are_no_quorum() {
    // 6 of 11.
    let committee = world::committee(5, vector[1, 1, 5, 1, 3]);
    quorum(&committee, vector[0x1b]);
}

#[test]
fun a_bitmap_may_leave_out_bytes_at_its_end() {
    assert_eq!(quorum(&ten(), vector[0x7f]), 7);
    assert_eq!(quorum(&ten(), vector[0xff, 0x00]), 8);
}

#[test, expected_failure(abort_code = bls::ENotEnoughStake)]
fun an_empty_bitmap_is_nobody() {
    quorum(&ten(), vector[]);
}

#[test, expected_failure(abort_code = bls::EInvalidBitmap)]
fun a_bitmap_has_no_byte_too_many() {
    quorum(&ten(), vector[0xff, 0x03, 0x00]);
}

#[test, expected_failure(abort_code = bls::EInvalidBitmap)]
fun a_bitmap_has_no_bit_too_many() {
    quorum(&ten(), vector[0xff, 0x07]);
}

#[test, expected_failure(abort_code = bls::EIncorrectCommittee)]
fun a_member_has_weight() {
    world::committee(5, vector[1, 0]);
}

#[test]
fun a_committee_knows_its_members() {
    let committee = world::committee(5, vector[1, 1, 5, 1, 3]);
    assert_eq!(committee.epoch(), 5);
    assert_eq!(committee.n_shards(), 11);
    assert_eq!(committee.n_members(), 5);
    assert_eq!(committee.get_member_weight(&world::node(2)), 5);
    assert_eq!(committee.get_member_weight(&world::node(5)), 0);
    assert!(committee.contains(&world::node(4)));
    assert!(!committee.contains(&world::node(5)));
}

#[test]
fun before_the_first_epoch_there_is_nobody() {
    let committee = world::committee(0, vector[]);
    assert_eq!(committee.n_shards(), 0);
    // No members, no shards, epoch 0, the neutral element.
    let mut expected = vector[0, 0, 0, 0, 0, 0, 0, 48, 0xc0];
    expected.append(vector::tabulate!(47, |_| 0));
    assert_eq!(bcs::to_bytes(&committee), expected);
}

#[test]
fun the_key_of_a_member_takes_96_bytes() {
    let bytes = bcs::to_bytes(&world::committee(5, vector[3]));
    // One member: length byte, 96 bytes, weight, id; then shards, epoch, and the key of all in 48 bytes.
    assert_eq!(bytes.length(), 1 + 1 + 96 + 2 + 32 + 2 + 4 + 1 + 48);
    assert_eq!(bytes[1], 96);
    assert_eq!(bytes[1 + 1 + 96 + 2 + 32 + 2 + 4], 48);
}

// Headers.

fun header(bytes: vector<u8>) {
    ten().verify_quorum_in_epoch(world::signature(), world::bitmap(7), bytes);
}

#[test, expected_failure(abort_code = messages::EIncorrectEpoch)]
fun a_message_is_of_the_committees_epoch() {
    header(world::permanent(4, 1));
}

#[test, expected_failure(abort_code = messages::EIncorrectAppId)]
fun a_message_is_of_this_application() {
    header(x"01000205000000");
}

#[test, expected_failure(abort_code = messages::EIncorrectIntentVersion)]
fun a_message_is_of_this_version() {
    header(x"01010305000000");
}

#[test, expected_failure(abort_code = bcs::EOutOfRange)]
fun a_header_is_whole() {
    header(x"010003050000");
}

// Bodies.

#[test]
fun a_message_of_a_permanent_blob_is_read() {
    let read = messages::new_certified_message(world::permanent(5, 77), 5, 9);
    assert_eq!(read.cert_epoch(), 5);
    assert_eq!(read.intent_type(), 1);
    assert_eq!(read.intent_version(), 0);
    assert_eq!(read.stake_support(), 9);
    let body = read.certify_blob_message();
    assert_eq!(body.certified_blob_id(), 77);
    assert!(!body.blob_persistence_type().is_deletable());
}

#[test]
fun a_message_of_a_deletable_blob_is_read() {
    let message = world::deletable(5, 77, world::node(3));
    assert_eq!(message.length(), 72);
    let body = messages::new_certified_message(message, 5, 9).certify_blob_message();
    assert!(body.blob_persistence_type().is_deletable());
    assert_eq!(body.blob_persistence_type().object_id(), world::node(3));
}

#[test]
fun bytes_behind_a_body_do_not_matter() {
    let mut message = world::permanent(5, 77);
    assert_eq!(message.length(), 40);
    message.append(x"ffff");
    assert_eq!(messages::new_certified_message(message, 5, 9).certify_blob_message().certified_blob_id(), 77);
}

#[test, expected_failure(abort_code = bcs::EOutOfRange)]
fun a_body_is_whole() {
    let mut message = world::permanent(5, 77);
    message.pop_back();
    messages::new_certified_message(message, 5, 9).certify_blob_message();
}

#[test, expected_failure(abort_code = messages::EInvalidBlobPersistenceType)]
fun a_blob_is_permanent_or_deletable() {
    let mut message = world::permanent(5, 77);
    message.pop_back();
    message.push_back(2);
    messages::new_certified_message(message, 5, 9).certify_blob_message();
}

#[test, expected_failure(abort_code = messages::ENotDeletable)]
fun a_permanent_blob_names_no_object() {
    let body = messages::new_certified_message(world::permanent(5, 77), 5, 9).certify_blob_message();
    body.blob_persistence_type().object_id();
}

#[test, expected_failure(abort_code = messages::EInvalidMsgType)]
fun a_certified_blob_is_no_invalid_one() {
    messages::new_certified_message(world::permanent(5, 77), 5, 9).invalid_blob_id_message();
}

#[test]
fun other_bodies_are_read() {
    let invalid = messages::new_certified_message(world::about(2, 5, 77), 5, 9).invalid_blob_id_message();
    assert_eq!(invalid.blob_id(), 77);
    assert_eq!(invalid.epoch(), 5);
    let deleted = messages::new_certified_message(world::about(5, 5, 78), 5, 9).deny_list_blob_deleted_message();
    assert_eq!(deleted.blob_id(), 78);
    assert_eq!(deleted.epoch(), 5);
    let update = messages::new_certified_message(world::deny_list(5, world::node(1), 2, 3, 4), 5, 9)
        .deny_list_update_message();
    assert_eq!(update.storage_node_id(), world::node(1));
    assert_eq!(update.sequence_number(), 2);
    assert_eq!(update.size(), 3);
    assert_eq!(update.root(), 4);
    let protocol = messages::new_certified_message(world::protocol(5, 6, 7), 5, 9).protocol_version_message();
    assert_eq!(protocol.start_epoch(), 6);
    assert_eq!(protocol.protocol_version(), 7);
}

// Proof of possession.

#[test]
fun a_proof_of_possession_names_epoch_sender_and_key() {
    let key = vector::tabulate!(48, |i| i as u8);
    let message = messages::new_proof_of_possession_msg(0x01020304, @0xA, key);
    let mut expected = x"00000304030201";
    expected.append(bcs::to_bytes(&@0xA));
    expected.append(key);
    assert_eq!(message.to_bcs(), expected);
}

#[test, expected_failure(abort_code = messages::EInvalidKeyLength)]
fun a_key_has_48_bytes() {
    messages::new_proof_of_possession_msg(1, @0xA, vector[1, 2, 3]);
}
