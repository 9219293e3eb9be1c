package dev.floe.ledger.internal.store;

import java.util.Arrays;

/// A growing list of longs. Not safe for concurrent use.
final class LongList {

    private long[] content;
    private int size;

    LongList() {
        this(new long[64], 0);
    }

    private LongList(long[] content, int size) {
        this.content = content;
        this.size = size;
    }

    static LongList of(long[] content) {
        return new LongList(content.length == 0 ? new long[64] : content.clone(), content.length);
    }

    void add(long value) {
        if (size == content.length) {
            content = Arrays.copyOf(content, 2 * size);
        }
        content[size++] = value;
    }

    long get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return content[index];
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(content, size);
    }
}
