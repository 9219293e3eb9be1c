/// A policy as strangers write them: who is on a list may read what is encrypted under `[list id][any nonce]`.
module strangers::whitelist;

use sui::table::{Self, Table};

const ENoAccess: u64 = 0;
const EWrongCap: u64 = 1;

public struct Whitelist has key {
    id: UID,
    members: Table<address, bool>,
    is_public: bool,
}

public struct Cap has key, store {
    id: UID,
    list: ID,
}

public fun create(ctx: &mut TxContext): Cap {
    let list = Whitelist { id: object::new(ctx), members: table::new(ctx), is_public: false };
    let cap = Cap { id: object::new(ctx), list: object::id(&list) };
    transfer::share_object(list);
    cap
}

public fun add(list: &mut Whitelist, cap: &Cap, member: address) {
    assert!(cap.list == object::id(list), EWrongCap);
    list.members.add(member, true);
}

public fun remove(list: &mut Whitelist, cap: &Cap, member: address) {
    assert!(cap.list == object::id(list), EWrongCap);
    list.members.remove(member);
}

public fun publish(list: &mut Whitelist, cap: &Cap) {
    assert!(cap.list == object::id(list), EWrongCap);
    list.is_public = true;
}

entry fun seal_approve(id: vector<u8>, list: &Whitelist, ctx: &TxContext) {
    assert!(is_prefix(list.id.to_bytes(), id), ENoAccess);
    assert!(list.members.contains(ctx.sender()), ENoAccess);
}

entry fun seal_approve_public(id: vector<u8>, list: &Whitelist) {
    assert!(list.is_public && is_prefix(list.id.to_bytes(), id), ENoAccess);
}

fun is_prefix(prefix: vector<u8>, whole: vector<u8>): bool {
    if (prefix.length() > whole.length()) return false;
    let mut i = 0;
    while (i < prefix.length()) {
        if (prefix[i] != whole[i]) return false;
        i = i + 1;
    };
    true
}
