package dev.floe.host;

import java.time.Duration;
import java.util.function.Supplier;

/// The moment by which a caller wants an answer, on the monotonic counter of a [Time]. Passed down instead of
/// timeouts, so that steps share one budget.
///
/// @param time whose counter it is on
/// @param atNanos the value of [Time#nanos] from which on it is over
public record Deadline(Time time, long atNanos) {

    /// Longest budget: the counter may wrap, so differences must stay far below 2^63 ns.
    private static final Duration MAX = Duration.ofDays(36_500);

    /// The deadline `budget` from now.
    public static Deadline in(Time time, Duration budget) {
        Duration bounded = budget.compareTo(MAX) > 0 ? MAX : budget;
        return new Deadline(time, time.nanos() + bounded.toNanos());
    }

    /// What is left, zero when it is over.
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - time.nanos()));
    }

    /// Whether nothing is left.
    public boolean isOver() {
        return atNanos - time.nanos() <= 0;
    }

    /// The nearer of this and `budget` from now: for one step of several.
    public Deadline within(Duration budget) {
        Deadline step = in(time, budget);
        return step.atNanos - atNanos < 0 ? step : this;
    }

    /// Does nothing while there is time left.
    ///
    /// @throws X what `failure` gives, when it is over
    public <X extends Exception> void check(Supplier<X> failure) throws X {
        if (isOver()) {
            throw failure.get();
        }
    }

    /// Waits for `duration`, but not past the deadline. Returns whether there is time left.
    ///
    /// @throws InterruptedException if the thread is interrupted
    public boolean sleep(Duration duration) throws InterruptedException {
        Duration left = remaining();
        time.sleep(duration.compareTo(left) < 0 ? duration : left);
        return !isOver();
    }
}
