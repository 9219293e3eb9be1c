/// Borrowing: fields, elements, nesting, returning, comparing, writing through.
module scenarios::references;

public struct Inner has copy, drop, store { a: u64, b: vector<u64> }

public struct Outer has copy, drop, store { left: Inner, right: Inner, all: vector<Inner> }

fun outer(n: u64): Outer {
    Outer {
        left: Inner { a: n, b: vector[n, n + 1] },
        right: Inner { a: n * 2, b: vector[] },
        all: vector[Inner { a: 1, b: vector[1] }, Inner { a: 2, b: vector[2, 2] }],
    }
}

public fun fields(n: u64): Outer {
    let mut o = outer(n);
    let a = &mut o.left.a;
    *a = *a + 5;
    let copied = o.left.a;
    o.right.b.push_back(copied);
    *&mut o.all[1].b[0] = 77;
    o
}

public fun through_functions(n: u64): (u64, Outer) {
    let mut o = outer(n);
    bump(side(&mut o, n % 2 == 0));
    let longest = longest_of(&o);
    (longest, o)
}

fun side(o: &mut Outer, left: bool): &mut Inner {
    if (left) &mut o.left else &mut o.right
}

fun bump(i: &mut Inner) {
    i.a = i.a + 1000;
    i.b.push_back(i.a);
}

fun longest_of(o: &Outer): u64 {
    let mut longest = &o.left;
    let mut i = 0;
    while (i < o.all.length()) {
        if (o.all[i].b.length() > longest.b.length()) longest = &o.all[i];
        i = i + 1;
    };
    longest.b.length()
}

/// A copy must not change with its original.
public fun copies_are_apart(n: u64): (u64, u64) {
    let mut a = outer(n);
    let b = a;
    a.left.a = 0;
    *&mut a.all[0].b[0] = 9;
    (a.all[0].b[0] * 10 + a.left.a, b.all[0].b[0] * 10 + b.left.a)
}

public fun read_copies(n: u64): (u64, u64) {
    let mut v = vector[vector[n], vector[n + 1]];
    let mut taken = *&v[0];
    taken.push_back(5);
    v[1].push_back(6);
    (taken.length(), v[0].length() + v[1].length() * 10)
}

public fun swap_values(a: u64, b: u64): (u64, u64) {
    let mut x = a;
    let mut y = b;
    swap(&mut x, &mut y);
    (x, y)
}

fun swap(x: &mut u64, y: &mut u64) {
    let kept = *x;
    *x = *y;
    *y = kept;
}

public fun compares_deeply(n: u64): (bool, bool, bool) {
    let a = outer(n);
    let mut b = outer(n);
    let same = &a == &b;
    *&mut b.all[1].b[1] = 3;
    (same, &a == &b, &a.left == &b.left)
}

public fun replaces_whole(n: u64): Outer {
    let mut o = outer(n);
    let r = &mut o.right;
    *r = Inner { a: 1, b: vector[1, 2, 3] };
    let left = *&o.left;
    let v = &mut o.all;
    *v = vector[left];
    o
}

public fun frozen(n: u64): u64 {
    let mut o = outer(n);
    let m = &mut o.left;
    m.a = 6;
    let f: &Inner = m;
    f.a + f.b.length()
}

public fun nested_vectors(rows: u64, columns: u64): vector<vector<u64>> {
    let mut m = vector::tabulate!(rows, |_| vector::tabulate!(columns, |c| c));
    let mut r = 0;
    while (r < rows) {
        let row = &mut m[r];
        let mut c = 0;
        while (c < columns) {
            *&mut row[c] = row[c] * 10 + r;
            c = c + 1;
        };
        r = r + 1;
    };
    m
}

public fun transposed(m: vector<vector<u64>>): vector<vector<u64>> {
    if (m.is_empty()) return m;
    vector::tabulate!(m[0].length(), |c| vector::tabulate!(m.length(), |r| m[r][c]))
}

public fun deep(n: u64): vector<vector<vector<vector<u8>>>> {
    let mut v = vector[vector[vector[vector[1u8]]]];
    n.do!(|i| {
        let x = &mut v[0][0];
        x.push_back(vector[(i as u8), 2]);
        x[0].push_back(i as u8);
    });
    v
}
