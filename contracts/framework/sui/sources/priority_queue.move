/// A binary heap in a vector, largest priority first.
module sui::priority_queue;

const EPopFromEmptyHeap: u64 = 0;
/// There are not as many values as priorities.
const EUnequalLengths: u64 = 1;

public struct PriorityQueue<T: drop> has drop, store {
    entries: vector<Entry<T>>,
}

public struct Entry<T: drop> has drop, store {
    priority: u64,
    value: T,
}

public fun new<T: drop>(mut entries: vector<Entry<T>>): PriorityQueue<T> {
    let mut i = entries.length() / 2;
    while (i > 0) {
        i = i - 1;
        sink(&mut entries, i);
    };
    PriorityQueue { entries }
}

/// Takes out an entry of the largest priority.
public fun pop_max<T: drop>(pq: &mut PriorityQueue<T>): (u64, T) {
    assert!(!pq.entries.is_empty(), EPopFromEmptyHeap);
    let Entry { priority, value } = pq.entries.swap_remove(0);
    sink(&mut pq.entries, 0);
    (priority, value)
}

public fun insert<T: drop>(pq: &mut PriorityQueue<T>, priority: u64, value: T) {
    pq.entries.push_back(Entry { priority, value });
    let last = pq.entries.length() - 1;
    rise(&mut pq.entries, last);
}

public fun new_entry<T: drop>(priority: u64, value: T): Entry<T> {
    Entry { priority, value }
}

public fun create_entries<T: drop>(p: vector<u64>, v: vector<T>): vector<Entry<T>> {
    assert!(p.length() == v.length(), EUnequalLengths);
    p.zip_map!(v, |priority, value| Entry { priority, value })
}

/// The priorities in the order of the heap's vector.
public fun priorities<T: drop>(pq: &PriorityQueue<T>): vector<u64> {
    pq.entries.map_ref!(|entry| entry.priority)
}

fun rise<T: drop>(entries: &mut vector<Entry<T>>, mut i: u64) {
    while (i > 0) {
        let parent = (i - 1) / 2;
        if (entries[i].priority <= entries[parent].priority) return;
        entries.swap(i, parent);
        i = parent;
    }
}

fun sink<T: drop>(entries: &mut vector<Entry<T>>, mut i: u64) {
    let length = entries.length();
    loop {
        let left = 2 * i + 1;
        let right = left + 1;
        let mut largest = i;
        if (left < length && entries[left].priority > entries[largest].priority) largest = left;
        if (right < length && entries[right].priority > entries[largest].priority) largest = right;
        if (largest == i) return;
        entries.swap(i, largest);
        i = largest;
    }
}
