package dev.floe.host;

import java.time.Clock;
import java.time.Duration;

/// The machine's real time.
public final class SystemTime implements Time {

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
