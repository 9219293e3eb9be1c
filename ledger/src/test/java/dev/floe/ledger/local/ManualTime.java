package dev.floe.ledger.local;

import dev.floe.host.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// Time that moves when told to, or when someone waits.
final class ManualTime implements Time {

    private final AtomicLong millis;

    ManualTime() {
        this(1_790_000_000_000L);
    }

    ManualTime(long startMillis) {
        this.millis = new AtomicLong(startMillis);
    }

    void advance(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.get());
            }
        };
    }

    @Override
    public long nanos() {
        return millis.get() * 1_000_000;
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
    }
}
