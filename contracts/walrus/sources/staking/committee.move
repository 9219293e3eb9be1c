/// Which node keeps which shards in one epoch. Nodes stand in the order of their ids, read as big-endian numbers.
module walrus::committee;

use sui::vec_map::{Self, VecMap};

/// The new assignment has another number of shards than the old one.
const EInvalidShardAssignment: u64 = 0;

public struct Committee(VecMap<ID, vector<u16>>) has copy, drop, store;

public(package) fun empty(): Committee {
    Committee(vec_map::empty())
}

/// The first committee: consecutive shards in the order of the node ids.
public(package) fun initialize(counts: VecMap<ID, u16>): Committee {
    let (ids, numbers) = counts.into_keys_values();
    let order = sorted_positions(&ids);
    let mut shards = vec_map::empty();
    let mut next = 0;
    order.do!(|at| {
        let count = numbers[at];
        if (count > 0) {
            shards.insert(ids[at], vector::tabulate!(count as u64, |i| next + (i as u16)));
            next = next + count;
        }
    });
    Committee(shards)
}

/// The committee with other shard counts that moves the fewest shards. Nodes that lose some give up their last ones, nodes that
/// leave give up all; what was given up last goes first to the new nodes in the order of `counts`, then to the old nodes that gain,
/// in the order of their ids.
public(package) fun transition(self: &Committee, mut counts: VecMap<ID, u16>): Committee {
    let mut free = vector[];
    let mut kept: VecMap<ID, vector<u16>> = vec_map::empty();
    let mut total_before = 0;
    let mut total = 0;
    counts.keys().do_ref!(|id| total = total + (counts[id] as u64));

    self.0.keys().do!(|id| {
        let mut shards = self.0[&id];
        total_before = total_before + shards.length();
        let wanted = if (counts.contains(&id)) { let (_, count) = counts.remove(&id); count as u64 } else 0;
        if (wanted == 0) {
            free.append(shards);
        } else {
            if (wanted > shards.length()) counts.insert(id, wanted as u16);
            while (shards.length() > wanted) free.push_back(shards.pop_back());
            kept.insert(id, shards);
        }
    });
    assert!(total == total_before, EInvalidShardAssignment);

    let (gainers, wanted) = counts.into_keys_values();
    gainers.zip_do!(wanted, |id, count| if (count > 0) {
        if (!kept.contains(&id)) kept.insert(id, vector[]);
        let shards = &mut kept[&id];
        while (shards.length() < count as u64) shards.push_back(free.pop_back());
    });
    let (ids, shards) = kept.into_keys_values();
    let order = sorted_positions(&ids);
    Committee(vec_map::from_keys_values(order.map_ref!(|at| ids[*at]), order.map!(|at| shards[at])))
}

/// The nodes that are only in `after`, and those that are only in `before`.
public(package) fun diff(before: &Committee, after: &Committee): (vector<ID>, vector<ID>) {
    let old = before.0.keys();
    let new = after.0.keys();
    let mut joined = vector[];
    let mut left = vector[];
    let mut i = 0;
    let mut j = 0;
    while (i < old.length() || j < new.length()) {
        if (j == new.length() || i < old.length() && number(&old[i]) < number(&new[j])) {
            left.push_back(old[i]);
            i = i + 1;
        } else if (i == old.length() || number(&new[j]) < number(&old[i])) {
            joined.push_back(new[j]);
            j = j + 1;
        } else {
            i = i + 1;
            j = j + 1;
        }
    };
    (joined, left)
}

#[syntax(index)]
public fun shards(self: &Committee, node_id: &ID): &vector<u16> {
    &self.0[node_id]
}

public fun size(self: &Committee): u64 {
    self.0.length()
}

public fun inner(self: &Committee): &VecMap<ID, vector<u16>> {
    &self.0
}

public fun to_inner(self: &Committee): VecMap<ID, vector<u16>> {
    self.0
}

public(package) fun contains(self: &Committee, node_id: &ID): bool {
    self.0.contains(node_id)
}

/// The number of shards of a node; none if it is not a member.
public(package) fun weight(self: &Committee, node_id: &ID): u16 {
    if (self.0.contains(node_id)) self.0[node_id].length() as u16 else 0
}

/// The positions of the ids in the order of the ids.
fun sorted_positions(ids: &vector<ID>): vector<u64> {
    let mut order = vector::tabulate!(ids.length(), |i| i);
    order.insertion_sort_by!(|a, b| number(&ids[*a]) <= number(&ids[*b]));
    order
}

fun number(id: &ID): u256 {
    id.to_address().to_u256()
}
