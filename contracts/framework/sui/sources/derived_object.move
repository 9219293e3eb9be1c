/// Objects whose ids follow from a parent and a key, so that they can be computed without looking anything up.
module sui::derived_object;

use sui::dynamic_field as field;

#[error]
const EObjectAlreadyExists: vector<u8> = b"Derived object is already claimed.";

/// Marks a derived id as used, as a field of the parent.
public struct Claimed(ID) has copy, drop, store;

/// What is hashed together with the parent.
public struct DerivedObjectKey<K: copy + drop + store>(K) has copy, drop, store;

public enum ClaimedStatus has store {
    /// Used, and not free again even if the object is deleted.
    Reserved,
}

/// The identity for `key` under `parent`. Each can be claimed once.
public fun claim<K: copy + drop + store>(parent: &mut UID, key: K): UID {
    let at = derive_address(parent.to_inner(), key);
    let id = at.to_id();
    assert!(!field::exists_(parent, Claimed(id)), EObjectAlreadyExists);
    let uid = object::new_uid_from_hash(at);
    field::add(parent, Claimed(id), ClaimedStatus::Reserved);
    uid
}

/// Has the identity for `key` been claimed?
public fun exists<K: copy + drop + store>(parent: &UID, key: K): bool {
    field::exists_(parent, Claimed(derive_address(parent.to_inner(), key).to_id()))
}

public fun derive_address<K: copy + drop + store>(parent: ID, key: K): address {
    field::hash_type_and_key(parent.to_address(), DerivedObjectKey(key))
}
