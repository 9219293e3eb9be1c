/// How many shards each node gets for its stake: the method of d'Hondt with a ceiling per node.
module walrus::apportionment;

use std::uq64_64;
use walrus::apportionment_queue;

/// From so many nodes on, no node may hold more than a tenth of the shards.
const MIN_NODES_FOR_SHARDS_LIMIT: u64 = 20;
const SHARDS_LIMIT_DENOMINATOR: u64 = 10;

/// The most shards one of `nodes` nodes may have. With few nodes the ceiling is twice the even share.
public(package) fun max_shards_per_node(n_shards: u16, nodes: u64): u64 {
    let shards = n_shards as u64;
    if (nodes >= MIN_NODES_FOR_SHARDS_LIMIT) return shards / SHARDS_LIMIT_DENOMINATOR;
    (shards * MIN_NODES_FOR_SHARDS_LIMIT).divide_and_round_up(nodes * SHARDS_LIMIT_DENOMINATOR)
}

/// Shard counts, in the order of the stakes, that add up to `n_shards`. The stakes must not all be zero, the ceiling must leave room.
public(package) fun dhondt(n_shards: u16, max_per_node: u64, stakes: vector<u64>): vector<u16> {
    let total = stakes.fold!(0, |sum, stake| sum + stake);
    // With this divisor the quotients never add up to more than the shards there are.
    let divisor = total / (n_shards as u64 + 1) + 1;
    let mut counts = stakes.map_ref!(|stake| (*stake / divisor).min(max_per_node));
    let mut given = counts.fold!(0, |sum, count| sum + count);

    let mut queue = apportionment_queue::new();
    let nodes = stakes.length();
    // Among equal quotients the earlier node is served first.
    nodes.do!(|i| if (counts[i] < max_per_node) queue.insert(quotient(stakes[i], counts[i]), nodes - i, i));
    while (given < n_shards as u64) {
        let (_, tie_breaker, i) = queue.pop_max();
        *&mut counts[i] = counts[i] + 1;
        given = given + 1;
        if (counts[i] < max_per_node) queue.insert(quotient(stakes[i], counts[i]), tie_breaker, i);
    };
    counts.map!(|count| count as u16)
}

/// What a node's stake weighs when its next shard is given out.
fun quotient(stake: u64, count: u64): uq64_64::UQ64_64 {
    uq64_64::from_quotient(stake as u128, (count + 1) as u128)
}
