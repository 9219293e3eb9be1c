package dev.floe.testkit;

import dev.floe.host.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The time of a [SimScheduler]: years pass in milliseconds, and nobody waits. Used by one thread at a time, since
/// the scheduler runs one at a time.
final class SimTime implements Time {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long STEP_NANOS = 1_000;

    private final SimScheduler scheduler;
    private final InstantSource instants = this::instant;
    private final List<Sleeper> sleepers = new ArrayList<>();
    private long nanos;

    private static final class Sleeper {
        final long wakeNanos;
        final Thread thread;
        boolean isAwake;

        Sleeper(long wakeNanos, Thread thread) {
            this.wakeNanos = wakeNanos;
            this.thread = thread;
        }
    }

    SimTime(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Clock clock() {
        return instants.withZone(ZoneOffset.UTC);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("only threads of the scheduler sleep in virtual time");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        Sleeper sleeper = new Sleeper(Math.addExact(nanos, duration.toNanos()), Thread.currentThread());
        sleepers.add(sleeper);
        try {
            while (!sleeper.isAwake) {
                LockSupport.park(scheduler);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            sleepers.remove(sleeper);
        }
    }

    /// One step of a thread takes this long, so that code that polls sees time pass.
    void tick() {
        nanos += STEP_NANOS;
        wakeDue();
    }

    /// Jumps to the moment when the next sleeper wakes. Returns false if nobody sleeps.
    boolean wakeNext() {
        if (sleepers.isEmpty()) {
            return false;
        }
        nanos = Math.max(
                nanos,
                sleepers.stream()
                        .min(Comparator.comparingLong(s -> s.wakeNanos))
                        .orElseThrow()
                        .wakeNanos);
        wakeDue();
        return true;
    }

    private void wakeDue() {
        for (Sleeper sleeper : List.copyOf(sleepers)) {
            if (!sleeper.isAwake && sleeper.wakeNanos <= nanos) {
                sleeper.isAwake = true;
                LockSupport.unpark(sleeper.thread);
            }
        }
    }

    private Instant instant() {
        return START.plusNanos(nanos);
    }
}
