package dev.floe.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Time as the machine gives it: the calendar, a monotonic counter and waiting. Tests own it with virtual time.
/// Safe for concurrent use.
public interface Time {

    /// The calendar.
    Clock clock();

    /// The moment on the calendar.
    default Instant now() {
        return clock().instant();
    }

    /// Nanoseconds on a counter that only grows; for measuring durations.
    long nanos();

    /// Waits. Returns at once for zero or less.
    ///
    /// @throws InterruptedException if the thread is interrupted
    void sleep(Duration duration) throws InterruptedException;
}
