package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class Blake2bTest {

    // Values of Python's hashlib.blake2b(digest_size=32).
    @Test
    void agreesWithKnownAnswers() {
        assertThat(Blake2b.hash().toHex())
                .isEqualTo("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
        assertThat(Blake2b.hash("abc".getBytes(StandardCharsets.US_ASCII)).toHex())
                .isEqualTo("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
        assertThat(Blake2b.hash(counting(128)).toHex())
                .isEqualTo("c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1");
        assertThat(Blake2b.hash(counting(129)).toHex())
                .isEqualTo("f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9");
        assertThat(Blake2b.hash(counting(1000)).toHex())
                .isEqualTo("c636324d47d89f2b2434dc2c994100663fbbaea880ff020fc5de89dd0f77a1ec");
    }

    @Test
    void doesNotDependOnHowTheInputIsCut() {
        long seed = 20261121;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 500; round++) {
            byte[] input = new byte[random.nextInt(600)];
            random.nextBytes(input);
            Blake2b hash = new Blake2b();
            for (int at = 0; at < input.length; ) {
                int step = Math.min(input.length - at, random.nextInt(300));
                hash.update(input, at, step);
                at += step;
            }
            assertThat(hash.digest())
                    .as("seed=%d round=%d length=%d", seed, round, input.length)
                    .isEqualTo(Blake2b.hash(input));
        }
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
