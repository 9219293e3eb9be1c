package dev.floe.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// Makes values of one kind out of [Choices]. Every generator shrinks by itself; see there.
///
/// @param <T> what it makes
@FunctionalInterface
public interface Gen<T> {

    /// Makes one value. Must depend on `choices` only, and take smaller numbers for simpler values.
    T draw(Choices choices);

    /// Whole numbers from `min` to `max`, both included; `min` is the simplest.
    static Gen<Long> longs(long min, long max) {
        if (min > max || max - min < 0) {
            throw new IllegalArgumentException("bad range of numbers: " + min + " to " + max);
        }
        return choices -> min + choices.upTo(max - min);
    }

    /// Whole numbers from `min` to `max`, both included; `min` is the simplest.
    static Gen<Integer> ints(int min, int max) {
        return longs(min, max).map(Math::toIntExact);
    }

    /// All 2^64 values.
    static Gen<Long> anyLong() {
        return choices -> choices.upTo(1) << 63 | choices.upTo(Long.MAX_VALUE);
    }

    /// `false` is the simpler one.
    static Gen<Boolean> booleans() {
        return choices -> choices.upTo(1) == 1;
    }

    /// One of these; the first is the simplest.
    @SafeVarargs
    static <T> Gen<T> of(T first, T... rest) {
        return choices -> {
            int i = (int) choices.upTo(rest.length);
            return i == 0 ? first : rest[i - 1];
        };
    }

    /// A value of one of these generators; the first is the simplest.
    static <T> Gen<T> oneOf(List<? extends Gen<? extends T>> gens) {
        List<? extends Gen<? extends T>> all = List.copyOf(gens);
        return choices -> all.get((int) choices.upTo(all.size() - 1)).draw(choices);
    }

    /// Lists of up to `maxSize` values. Shrinks to fewer and simpler ones.
    static <T> Gen<List<T>> lists(Gen<T> element, int maxSize) {
        return choices -> {
            List<T> list = new ArrayList<>();
            long mean = 1 + choices.upTo(maxSize);
            // One choice before each element, instead of one for the size, lets the shrinker drop any element.
            while (list.size() < maxSize && choices.upTo(mean) != 0) {
                list.add(element.draw(choices));
            }
            return List.copyOf(list);
        };
    }

    /// Maps of up to `maxSize` entries, in the order of generation.
    static <K, V> Gen<Map<K, V>> maps(Gen<K> keys, Gen<V> values, int maxSize) {
        return lists(choices -> Map.entry(keys.draw(choices), values.draw(choices)), maxSize)
                .map(entries -> {
                    Map<K, V> map = new LinkedHashMap<>();
                    entries.forEach(e -> map.put(e.getKey(), e.getValue()));
                    return map;
                });
    }

    /// Up to `maxSize` bytes.
    static Gen<byte[]> bytes(int maxSize) {
        return choices -> {
            byte[] bytes = new byte[(int) choices.upTo(maxSize)];
            for (int i = 0; i < bytes.length; i += 7) {
                long seven = choices.upTo((1L << 56) - 1);
                for (int j = i; j < Math.min(i + 7, bytes.length); j++) {
                    bytes[j] = (byte) (seven >>> 8 * (j - i));
                }
            }
            return bytes;
        };
    }

    /// Text of up to `maxChars` characters: mostly ASCII, some that make trouble.
    static Gen<String> text(int maxChars) {
        Gen<Integer> character = oneOf(List.of(
                ints('a', 'z'), ints(' ', '~'), ints(0, 0x1f), ints(0x7f, 0x7ff), of(0xe9, 0x20ac, 0x1f600, 0xfffd)));
        return lists(character, maxChars).map(points -> {
            StringBuilder text = new StringBuilder();
            points.forEach(text::appendCodePoint);
            return text.toString();
        });
    }

    /// The same values, changed.
    default <R> Gen<R> map(Function<? super T, ? extends R> change) {
        return choices -> change.apply(draw(choices));
    }

    /// A generator that depends on a value of this one.
    default <R> Gen<R> then(Function<? super T, ? extends Gen<? extends R>> next) {
        return choices -> next.apply(draw(choices)).draw(choices);
    }

    /// Only the values that pass. At least one in a hundred should.
    default Gen<T> filter(Predicate<? super T> wanted) {
        return choices -> {
            for (int i = 0; i < 1_000; i++) {
                T value = draw(choices);
                if (wanted.test(value)) {
                    return value;
                }
            }
            throw new Discarded();
        };
    }

    /// Thrown when a filter finds nothing; the runner tries another value.
    final class Discarded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Discarded() {
            super("a filter refused 1000 values in a row", null, false, false);
        }
    }
}
