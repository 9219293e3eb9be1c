package dev.floe.access.server;

import dev.floe.format.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests that were answered with keys and whose session is not over. A copy of one is refused: its answer could
/// only be read by the first sender, but it would stand in the log as if the user had asked again. Bounded; when full,
/// the oldest is forgotten, so a replay then costs an entry in the log and nothing else.
final class ReplayCache {

    static final int MAX_ENTRIES = 100_000;

    // Guarded by this: when the session of an answered request is over.
    private final Map<Digest, Long> expiryMillis = new LinkedHashMap<>();

    /// Notes a request; false if it is known.
    synchronized boolean tryAdd(Digest request, long expiry, long nowMillis) {
        Iterator<Map.Entry<Digest, Long>> oldest = expiryMillis.entrySet().iterator();
        while (oldest.hasNext()) {
            boolean isOver = oldest.next().getValue() < nowMillis;
            if (!isOver && expiryMillis.size() < MAX_ENTRIES) {
                break;
            }
            oldest.remove();
        }
        return expiryMillis.putIfAbsent(request, expiry) == null;
    }

    /// Forgets a request that was not answered with keys after all.
    synchronized void remove(Digest request) {
        expiryMillis.remove(request);
    }
}
