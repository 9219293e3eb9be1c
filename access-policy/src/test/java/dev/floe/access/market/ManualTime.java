package dev.floe.access.market;

import dev.floe.host.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// Time that moves when told to.
final class ManualTime implements Time {

    private long millis = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    void advance(Duration by) {
        millis += by.toMillis();
    }

    @Override
    public Clock clock() {
        InstantSource source = () -> Instant.ofEpochMilli(millis);
        return source.withZone(ZoneOffset.UTC);
    }

    @Override
    public long nanos() {
        return millis * 1_000_000;
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
    }
}
