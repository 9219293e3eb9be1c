/// The smallest useful policy for Seal: who is on a list may decrypt what was encrypted under the list's id.
///
/// An id is the list's 32 bytes and anything after them, one for each item. Code of an older version stops to answer once
/// the list was moved to a newer one, because key servers run whatever version a caller names.
module allowlist::allowlist;

use sui::table::{Self, Table};

const VERSION: u64 = 1;

/// The caller is not on the list, or the id belongs to another list.
const ENoAccess: u64 = 1;
/// The cap belongs to another list.
const EForeignCap: u64 = 2;
/// This code is older, or newer, than the list.
const EVersion: u64 = 3;

/// Shared. Who may decrypt.
public struct Allowlist has key {
    id: UID,
    version: u64,
    members: Table<address, bool>,
}

/// The right to change a list.
public struct Cap has key, store {
    id: UID,
    list: ID,
}

/// Makes an empty list and gives its cap to the sender.
entry fun create(ctx: &mut TxContext) {
    let list = Allowlist { id: object::new(ctx), version: VERSION, members: table::new(ctx) };
    transfer::transfer(Cap { id: object::new(ctx), list: object::id(&list) }, ctx.sender());
    transfer::share_object(list);
}

/// Lets `member` decrypt.
public fun add(self: &mut Allowlist, cap: &Cap, member: address) {
    assert!(cap.list == object::id(self), EForeignCap);
    self.members.add(member, true);
}

/// Takes it back, for keys that were not fetched yet.
public fun remove(self: &mut Allowlist, cap: &Cap, member: address) {
    assert!(cap.list == object::id(self), EForeignCap);
    self.members.remove(member);
}

/// What key servers call.
entry fun seal_approve(id: vector<u8>, self: &Allowlist, ctx: &TxContext) {
    assert!(self.version == VERSION, EVersion);
    assert!(is_prefix(&self.id.to_bytes(), &id) && self.members.contains(ctx.sender()), ENoAccess);
}

fun is_prefix(prefix: &vector<u8>, id: &vector<u8>): bool {
    if (id.length() < prefix.length()) return false;
    let mut i = 0;
    while (i < prefix.length()) {
        if (prefix[i] != id[i]) return false;
        i = i + 1;
    };
    true
}
