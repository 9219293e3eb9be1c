package dev.floe.ledger.internal.move;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cycles in graphs that strangers draw: found without recursion.
final class Cycles {

    private Cycles() {}

    /// A node on a cycle of `graph`, if there is one. Successors that are no keys have no successors of their own.
    static <N> Optional<N> find(Map<N, Set<N>> graph) {
        Map<N, Boolean> onPath = new HashMap<>();
        for (N root : graph.keySet()) {
            if (onPath.containsKey(root)) {
                continue;
            }
            Deque<N> path = new ArrayDeque<>();
            Deque<Iterator<N>> rests = new ArrayDeque<>();
            enter(graph, root, onPath, path, rests);
            while (!path.isEmpty()) {
                Iterator<N> rest = rests.getLast();
                if (!rest.hasNext()) {
                    rests.removeLast();
                    onPath.put(path.removeLast(), false);
                    continue;
                }
                N next = rest.next();
                Boolean state = onPath.get(next);
                if (Boolean.TRUE.equals(state)) {
                    return Optional.of(next);
                }
                if (state == null) {
                    enter(graph, next, onPath, path, rests);
                }
            }
        }
        return Optional.empty();
    }

    private static <N> void enter(
            Map<N, Set<N>> graph, N node, Map<N, Boolean> onPath, Deque<N> path, Deque<Iterator<N>> rests) {
        onPath.put(node, true);
        path.addLast(node);
        rests.addLast(graph.getOrDefault(node, Set.of()).iterator());
    }
}
