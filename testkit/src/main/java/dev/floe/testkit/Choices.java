package dev.floe.testkit;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The decisions behind a generated value, as a list of numbers.
///
/// A generator asks here instead of asking a random generator. So a value can be generated again from the list, and
/// a shorter list with smaller numbers gives a simpler value: that is how [Shrinker] works for every [Gen] without
/// knowing it. Past the end of a given list every choice is 0, the simplest.
public final class Choices {

    /// More choices than this in one value mean that a generator does not end.
    static final int MAX_CHOICES = 1 << 20;

    private final @Nullable RandomGenerator random;
    private long[] values;
    private int given;
    private int used;

    private Choices(@Nullable RandomGenerator random, long[] values, int given) {
        this.random = random;
        this.values = values;
        this.given = given;
    }

    static Choices random(RandomGenerator random) {
        return new Choices(random, new long[64], 0);
    }

    static Choices replay(long[] values) {
        return new Choices(null, values.clone(), values.length);
    }

    /// A number from 0 to `max`, both included; 0 is the simplest.
    ///
    /// Besides even chances it often gives the ends of the range, where most mistakes are.
    public long upTo(long max) {
        if (max < 0) {
            throw new IllegalArgumentException("max=" + max + ", expected 0 or more");
        }
        if (used == MAX_CHOICES) {
            throw new IllegalStateException("a generator made " + MAX_CHOICES + " choices for one value");
        }
        long value;
        if (random != null) {
            value = pick(random, max);
        } else {
            value = used < given ? Long.remainderUnsigned(values[used], max + 1 == 0 ? Long.MAX_VALUE : max + 1) : 0;
        }
        if (used == values.length) {
            values = Arrays.copyOf(values, Math.max(64, values.length * 2));
        }
        values[used++] = value;
        return value;
    }

    /// The list that gives the same value again.
    long[] used() {
        return Arrays.copyOf(values, used);
    }

    private static long pick(RandomGenerator random, long max) {
        if (max == 0) {
            return 0;
        }
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> max;
            case 2 -> Math.min(max, 1 + random.nextLong(3));
            case 3 -> max < 4 ? random.nextLong(max + 1) : nearPowerOfTwo(random, max);
            default -> max == Long.MAX_VALUE ? random.nextLong() & Long.MAX_VALUE : random.nextLong(max + 1);
        };
    }

    private static long nearPowerOfTwo(RandomGenerator random, long max) {
        int bits = 1 + random.nextInt(63 - Long.numberOfLeadingZeros(max));
        return Math.min(max, (1L << bits) - 1 + random.nextLong(3));
    }
}
