package dev.floe.access.server;

import dev.floe.format.Digest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests that were answered with keys and whose session is not over. A copy of one is checked again in full and
/// answered again, since only the first sender can read the answer, but it is neither logged nor counted a second
/// time. Refusing it would be worse: any key server that a client asks could pass the request on and so have the
/// others refuse the client. Bounded; when full, the oldest is forgotten, and a copy of it costs one more entry in
/// the log.
final class ReplayCache {

    static final int MAX_ENTRIES = 100_000;

    // Guarded by this: when the session of an answered request is over.
    private final Map<Digest, Long> expiryMillis = new LinkedHashMap<>();

    /// Notes a request that is in the log.
    synchronized void add(Digest request, long expiry, long nowMillis) {
        Iterator<Map.Entry<Digest, Long>> oldest = expiryMillis.entrySet().iterator();
        while (oldest.hasNext()) {
            boolean isOver = oldest.next().getValue() < nowMillis;
            if (!isOver && expiryMillis.size() < MAX_ENTRIES) {
                break;
            }
            oldest.remove();
        }
        expiryMillis.put(request, expiry);
    }

    /// Whether a request is in the log already.
    synchronized boolean contains(Digest request) {
        return expiryMillis.containsKey(request);
    }
}
