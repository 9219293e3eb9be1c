package dev.floe.storage.encoding;

import dev.floe.format.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Does numbered jobs on some threads, each with its own worker object (buffers). The calling thread is one of
/// them. The first failure stops the rest and is thrown to the caller.
final class Workers<W> {

    interface Job<W> {
        void run(W worker, int number) throws IOException;
    }

    private final List<W> workers;

    Workers(List<W> workers) {
        this.workers = List.copyOf(workers);
    }

    /// Runs jobs 0 to `count - 1`; returns when all are done.
    void run(int count, Job<W> job) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> helpers = new ArrayList<>();
        for (W worker : workers.subList(1, Math.clamp(count, 1, workers.size()))) {
            helpers.add(Thread.ofPlatform()
                    .name("encode-" + helpers.size())
                    .daemon()
                    .start(() -> runJobs(worker, next, count, job, failure)));
        }
        runJobs(workers.getFirst(), next, count, job, failure);
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (true) {
                try {
                    helper.join();
                    break;
                } catch (InterruptedException _) {
                    // Buffers are in use until the helper ends; it ends after its current job.
                    next.set(count);
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("interrupted while encoding");
        }
        rethrow(failure.get());
    }

    private static <W> void runJobs(
            W worker, AtomicInteger next, int count, Job<W> job, AtomicReference<@Nullable Throwable> failure) {
        try {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                job.run(worker, number);
            }
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(count);
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new UncheckedIOException(new IOException(failure));
        }
    }
}
