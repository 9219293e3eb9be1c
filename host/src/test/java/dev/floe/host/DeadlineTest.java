package dev.floe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

    /// Starts just before the counter wraps, where a naive comparison breaks.
    private static final class ManualTime implements Time {
        private long nanos = Long.MAX_VALUE - 1_000;

        @Override
        public Clock clock() {
            return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(Duration duration) {
            nanos += duration.toNanos();
        }
    }

    private final ManualTime time = new ManualTime();

    @Test
    void isOverWhenTheBudgetIsSpent() throws InterruptedException {
        Deadline deadline = Deadline.in(time, Duration.ofSeconds(2));
        assertThat(deadline.sleep(Duration.ofMillis(1_500))).isTrue();
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(500));
        deadline.check(() -> new IllegalStateException("not over yet"));
        assertThat(deadline.sleep(Duration.ofDays(1))).isFalse();
        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.isOver()).isTrue();
        assertThatThrownBy(() -> deadline.check(() -> new IllegalStateException("late")))
                .hasMessage("late");
    }

    @Test
    void aStepNeverOutlivesTheWhole() {
        Deadline deadline = Deadline.in(time, Duration.ofSeconds(2));
        assertThat(deadline.within(Duration.ofSeconds(1)).remaining()).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.within(Duration.ofSeconds(3)).remaining()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Deadline.in(time, Duration.ofSeconds(Long.MAX_VALUE)).isOver())
                .isFalse();
    }

    @Test
    void backoffGrowsToItsBoundAndIsJittered() {
        SplittableRandom random = new SplittableRandom(1);
        for (int attempt = 0; attempt < 70; attempt++) {
            Duration bound = attempt < 7 ? Duration.ofMillis(100L << attempt) : Duration.ofSeconds(10);
            for (int i = 0; i < 100; i++) {
                assertThat(Backoff.DEFAULT.delay(attempt, random)).isPositive().isLessThanOrEqualTo(bound);
            }
        }
        assertThat(Backoff.DEFAULT.delay(9, random)).isNotEqualTo(Backoff.DEFAULT.delay(9, random));
    }

    @Test
    void entropyDiffersEachTime() {
        Entropy entropy = Entropy.system();
        assertThat(entropy.bytes(16)).hasSize(16).isNotEqualTo(entropy.bytes(16));
        assertThat(entropy.generator().nextLong())
                .isNotEqualTo(entropy.generator().nextLong());
    }
}
