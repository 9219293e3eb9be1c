package dev.floe.storage.walrus;

import dev.floe.host.Time;
import dev.floe.ledger.Address;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What this client has seen of each node: who is slow or away and is better left alone for a while, who lied.
/// Safe for concurrent use.
final class NodeBook {

    private static final System.Logger LOG = System.getLogger(NodeBook.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 6;
    private static final Duration PAUSE_OF_LIARS = Duration.ofMinutes(10);
    private static final Duration SHORTEST_HEDGE = Duration.ofMillis(50);
    /// Too late once may be chance.
    private static final int LATE_IN_ROW = 2;

    private final Time time;
    private final Duration longestHedge;
    /// Guarded by this.
    private final Map<Address, Entry> entries = new HashMap<>();
    /// Moving average of how long requests take, 0 before the first, and of how far they are from it; as TCP
    /// estimates round trips. Guarded by this.
    private double averageNanos;

    private double deviationNanos;

    private static final class Entry {
        int failures;
        int late;
        long lies;
        long pausedUntilNanos;
        boolean isPaused;
    }

    NodeBook(Time time, Duration longestHedge) {
        this.time = time;
        this.longestHedge = longestHedge;
    }

    /// Whether to ask others first.
    synchronized boolean isPaused(StorageNodeInfo node) {
        Entry entry = entries.get(node.nodeId());
        if (entry == null || !entry.isPaused) {
            return false;
        }
        if (time.nanos() - entry.pausedUntilNanos >= 0) {
            entry.isPaused = false;
        }
        return entry.isPaused;
    }

    synchronized void answered(StorageNodeInfo node, long nanos) {
        took(nanos);
        Entry entry = entries.get(node.nodeId());
        if (entry != null && entry.lies == 0) {
            entry.failures = 0;
            entry.late = 0;
        }
    }

    /// A request was abandoned after so long. Without those the slow would not count; counted in full, a few that
    /// hang would make everybody wait longer and longer.
    synchronized void abandoned(long nanos) {
        took(Math.min(nanos, (long) (averageNanos + deviationNanos)));
    }

    private void took(long nanos) {
        if (averageNanos == 0) {
            averageNanos = nanos;
            deviationNanos = nanos / 2.0;
        } else {
            deviationNanos += 0.25 * (Math.abs(nanos - averageNanos) - deviationNanos);
            averageNanos += 0.125 * (nanos - averageNanos);
        }
    }

    /// Others, asked later, were faster.
    synchronized void late(StorageNodeInfo node) {
        Entry entry = entry(node);
        entry.late++;
        if (entry.late >= LATE_IN_ROW) {
            failed(node);
        }
    }

    /// The node did not answer.
    synchronized void failed(StorageNodeInfo node) {
        Entry entry = entry(node);
        entry.failures = Math.min(entry.failures + 1, MAX_DOUBLINGS);
        pause(entry, FIRST_PAUSE.multipliedBy(1L << (entry.failures - 1)));
    }

    /// The node sent what is provably wrong.
    synchronized void lied(StorageNodeInfo node, String what) {
        Entry entry = entry(node);
        entry.lies++;
        pause(entry, PAUSE_OF_LIARS);
        // Once is enough for a human to look.
        Level level = entry.lies == 1 ? Level.WARNING : Level.DEBUG;
        LOG.log(level, "event=node-lied node={0} name={1} what=\"{2}\"", node.nodeId(), node.name(), what);
    }

    /// How long to wait for a node before asking others too: what nearly all answers take.
    synchronized Duration hedgeDelay() {
        if (averageNanos == 0) {
            return longestHedge;
        }
        Duration usual = Duration.ofNanos((long) (averageNanos + 4 * deviationNanos));
        Duration bounded = usual.compareTo(SHORTEST_HEDGE) < 0 ? SHORTEST_HEDGE : usual;
        return bounded.compareTo(longestHedge) > 0 ? longestHedge : bounded;
    }

    /// By node id, how often it sent what was wrong.
    synchronized Map<Address, Long> lies() {
        Map<Address, Long> lies = new TreeMap<>();
        entries.forEach((id, entry) -> {
            if (entry.lies > 0) {
                lies.put(id, entry.lies);
            }
        });
        return lies;
    }

    private Entry entry(StorageNodeInfo node) {
        return entries.computeIfAbsent(node.nodeId(), _ -> new Entry());
    }

    private void pause(Entry entry, Duration pause) {
        long until = time.nanos() + pause.toNanos();
        if (!entry.isPaused || until - entry.pausedUntilNanos > 0) {
            entry.pausedUntilNanos = until;
        }
        entry.isPaused = true;
    }
}
