package dev.floe.access.server;

import dev.floe.host.Time;
import dev.floe.ledger.Address;
import java.util.LinkedHashMap;
import java.util.Map;

/// A bucket of requests for each user. Knows the [#MAX_USERS] users seen last; one forgotten starts with a full
/// bucket, so the bound on memory costs a flood of so many signed users.
final class RateLimit {

    static final int MAX_USERS = 100_000;

    private final Time time;
    private final long nanosPerRequest;
    private final int burst;
    // Guarded by this. The moment from which on the bucket is full again.
    private final Map<Address, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Long> eldest) {
            return size() > MAX_USERS;
        }
    };

    RateLimit(Time time, int perMinute, int burst) {
        this.time = time;
        this.nanosPerRequest = 60_000_000_000L / perMinute;
        this.burst = burst;
    }

    /// Takes a request out of the user's bucket; false if it is empty.
    synchronized boolean tryTake(Address user) {
        long now = time.nanos();
        long full = fullAt.getOrDefault(user, now);
        long from = full - now < 0 ? now : full;
        if (from - now > nanosPerRequest * (burst - 1)) {
            return false;
        }
        fullAt.put(user, from + nanosPerRequest);
        return true;
    }
}
