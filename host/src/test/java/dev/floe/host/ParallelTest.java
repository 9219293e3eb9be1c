package dev.floe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParallelTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void givesResultsInTheOrderOfTheItems() throws InterruptedException {
        assertThat(Parallel.map(HUNDRED, 7, i -> i * 2))
                .isEqualTo(HUNDRED.stream().map(i -> i * 2).toList());
        assertThat(Parallel.map(List.<Integer>of(), 7, i -> i)).isEmpty();
    }

    @Test
    void runsNoMoreThanTheLimitAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Parallel.map(HUNDRED, 5, i -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            return running.decrementAndGet();
        });
        assertThat(most.get()).isBetween(1, 5);
    }

    @Test
    void allTasksUpToTheLimitRunTogether() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(5);
        Parallel.map(HUNDRED.subList(0, 5), 5, i -> {
            all.countDown();
            all.await();
            return i;
        });
        assertThat(all.getCount()).isZero();
    }

    @Test
    void theFirstFailureInterruptsTheOthersAndIsThrownAsItWas() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        IOException failure = new IOException("disk");
        assertThatThrownBy(() -> Parallel.map(HUNDRED, 4, i -> {
                    if (i == 3) {
                        throw failure;
                    }
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                    return i;
                }))
                .isSameAs(failure);
        assertThat(interrupted.get()).isEqualTo(3);
    }

    @Test
    void interruptingTheCallerInterruptsTheTasks() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Parallel.map(HUNDRED, 4, i -> {
                    try {
                        never.await();
                        return i;
                    } finally {
                        ended.incrementAndGet();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(ended.get()).as("all started tasks have ended").isBetween(0, 4);
        assertThat(Thread.interrupted()).isFalse();
    }
}
