package dev.floe.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Fan-out: several blocking tasks at once on virtual threads, each with a caller that waits for all of them.
public final class Parallel {

    private Parallel() {}

    /// A task that blocks.
    ///
    /// @param <T> what it gives
    /// @param <X> how it fails
    @FunctionalInterface
    public interface Task<T, X extends Exception> {
        /// Runs once.
        T run() throws X, InterruptedException;
    }

    /// A function that blocks.
    ///
    /// @param <A> what it takes
    /// @param <T> what it gives
    /// @param <X> how it fails
    @FunctionalInterface
    public interface Step<A, T, X extends Exception> {
        /// Runs once per item.
        T apply(A item) throws X, InterruptedException;
    }

    /// Applies `step` to every item, at most `limit` at a time; results in the order of the items.
    ///
    /// As [#map(List, int)].
    public static <A, T, X extends Exception> List<T> map(List<A> items, int limit, Step<? super A, T, X> step)
            throws X, InterruptedException {
        List<Task<T, X>> tasks = new ArrayList<>(items.size());
        for (A item : items) {
            tasks.add(() -> step.apply(item));
        }
        return map(tasks, limit);
    }

    /// Runs all tasks, at most `limit` at a time, started in their order; results in that order.
    ///
    /// The first failure interrupts the tasks that still run, and is thrown after all of them have ended: nothing
    /// runs on behind the caller's back.
    ///
    /// @throws X the first failure, as the task threw it
    /// @throws InterruptedException if the caller is interrupted; the tasks are interrupted too
    public static <T, X extends Exception> List<T> map(List<? extends Task<T, X>> tasks, int limit)
            throws X, InterruptedException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit=" + limit + ", expected 1 or more");
        }
        return new Run<T, X>(tasks, limit).results();
    }

    private static final class Run<T, X extends Exception> {

        private final List<? extends Task<T, X>> tasks;
        private final List<@Nullable T> results;
        private final List<Thread> workers = new ArrayList<>();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Run(List<? extends Task<T, X>> tasks, int limit) {
            this.tasks = tasks;
            this.results = new ArrayList<>(Collections.nCopies(tasks.size(), null));
            for (int i = 0; i < Math.min(limit, tasks.size()); i++) {
                workers.add(Thread.ofVirtual().name("parallel-", i).unstarted(this::work));
            }
        }

        List<T> results() throws X, InterruptedException {
            workers.forEach(Thread::start);
            boolean wasInterrupted = false;
            for (Thread worker : workers) {
                wasInterrupted |= joinFully(worker);
            }
            if (wasInterrupted) {
                throw new InterruptedException("interrupted while waiting for " + tasks.size() + " tasks");
            }
            Throwable failed = failure.get();
            if (failed != null) {
                rethrow(failed);
            }
            @SuppressWarnings("NullAway") // every task has put its result
            List<T> all = Collections.unmodifiableList(results);
            return all;
        }

        private void work() {
            while (failure.get() == null) {
                int i = next.getAndIncrement();
                if (i >= tasks.size()) {
                    return;
                }
                try {
                    results.set(i, tasks.get(i).run());
                } catch (Throwable t) {
                    fail(t);
                }
            }
        }

        /// The first failure counts; what follows it is mostly the interrupts it caused.
        private void fail(Throwable t) {
            if (failure.compareAndSet(null, t)) {
                workers.forEach(Thread::interrupt);
            }
        }

        private boolean joinFully(Thread worker) {
            boolean wasInterrupted = false;
            while (true) {
                try {
                    worker.join();
                    return wasInterrupted;
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                    fail(e);
                }
            }
        }

        /// Tasks can throw X, InterruptedException and unchecked ones only.
        @SuppressWarnings("unchecked")
        private static <X extends Exception> void rethrow(Throwable failed) throws X, InterruptedException {
            switch (failed) {
                case Error e -> throw e;
                case InterruptedException e -> throw e;
                default -> throw (X) failed;
            }
        }
    }
}
