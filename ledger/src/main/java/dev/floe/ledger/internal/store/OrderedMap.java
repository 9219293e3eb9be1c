package dev.floe.ledger.internal.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map: a change gives a new map that shares all but one path with the old one, so that readers
/// keep a consistent view for free while the ledger goes on.
///
/// A treap whose priorities are a hash of the key: its shape depends on the content only, and its depth is
/// logarithmic in expectation.
public final class OrderedMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {

    private record Node<K, V>(
            K key,
            V value,
            int priority,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {

        static <K, V> Node<K, V> of(
                K key, V value, int priority, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            return new Node<>(key, value, priority, 1 + count(left) + count(right), left, right);
        }

        Node<K, V> withLeft(@Nullable Node<K, V> other) {
            return of(key, value, priority, other, right);
        }

        Node<K, V> withRight(@Nullable Node<K, V> other) {
            return of(key, value, priority, left, other);
        }
    }

    private static final OrderedMap<?, ?> EMPTY = new OrderedMap<String, Object>(null);

    private final @Nullable Node<K, V> root;

    private OrderedMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /// The map without entries.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> empty() {
        return (OrderedMap<K, V>) EMPTY;
    }

    /// How many entries.
    public int size() {
        return count(root);
    }

    /// The value of `key`, or null.
    public @Nullable V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /// This map with `key` set to `value`.
    public OrderedMap<K, V> with(K key, V value) {
        return new OrderedMap<>(insert(root, key, value, priority(key)));
    }

    /// This map without `key`.
    public OrderedMap<K, V> without(K key) {
        return get(key) == null ? this : new OrderedMap<>(remove(root, key));
    }

    /// Entries in order of their keys.
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Ascending<>(root, null);
    }

    /// Entries whose key is at least `first`, in order.
    public Iterable<Map.Entry<K, V>> from(K first) {
        return () -> new Ascending<>(root, first);
    }

    /// A map of entries that come in ascending order without repeats.
    ///
    /// @throws IllegalArgumentException if they do not
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> ofSorted(List<Map.Entry<K, V>> entries) {
        List<Spine<K, V>> spine = new ArrayList<>();
        K last = null;
        for (Map.Entry<K, V> entry : entries) {
            K key = entry.getKey();
            if (last != null && last.compareTo(key) >= 0) {
                throw new IllegalArgumentException("entries are not in ascending order");
            }
            last = key;
            push(spine, new Spine<>(key, entry.getValue(), priority(key)));
        }
        return new OrderedMap<>(close(spine, 0, null));
    }

    /// A node of the right edge under construction: everything right of it is not known yet.
    private static final class Spine<K, V> {
        private final K key;
        private final V value;
        private final int priority;
        private @Nullable Node<K, V> left;

        Spine(K key, V value, int priority) {
            this.key = key;
            this.value = value;
            this.priority = priority;
        }
    }

    private static <K, V> void push(List<Spine<K, V>> spine, Spine<K, V> next) {
        int keep = spine.size();
        while (keep > 0 && spine.get(keep - 1).priority < next.priority) {
            keep--;
        }
        next.left = close(spine, keep, null);
        spine.add(next);
    }

    /// Takes the spine's nodes from `keep` on and closes them into one tree.
    private static <K, V> @Nullable Node<K, V> close(List<Spine<K, V>> spine, int keep, @Nullable Node<K, V> right) {
        Node<K, V> tree = right;
        while (spine.size() > keep) {
            Spine<K, V> top = spine.removeLast();
            tree = Node.of(top.key, top.value, top.priority, top.left, tree);
        }
        return tree;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> insert(
            @Nullable Node<K, V> node, K key, V value, int priority) {
        if (node == null) {
            return Node.of(key, value, priority, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.priority, node.size, node.left, node.right);
        }
        if (order < 0) {
            Node<K, V> left = insert(node.left, key, value, priority);
            return left.priority > node.priority ? left.withRight(node.withLeft(left.right)) : node.withLeft(left);
        }
        Node<K, V> right = insert(node.right, key, value, priority);
        return right.priority > node.priority ? right.withLeft(node.withRight(right.left)) : node.withRight(right);
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return merge(node.left, node.right);
        }
        return order < 0 ? node.withLeft(remove(node.left, key)) : node.withRight(remove(node.right, key));
    }

    private static <K, V> @Nullable Node<K, V> merge(@Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return left.priority >= right.priority
                ? left.withRight(merge(left.right, right))
                : right.withLeft(merge(left, right.left));
    }

    private static int count(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static int priority(Object key) {
        int h = key.hashCode() * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }

    private static final class Ascending<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
        private final Deque<Node<K, V>> path = new ArrayDeque<>();

        Ascending(@Nullable Node<K, V> root, @Nullable K first) {
            Node<K, V> node = root;
            while (node != null) {
                if (first == null || first.compareTo(node.key) <= 0) {
                    path.push(node);
                    node = node.left;
                } else {
                    node = node.right;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public Map.Entry<K, V> next() {
            if (path.isEmpty()) {
                throw new NoSuchElementException();
            }
            Node<K, V> node = path.pop();
            for (Node<K, V> down = node.right; down != null; down = down.left) {
                path.push(down);
            }
            return Map.entry(node.key, node.value);
        }
    }
}
