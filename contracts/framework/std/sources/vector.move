/// A growable list. The eight natives are instructions of the machine; the rest is built on them.
#[defines_primitive(vector)]
module std::vector;

public use fun std::string::utf8 as vector.to_string;
public use fun std::string::try_utf8 as vector.try_to_string;
public use fun std::ascii::string as vector.to_ascii_string;
public use fun std::ascii::try_string as vector.try_to_ascii_string;

/// An index is out of range.
const EINDEX_OUT_OF_BOUNDS: u64 = 0x20000;

#[bytecode_instruction]
public native fun empty<Element>(): vector<Element>;

#[bytecode_instruction]
public native fun length<Element>(v: &vector<Element>): u64;

#[bytecode_instruction, syntax(index)]
public native fun borrow<Element>(v: &vector<Element>, i: u64): &Element;

#[bytecode_instruction]
public native fun push_back<Element>(v: &mut vector<Element>, e: Element);

#[bytecode_instruction, syntax(index)]
public native fun borrow_mut<Element>(v: &mut vector<Element>, i: u64): &mut Element;

#[bytecode_instruction]
public native fun pop_back<Element>(v: &mut vector<Element>): Element;

#[bytecode_instruction]
public native fun destroy_empty<Element>(v: vector<Element>);

#[bytecode_instruction]
public native fun swap<Element>(v: &mut vector<Element>, i: u64, j: u64);

public fun singleton<Element>(e: Element): vector<Element> {
    vector[e]
}

public fun reverse<Element>(v: &mut vector<Element>) {
    let mut right = v.length();
    let mut left = 0;
    while (left + 1 < right) {
        right = right - 1;
        v.swap(left, right);
        left = left + 1;
    }
}

/// Moves all elements of `other` to the end of `lhs`, in order.
public fun append<Element>(lhs: &mut vector<Element>, mut other: vector<Element>) {
    other.reverse();
    while (!other.is_empty()) lhs.push_back(other.pop_back());
    other.destroy_empty();
}

public fun is_empty<Element>(v: &vector<Element>): bool {
    v.length() == 0
}

public fun contains<Element>(v: &vector<Element>, e: &Element): bool {
    let (found, _) = v.index_of(e);
    found
}

/// Whether and where the first equal element is; `(false, 0)` if there is none.
public fun index_of<Element>(v: &vector<Element>, e: &Element): (bool, u64) {
    let length = v.length();
    let mut i = 0;
    while (i < length) {
        if (&v[i] == e) return (true, i);
        i = i + 1;
    };
    (false, 0)
}

/// Takes out element `i`; the later ones move down.
public fun remove<Element>(v: &mut vector<Element>, mut i: u64): Element {
    let length = v.length();
    assert!(i < length, EINDEX_OUT_OF_BOUNDS);
    while (i + 1 < length) {
        v.swap(i, i + 1);
        i = i + 1;
    };
    v.pop_back()
}

/// Puts `e` at position `i`; the later ones move up. `i` may be the length.
public fun insert<Element>(v: &mut vector<Element>, e: Element, mut i: u64) {
    let length = v.length();
    assert!(i <= length, EINDEX_OUT_OF_BOUNDS);
    v.push_back(e);
    while (i < length) {
        v.swap(i, length);
        i = i + 1;
    }
}

/// Takes out element `i` and puts the last one in its place.
public fun swap_remove<Element>(v: &mut vector<Element>, i: u64): Element {
    assert!(!v.is_empty(), EINDEX_OUT_OF_BOUNDS);
    let last = v.length() - 1;
    v.swap(i, last);
    v.pop_back()
}

/// Without the first `n` elements.
public fun skip<T: drop>(mut v: vector<T>, n: u64): vector<T> {
    let length = v.length();
    if (n >= length) return vector[];
    let mut kept = vector[];
    let mut left = length - n;
    while (left > 0) {
        kept.push_back(v.pop_back());
        left = left - 1;
    };
    kept.reverse();
    kept
}

/// The first `n` elements; there must be as many.
public fun take<T: drop>(mut v: vector<T>, n: u64): vector<T> {
    assert!(n <= v.length());
    while (v.length() > n) {
        v.pop_back();
    };
    v
}

/// One list of all elements of the lists.
public fun flatten<T>(v: vector<vector<T>>): vector<T> {
    let mut all = vector[];
    v.do!(|part| all.append(part));
    all
}

// Macros.

/// `n` values made by `f(0)`, `f(1)`, …
public macro fun tabulate<$T>($n: u64, $f: |u64| -> $T): vector<$T> {
    let mut v = vector[];
    let n = $n;
    let mut i = 0;
    while (i < n) {
        v.push_back($f(i));
        i = i + 1;
    };
    v
}

/// Consumes the elements from the last to the first.
public macro fun destroy<$T, $R: drop>($v: vector<$T>, $f: |$T| -> $R) {
    let mut v = $v;
    while (!v.is_empty()) {
        $f(v.pop_back());
    };
    v.destroy_empty();
}

/// Consumes the elements from the first to the last.
public macro fun do<$T, $R: drop>($v: vector<$T>, $f: |$T| -> $R) {
    let mut v = $v;
    v.reverse();
    while (!v.is_empty()) {
        $f(v.pop_back());
    };
    v.destroy_empty();
}

public macro fun do_ref<$T, $R: drop>($v: &vector<$T>, $f: |&$T| -> $R) {
    let v = $v;
    let length = v.length();
    let mut i = 0;
    while (i < length) {
        $f(&v[i]);
        i = i + 1;
    }
}

public macro fun do_mut<$T, $R: drop>($v: &mut vector<$T>, $f: |&mut $T| -> $R) {
    let v = $v;
    let length = v.length();
    let mut i = 0;
    while (i < length) {
        $f(&mut v[i]);
        i = i + 1;
    }
}

public macro fun map<$T, $U>($v: vector<$T>, $f: |$T| -> $U): vector<$U> {
    let v = $v;
    let mut mapped = vector[];
    v.do!(|e| mapped.push_back($f(e)));
    mapped
}

public macro fun map_ref<$T, $U>($v: &vector<$T>, $f: |&$T| -> $U): vector<$U> {
    let v = $v;
    let mut mapped = vector[];
    v.do_ref!(|e| mapped.push_back($f(e)));
    mapped
}

public macro fun filter<$T: drop>($v: vector<$T>, $f: |&$T| -> bool): vector<$T> {
    let v = $v;
    let mut kept = vector[];
    v.do!(|e| if ($f(&e)) kept.push_back(e));
    kept
}

public macro fun partition<$T>($v: vector<$T>, $f: |&$T| -> bool): (vector<$T>, vector<$T>) {
    let v = $v;
    let mut yes = vector[];
    let mut no = vector[];
    v.do!(|e| if ($f(&e)) yes.push_back(e) else no.push_back(e));
    (yes, no)
}

public macro fun fold<$T, $Acc>($v: vector<$T>, $init: $Acc, $f: |$Acc, $T| -> $Acc): $Acc {
    let v = $v;
    let mut acc = $init;
    v.do!(|e| acc = $f(acc, e));
    acc
}

public macro fun find_index<$T>($v: &vector<$T>, $f: |&$T| -> bool): Option<u64> {
    let v = $v;
    let length = v.length();
    let mut i = 0;
    let mut found = option::none();
    while (i < length) {
        if ($f(&v[i])) {
            found = option::some(i);
            break
        };
        i = i + 1;
    };
    found
}

public macro fun count<$T>($v: &vector<$T>, $f: |&$T| -> bool): u64 {
    let v = $v;
    let mut n = 0;
    v.do_ref!(|e| if ($f(e)) n = n + 1);
    n
}

public macro fun any<$T>($v: &vector<$T>, $f: |&$T| -> bool): bool {
    let v = $v;
    v.find_index!(|e| $f(e)).is_some()
}

public macro fun all<$T>($v: &vector<$T>, $f: |&$T| -> bool): bool {
    let v = $v;
    v.find_index!(|e| !$f(e)).is_none()
}

/// Consumes two lists of equal length in step.
public macro fun zip_do<$T1, $T2, $R: drop>($v1: vector<$T1>, $v2: vector<$T2>, $f: |$T1, $T2| -> $R) {
    let v1 = $v1;
    let mut v2 = $v2;
    assert!(v1.length() == v2.length());
    v2.reverse();
    v1.do!(|e| $f(e, v2.pop_back()));
    v2.destroy_empty();
}

public macro fun zip_do_ref<$T1, $T2, $R: drop>($v1: &vector<$T1>, $v2: &vector<$T2>, $f: |&$T1, &$T2| -> $R) {
    let v1 = $v1;
    let v2 = $v2;
    let length = v1.length();
    assert!(length == v2.length());
    let mut i = 0;
    while (i < length) {
        $f(&v1[i], &v2[i]);
        i = i + 1;
    }
}

public macro fun zip_map<$T1, $T2, $U>($v1: vector<$T1>, $v2: vector<$T2>, $f: |$T1, $T2| -> $U): vector<$U> {
    let v1 = $v1;
    let v2 = $v2;
    let mut mapped = vector[];
    v1.zip_do!(v2, |a, b| mapped.push_back($f(a, b)));
    mapped
}

/// Sorts in place; `le(a, b)` says that `a` may stand before `b`. Stable.
public macro fun insertion_sort_by<$T>($v: &mut vector<$T>, $le: |&$T, &$T| -> bool) {
    let v = $v;
    let length = v.length();
    let mut i = 1;
    while (i < length) {
        let mut j = i;
        while (j > 0 && !$le(&v[j - 1], &v[j])) {
            v.swap(j, j - 1);
            j = j - 1;
        };
        i = i + 1;
    }
}

public macro fun is_sorted_by<$T>($v: &vector<$T>, $le: |&$T, &$T| -> bool): bool {
    let v = $v;
    let length = v.length();
    let mut sorted = true;
    let mut i = 1;
    while (i < length) {
        if (!$le(&v[i - 1], &v[i])) {
            sorted = false;
            break
        };
        i = i + 1;
    };
    sorted
}
