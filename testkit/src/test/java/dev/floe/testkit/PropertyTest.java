package dev.floe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class PropertyTest {

    @Test
    void aTrueStatementPassesForAllValues() {
        List<Integer> sizes = new ArrayList<>();
        Property.check("reverse twice", Gen.lists(Gen.anyLong(), 50), list -> {
            sizes.add(list.size());
            assertThat(list.reversed().reversed()).isEqualTo(list);
        });
        assertThat(sizes).hasSize(Property.DEFAULT_RUNS).contains(0).anyMatch(size -> size > 20);
    }

    /// Planted: forgets that the largest number may come last. Any three numbers would show it; two are enough.
    @Test
    void findsAPlantedBugAndGivesTheSimplestInput() {
        for (long seed = 0; seed < 20; seed++) {
            Seed fixed = new Seed(seed);
            assertThatThrownBy(() -> Property.check(
                            fixed,
                            1_000,
                            Gen.lists(Gen.ints(0, 1_000), 30),
                            list -> assertThat(brokenMax(list)).isEqualTo(max(list))))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(fixed.toString())
                    .hasMessageContaining("simplest failing value: [1] ");
        }
    }

    private static int max(List<Integer> list) {
        return list.isEmpty() ? 0 : Collections.max(list);
    }

    private static int brokenMax(List<Integer> list) {
        int max = 0;
        for (int i = 0; i < list.size() - 1; i++) {
            max = Math.max(max, list.get(i));
        }
        return max;
    }

    @Test
    void shrinksNumbersToTheBorder() {
        assertThatThrownBy(() -> Property.check(new Seed(1), 1_000, Gen.longs(0, 1_000_000), n -> {
                    if (n >= 4_321) {
                        throw new IllegalStateException("too big");
                    }
                }))
                .hasMessageContaining("simplest failing value: 4321 ")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void shrinksThroughMapAndThenAndFilter() {
        Gen<String> gen = Gen.ints(1, 50)
                .then(size -> Gen.lists(Gen.of('a', 'b', 'c'), size))
                .map(chars -> chars.stream().map(String::valueOf).reduce("", String::concat))
                .filter(text -> !text.isEmpty());
        assertThatThrownBy(() -> Property.check(
                        new Seed(5), 1_000, gen, text -> assertThat(text).doesNotContain("cb")))
                .hasMessageContaining("simplest failing value: cb ");
    }

    @Test
    void theSameSeedGivesTheSameValues() {
        assertThat(values(new Seed(3))).isEqualTo(values(new Seed(3))).isNotEqualTo(values(new Seed(4)));
    }

    private static List<String> values(Seed seed) {
        List<String> all = new ArrayList<>();
        Property.check(seed, 100, Gen.text(20), all::add);
        return all;
    }

    @Test
    void rangesAreFullyCoveredAndNeverLeft() {
        Set<Long> seen = new TreeSet<>();
        Property.check(new Seed(1), 10_000, Gen.longs(-3, 4), n -> seen.add(n));
        assertThat(seen).containsExactly(-3L, -2L, -1L, 0L, 1L, 2L, 3L, 4L);
        Property.check(
                "extremes", Gen.longs(0, Long.MAX_VALUE), n -> assertThat(n).isNotNegative());
        Property.check(
                "sizes", Gen.bytes(100), bytes -> assertThat(bytes.length).isBetween(0, 100));
    }
}
