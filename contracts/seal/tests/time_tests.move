#[test_only]
module seal::time_tests;

use seal::time;
use sui::clock;

#[test]
fun accepts_a_node_at_the_bound_and_one_ahead() {
    let ctx = &mut tx_context::dummy();
    let mut clock = clock::create_for_testing(ctx);
    clock.set_for_testing(10_000);
    time::check_staleness(10_000, 0, &clock);
    time::check_staleness(12_000, 2_000, &clock);
    time::check_staleness(0, 0, &clock);
    clock.destroy_for_testing();
}

#[test, expected_failure(abort_code = 93492, location = seal::time)]
fun refuses_a_node_that_is_behind() {
    let ctx = &mut tx_context::dummy();
    let mut clock = clock::create_for_testing(ctx);
    clock.set_for_testing(10_000);
    time::check_staleness(12_001, 2_000, &clock);
    clock.destroy_for_testing();
}
