package dev.floe.access.kit;

import dev.floe.host.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/// Time that stands still, so that every attack sees the same: only the ledger's own clock moves, when a scenario
/// says so.
final class StillTime implements Time {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public void sleep(Duration duration) {
        // Nothing waits: everything runs in this process.
    }
}
