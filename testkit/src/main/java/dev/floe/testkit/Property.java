package dev.floe.testkit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Checks a statement for many generated values, and reports the simplest value found that breaks it.
public final class Property {

    /// Values tried when the caller does not say how many.
    public static final int DEFAULT_RUNS = 1_000;

    private static final int MAX_SHRINK_ATTEMPTS = 5_000;

    private Property() {}

    /// A statement about a value.
    ///
    /// @param <T> of the value
    @FunctionalInterface
    public interface Check<T> {
        /// Returns if the statement holds, throws anything if not.
        void holds(T value) throws Exception;
    }

    /// Checks `check` for [#DEFAULT_RUNS] values. As [#check(Seed, int, Gen, Check)] with a fresh seed.
    public static <T> void check(String name, Gen<T> gen, Check<? super T> check) {
        check(name, DEFAULT_RUNS, gen, check);
    }

    /// Checks `check` for `runs` values. As [#check(Seed, int, Gen, Check)] with a fresh seed.
    public static <T> void check(String name, int runs, Gen<T> gen, Check<? super T> check) {
        check(Seed.of(name), runs, gen, check);
    }

    /// Checks `check` for `runs` values made by `gen`.
    ///
    /// @throws AssertionError with the seed, the simplest failing value and its failure as cause
    public static <T> void check(Seed seed, int runs, Gen<T> gen, Check<? super T> check) {
        RandomGenerator random = seed.random();
        int discarded = 0;
        for (int run = 0; run < runs; run++) {
            Choices choices = Choices.random(random);
            T value;
            try {
                value = gen.draw(choices);
            } catch (Gen.Discarded e) {
                if (++discarded > runs) {
                    throw e;
                }
                continue;
            }
            if (failure(value, check) != null) {
                throw shrunk(seed, run, choices.used(), gen, check);
            }
        }
    }

    private static <T> AssertionError shrunk(Seed seed, int run, long[] failing, Gen<T> gen, Check<? super T> check) {
        long[] simplest = new Shrinker(failing, MAX_SHRINK_ATTEMPTS, list -> fails(list, gen, check)).run();
        T value = gen.draw(Choices.replay(simplest));
        Throwable failure = failure(value, check);
        return new AssertionError(
                seed + ": value number " + run + " failed; simplest failing value: " + show(value) + " — " + failure,
                failure);
    }

    private static <T> boolean fails(long[] choices, Gen<T> gen, Check<? super T> check) {
        T value;
        try {
            value = gen.draw(Choices.replay(choices));
        } catch (RuntimeException e) {
            return false; // not a value at all: a filter or a generator refused these choices
        }
        return failure(value, check) != null;
    }

    private static <T> @Nullable Throwable failure(T value, Check<? super T> check) {
        try {
            check.holds(value);
            return null;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            return t;
        }
    }

    private static String show(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> "hex:" + HexFormat.of().formatHex(bytes);
            case long[] longs -> Arrays.toString(longs);
            case int[] ints -> Arrays.toString(ints);
            case Object[] objects -> Arrays.deepToString(objects);
            case null -> "null";
            default -> value.toString();
        };
    }
}
