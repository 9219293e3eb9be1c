/// Dynamic fields and the collections on them, inside one transaction.
module scenarios::fields;

use sui::bag;
use sui::derived_object;
use sui::dynamic_field as df;
use sui::dynamic_object_field as dof;
use sui::linked_table;
use sui::object_bag;
use sui::object_table;
use sui::priority_queue;
use sui::table;
use sui::table_vec;
use sui::vec_map;
use sui::vec_set;
use sui::versioned;

public struct Item has key, store { id: UID, n: u64 }

public struct Key(u64, vector<u8>) has copy, drop, store;

public enum Kind has copy, drop, store {
    One,
    Two(u8),
}

fun item(n: u64, ctx: &mut TxContext): Item {
    Item { id: object::new(ctx), n }
}

fun unwrap(item: Item): u64 {
    let Item { id, n } = item;
    id.delete();
    n
}

public fun fresh_ids(n: u64, ctx: &mut TxContext): vector<address> {
    vector::tabulate!(n, |_| {
        let id = object::new(ctx);
        let at = id.to_address();
        id.delete();
        at
    })
}

public fun same_name_different_types(ctx: &mut TxContext): (u64, vector<u8>, bool, bool, bool) {
    let mut id = object::new(ctx);
    df::add(&mut id, 1u64, 10u64);
    df::add(&mut id, 1u8, b"bytes");
    df::add(&mut id, Key(1, b"k"), true);
    df::add(&mut id, Kind::Two(4), @0x5);
    *df::borrow_mut<u64, u64>(&mut id, 1) = 11;
    let a = *df::borrow<u64, u64>(&id, 1);
    let b = df::remove<u8, vector<u8>>(&mut id, 1);
    let c = df::exists_(&id, 1u8);
    let d = df::exists_with_type<Key, bool>(&id, Key(1, b"k")) && !df::exists_with_type<Key, u8>(&id, Key(1, b"k"));
    let e = df::exists_(&id, Kind::One) || df::remove_if_exists<Kind, u64>(&mut id, Kind::One).is_some();
    id.delete();
    (a, b, c, d, e)
}

public fun field_error(which: u8, ctx: &mut TxContext): u64 {
    let mut id = object::new(ctx);
    df::add(&mut id, b"name", 5u64);
    let n = match (which) {
        0 => {
            df::add(&mut id, b"name", 6u64);
            0
        },
        1 => *df::borrow<vector<u8>, u64>(&id, b"other"),
        2 => *df::borrow<vector<u8>, u8>(&id, b"name") as u64,
        3 => df::remove<vector<u8>, u8>(&mut id, b"name") as u64,
        4 => {
            df::remove<vector<u8>, u64>(&mut id, b"name");
            df::remove<vector<u8>, u64>(&mut id, b"name")
        },
        5 => {
            // Removed and added again, with another type of value.
            df::remove<vector<u8>, u64>(&mut id, b"name");
            df::add(&mut id, b"name", true);
            if (df::remove<vector<u8>, bool>(&mut id, b"name")) 50 else 51
        },
        6 => *dof::borrow<vector<u8>, Item>(&id, b"name").n_ref(),
        _ => *df::borrow<vector<u8>, u64>(&id, b"name"),
    };
    id.delete();
    n
}

use fun item_n as Item.n_ref;

fun item_n(item: &Item): &u64 {
    &item.n
}

/// Objects under objects under an object.
public fun nested(depth: u64, ctx: &mut TxContext): u64 {
    let mut top = item(0, ctx);
    let mut i = 1;
    let mut chain = vector[];
    while (i <= depth) {
        chain.push_back(item(i, ctx));
        i = i + 1;
    };
    while (chain.length() > 1) {
        let child = chain.pop_back();
        let last = chain.length() - 1;
        dof::add(&mut chain[last].id, b"child", child);
    };
    dof::add(&mut top.id, b"child", chain.pop_back());
    chain.destroy_empty();
    let second: &mut Item = dof::borrow_mut(&mut top.id, b"child");
    second.n = second.n + 100;
    let third: &Item = dof::borrow(&second.id, b"child");
    let found = third.n;
    let taken: Item = dof::remove(&mut top.id, b"child");
    let n = taken.n;
    transfer::public_transfer(taken, @0x7);
    unwrap(top) + n * 1000 + found
}

public fun object_fields(ctx: &mut TxContext): (bool, bool, bool, u64, bool) {
    let mut id = object::new(ctx);
    let child = item(7, ctx);
    let child_id = object::id(&child);
    dof::add(&mut id, 1u8, child);
    let a = dof::exists_(&id, 1u8) && !df::exists_(&id, 1u8);
    let b = dof::exists_with_type<u8, Item>(&id, 1) && !dof::exists_with_type<u8, sui::coin::Coin<sui::sui::SUI>>(&id, 1);
    let c = dof::id(&id, 1u8) == option::some(child_id) && dof::id(&id, 2u8).is_none();
    let child: Item = dof::remove(&mut id, 1u8);
    let d = object::id(&child) == child_id;
    id.delete();
    (a, b, c, unwrap(child), d)
}

public fun derived(ctx: &mut TxContext): (bool, bool, bool, bool) {
    let mut parent = object::new(ctx);
    let before = derived_object::exists(&parent, 5u64);
    let expected = derived_object::derive_address(parent.to_inner(), 5u64);
    let child = derived_object::claim(&mut parent, 5u64);
    let same = child.to_address() == expected;
    let other = derived_object::derive_address(parent.to_inner(), 5u32) != expected;
    child.delete();
    let after = derived_object::exists(&parent, 5u64);
    parent.delete();
    (before, same, other, after)
}

public fun derived_twice(ctx: &mut TxContext) {
    let mut parent = object::new(ctx);
    derived_object::claim(&mut parent, 5u64).delete();
    derived_object::claim(&mut parent, 5u64).delete();
    parent.delete();
}

/// A table of `n` entries: filled, changed, half emptied.
public fun table_of(n: u64, ctx: &mut TxContext): (u64, u64, u64) {
    let mut t = table::new<u64, u64>(ctx);
    n.do!(|i| t.add(i, i * i));
    n.do!(|i| if (i % 3 == 0) *&mut t[i] = t[i] + 1);
    n.do!(|i| if (i % 2 == 1) {
        t.remove(i);
    });
    let mut sum = 0;
    n.do!(|i| if (t.contains(i)) sum = (sum * 31 + t[i]) % 1_000_000_007);
    let length = t.length();
    let first = if (n > 0) t[0] else 0;
    t.drop();
    (length, sum, first)
}

public fun table_of_structs(n: u64, ctx: &mut TxContext): (u64, bool) {
    let mut t = table::new<Key, vector<u64>>(ctx);
    n.do!(|i| t.add(Key(i, std::bcs::to_bytes(&i)), vector[i]));
    n.do!(|i| t.borrow_mut(Key(i, std::bcs::to_bytes(&i))).push_back(i + 1));
    let mut sum = 0;
    n.do!(|i| {
        let v = t.remove(Key(i, std::bcs::to_bytes(&i)));
        sum = sum + v[0] + v[1];
    });
    let empty = t.is_empty();
    t.destroy_empty();
    (sum, empty)
}

public fun table_in_table(n: u64, ctx: &mut TxContext): u64 {
    let mut outer = table::new<u64, table::Table<u64, u64>>(ctx);
    n.do!(|i| {
        let mut inner = table::new(ctx);
        inner.add(i, i + 1);
        outer.add(i, inner);
    });
    let mut sum = 0;
    n.do!(|i| {
        *outer.borrow_mut(i).borrow_mut(i) = i * 2;
        let mut inner = outer.remove(i);
        sum = sum + inner.remove(i);
        inner.destroy_empty();
    });
    outer.destroy_empty();
    sum
}

public fun bags(ctx: &mut TxContext): (u64, bool, bool, u64, vector<u8>) {
    let mut b = bag::new(ctx);
    b.add(1u8, 5u64);
    b.add(b"text", b"value");
    b.add(true, vector[1u8]);
    let typed = b.contains_with_type<u8, u64>(1) && !b.contains_with_type<u8, u8>(1);
    let there = b.contains(false);
    *b.borrow_mut<u8, u64>(1) = 6;
    let n: u64 = b.remove(1u8);
    let text: vector<u8> = b.remove(b"text");
    let length = b.length();
    b.remove<bool, vector<u8>>(true);
    b.destroy_empty();
    (length, typed, there, n, text)
}

public fun bag_not_empty(ctx: &mut TxContext) {
    let mut b = bag::new(ctx);
    b.add(1u8, 1u8);
    b.destroy_empty();
}

public fun object_collections(ctx: &mut TxContext): (u64, u64, bool, bool) {
    let mut t = object_table::new<u64, Item>(ctx);
    let mut b = object_bag::new(ctx);
    5u64.do!(|i| t.add(i, item(i * 10, ctx)));
    let id = object::id(t.borrow(3));
    let same = t.value_id(3) == option::some(id);
    b.add(b"moved", t.remove(3));
    let still = b.value_id(b"moved") == option::some(id);
    let item: Item = b.remove(b"moved");
    b.destroy_empty();
    let n = unwrap(item);
    let mut sum = 0;
    5u64.do!(|i| if (t.contains(i)) sum = sum + unwrap(t.remove(i)));
    t.destroy_empty();
    (n, sum, same, still)
}

public fun linked(ctx: &mut TxContext): (vector<u64>, u64, Option<u64>, Option<u64>) {
    let mut t = linked_table::new<u64, vector<u8>>(ctx);
    t.push_back(2, b"two");
    t.push_back(3, b"three");
    t.push_front(1, b"one");
    t.push_back(4, b"four");
    t.remove(3);
    t.borrow_mut(2).push_back(33);
    let mut order = vector[];
    let mut at = *t.front();
    while (at.is_some()) {
        let k = *at.borrow();
        order.push_back(k * 10 + t[k].length());
        at = *t.next(k);
    };
    let (last, _) = t.pop_back();
    let before = *t.prev(2);
    let after = *t.next(2);
    t.pop_front();
    t.pop_front();
    t.destroy_empty();
    (order, last, before, after)
}

public fun linked_empty(ctx: &mut TxContext) {
    let mut t = linked_table::new<u64, u64>(ctx);
    t.push_back(1, 1);
    t.pop_front();
    t.pop_back();
    t.destroy_empty();
}

public fun table_vectors(n: u64, ctx: &mut TxContext): (u64, u64, u64, u64) {
    let mut t = table_vec::singleton(100u64, ctx);
    n.do!(|i| t.push_back(i));
    t.swap(0, 1);
    let a = t.swap_remove(0);
    *t.borrow_mut(0) = t[0] + 5;
    let b = t[0];
    let c = t.pop_back();
    let length = t.length();
    t.drop();
    (a, b, c, length)
}

public fun maps(keys: vector<u64>): (vector<u64>, vector<u64>, u64, Option<u64>, bool) {
    let mut m = vec_map::empty<u64, u64>();
    keys.do!(|k| m.insert(k, k * k));
    *&mut m[&3] = 33;
    let (_, removed) = m.remove(&1);
    let tried = m.try_get(&100);
    let idx = m.get_idx(&3);
    let (k, v) = m.get_entry_by_idx(idx);
    let entry = *k == 3 && *v == 33;
    let (keys, values) = m.into_keys_values();
    (keys, values, removed, tried, entry)
}

public fun map_error(which: u8) {
    let mut m = vec_map::from_keys_values(vector[1u8, 2], vector[b"a", b"b"]);
    match (which) {
        0 => m.insert(1, b"c"),
        1 => {
            m.remove(&9);
        },
        2 => {
            m.get(&9);
        },
        3 => vec_map::empty<u8, u8>().pop_nothing(),
        4 => {
            m.get_entry_by_idx(2);
        },
        5 => {
            vec_map::from_keys_values(vector[1u8], vector<u8>[]);
        },
        6 => m.destroy_empty(),
        _ => {
            m.pop();
        },
    }
}

use fun pop_nothing as vec_map::VecMap.pop_nothing;

fun pop_nothing(mut m: vec_map::VecMap<u8, u8>) {
    m.pop();
}

public fun sets(keys: vector<u64>): (vector<u64>, bool, u64) {
    let mut s = vec_set::from_keys(keys);
    s.insert(50);
    s.remove(&1);
    let there = s.contains(&50) && !s.contains(&1);
    let n = s.length();
    (s.into_keys(), there, n)
}

public fun versions(ctx: &mut TxContext): (u64, vector<u8>, u64) {
    let mut v = versioned::create(1, 5u64, ctx);
    *v.load_value_mut<u64>() = 6;
    let (old, cap) = v.remove_value_for_upgrade<u64>();
    v.upgrade(3, b"new type", cap);
    let version = v.version();
    (old, v.destroy<vector<u8>>(), version)
}

public fun version_downgrade(ctx: &mut TxContext) {
    let mut v = versioned::create(2, 5u64, ctx);
    let (old, cap) = v.remove_value_for_upgrade<u64>();
    v.upgrade(2, old, cap);
    v.destroy<u64>();
}

public fun queue(priorities: vector<u64>): (vector<u64>, vector<u64>) {
    let n = priorities.length();
    let values = vector::tabulate!(n, |i| i);
    let mut q = priority_queue::new(priority_queue::create_entries(priorities, values));
    q.insert(5, 500);
    q.insert(1000, 501);
    let mut order = vector[];
    let mut which = vector[];
    (n + 2).do!(|_| {
        let (p, v) = q.pop_max();
        order.push_back(p);
        which.push_back(v);
    });
    (order, which)
}

public fun lent(n: u64, ctx: &mut TxContext): u64 {
    let mut r = sui::borrow::new(item(n, ctx), ctx);
    let (mut i, promise) = r.borrow();
    i.n = i.n + 1;
    r.put_back(i, promise);
    unwrap(r.destroy())
}

public fun lent_wrong(ctx: &mut TxContext) {
    let mut a = sui::borrow::new(item(1, ctx), ctx);
    let mut b = sui::borrow::new(item(2, ctx), ctx);
    let (i, p) = a.borrow();
    let (j, q) = b.borrow();
    a.put_back(j, p);
    b.put_back(i, q);
    unwrap(a.destroy());
    unwrap(b.destroy());
}
