/// Who may use an object that consensus orders: one address, with every right.
module sui::party;

use sui::vec_map::{Self, VecMap};

const NO_PERMISSIONS: u64 = 0;
/// Read, write, delete and transfer.
const ALL_PERMISSIONS: u64 = 0xF;

public struct Party has copy, drop {
    default: Permissions,
    members: VecMap<address, Permissions>,
}

public struct Permissions(u64) has copy, drop;

public fun single_owner(owner: address): Party {
    let mut party = empty();
    set_permissions(&mut party, owner, Permissions(ALL_PERMISSIONS));
    party
}

fun empty(): Party {
    Party { default: Permissions(NO_PERMISSIONS), members: vec_map::empty() }
}

fun set_permissions(p: &mut Party, address: address, permissions: Permissions) {
    if (p.members.contains(&address)) {
        p.members.remove(&address);
    };
    p.members.insert(address, permissions)
}

public(package) fun is_single_owner(p: &Party): bool {
    if (p.default.0 != NO_PERMISSIONS || p.members.length() != 1) return false;
    let (_, permissions) = p.members.get_entry_by_idx(0);
    permissions.0 == ALL_PERMISSIONS
}

public(package) fun into_native(p: Party): (u64, vector<address>, vector<u64>) {
    let Party { default, members } = p;
    let (addresses, permissions) = members.into_keys_values();
    (default.0, addresses, permissions.map!(|Permissions(bits)| bits))
}
