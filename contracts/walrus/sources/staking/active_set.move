/// The nodes with the most stake, at most `max_size` of them: the candidates for the next committee.
module walrus::active_set;

const EZeroMaxSize: u64 = 0;
const EDuplicateInsertion: u64 = 1;

public struct ActiveSetEntry has copy, drop, store {
    node_id: ID,
    staked_amount: u64,
}

public struct ActiveSet has copy, drop, store {
    max_size: u16,
    threshold_stake: u64,
    /// In the order of insertion, but the last entry fills the hole of one that leaves.
    nodes: vector<ActiveSetEntry>,
    total_stake: u64,
}

public(package) fun new(max_size: u16, threshold_stake: u64): ActiveSet {
    assert!(max_size > 0, EZeroMaxSize);
    ActiveSet { max_size, threshold_stake, nodes: vector[], total_stake: 0 }
}

/// Records the stake of a node: it enters, stays, or leaves. Returns whether it is in the set afterwards.
public(package) fun insert_or_update(self: &mut ActiveSet, node_id: ID, staked_amount: u64): bool {
    if (staked_amount == 0 || staked_amount < self.threshold_stake) {
        self.remove(node_id);
        return false
    };
    let position = self.position(&node_id);
    if (position.is_none()) return self.insert(node_id, staked_amount);
    let entry = &mut self.nodes[position.destroy_some()];
    self.total_stake = self.total_stake - entry.staked_amount + staked_amount;
    entry.staked_amount = staked_amount;
    true
}

/// Adds a node that is not in the set. In a full set it takes the place of the first node with the least stake, if it has more.
public(package) fun insert(self: &mut ActiveSet, node_id: ID, staked_amount: u64): bool {
    assert!(self.position(&node_id).is_none(), EDuplicateInsertion);
    let entry = ActiveSetEntry { node_id, staked_amount };
    if (self.nodes.length() < self.max_size as u64) {
        self.nodes.push_back(entry);
        self.total_stake = self.total_stake + staked_amount;
        return true
    };
    let mut least = 0;
    self.nodes.length().do!(|i| if (self.nodes[i].staked_amount < self.nodes[least].staked_amount) least = i);
    let evicted = self.nodes[least].staked_amount;
    if (evicted >= staked_amount) return false;
    *&mut self.nodes[least] = entry;
    self.total_stake = self.total_stake - evicted + staked_amount;
    true
}

/// Does nothing if the node is not in the set.
public(package) fun remove(self: &mut ActiveSet, node_id: ID) {
    self.position(&node_id).do!(|i| {
        let ActiveSetEntry { staked_amount, .. } = self.nodes.swap_remove(i);
        self.total_stake = self.total_stake - staked_amount;
    });
}

public(package) fun set_max_size(self: &mut ActiveSet, max_size: u16) {
    assert!(max_size > 0, EZeroMaxSize);
    self.max_size = max_size;
}

public(package) fun contains(self: &ActiveSet, node_id: &ID): bool {
    self.position(node_id).is_some()
}

public(package) fun size(self: &ActiveSet): u64 {
    self.nodes.length()
}

public(package) fun max_size(self: &ActiveSet): u16 {
    self.max_size
}

public(package) fun total_stake(self: &ActiveSet): u64 {
    self.total_stake
}

public(package) fun ids(self: &ActiveSet): vector<ID> {
    self.nodes.map_ref!(|entry| entry.node_id)
}

public(package) fun stakes(self: &ActiveSet): vector<u64> {
    self.nodes.map_ref!(|entry| entry.staked_amount)
}

fun position(self: &ActiveSet, node_id: &ID): Option<u64> {
    self.nodes.find_index!(|entry| entry.node_id == *node_id)
}
