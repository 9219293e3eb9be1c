package dev.floe.ledger.internal.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.ledger.internal.crypto.Ed25519;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class Ed25519Zip215Test {

    private static final long SEED = 215;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(SEED);

    @Test
    void acceptsOrdinarySignaturesAndNoneThatWasChanged() {
        for (int i = 0; i < 50; i++) {
            byte[] seed = new byte[32];
            byte[] message = new byte[random.nextInt(100)];
            random.nextBytes(seed);
            random.nextBytes(message);
            byte[] key = Ed25519.publicKey(seed);
            byte[] signature = Ed25519.sign(seed, message);
            assertThat(Ed25519Zip215.verifies(key, message, signature))
                    .as("seed=" + SEED)
                    .isTrue();
            int bit = random.nextInt(512);
            signature[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519Zip215.verifies(key, message, signature))
                    .as("seed=" + SEED + " bit " + bit)
                    .isFalse();
        }
    }

    @Test
    void acceptsPointsOfSmallOrderAsValidatorsDo() {
        byte[] zeros = new byte[32];
        assertThat(Ed25519Zip215.verifies(zeros, new byte[0], new byte[64])).isTrue();
        // y = 1 written as p + 1, which strict rules refuse
        byte[] key = HexFormat.of().parseHex("ee" + "ff".repeat(30) + "7f");
        assertThat(Ed25519Zip215.verifies(key, new byte[0], new byte[64])).isTrue();
    }

    @Test
    void refusesScalarsOfTheOrderAndMore() {
        byte[] signature = new byte[64];
        byte[] order = HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        System.arraycopy(order, 0, signature, 32, 32);
        assertThat(Ed25519Zip215.verifies(new byte[32], new byte[0], signature)).isFalse();
    }
}
