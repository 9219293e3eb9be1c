package dev.floe.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Axis;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliverHealerTest {

    private static final EncodeOptions OPTIONS = EncodeOptions.defaults();

    // T13 of the reliability rules.
    @Test
    void healsAnyLostPairForAtMostATenthMoreThanTheory() throws IOException {
        Seed seed = Seed.of("SliverHealerTest.pair");
        RandomGenerator random = seed.random();
        for (int round = 0; round < 40; round++) {
            int n = round == 0 ? 100 : 4 + random.nextInt(60);
            byte[] content = new byte[random.nextInt(30_000)];
            random.nextBytes(content);
            EncodeOptions options = round % 2 == 0 ? OPTIONS : OPTIONS.withMemoryBytes(0);
            StorageShards shards = new StorageShards(n);
            try (EncodedBlob encoded = Slivers.encode(n, content, options)) {
                int pair = random.nextInt(n);
                long bytes = 0;
                for (Axis axis : Axis.values()) {
                    int lost = shards.sliverIndex(pair, axis);
                    List<RecoverySymbol> symbols = ask(encoded, axis, lost, random, options);
                    for (RecoverySymbol symbol : symbols) {
                        bytes += symbol.toBcs().size();
                    }
                    SliverData healed = healer(encoded, options).rebuild(axis, lost, symbols);
                    assertThat(healed)
                            .as("%s n=%d length=%d %s %d", seed, n, content.length, axis, lost)
                            .isEqualTo(encoded.sliver(pair, axis));
                }
                long theory = SliverHealer.theoryBytes(
                        shards, encoded.metadata().metadata().symbolSize());
                assertThat((double) bytes / theory).as("n=%d", n).isLessThanOrEqualTo(1.10);
            }
        }
    }

    @Test
    void refusesSymbolsThatDoNotProveThemselves() throws IOException {
        RandomGenerator random = Seed.of("SliverHealerTest.forged").random();
        byte[] content = new byte[500];
        random.nextBytes(content);
        try (EncodedBlob encoded = Slivers.encode(10, content, OPTIONS)) {
            SliverHealer healer = healer(encoded, OPTIONS);
            List<RecoverySymbol> symbols = new ArrayList<>(ask(encoded, Axis.PRIMARY, 3, random, OPTIONS));
            RecoverySymbol good = symbols.get(2);
            byte[] forged = good.symbol().data().toByteArray();
            forged[0] ^= 1;
            symbols.set(
                    2,
                    new RecoverySymbol(
                            new DecodingSymbol(good.symbol().sourceIndex(), Bytes.copyOf(forged)), good.proof()));
            assertThatThrownBy(() -> healer.rebuild(Axis.PRIMARY, 3, symbols))
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("secondary sliver " + good.symbol().sourceIndex());
            symbols.set(2, good);
            assertThatThrownBy(() -> healer.rebuild(Axis.PRIMARY, 4, symbols))
                    .isInstanceOf(DataException.Corrupt.class);
            assertThatThrownBy(() -> healer.rebuild(Axis.PRIMARY, 3, symbols.subList(1, symbols.size())))
                    .isInstanceOf(DataException.Unavailable.class)
                    .hasMessageContaining("7 symbols");
        }
    }

    @Test
    void damagedHelpersAreFound() throws IOException {
        try (EncodedBlob encoded = Slivers.encode(10, new byte[500], OPTIONS)) {
            List<SliverInput> helpers = Slivers.of(encoded, Axis.SECONDARY, new int[] {1, 2});
            helpers.get(1).area().memory().orElseThrow().set(java.lang.foreign.ValueLayout.JAVA_BYTE, 5, (byte) 1);
            assertThatThrownBy(() -> healer(encoded, OPTIONS).symbols(Axis.SECONDARY, helpers, new int[] {3}))
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("secondary sliver 2");
            Slivers.close(helpers);
        }
    }

    private static SliverHealer healer(EncodedBlob encoded, EncodeOptions options) {
        return new SliverHealer(encoded.metadata().metadata(), options);
    }

    /// One symbol for sliver `lost` of `axis` from each of just enough random helpers.
    private static List<RecoverySymbol> ask(
            EncodedBlob encoded, Axis axis, int lost, RandomGenerator random, EncodeOptions options)
            throws IOException {
        StorageShards shards = encoded.metadata().metadata().shards();
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, shards.count()).boxed().toList());
        Collections.shuffle(all, new Random(random.nextLong()));
        int[] helpers = all.stream()
                .limit(shards.symbolsPerSliver(axis))
                .mapToInt(i -> i)
                .toArray();
        List<SliverInput> slivers = Slivers.of(encoded, axis.other(), helpers);
        List<RecoverySymbol> symbols = new ArrayList<>();
        for (int from = 0; from < slivers.size(); from += 8) {
            List<SliverInput> group = slivers.subList(from, Math.min(from + 8, slivers.size()));
            healer(encoded, options)
                    .symbols(axis.other(), group, new int[] {lost})
                    .forEach(s -> symbols.add(s.get(0)));
        }
        Slivers.close(slivers);
        return symbols;
    }
}
