/// Order of nodes: by id, read as a big-endian number.
module walrus::sort;

use sui::vec_map::{Self, VecMap};

/// The entries of a map from node ids, lowest id first.
public macro fun sort_vec_map_by_node_id<$V>($map: VecMap<ID, $V>): VecMap<ID, $V> {
    let map = $map;
    let (mut ids, mut values) = map.into_keys_values();
    let n = ids.length();
    // Insertion from the left: committees are small, and mostly sorted already.
    n.do!(|end| {
        let mut i = end;
        while (i > 0 && ids[i].to_address().to_u256() < ids[i - 1].to_address().to_u256()) {
            ids.swap(i, i - 1);
            values.swap(i, i - 1);
            i = i - 1;
        };
    });
    vec_map::from_keys_values(ids, values)
}

/// Does every id come after the one before it?
public macro fun is_vec_map_sorted_by_node_id<$V>($map: &VecMap<ID, $V>): bool {
    let map = $map;
    let n = map.length();
    let mut sorted = true;
    let mut i = 1;
    while (i < n && sorted) {
        let (before, _) = map.get_entry_by_idx(i - 1);
        let (id, _) = map.get_entry_by_idx(i);
        sorted = before.to_address().to_u256() < id.to_address().to_u256();
        i = i + 1;
    };
    sorted
}
