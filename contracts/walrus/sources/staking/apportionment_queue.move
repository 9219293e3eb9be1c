/// A heap that gives the entry of the highest priority first, and among equals the one of the highest tie breaker.
module walrus::apportionment_queue;

use std::uq64_64::UQ64_64;

const EPopFromEmptyHeap: u64 = 0;

public struct ApportionmentQueue<T> has drop {
    /// No entry comes before its parent: that of `i` stands at `(i - 1) / 2`.
    entries: vector<Entry<T>>,
}

public struct Entry<T> has drop {
    priority: UQ64_64,
    tie_breaker: u64,
    value: T,
}

public fun new<T>(): ApportionmentQueue<T> {
    ApportionmentQueue { entries: vector[] }
}

public fun pop_max<T>(self: &mut ApportionmentQueue<T>): (UQ64_64, u64, T) {
    assert!(!self.entries.is_empty(), EPopFromEmptyHeap);
    let Entry { priority, tie_breaker, value } = self.entries.swap_remove(0);
    self.entries.sink();
    (priority, tie_breaker, value)
}

public fun insert<T>(self: &mut ApportionmentQueue<T>, priority: UQ64_64, tie_breaker: u64, value: T) {
    self.entries.push_back(Entry { priority, tie_breaker, value });
    self.entries.rise();
}

/// Moves the last entry up to where it belongs.
fun rise<T>(entries: &mut vector<Entry<T>>) {
    let mut at = entries.length() - 1;
    while (at > 0) {
        let parent = (at - 1) / 2;
        if (!entries[at].precedes(&entries[parent])) return;
        entries.swap(at, parent);
        at = parent;
    }
}

/// Moves the first entry down to where it belongs.
fun sink<T>(entries: &mut vector<Entry<T>>) {
    let count = entries.length();
    let mut at = 0;
    loop {
        let mut first = at;
        let left = 2 * at + 1;
        if (left < count && entries[left].precedes(&entries[first])) first = left;
        if (left + 1 < count && entries[left + 1].precedes(&entries[first])) first = left + 1;
        if (first == at) return;
        entries.swap(at, first);
        at = first;
    }
}

fun precedes<T>(a: &Entry<T>, b: &Entry<T>): bool {
    a.priority.gt(b.priority) || a.priority == b.priority && a.tie_breaker > b.tie_breaker
}

use fun rise as vector.rise;
use fun sink as vector.sink;
