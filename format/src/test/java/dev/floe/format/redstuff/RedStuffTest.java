package dev.floe.format.redstuff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedStuffTest {

    @Test
    void knowsTheNumbersOfMainnet() {
        RedStuff mainnet = new RedStuff(1000);
        assertThat(mainnet.faulty()).isEqualTo(333);
        assertThat(mainnet.rows()).isEqualTo(334);
        assertThat(mainnet.columns()).isEqualTo(667);
        assertThat(mainnet.maxBlobSizeBytes()).isEqualTo(14_599_533_452L);
        assertThat(mainnet.symbolSizeBytes(0)).isEqualTo(2);
        assertThat(mainnet.symbolSizeBytes(445_556)).isEqualTo(2);
        assertThat(mainnet.symbolSizeBytes(445_557)).isEqualTo(4);
        assertThat(mainnet.symbolSizeBytes(1 << 20)).isEqualTo(6);
        assertThat(mainnet.symbolSizeBytes(100 << 20)).isEqualTo(472);
        assertThat(mainnet.symbolSizeBytes(1 << 30)).isEqualTo(4820);
        assertThat(mainnet.symbolSizeBytes(mainnet.maxBlobSizeBytes())).isEqualTo(65534);
        assertThat(mainnet.encodedSizeBytes(1)).isEqualTo(66_034_000);
    }

    @Test
    void keepsItsRulesForEveryNumberOfStorageShards() {
        for (int n = RedStuff.MIN_STORAGE_SHARDS; n <= RedStuff.MAX_STORAGE_SHARDS; n++) {
            RedStuff redStuff = new RedStuff(n);
            int f = redStuff.faulty();
            assertThat(3 * f).as("n=%d: faulty", n).isLessThan(n).isGreaterThanOrEqualTo(n - 3);
            assertThat(redStuff.rows()).isEqualTo(n - 2 * f).isGreaterThan(f);
            assertThat(redStuff.columns()).isEqualTo(n - f).isGreaterThan(2 * f);
            assertThat(redStuff.symbolSizeBytes(redStuff.maxBlobSizeBytes())).isEqualTo(RedStuff.MAX_SYMBOL_BYTES);
            assertThat(redStuff.sliverIndex(SliverAxis.PRIMARY, 1)).isEqualTo(1);
            assertThat(redStuff.sliverIndex(SliverAxis.SECONDARY, 1)).isEqualTo(n - 2);
        }
    }

    @Test
    void refusesWhatItCannotEncode() {
        assertThatThrownBy(() -> new RedStuff(3)).hasMessageContaining("expected 4 to 3000, got 3");
        assertThatThrownBy(() -> new RedStuff(3001)).isInstanceOf(IllegalArgumentException.class);
        RedStuff redStuff = new RedStuff(4);
        assertThatThrownBy(() -> redStuff.symbolSizeBytes(redStuff.maxBlobSizeBytes() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("393204");
        assertThatThrownBy(() -> redStuff.symbolSizeBytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> redStuff.sliverIndex(SliverAxis.PRIMARY, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
