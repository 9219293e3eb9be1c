package dev.floe.ledger.internal.store;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// Positions by a 64-bit hash, in one flat table: 16 bytes an entry. Several positions may have the same hash, so
/// the caller checks what stands there. Not safe for concurrent use.
final class LongIndex {

    private long[] table;
    private int size;

    LongIndex() {
        this(1024);
    }

    private LongIndex(int capacity) {
        this.table = emptyTable(capacity);
    }

    int size() {
        return size;
    }

    /// Adds a position, at least 0.
    void put(long hash, long position) {
        if (3L * (size + 1) > table.length) {
            grow();
        }
        insert(table, hash, position);
        size++;
    }

    /// The first position under `hash` which `matches` accepts, or −1.
    long find(long hash, LongPredicate matches) {
        int capacity = table.length / 2;
        for (int at = slot(hash, capacity); table[2 * at + 1] >= 0; at = at + 1 & capacity - 1) {
            if (table[2 * at] == hash && matches.test(table[2 * at + 1])) {
                return table[2 * at + 1];
            }
        }
        return -1;
    }

    /// Hash and position of each entry, in no order.
    long[] entries() {
        long[] entries = new long[2 * size];
        int to = 0;
        for (int at = 0; at < table.length; at += 2) {
            if (table[at + 1] >= 0) {
                entries[to++] = table[at];
                entries[to++] = table[at + 1];
            }
        }
        return entries;
    }

    static LongIndex ofEntries(long[] entries) {
        LongIndex index = new LongIndex(Math.max(1024, 2 * Integer.highestOneBit(Math.max(1, entries.length))));
        for (int i = 0; i < entries.length; i += 2) {
            index.put(entries[i], entries[i + 1]);
        }
        return index;
    }

    private void grow() {
        long[] larger = emptyTable(table.length);
        for (int at = 0; at < table.length; at += 2) {
            if (table[at + 1] >= 0) {
                insert(larger, table[at], table[at + 1]);
            }
        }
        table = larger;
    }

    private static void insert(long[] table, long hash, long position) {
        int capacity = table.length / 2;
        int at = slot(hash, capacity);
        while (table[2 * at + 1] >= 0) {
            at = at + 1 & capacity - 1;
        }
        table[2 * at] = hash;
        table[2 * at + 1] = position;
    }

    private static long[] emptyTable(int capacity) {
        long[] table = new long[2 * capacity];
        Arrays.fill(table, -1);
        return table;
    }

    private static int slot(long hash, int capacity) {
        return (int) (hash * 0x9E3779B97F4A7C15L >>> 32) & capacity - 1;
    }
}
