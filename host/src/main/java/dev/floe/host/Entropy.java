package dev.floe.host;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Unpredictable bytes for keys, nonces and names. Tests own it with seeded bytes. Safe for concurrent use.
@FunctionalInterface
public interface Entropy {

    /// Fills `target` with bytes nobody can guess.
    void fill(byte[] target);

    /// The machine's own source.
    static Entropy system() {
        return new SecureRandom()::nextBytes;
    }

    /// `count` fresh bytes.
    default byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        fill(bytes);
        return bytes;
    }

    /// A fast generator seeded from here, for jitter and sampling; never for secrets. Not safe for concurrent use.
    default RandomGenerator generator() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(bytes(32));
    }
}
