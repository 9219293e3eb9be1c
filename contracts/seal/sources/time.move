/// Lets a key server make sure that the node which evaluates a policy for it is not behind.
module seal::time;

use sui::clock::Clock;

/// The node's time is further behind than allowed. Key servers know this number.
const EStaleNode: u64 = 93492;

/// Aborts if the chain's time is more than `allowed_ms` behind `now_ms`.
public fun check_staleness(now_ms: u64, allowed_ms: u64, clock: &Clock) {
    let chain_ms = clock.timestamp_ms();
    assert!(now_ms <= chain_ms || now_ms - chain_ms <= allowed_ms, EStaleNode);
}
