package dev.floe.host;

import java.time.Clock;
import java.time.Duration;

/// Time as the machine gives it: the calendar, a monotonic counter and waiting. Tests own it with virtual time.
public interface Time {

    /// The calendar.
    Clock clock();

    /// Nanoseconds on a counter that only grows; for measuring durations.
    long nanos();

    /// Waits.
    ///
    /// @throws InterruptedException if the thread is interrupted
    void sleep(Duration duration) throws InterruptedException;
}
