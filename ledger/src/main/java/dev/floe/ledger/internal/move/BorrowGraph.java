package dev.floe.ledger.internal.move;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/// Which reference borrows from which, and from what part of it. Nodes are references; an edge from parent to child
/// says that the child points into what the parent points to, at a path of labels (fields). A strong edge ends
/// exactly there, a weak one there or anywhere below.
///
/// Source of the model: Move's `move-borrow-graph`. Mutable; for one function at a time.
final class BorrowGraph {

    /// Beyond that many edges a function is refused: compilers stay far below.
    static final int MAX_EDGES = 20_000;

    private static final int MAX_PATH = 64;

    /// From a parent to `child`.
    private record Edge(int child, boolean strong, List<Integer> path) {}

    private final Map<Integer, Boolean> mutable = new HashMap<>();
    private final Map<Integer, Set<Edge>> children = new HashMap<>();
    private final Map<Integer, Set<Integer>> parents = new HashMap<>();
    private int edges;

    BorrowGraph() {}

    private BorrowGraph(BorrowGraph other, IntUnaryOperator rename) {
        other.mutable.forEach((id, isMutable) -> add(rename.applyAsInt(id), isMutable));
        other.children.forEach((parent, out) -> out.forEach(edge ->
                link(rename.applyAsInt(parent), new Edge(rename.applyAsInt(edge.child), edge.strong, edge.path))));
    }

    /// A copy in which every reference has another number.
    BorrowGraph renamed(IntUnaryOperator rename) {
        return new BorrowGraph(this, rename);
    }

    void add(int id, boolean isMutable) {
        if (mutable.put(id, isMutable) != null) {
            throw new IllegalStateException("borrow graph: reference " + id + " is there already");
        }
        children.put(id, new HashSet<>());
        parents.put(id, new HashSet<>());
    }

    boolean contains(int id) {
        return mutable.containsKey(id);
    }

    boolean isMutable(int id) {
        return Objects.requireNonNull(mutable.get(id));
    }

    /// The child is a copy of the parent.
    void copy(int parent, int child) {
        factor(parent, List.of(), child);
    }

    /// The child is exactly the part `label` of the parent.
    void part(int parent, int label, int child) {
        factor(parent, List.of(label), child);
    }

    /// The child points somewhere into the parent.
    void somewhere(int parent, int child) {
        link(parent, new Edge(child, false, List.of()));
    }

    /// Whether anything borrows from all of `id`.
    boolean isFullyBorrowed(int id) {
        return out(id).stream().anyMatch(edge -> edge.path.isEmpty());
    }

    /// Whether anything borrows from `id`, or from a part of it.
    boolean isBorrowed(int id) {
        return !out(id).isEmpty();
    }

    /// Whether anything borrows from the part `label` of `id`.
    boolean isBorrowedAt(int id, int label) {
        return out(id).stream().anyMatch(edge -> touches(edge, label));
    }

    /// Whether a mutable reference borrows from `id`, or from a part of it.
    boolean isMutablyBorrowed(int id) {
        return out(id).stream().anyMatch(edge -> isMutable(edge.child));
    }

    /// Whether a mutable reference borrows from the part `label` of `id`.
    boolean isMutablyBorrowedAt(int id, int label) {
        return out(id).stream().anyMatch(edge -> touches(edge, label) && isMutable(edge.child));
    }

    /// Takes a reference out; its children now borrow from its parents.
    void release(int id) {
        Set<Edge> below = Objects.requireNonNull(children.remove(id));
        below.forEach(edge -> parentsOf(edge.child).remove(id));
        edges -= below.size();
        for (int parent : Objects.requireNonNull(parents.remove(id))) {
            List<Edge> toIt =
                    out(parent).stream().filter(edge -> edge.child == id).toList();
            toIt.forEach(edge -> out(parent).remove(edge));
            edges -= toIt.size();
            for (Edge first : toIt) {
                for (Edge second : below) {
                    link(parent, joined(first, second));
                }
            }
        }
        mutable.remove(id);
    }

    /// Adds all edges of `other`, which has the same references. Returns whether there was any new one.
    boolean addAll(BorrowGraph other) {
        boolean changed = false;
        for (Map.Entry<Integer, Set<Edge>> entry : other.children.entrySet()) {
            for (Edge edge : entry.getValue()) {
                changed |= !out(entry.getKey()).contains(edge) && link(entry.getKey(), edge);
            }
        }
        return changed;
    }

    /// All references.
    Collection<Integer> ids() {
        return List.copyOf(mutable.keySet());
    }

    // Everything that borrows at or below the path borrows from the new child from now on.
    private void factor(int parent, List<Integer> path, int child) {
        List<Edge> below = new ArrayList<>();
        for (Edge edge : out(parent)) {
            if (edge.path.size() >= path.size()
                    && edge.path.subList(0, path.size()).equals(path)) {
                below.add(edge);
            }
        }
        for (Edge edge : below) {
            out(parent).remove(edge);
            edges--;
            if (out(parent).stream().noneMatch(other -> other.child == edge.child)) {
                parentsOf(edge.child).remove(parent);
            }
        }
        link(parent, new Edge(child, true, path));
        for (Edge edge : below) {
            List<Integer> rest = List.copyOf(edge.path.subList(path.size(), edge.path.size()));
            link(child, new Edge(edge.child, edge.strong, rest));
        }
    }

    private boolean link(int parent, Edge edge) {
        if (parent == edge.child) {
            throw new IllegalStateException("borrow graph: reference " + parent + " cannot borrow from itself");
        }
        boolean isNew = out(parent).add(edge);
        if (isNew) {
            parentsOf(edge.child).add(parent);
            edges++;
            if (edges > MAX_EDGES || edge.path.size() > MAX_PATH) {
                throw new TooComplex();
            }
        }
        return isNew;
    }

    private static Edge joined(Edge first, Edge second) {
        if (!first.strong) {
            return new Edge(second.child, false, first.path);
        }
        List<Integer> path = new ArrayList<>(first.path);
        path.addAll(second.path);
        return new Edge(second.child, second.strong, List.copyOf(path));
    }

    // A weak edge without a path may end in any part.
    private static boolean touches(Edge edge, int label) {
        return edge.path.isEmpty() || edge.path.getFirst() == label;
    }

    private Set<Edge> out(int id) {
        return Objects.requireNonNull(children.get(id));
    }

    private Set<Integer> parentsOf(int id) {
        return Objects.requireNonNull(parents.get(id));
    }

    /// The graph grew beyond what is analysed.
    static final class TooComplex extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooComplex() {
            super("references borrow from one another in more ways than are analysed");
        }
    }
}
