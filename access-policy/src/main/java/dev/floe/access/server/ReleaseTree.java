package dev.floe.access.server;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 6962 with SHA-256 over the entries of a log.
public final class ReleaseTree {

    private static final Bytes LEAF = Bytes.copyOf(new byte[] {0});
    private static final Bytes NODE = Bytes.copyOf(new byte[] {1});

    private ReleaseTree() {}

    /// The hash of an entry.
    public static Digest leaf(Bytes entry) {
        return sha256(LEAF, entry);
    }

    static Digest node(Digest left, Digest right) {
        return sha256(NODE, left.bytes(), right.bytes());
    }

    /// The hash over all leaves; that of nothing for none.
    static Digest root(List<Digest> leaves) {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = leftOf(leaves.size());
        return node(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    /// The hashes beside the way from a leaf up to the root.
    static List<Digest> path(List<Digest> leaves, int index) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int left = leftOf(leaves.size());
        boolean isLeft = index < left;
        List<Digest> path =
                isLeft ? path(leaves.subList(0, left), index) : path(leaves.subList(left, leaves.size()), index - left);
        path.add(root(isLeft ? leaves.subList(left, leaves.size()) : leaves.subList(0, left)));
        return path;
    }

    /// The root that a leaf and its path lead to; nothing sensible if they do not belong together.
    static Digest rootOf(Digest leaf, long index, long size, List<Digest> path) {
        if (path.isEmpty() || size <= 1) {
            return path.isEmpty() && size == 1 ? leaf : sha256(NODE);
        }
        long left = Long.highestOneBit(size - 1);
        Digest sibling = path.getLast();
        List<Digest> below = path.subList(0, path.size() - 1);
        return index < left
                ? node(rootOf(leaf, index, left, below), sibling)
                : node(sibling, rootOf(leaf, index - left, size - left, below));
    }

    /// Grows by one leaf at a time and knows the root: the roots of the full trees that the leaves make up, largest
    /// first.
    static final class Frontier {
        private final List<Digest> roots = new ArrayList<>();
        private long size;

        void add(Digest leaf) {
            Digest added = leaf;
            for (long bits = size; (bits & 1) == 1; bits >>= 1) {
                added = node(roots.removeLast(), added);
            }
            roots.add(added);
            size++;
        }

        Frontier copy() {
            Frontier copy = new Frontier();
            copy.roots.addAll(roots);
            copy.size = size;
            return copy;
        }

        Digest root() {
            if (roots.isEmpty()) {
                return sha256();
            }
            Digest root = roots.getLast();
            for (int i = roots.size() - 2; i >= 0; i--) {
                root = node(roots.get(i), root);
            }
            return root;
        }

        long size() {
            return size;
        }
    }

    private static int leftOf(int size) {
        return Integer.highestOneBit(size - 1);
    }

    static Digest sha256(Bytes... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (Bytes part : parts) {
                sha256.update(part.asByteBuffer());
            }
            return Digest.copyOf(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
