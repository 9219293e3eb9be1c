/// The vector instructions and the library on them.
module scenarios::vectors;

public fun element(v: vector<u64>, i: u64): u64 {
    v[i]
}

public fun write(mut v: vector<u64>, i: u64, x: u64): vector<u64> {
    *&mut v[i] = x;
    v
}

public fun pop(mut v: vector<u64>): (u64, vector<u64>) {
    let x = v.pop_back();
    (x, v)
}

public fun swap(mut v: vector<u64>, i: u64, j: u64): vector<u64> {
    v.swap(i, j);
    v
}

public fun destroy(v: vector<u64>) {
    v.destroy_empty()
}

public fun insert(mut v: vector<u64>, x: u64, i: u64): vector<u64> {
    v.insert(x, i);
    v
}

public fun remove(mut v: vector<u64>, i: u64): (u64, vector<u64>) {
    let x = v.remove(i);
    (x, v)
}

public fun swap_remove(mut v: vector<u64>, i: u64): (u64, vector<u64>) {
    let x = v.swap_remove(i);
    (x, v)
}

public fun reverse(mut v: vector<u64>): vector<u64> {
    v.reverse();
    v
}

public fun append(mut v: vector<u64>, w: vector<u64>): vector<u64> {
    v.append(w);
    v
}

public fun find(v: vector<vector<u8>>, e: vector<u8>): (bool, u64, bool) {
    let (found, at) = v.index_of(&e);
    (found, at, v.contains(&e))
}

public fun flatten(v: vector<vector<u64>>): vector<u64> {
    v.flatten()
}

public fun take(v: vector<u64>, n: u64): vector<u64> {
    v.take(n)
}

public fun skip(v: vector<u64>, n: u64): vector<u64> {
    v.skip(n)
}

public fun sort(mut v: vector<u64>): (vector<u64>, bool) {
    v.insertion_sort_by!(|a, b| *a <= *b);
    let sorted = v.is_sorted_by!(|a, b| *a <= *b);
    (v, sorted)
}

public fun pipeline(v: vector<u64>): (u64, vector<u64>, vector<u64>, Option<u64>) {
    let (even, odd) = v.partition!(|x| *x % 2 == 0);
    let doubled = even.map!(|x| x * 2);
    let at = doubled.find_index!(|x| *x > 10);
    let sum = odd.fold!(0, |sum, x| sum + x);
    (sum, doubled, v.filter!(|x| *x > 3), at)
}

public fun zipped(a: vector<u64>, b: vector<u64>): vector<u64> {
    a.zip_map!(b, |x, y| x * y)
}

public fun literal_of_structs(): vector<u8> {
    std::bcs::to_bytes(&vector[@0x1, @0x2, @0xFFFF])
}

public fun literal_constant(): vector<u8> {
    b"a constant vector"
}

/// A long vector, built and folded element by element.
public fun long(n: u64): u64 {
    let mut v = vector[];
    n.do!(|i| v.push_back(i * 7 % 1000));
    v.reverse();
    let mut sum = 0;
    let mut i = 0;
    while (i < v.length()) {
        sum = (sum * 31 + v[i]) % 1_000_000_007;
        i = i + 1;
    };
    sum
}

public fun sieve(limit: u64): vector<u64> {
    let mut composite = vector::tabulate!(limit, |_| false);
    let mut primes = vector[];
    let mut i = 2;
    while (i < limit) {
        if (!composite[i]) {
            primes.push_back(i);
            let mut j = i * i;
            while (j < limit) {
                *&mut composite[j] = true;
                j = j + i;
            }
        };
        i = i + 1;
    };
    primes
}

public fun of_vectors_of_structs(n: u64): u64 {
    let mut v = vector::tabulate!(n, |i| vector::tabulate!(i, |j| option::some(i * j)));
    let last = v.pop_back();
    let mut sum = 0;
    last.do!(|o| sum = sum + o.destroy_some());
    sum + v.length()
}
