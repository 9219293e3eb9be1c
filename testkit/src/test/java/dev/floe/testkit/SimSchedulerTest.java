package dev.floe.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.Deadline;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.Parallel;
import dev.floe.host.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SimSchedulerTest {

    private static final int SEEDS = 100;

    @Test
    void theSameSeedGivesTheSameRunWithEveryKindOfBlocking() throws Exception {
        Set<Long> digests = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            SimScheduler first = mixedRun(new Seed(seed));
            SimScheduler second = mixedRun(new Seed(seed));
            assertThat(second.trace()).as("seed=" + seed).isEqualTo(first.trace());
            assertThat(second.traceDigest()).isEqualTo(first.traceDigest());
            assertThat(second.steps()).isEqualTo(first.steps()).isGreaterThan(50);
            digests.add(first.traceDigest());
        }
        assertThat(digests).as("different seeds, different runs").hasSizeGreaterThan(SEEDS - 5);
    }

    /// Monitors, locks, queues, executors, futures, files, sleeps and fan-out in one run.
    private static SimScheduler mixedRun(Seed seed) throws Exception {
        SimScheduler scheduler = new SimScheduler(seed);
        SimFileStore files = new SimFileStore(seed);
        Object monitor = new Object();
        ReentrantLock lock = new ReentrantLock();
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(2);
        Time time = scheduler.time();
        int sum = scheduler.run(() -> {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> futures = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    int id = i;
                    futures.add(executor.submit(() -> {
                        synchronized (monitor) {
                            time.sleep(Duration.ofMillis(5L * id));
                            scheduler.event("monitor " + id);
                        }
                        lock.lock();
                        try {
                            DurableFile.write(files, "f" + id, ByteBuffer.allocate(id));
                        } finally {
                            lock.unlock();
                        }
                        queue.put(id);
                        return id;
                    }));
                }
                int total = 0;
                for (int i = 0; i < 6; i++) {
                    int next = queue.take();
                    scheduler.event("took " + next);
                    total += next;
                }
                for (Future<?> future : futures) {
                    future.get();
                }
                total += Parallel.map(List.of(1, 2, 3, 4), 2, n -> {
                            time.sleep(Duration.ofSeconds(n));
                            return n;
                        })
                        .stream()
                        .mapToInt(n -> n)
                        .sum();
                return total;
            }
        });
        assertThat(sum).isEqualTo(15 + 10);
        return scheduler;
    }

    /// Planted: a counter in a file, read and written without a lock.
    @Test
    void findsARaceInACounter() throws Exception {
        int lost = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            if (count(new Seed(seed), false) != 6) {
                lost++;
            }
            assertThat(count(new Seed(seed), true)).isEqualTo(6);
        }
        assertThat(lost).as("seeds that show the race").isGreaterThan(SEEDS / 2);
    }

    private static int count(Seed seed, boolean isLocked) throws Exception {
        SimScheduler scheduler = new SimScheduler(seed);
        SimFileStore files = new SimFileStore(seed);
        ReentrantLock lock = new ReentrantLock();
        return scheduler.run(() -> {
            OpenFile counter = files.create("counter");
            counter.write(0, ByteBuffer.allocate(1));
            Parallel.map(IntStream.range(0, 6).boxed().toList(), 6, i -> {
                if (isLocked) {
                    lock.lock();
                }
                try {
                    ByteBuffer value = ByteBuffer.allocate(1);
                    counter.read(0, value);
                    value.put(0, (byte) (value.get(0) + 1));
                    counter.write(0, value.flip());
                } finally {
                    if (isLocked) {
                        lock.unlock();
                    }
                }
                return i;
            });
            ByteBuffer value = ByteBuffer.allocate(1);
            counter.read(0, value);
            return (int) value.get(0);
        });
    }

    /// Planted: two locks in opposite order, with a file operation between.
    @Test
    void findsADeadlockAndShowsWhoWaits() {
        int found = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimScheduler scheduler = new SimScheduler(new Seed(seed));
            SimFileStore files = new SimFileStore(new Seed(seed));
            Object a = new Object();
            Object b = new Object();
            try {
                scheduler.run(() -> Parallel.map(List.of(0, 1), 2, i -> {
                    synchronized (i == 0 ? a : b) {
                        files.exists("x");
                        synchronized (i == 0 ? b : a) {
                            return files.exists("y");
                        }
                    }
                }));
            } catch (AssertionError e) {
                assertThat(e).hasMessageContaining("deadlock").hasMessageContaining("BLOCKED");
                found++;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        assertThat(found).isBetween(10, SEEDS - 10);
    }

    /// Planted: the reader trusts a flag that the writer sets before the data.
    @Test
    void findsAnOrderThatNeedsOneThreadToBeVeryLate() throws Exception {
        int wrong = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            SimScheduler scheduler = new SimScheduler(new Seed(seed));
            SimFileStore files = new SimFileStore(new Seed(seed));
            boolean isWrong = scheduler.run(() -> {
                Thread writer = Thread.ofVirtual().start(() -> {
                    try {
                        files.create("flag").close();
                        for (int i = 0; i < 10; i++) {
                            files.exists("other");
                        }
                        DurableFile.write(files, "data", ByteBuffer.wrap("x".getBytes(UTF_8)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                while (!files.exists("flag")) {
                    scheduler.time().sleep(Duration.ofMillis(1));
                }
                boolean isThere = files.exists("data");
                writer.join();
                return !isThere;
            });
            wrong += isWrong ? 1 : 0;
        }
        assertThat(wrong).isPositive();
    }

    @Test
    void yearsPassInNoTime() throws Exception {
        SimScheduler scheduler = new SimScheduler(new Seed(1));
        Time time = scheduler.time();
        List<String> order = new ArrayList<>();
        scheduler.run(() -> {
            Deadline deadline = Deadline.in(time, Duration.ofDays(800));
            Thread late = Thread.ofVirtual().start(() -> {
                sleep(time, Duration.ofDays(500));
                order.add("500 days");
            });
            sleep(time, Duration.ofDays(365));
            order.add("365 days");
            late.join();
            assertThat(deadline.isOver()).isFalse();
            assertThat(deadline.sleep(Duration.ofDays(1_000))).isFalse();
            return null;
        });
        assertThat(order).containsExactly("365 days", "500 days");
        assertThat(time.now())
                .isAfter(Instant.parse("2028-03-01T00:00:00Z"))
                .isBefore(Instant.parse("2028-04-01T00:00:00Z"));
    }

    @Test
    void interruptsEndASleep() throws Exception {
        SimScheduler scheduler = new SimScheduler(new Seed(1));
        boolean wasInterrupted = scheduler.run(() -> {
            boolean[] seen = new boolean[1];
            Thread sleeper = Thread.ofVirtual().start(() -> {
                try {
                    scheduler.time().sleep(Duration.ofDays(1));
                } catch (InterruptedException e) {
                    seen[0] = true;
                }
            });
            scheduler.time().sleep(Duration.ofMillis(1));
            sleeper.interrupt();
            sleeper.join();
            return seen[0];
        });
        assertThat(wasInterrupted).isTrue();
        assertThat(scheduler.time().now()).isBefore(Instant.parse("2026-01-01T00:00:01Z"));
    }

    @Test
    void failuresOfMainAndOfThreadsAreNotLost() {
        assertThatThrownBy(() -> new SimScheduler(new Seed(1)).run(() -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);
        SimScheduler scheduler = new SimScheduler(new Seed(1));
        assertThatThrownBy(() -> scheduler.run(() -> scheduler.threads().start(() -> {
                    throw new IllegalStateException("in a thread");
                })))
                .hasMessageContaining("in a thread");
    }

    @Test
    void anEndlessRunIsStopped() {
        SimScheduler scheduler = new SimScheduler(new Seed(1)).maxSteps(1_000);
        assertThatThrownBy(() -> scheduler.run(() -> {
                    while (true) {
                        scheduler.time().sleep(Duration.ofMillis(1));
                    }
                }))
                .hasMessageContaining("no end after 1000 steps");
        CountDownLatch never = new CountDownLatch(1);
        assertThatThrownBy(() -> new SimScheduler(new Seed(1)).run(() -> {
                    never.await();
                    return null;
                }))
                .hasMessageContaining("deadlock");
    }

    private static void sleep(Time time, Duration duration) {
        try {
            time.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
