package dev.floe.testkit;

import java.time.Duration;

/// What a [FaultyProxy] does to one direction of one connection. Byte counts are of that direction, from its start.
public sealed interface ProxyFault {

    /// Passes everything on.
    record None() implements ProxyFault {}

    /// Waits before each piece it passes on.
    record Delay(Duration each) implements ProxyFault {}

    /// Passes on `bytes` at a time, with a wait between.
    record Trickle(int bytes, Duration between) implements ProxyFault {
        public Trickle {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes=" + bytes + ", expected 1 or more");
            }
        }
    }

    /// Resets the connection after that many bytes: the peer sees an error.
    record Reset(long afterBytes) implements ProxyFault {}

    /// Ends the connection after that many bytes as if all had been said: the peer sees a short success.
    record Cut(long afterBytes) implements ProxyFault {}

    /// Turns one bit: bit `bit` (0 to 7) of byte number `at`.
    record Flip(long at, int bit) implements ProxyFault {}

    /// Passes on that many bytes, then nothing, and keeps the connection open.
    record Stall(long afterBytes) implements ProxyFault {}
}
