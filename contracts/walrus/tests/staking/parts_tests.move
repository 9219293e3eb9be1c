#[test_only]
module walrus::parts_tests;

use std::unit_test::assert_eq;
use std::uq64_64;
use sui::vec_map;
use walrus::active_set;
use walrus::apportionment::{dhondt, max_shards_per_node};
use walrus::apportionment_queue;
use walrus::auth;
use walrus::committee::{Self, Committee};
use walrus::node_metadata;
use walrus::pending_values;
use walrus::pool_exchange_rate;
use walrus::storage_node;

fun node(n: u256): ID { sui::address::from_u256(n).to_id() }

// Exchange rates.

#[test]
fun a_flat_rate_changes_nothing() {
    let flat = pool_exchange_rate::flat();
    assert_eq!(flat.to_wal(17), 17);
    assert_eq!(flat.to_shares(17), 17);
    assert_eq!(pool_exchange_rate::new(0, 5), flat);
    assert_eq!(pool_exchange_rate::new(5, 0), flat);
}

#[test]
fun both_conversions_round_down() {
    let rate = pool_exchange_rate::new(3, 2);
    assert_eq!(rate.to_wal(1), 1);
    assert_eq!(rate.to_wal(2), 3);
    assert_eq!(rate.to_shares(1), 0);
    assert_eq!(rate.to_shares(2), 1);
    assert_eq!(rate.to_shares(3), 2);
}

#[test]
fun a_rate_holds_the_whole_supply() {
    let supply = 5_000_000_000_000_000_000;
    let rate = pool_exchange_rate::new(supply, supply - 1);
    assert_eq!(rate.to_wal(supply - 1), supply);
    assert_eq!(rate.to_shares(supply), supply - 1);
}

#[test, expected_failure(abort_code = pool_exchange_rate::EInvalidRate)]
fun a_share_is_never_worth_less_than_one() {
    pool_exchange_rate::new(2, 3);
}

// Pending values.

#[test]
fun pending_values_add_up_to_an_epoch() {
    let mut values = pending_values::empty();
    values.insert_or_add(2, 10);
    values.insert_or_add(1, 1);
    values.insert_or_add(2, 20);
    values.insert_or_add(3, 300);
    assert_eq!(values.value_at(0), 0);
    assert_eq!(values.value_at(1), 1);
    assert_eq!(values.value_at(2), 31);
    assert_eq!(values.value_at(9), 331);
    values.reduce(2, 30);
    assert_eq!(values.value_at(2), 1);
    assert_eq!(values.flush(2), 1);
    assert_eq!(values.epochs(), vector[3]);
    assert_eq!(values.flush(2), 0);
}

#[test]
fun the_latest_value_that_is_due_counts() {
    let mut values = pending_values::empty();
    assert_eq!(values.latest_at(9), option::none());
    values.insert_or_replace(4, 40);
    values.insert_or_replace(2, 20);
    values.insert_or_replace(4, 41);
    assert_eq!(values.latest_at(1), option::none());
    assert_eq!(values.latest_at(3), option::some(20));
    assert_eq!(values.latest_at(4), option::some(41));
    assert_eq!(values.inner().length(), 2);
}

#[test, expected_failure(abort_code = pending_values::EMissingEpochValue)]
fun what_is_not_pending_cannot_be_reduced() {
    pending_values::empty().reduce(1, 0);
}

#[test, expected_failure(abort_code = pending_values::EReduceValueTooLarge)]
fun no_more_can_be_taken_than_is_pending() {
    let mut values = pending_values::empty();
    values.insert_or_add(1, 5);
    values.reduce(1, 6);
}

// The heap.

#[test]
fun the_heap_gives_the_highest_priority_and_then_the_highest_tie_breaker() {
    let mut queue = apportionment_queue::new();
    let priorities = vector[3u64, 9, 1, 9, 4, 9, 0, 7, 4, 2];
    priorities.length().do!(|i| queue.insert(uq64_64::from_int(priorities[i]), i, priorities[i]));
    let popped = vector::tabulate!(10, |_| {
        let (priority, tie_breaker, value) = queue.pop_max();
        assert_eq!(priority.to_int(), value);
        tie_breaker
    });
    assert_eq!(popped, vector[5, 3, 1, 7, 8, 4, 0, 9, 2, 6]);
}

#[test, expected_failure(abort_code = apportionment_queue::EPopFromEmptyHeap)]
fun an_empty_heap_gives_nothing() {
    let (_, _, _) = apportionment_queue::new<u64>().pop_max();
}

// d'Hondt.

fun apportion(n_shards: u16, stakes: vector<u64>): vector<u16> {
    dhondt(n_shards, max_shards_per_node(n_shards, stakes.length()), stakes)
}

#[test]
fun the_ceiling_is_twice_the_even_share_and_a_tenth_from_twenty_nodes_on() {
    assert_eq!(max_shards_per_node(1000, 1), 2000);
    assert_eq!(max_shards_per_node(1000, 19), 106);
    assert_eq!(max_shards_per_node(1000, 20), 100);
    assert_eq!(max_shards_per_node(1000, 105), 100);
    assert_eq!(max_shards_per_node(31, 7), 9);
}

#[test]
fun equal_stakes_get_equal_shares_and_the_first_nodes_the_rest() {
    assert_eq!(apportion(778, vector[25000, 25000, 25000, 25000]), vector[195, 195, 194, 194]);
    assert_eq!(apportion(31, vector::tabulate!(7, |_| 1000)), vector[5, 5, 5, 4, 4, 4, 4]);
}

#[test]
fun shares_follow_stakes() {
    assert_eq!(apportion(18, vector[780_000, 650_000, 520_000, 390_000, 260_000]), vector[6, 5, 4, 2, 1]);
    // 12,000,000 stake for 1000 shards, unevenly.
    assert_eq!(dhondt(1000, 1000, vector[1, 2, 3, 4]), vector[100, 200, 300, 400]);
}

#[test]
fun no_node_gets_more_than_the_ceiling() {
    assert_eq!(apportion(5, vector[1, 0, 0]), vector[4, 1, 0]);
    let counts = apportion(1000, vector::tabulate!(21, |i| if (i == 5) 200 else 20));
    counts.length().do!(|i| assert_eq!(counts[i], if (i == 5) 100 else 45));
}

#[test]
fun a_tiny_stake_gets_no_shard() {
    assert_eq!(dhondt(10, 10, vector[1_000_000_000_000, 1]), vector[10, 0]);
}

#[test]
fun shares_always_add_up() {
    let mut seed: u64 = 20261121;
    let mut round = 0;
    while (round < 40) {
        let nodes = 1 + round * 5 / 2;
        let stakes = vector::tabulate!(nodes, |_| {
            seed = (seed * 1103515245 + 12345) % 2147483648;
            1 + seed * (1 + seed % 1000)
        });
        let sum = apportion(1000, stakes).fold!(0u64, |sum, count| sum + (count as u64));
        assert_eq!(sum, 1000);
        round = round + 1;
    };
}

#[test, expected_failure(abort_code = apportionment_queue::EPopFromEmptyHeap)]
fun a_ceiling_that_leaves_shards_over_fails() {
    dhondt(10, 4, vector[1, 1]);
}

// Committees.

fun counts(ids: vector<u256>, numbers: vector<u16>): vec_map::VecMap<ID, u16> {
    vec_map::from_keys_values(ids.map!(|id| node(id)), numbers)
}

fun assert_shards(committee: &Committee, ids: vector<u256>, shards: vector<vector<u16>>) {
    assert_eq!(committee.inner().keys(), ids.map!(|id| node(id)));
    ids.zip_do!(shards, |id, expected| assert_eq!(*committee.shards(&node(id)), expected));
}

#[test]
fun the_first_committee_is_sorted_and_has_consecutive_shards() {
    let committee = committee::initialize(counts(vector[5, 0x100, 3, 7], vector[2, 3, 1, 0]));
    assert_eq!(committee.size(), 3);
    committee.assert_shards(vector[3, 5, 0x100], vector[vector[0], vector[1, 2], vector[3, 4, 5]]);
    assert_eq!(committee[&node(5)], vector[1, 2]);
    assert_eq!(committee.weight(&node(7)), 0);
    assert_eq!(committee.to_inner().length(), 3);
}

#[test]
fun who_keeps_the_count_keeps_the_shards() {
    let before = committee::initialize(counts(vector[1, 2, 3], vector[2, 2, 2]));
    let after = before.transition(counts(vector[3, 1, 2], vector[2, 2, 2]));
    assert_eq!(before, after);
}

#[test]
fun the_last_shards_move() {
    let before = committee::initialize(counts(vector[1, 2], vector[4, 2]));
    let after = before.transition(counts(vector[1, 2], vector[1, 5]));
    after.assert_shards(vector[1, 2], vector[vector[0], vector[4, 5, 1, 2, 3]]);
}

#[test]
fun a_new_node_takes_the_shards_of_the_one_that_left() {
    let before = committee::initialize(counts(vector[1, 2, 3], vector[2, 2, 2]));
    let after = before.transition(counts(vector[1, 3, 9], vector[2, 2, 2]));
    after.assert_shards(vector[1, 3, 9], vector[vector[0, 1], vector[4, 5], vector[3, 2]]);
    let (joined, left) = committee::diff(&before, &after);
    assert_eq!(joined, vector[node(9)]);
    assert_eq!(left, vector[node(2)]);
}

#[test]
fun new_nodes_are_served_before_old_ones_that_gain() {
    let before = committee::initialize(counts(vector[0, 1, 2, 3], vector[2, 2, 2, 2]));
    let after = before.transition(counts(vector[3, 2], vector[4, 4]));
    after.assert_shards(vector[2, 3], vector[vector[4, 5, 3, 2], vector[6, 7, 1, 0]]);
    let mixed = before.transition(counts(vector[3, 9, 2, 8], vector[3, 2, 2, 1]));
    mixed.assert_shards(vector[2, 3, 8, 9], vector[vector[4, 5], vector[6, 7, 0], vector[1], vector[3, 2]]);
}

#[test]
fun a_single_node_takes_all() {
    let before = committee::initialize(counts(vector[1, 2, 3], vector[1, 1, 2]));
    let after = before.transition(counts(vector[7, 1], vector[4, 0]));
    after.assert_shards(vector[7], vector[vector[3, 2, 1, 0]]);
}

#[test]
fun every_shard_stays_assigned_exactly_once() {
    let mut committee = committee::initialize(counts(vector[10, 20, 30], vector[40, 30, 30]));
    let mut seed: u64 = 7;
    30u64.do!(|_| {
        let nodes = 1 + seed % 9;
        let mut left = 100u16;
        let mut next = vec_map::empty();
        nodes.do!(|i| {
            seed = (seed * 1103515245 + 12345) % 2147483648;
            let count = if (i + 1 == nodes) left else ((seed >> 8) % (left as u64 + 1)) as u16;
            left = left - count;
            next.insert(node((10 * i + (seed >> 20) % 2) as u256), count);
        });
        let kept_at_least = committee.inner().keys().fold!(0u64, |sum, id| {
            let wanted = if (next.contains(&id)) next[&id] else 0;
            sum + (committee.weight(&id).min(wanted) as u64)
        });
        let after = committee.transition(next);
        let mut seen = vector::tabulate!(100, |_| false);
        let mut kept = 0;
        after.inner().keys().do!(|id| after.shards(&id).do_ref!(|shard| {
            assert!(!seen[*shard as u64]);
            *&mut seen[*shard as u64] = true;
            if (committee.contains(&id) && committee.shards(&id).contains(shard)) kept = kept + 1;
        }));
        assert!(seen.all!(|s| *s));
        // Nothing moves that need not.
        assert_eq!(kept, kept_at_least);
        committee = after;
    });
}

#[test, expected_failure(abort_code = committee::EInvalidShardAssignment)]
fun the_number_of_shards_never_changes() {
    committee::initialize(counts(vector[1, 2], vector[2, 2])).transition(counts(vector[1, 2], vector[2, 3]));
}

#[test]
fun committees_of_any_sizes_are_compared() {
    let empty = committee::empty();
    let some = committee::initialize(counts(vector[1, 2, 3], vector[1, 1, 1]));
    let other = committee::initialize(counts(vector[2, 4], vector[2, 1]));
    let (joined, left) = committee::diff(&empty, &some);
    assert_eq!(joined, vector[node(1), node(2), node(3)]);
    assert_eq!(left, vector[]);
    let (joined, left) = committee::diff(&some, &other);
    assert_eq!(joined, vector[node(4)]);
    assert_eq!(left, vector[node(1), node(3)]);
    let (joined, left) = committee::diff(&other, &empty);
    assert_eq!(joined, vector[]);
    assert_eq!(left, vector[node(2), node(4)]);
}

// The active set.

#[test]
fun the_active_set_knows_its_total() {
    let mut set = active_set::new(10, 0);
    assert!(set.insert_or_update(node(1), 10));
    assert!(set.insert_or_update(node(2), 5));
    assert!(set.insert_or_update(node(1), 7));
    assert_eq!(set.total_stake(), 12);
    assert_eq!(set.stakes(), vector[7, 5]);
    assert!(!set.insert_or_update(node(1), 0));
    assert_eq!(set.total_stake(), 5);
    set.remove(node(9));
    assert_eq!(set.size(), 1);
}

#[test]
fun the_last_node_fills_the_hole() {
    let mut set = active_set::new(10, 0);
    vector[1, 2, 3, 4].do!(|i| { set.insert_or_update(node(i), 10); });
    set.remove(node(2));
    assert_eq!(set.ids(), vector[node(1), node(4), node(3)]);
}

#[test]
fun the_first_node_with_the_least_stake_is_driven_out() {
    let mut set = active_set::new(3, 0);
    set.insert_or_update(node(1), 9);
    set.insert_or_update(node(2), 5);
    set.insert_or_update(node(3), 5);
    assert!(!set.insert_or_update(node(4), 5));
    assert!(set.insert_or_update(node(4), 6));
    assert_eq!(set.ids(), vector[node(1), node(4), node(3)]);
    assert_eq!(set.total_stake(), 20);
    // The one that was driven out is not remembered: leaving makes room for nobody.
    set.remove(node(1));
    assert_eq!(set.size(), 2);
    assert!(!set.contains(&node(2)));
    assert!(set.insert_or_update(node(2), 1));
}

#[test]
fun a_set_of_one_and_a_threshold() {
    let mut set = active_set::new(1, 3);
    assert!(!set.insert_or_update(node(1), 2));
    assert!(set.insert_or_update(node(1), 3));
    assert!(set.insert_or_update(node(2), 4));
    assert_eq!(set.ids(), vector[node(2)]);
    assert!(!set.insert_or_update(node(2), 2));
    assert_eq!(set.size(), 0);
    assert_eq!(set.total_stake(), 0);
    set.set_max_size(2);
    assert_eq!(set.max_size(), 2);
}

#[test, expected_failure(abort_code = active_set::EZeroMaxSize)]
fun a_set_has_room_for_one_at_least() { active_set::new(0, 0); }

#[test, expected_failure(abort_code = active_set::EZeroMaxSize)]
fun a_set_keeps_room_for_one_at_least() { active_set::new(1, 0).set_max_size(0); }

#[test, expected_failure(abort_code = active_set::EDuplicateInsertion)]
fun a_node_is_in_the_set_once() {
    let mut set = active_set::new(2, 0);
    set.insert(node(1), 1);
    set.insert(node(1), 1);
}

// Authorisation and metadata.

#[test]
fun addresses_and_objects_match_only_themselves() {
    let ctx = &mut tx_context::dummy();
    let cap = storage_node::new_cap_for_testing(node(1), ctx);
    let id = object::id(&cap);
    assert!(auth::authenticate_sender(ctx).matches(&auth::authorized_address(ctx.sender())));
    assert!(!auth::authenticate_sender(ctx).matches(&auth::authorized_address(@0x77)));
    assert!(!auth::authenticate_sender(ctx).matches(&auth::authorized_object(ctx.sender().to_id())));
    assert!(auth::authenticate_with_object(&cap).matches(&auth::authorized_object(id)));
    assert!(!auth::authenticate_with_object(&cap).matches(&auth::authorized_object(node(1))));
    assert!(!auth::authenticate_with_object(&cap).matches(&auth::authorized_address(id.to_address())));
    cap.destroy_cap_for_testing();
}

#[test]
fun metadata_can_be_changed_field_by_field() {
    let mut metadata = node_metadata::new(b"i".to_string(), b"p".to_string(), b"d".to_string());
    metadata.set_image_url(b"image".to_string());
    metadata.set_project_url(b"project".to_string());
    metadata.set_description(b"description".to_string());
    metadata.set_extra_fields(vec_map::from_keys_values(vector[b"k".to_string()], vector[b"v".to_string()]));
    assert_eq!(metadata.image_url(), b"image".to_string());
    assert_eq!(metadata.project_url(), b"project".to_string());
    assert_eq!(metadata.description(), b"description".to_string());
    assert_eq!(metadata.extra_fields()[&b"k".to_string()], b"v".to_string());
}

use fun assert_shards as Committee.assert_shards;
