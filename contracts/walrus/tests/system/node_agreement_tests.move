#[test_only]
/// Invalid blobs, deny lists, protocol versions, event blobs: what nodes attest besides blobs.
module walrus::node_agreement_tests;

use std::unit_test::{assert_eq, destroy};
use sui::event;
use sui::tx_context::dummy;
use walrus::events::{BlobCertified, BlobRegistered, DenyListUpdate, InvalidBlobID, ProtocolVersionUpdated};
use walrus::messages;
use walrus::storage_node::{Self, StorageNodeCap};
use walrus::system::System;
use walrus::system_state_inner as inner;
use walrus::test_world as world;

use fun world::advance as System.advance;
use fun world::next_epoch as System.next_epoch;
use fun world::buy as System.buy;

fun cap(i: u64, ctx: &mut TxContext): StorageNodeCap { storage_node::new_cap_for_testing(world::node(i), ctx) }

fun caps(ctx: &mut TxContext): vector<StorageNodeCap> { vector::tabulate!(10, |i| cap(i, ctx)) }

// Invalid blobs.

#[test]
fun nodes_can_declare_a_blob_invalid() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    let id = system.invalidate_blob_id(world::signature(), world::bitmap(4), world::about(2, 1, 77));
    assert_eq!(id, 77);
    assert_eq!(event::events_by_type<InvalidBlobID>().length(), 1);
    destroy(system);
}

#[test, expected_failure(abort_code = messages::EIncorrectEpoch)]
fun what_past_nodes_declared_is_void() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.next_epoch();
    system.invalidate_blob_id(world::signature(), world::bitmap(10), world::about(2, 1, 77));
    abort 99
}

// Deny lists.

#[test]
fun a_deny_list_is_announced_then_agreed_upon() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut cap = cap(3, ctx);
    system.register_deny_list_update(&cap, 9, 1);
    assert_eq!(cap.deny_list_sequence(), 0);
    let message = world::deny_list(1, world::node(3), 1, 500, 9);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(7), message);
    assert_eq!(cap.deny_list_sequence(), 1);
    assert_eq!(cap.deny_list_root(), 9);
    let message = world::deny_list(1, world::node(3), 5, 400, 10);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(7), message);
    assert_eq!(cap.deny_list_sequence(), 5);
    assert_eq!(event::events_by_type<DenyListUpdate>().length(), 2);
    destroy(cap);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EIncorrectDenyListSequence)]
fun a_deny_lists_number_must_grow() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut cap = cap(3, ctx);
    let message = world::deny_list(1, world::node(3), 1, 500, 9);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(7), message);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = inner::EIncorrectDenyListSequence)]
fun an_announced_number_must_grow() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.register_deny_list_update(&cap(3, ctx), 9, 0);
    abort 99
}

#[test, expected_failure(abort_code = inner::EIncorrectDenyListNode)]
fun a_deny_list_is_of_one_node() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let message = world::deny_list(1, world::node(4), 1, 500, 9);
    system.update_deny_list(&mut cap(3, ctx), world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = inner::ENotCommitteeMember)]
fun only_members_have_deny_lists() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let message = world::deny_list(1, world::node(10), 1, 500, 9);
    system.update_deny_list(&mut cap(10, ctx), world::signature(), world::bitmap(7), message);
    abort 99
}

#[test, expected_failure(abort_code = inner::ENotCommitteeMember)]
fun only_members_announce_deny_lists() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.register_deny_list_update(&cap(10, ctx), 9, 1);
    abort 99
}

#[test, expected_failure(abort_code = messages::EInvalidMsgType)]
fun a_deny_list_comes_with_its_own_message() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.update_deny_list(&mut cap(3, ctx), world::signature(), world::bitmap(7), world::permanent(1, 1));
    abort 99
}

#[test]
fun nodes_can_say_that_they_dropped_a_denied_blob() {
    let ctx = &mut dummy();
    let system = world::system(ctx);
    system.delete_deny_listed_blob(world::signature(), world::bitmap(4), world::about(5, 1, 77));
    assert_eq!(event::events_by_type<walrus::events::DenyListBlobDeleted>().length(), 1);
    destroy(system);
}

// Protocol versions.

#[test]
fun a_protocol_version_can_start_now() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let cap = cap(3, ctx);
    system.update_protocol_version(&cap, world::signature(), world::bitmap(7), world::protocol(1, 1, 4));
    assert_eq!(event::events_by_type<ProtocolVersionUpdated>().length(), 1);
    destroy(cap);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidStartEpoch)]
fun a_protocol_version_does_not_start_in_the_past() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.update_protocol_version(&cap(3, ctx), world::signature(), world::bitmap(7), world::protocol(1, 0, 4));
    abort 99
}

#[test, expected_failure(abort_code = inner::ENotCommitteeMember)]
fun only_members_bring_a_protocol_version() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.update_protocol_version(&cap(10, ctx), world::signature(), world::bitmap(7), world::protocol(1, 1, 4));
    abort 99
}

// Event blobs.

fun attest(system: &mut System, cap: &mut StorageNodeCap, checkpoint: u64, ctx: &mut TxContext) {
    let epoch = system.epoch();
    system.certify_event_blob(cap, world::blob_id(), world::root(), world::size(), 1, checkpoint, epoch, ctx);
}

#[test]
fun the_seventh_of_ten_certifies_an_event_blob() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut caps = caps(ctx);
    6u64.do!(|i| attest(&mut system, &mut caps[i], 100, ctx));
    assert_eq!(system.inner().tracked_event_blobs(), 1);
    assert!(system.inner().latest_event_checkpoint().is_none());
    assert_eq!(event::num_events(), 1); // the prices
    attest(&mut system, &mut caps[6], 100, ctx);
    assert_eq!(system.inner().latest_event_checkpoint(), option::some(100));
    assert_eq!(system.inner().tracked_event_blobs(), 0);
    assert_eq!(event::events_by_type<BlobRegistered>().length(), 1);
    assert_eq!(event::events_by_type<BlobCertified>().length(), 1);
    // It is stored as long as can be and costs nothing.
    let encoded = walrus::encoding::encoded_blob_length(world::size(), 1, 10);
    let ring = system.future_accounting();
    assert_eq!(ring[0].used_capacity(), encoded);
    assert_eq!(ring[world::epochs_ahead() - 1].used_capacity(), encoded);
    assert_eq!(ring[0].rewards(), 0);
    // The others come late, and go on.
    attest(&mut system, &mut caps[7], 100, ctx);
    assert_eq!(system.inner().tracked_event_blobs(), 0);
    attest(&mut system, &mut caps[0], 200, ctx);
    assert_eq!(system.inner().tracked_event_blobs(), 1);
    destroy(caps);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::ERepeatedAttestation)]
fun a_node_attests_a_checkpoint_once() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut cap = cap(0, ctx);
    attest(&mut system, &mut cap, 100, ctx);
    attest(&mut system, &mut cap, 100, ctx);
    abort 99
}

#[test, expected_failure(abort_code = inner::EIncorrectAttestation)]
fun a_node_has_one_open_attestation() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut cap = cap(0, ctx);
    attest(&mut system, &mut cap, 100, ctx);
    attest(&mut system, &mut cap, 200, ctx);
    abort 99
}

#[test]
fun a_new_epoch_forgets_open_attestations() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut caps = caps(ctx);
    6u64.do!(|i| attest(&mut system, &mut caps[i], 100, ctx));
    system.next_epoch();
    assert_eq!(system.inner().tracked_event_blobs(), 0);
    // The same checkpoint again; the weight starts from nothing.
    6u64.do!(|i| attest(&mut system, &mut caps[i], 100, ctx));
    assert!(system.inner().latest_event_checkpoint().is_none());
    attest(&mut system, &mut caps[6], 100, ctx);
    assert_eq!(system.inner().latest_event_checkpoint(), option::some(100));
    destroy(caps);
    destroy(system);
}

#[test]
fun a_lone_liar_neither_certifies_nor_fills_the_tally() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut caps = caps(ctx);
    30u64.do!(|round| {
        let checkpoint = 100 * (round + 1);
        let wrong = walrus::blob::derive_blob_id(666, 1, world::size());
        system.certify_event_blob(&mut caps[9], wrong, 666, world::size(), 1, checkpoint, 1, ctx);
        7u64.do!(|i| attest(&mut system, &mut caps[i], checkpoint, ctx));
        assert_eq!(system.inner().latest_event_checkpoint(), option::some(checkpoint));
        assert!(system.inner().tracked_event_blobs() <= 1);
    });
    destroy(caps);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::ENotCommitteeMember)]
fun only_members_attest() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    attest(&mut system, &mut cap(10, ctx), 100, ctx);
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidIdEpoch)]
fun an_attestation_is_for_this_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.certify_event_blob(&mut cap(0, ctx), world::blob_id(), world::root(), world::size(), 1, 100, 0, ctx);
    abort 99
}

#[test, expected_failure(abort_code = walrus::blob::EInvalidBlobId)]
fun an_event_blob_is_what_its_root_says() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let mut caps = caps(ctx);
    7u64.do!(|i| {
        system.certify_event_blob(&mut caps[i], 5, world::root(), world::size(), 1, 100, 1, ctx);
    });
    abort 99
}

// Rewards, which deny lists lower.

#[test]
fun who_denies_less_earns_more() {
    let ctx = &mut dummy();
    // 100 shards with ten nodes; 954 MiB of the first epoch are sold.
    let weights = vector::tabulate!(10, |_| 100);
    let mut system = world::system_of(weights, 2_000 * world::mib(), ctx);
    let storage = system.buy(954 * world::mib(), 1, ctx);
    let denied = 954 * world::mib() / 100;
    let mut cap = cap(4, ctx);
    let message = world::deny_list(1, world::node(4), 1, denied, 9);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(10), message);
    assert_eq!(system.future_accounting()[0].rewards(), 4770);
    let mut treasury_part = 4770 * 3 / 100;
    assert_eq!(treasury_part, 143);
    treasury_part = system.take_burned_for_testing();
    assert_eq!(treasury_part, 143);
    let rewards = system.advance(weights, 2_000 * world::mib());
    let mut sum = 0;
    10u64.do!(|i| {
        let value = rewards[&world::node(i)].value();
        sum = sum + value;
        assert_eq!(value, if (i == 4) 458 else 463);
    });
    // The rest is not lost.
    assert_eq!(system.future_accounting()[0].rewards(), 4770 - 143 - sum);
    destroy(rewards);
    destroy(cap);
    destroy(storage);
    destroy(system);
}

#[test]
fun who_denies_more_than_all_earns_nothing() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let storage = system.buy(world::mib(), 1, ctx);
    let mut cap = cap(4, ctx);
    let message = world::deny_list(1, world::node(4), 1, 5 * world::mib(), 9);
    system.update_deny_list(&mut cap, world::signature(), world::bitmap(10), message);
    system.add_subsidy(world::wal(85, ctx), 1);
    let rewards = system.advance(world::even(), world::capacity());
    10u64.do!(|i| assert_eq!(rewards[&world::node(i)].value(), if (i == 4) 0 else 10));
    assert_eq!(system.future_accounting()[0].rewards(), 0);
    destroy(rewards);
    destroy(cap);
    destroy(storage);
    destroy(system);
}

#[test]
fun rewards_of_an_epoch_without_data_wait() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.add_subsidy(world::wal(85, ctx), 1);
    let rewards = system.advance(world::even(), world::capacity());
    10u64.do!(|i| assert_eq!(rewards[&world::node(i)].value(), 0));
    assert_eq!(system.future_accounting()[0].rewards(), 85);
    destroy(rewards);
    destroy(system);
}

#[test]
fun the_largest_sizes_and_rewards_end_an_epoch() {
    let ctx = &mut dummy();
    let max = std::u64::max_value!();
    let weights = vector[32_767, 32_767];
    let mut system = world::system_of(weights, max, ctx);
    system.set_prices(0, 0);
    let storage = system.buy(max, 1, ctx);
    system.add_subsidy(world::wal(max, ctx), 1);
    let rewards = system.advance(weights, max);
    assert_eq!(rewards[&world::node(0)].value(), max / 2);
    assert_eq!(system.future_accounting()[0].rewards(), 1);
    destroy(rewards);
    destroy(storage);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EIncorrectCommittee)]
fun committees_follow_one_another() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let params = walrus::epoch_parameters::new(1, 0, 0);
    destroy(system.advance_epoch(world::committee(3, world::even()), &params));
    abort 99
}

// Subsidies.

#[test]
fun a_subsidy_is_spread_and_the_rest_comes_first() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.add_subsidy(world::wal(1_001, ctx), 4);
    let ring = system.future_accounting();
    assert_eq!(ring[0].rewards(), 251);
    assert_eq!(ring[1].rewards(), 250);
    assert_eq!(ring[3].rewards(), 250);
    assert_eq!(ring[4].rewards(), 0);
    system.add_subsidy(world::wal(0, ctx), 1);
    system.add_subsidy(world::wal(7, ctx), world::epochs_ahead());
    assert_eq!(system.future_accounting()[0].rewards(), 258);
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_subsidy_is_for_an_epoch_at_least() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.add_subsidy(world::wal(1, ctx), 0);
    abort 99
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun a_subsidy_is_for_no_epoch_behind_the_ring() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    system.add_subsidy(world::wal(1, ctx), world::epochs_ahead() + 1);
    abort 99
}

#[test]
fun subsidies_can_be_given_epoch_by_epoch() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let each = vector::tabulate!(world::epochs_ahead() as u64, |k| world::wal(k * 10, ctx).into_balance());
    system.add_per_epoch_subsidies(each);
    let ring = system.future_accounting();
    world::epochs_ahead().do!(|k| assert_eq!(ring[k].rewards(), (k as u64) * 10));
    destroy(system);
}

#[test, expected_failure(abort_code = inner::EInvalidEpochsAhead)]
fun there_are_not_more_subsidies_than_epochs() {
    let ctx = &mut dummy();
    let mut system = world::system(ctx);
    let each = vector::tabulate!(world::epochs_ahead() as u64 + 1, |k| world::wal(k, ctx).into_balance());
    system.add_per_epoch_subsidies(each);
    abort 99
}
