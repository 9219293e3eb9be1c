#[test_only]
module walrus::accounting_tests;

use std::unit_test::{assert_eq, destroy};
use walrus::storage_accounting as accounting;

#[test]
fun a_ring_starts_with_one_entry_per_epoch() {
    let ring = accounting::ring_new(3);
    assert_eq!(ring.max_epochs_ahead(), 3);
    3u32.do!(|k| {
        assert_eq!(ring[k].epoch(), k);
        assert_eq!(ring[k].used_capacity(), 0);
        assert_eq!(ring[k].rewards(), 0);
    });
    destroy(ring);
}

#[test]
fun every_pop_adds_an_epoch_at_the_end() {
    let mut ring = accounting::ring_new(3);
    let first = ring.ring_pop_expand();
    let second = ring.ring_pop_expand();
    assert_eq!(first.epoch(), 0);
    assert_eq!(second.epoch(), 1);
    3u32.do!(|k| assert_eq!(ring[k].epoch(), k + 2));
    first.unwrap_balance().destroy_zero();
    second.unwrap_balance().destroy_zero();
    destroy(ring);
}

#[test, expected_failure(abort_code = accounting::ETooFarInFuture)]
fun the_ring_ends_before_its_length() {
    let ring = accounting::ring_new(3);
    ring[3].epoch();
    destroy(ring);
}

#[test]
fun an_epoch_stands_at_its_remainder() {
    let mut ring = accounting::ring_new(3);
    4u64.do!(|_| ring.ring_pop_expand().unwrap_balance().destroy_zero());
    // Place and length as u32, then the count, then epoch, used capacity and rewards of epochs 6, 4 and 5.
    let mut expected = x"010000000300000003";
    vector[6u32, 4, 5].do!(|epoch| {
        expected.append(sui::bcs::to_bytes(&epoch));
        expected.append(sui::bcs::to_bytes(&0u128));
    });
    assert_eq!(sui::bcs::to_bytes(&ring), expected);
    destroy(ring);
}
