package dev.floe.testkit;

import dev.floe.host.Entropy;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The one number a randomised test depends on. Fresh in each run, printed as `seed=…`, repeated with
/// `-Dfloe.seed=…` (decimal).
///
/// @param value the number
public record Seed(long value) {

    /// The system property that repeats a run.
    public static final String PROPERTY = "floe.seed";

    /// The seed of this run, printed with the name of what uses it.
    public static Seed of(String name) {
        String given = System.getProperty(PROPERTY, "");
        Seed seed = new Seed(
                given.isEmpty() ? ByteBuffer.wrap(Entropy.system().bytes(8)).getLong() : Long.parseLong(given));
        System.out.println(seed + " " + name);
        return seed;
    }

    /// A generator that gives the same numbers for the same seed on every machine.
    public RandomGenerator random() {
        return random(value);
    }

    /// The same for a bare number.
    static RandomGenerator random(long value) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    /// The seed of one of many runs that this seed stands for.
    public Seed child(long index) {
        return new Seed(mix(value + mix(index)));
    }

    /// Bytes for product code that asks for entropy: the same for the same seed.
    public Entropy entropy() {
        RandomGenerator random = child(-1).random();
        return target -> {
            synchronized (random) {
                random.nextBytes(target);
            }
        };
    }

    /// The finaliser of SplitMix64: neighbouring numbers become unrelated ones.
    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    @Override
    public String toString() {
        return "seed=" + value;
    }
}
