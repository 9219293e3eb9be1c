/// Type parameters: boxed, nested, phantom, bounded.
module scenarios::generics;

use std::type_name;

public struct Box<T> has copy, drop, store { value: T }

public struct Pair<A, B> has copy, drop, store { first: A, second: B }

public struct Tagged<phantom T> has copy, drop, store { n: u64 }

public struct Wrap<T: store>(T) has store, drop, copy;

public struct A has copy, drop, store {}

public struct B has copy, drop, store {}

public fun box<T>(value: T): Box<T> {
    Box { value }
}

public fun unbox<T>(box: Box<T>): T {
    let Box { value } = box;
    value
}

public fun swap<X, Y>(p: Pair<X, Y>): Pair<Y, X> {
    let Pair { first, second } = p;
    Pair { first: second, second: first }
}

public fun boxed_twice(n: u64): u64 {
    unbox(unbox(box(box(n))))
}

public fun swapped(n: u64, s: vector<u8>): (vector<u8>, u64) {
    let Pair { first, second } = swap(Pair { first: n, second: s });
    (first, second)
}

public fun identity<T>(x: T): T {
    x
}

public fun echo<T: copy + drop>(x: T): (T, T) {
    (x, x)
}

public fun equal<T: drop>(a: T, b: T): bool {
    a == b
}

public fun count<T: drop>(v: vector<T>, e: T): u64 {
    v.count!(|x| x == &e)
}

public fun name_of<T>(): std::ascii::String {
    type_name::with_defining_ids<T>().into_string()
}

public fun name_of_pair<X, Y>(): std::ascii::String {
    type_name::with_original_ids<Pair<Box<X>, vector<Y>>>().into_string()
}

public fun tags_differ(): bool {
    name_of<Tagged<A>>() == name_of<Tagged<B>>()
}

public fun is_primitive<T>(): bool {
    type_name::with_defining_ids<T>().is_primitive()
}

public fun module_of<T>(): std::ascii::String {
    type_name::with_defining_ids<T>().module_string()
}

public fun tagged_sum(): u64 {
    let a = Tagged<A> { n: 3 };
    let b = Tagged<B> { n: 4 };
    a.n + b.n
}

public fun nested_depth(n: u64): vector<u8> {
    let w = Wrap(Wrap(Wrap(vector[Box { value: n }, Box { value: n + 1 }])));
    std::bcs::to_bytes(&w)
}

