package dev.floe.storage.walrus;

import dev.floe.host.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Threads that work for one operation and report events to the one who leads it. Closing interrupts them all and
/// returns when they have ended: nothing runs on behind the caller's back. For one leading thread.
///
/// @param <E> what is reported
final class Crew<E> implements AutoCloseable {

    private final Time time;
    private final BlockingQueue<Report<E>> reports = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private sealed interface Report<E> {
        record Event<E>(E event) implements Report<E> {}

        record Bug<E>(Throwable thrown) implements Report<E> {}
    }

    /// Work that blocks, honours interrupts and ends with an event.
    @FunctionalInterface
    interface Work<E> {
        E run() throws InterruptedException;
    }

    Crew(Time time) {
        this.time = time;
    }

    /// Starts a thread; an interrupted one reports nothing.
    Thread start(String name, Work<E> work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                reports.add(new Report.Event<>(work.run()));
            } catch (InterruptedException e) {
                // Only close() interrupts, and then nobody listens.
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                reports.add(new Report.Bug<>(e));
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    /// Reports `event` after a while.
    void after(Duration wait, E event) {
        start("timer", () -> {
            time.sleep(wait);
            return event;
        });
    }

    /// The next event.
    E take() throws InterruptedException {
        return switch (reports.take()) {
            case Report.Event<E>(E event) -> event;
            case Report.Bug<E>(Throwable thrown) -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean wasInterrupted = false;
        for (Thread thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
