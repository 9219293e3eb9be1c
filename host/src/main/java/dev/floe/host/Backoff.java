package dev.floe.host;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubling with full jitter, so that many clients that failed together do
/// not come back together.
///
/// @param first upper bound of the first wait
/// @param max upper bound of every wait
public record Backoff(Duration first, Duration max) {

    /// 100 ms doubling to 10 s.
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    public Backoff {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("bad backoff: first=" + first + " max=" + max);
        }
    }

    /// The wait after failed attempt number `attempt`, counted from 0: uniform in (0, min(max, first · 2^attempt)].
    public Duration delay(int attempt, RandomGenerator random) {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempt=" + attempt + ", expected 0 or more");
        }
        Duration bound = first;
        for (int i = 0; i < attempt && bound.compareTo(max) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        long nanos = (bound.compareTo(max) < 0 ? bound : max).toNanos();
        return Duration.ofNanos(random.nextLong(nanos) + 1);
    }
}
