package dev.floe.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StorageShardsTest {

    @Test
    void hasTheNumbersOfTheWalrusNetwork() {
        StorageShards shards = StorageShards.WALRUS;
        assertThat(shards.maxFaulty()).isEqualTo(333);
        assertThat(shards.primarySourceSymbols()).isEqualTo(334);
        assertThat(shards.secondarySourceSymbols()).isEqualTo(667);
        assertThat(shards.maxBlobSize()).isEqualTo(14_599_533_452L);
        assertThat(shards.encodedSize(0)).isEqualTo(66_034_000);
        assertThat(shards.symbolSize(445_556)).isEqualTo(2);
        assertThat(shards.symbolSize(1 << 20)).isEqualTo(6);
        assertThat(shards.symbolSize(1 << 30)).isEqualTo(4820);
        assertThat(shards.symbolSize(shards.maxBlobSize())).isEqualTo(65534);
        assertThatThrownBy(() -> shards.symbolSize(shards.maxBlobSize() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("14599533452");
    }

    @Test
    void placesEveryPairOnItsOwnShard() {
        BlobId blob = BlobId.parse("CmzciFdWJP1IIM-rD3cqXlVBXYM0fpAfHahZBvkaZUI");
        for (int n = StorageShards.MIN; n <= 50; n++) {
            StorageShards shards = new StorageShards(n);
            boolean[] taken = new boolean[n];
            for (int pair = 0; pair < n; pair++) {
                int shard = shards.shardOfPair(pair, blob);
                assertThat(taken[shard]).isFalse();
                taken[shard] = true;
                assertThat(shards.pairOfShard(shard, blob)).isEqualTo(pair);
                int secondary = shards.sliverIndex(pair, Axis.SECONDARY);
                assertThat(shards.pairOfSliver(secondary, Axis.SECONDARY)).isEqualTo(pair);
            }
        }
    }

    @Test
    void twoQuorumsShareAnHonestShard() {
        for (int n = StorageShards.MIN; n <= StorageShards.MAX; n++) {
            StorageShards shards = new StorageShards(n);
            int quorum = 0;
            while (!shards.isQuorum(quorum)) {
                quorum++;
            }
            assertThat(2 * quorum - n).isGreaterThan(shards.maxFaulty());
            assertThat(quorum).isLessThanOrEqualTo(n - shards.maxFaulty());
            assertThat(shards.includesHonest(shards.maxFaulty())).isFalse();
        }
    }

    @Test
    void refusesTooFewAndTooManyShards() {
        assertThatThrownBy(() -> new StorageShards(3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StorageShards(3001)).isInstanceOf(IllegalArgumentException.class);
    }
}
