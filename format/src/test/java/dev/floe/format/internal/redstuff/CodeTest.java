package dev.floe.format.internal.redstuff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Vectors;
import dev.floe.testkit.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CodeTest {

    // Vector kernels run here whether they are compiled yet or not.
    private static final List<Kernels> KERNELS = List.of(ScalarKernels.INSTANCE, VectorKernels.INSTANCE);

    @TestFactory
    Stream<DynamicTest> addsTheSymbolsOfTheReferenceCodec() {
        JsonNode cases = Vectors.read("walrus/reed-solomon.json").get("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .flatMap(c -> KERNELS.stream().map(kernels -> {
                    String name = kernels.getClass().getSimpleName() + " RS(" + c.get("k") + "," + c.get("r") + ") of "
                            + c.get("symbolSize");
                    return DynamicTest.dynamicTest(name, () -> check(c, kernels));
                }));
    }

    private static void check(JsonNode c, Kernels kernels) throws Exception {
        int source = c.get("k").asInt();
        int extra = c.get("r").asInt();
        int bytes = c.get("symbolSize").asInt();
        byte[] symbols = xorshift(source * bytes, c.get("seed").asInt());
        Code code = new Code(source, extra, kernels.usesNibbles());
        assertThat(code.isHigh()).isEqualTo(c.get("rate").asText().equals("high"));
        byte[] added = encode(kernels, code, symbols, bytes);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(added)))
                .isEqualTo(c.get("recoverySha256").asText());
    }

    @Test
    void givesBackLostSymbolsOfEveryGeometry() {
        Seed seed = Seed.of("CodeTest.givesBackLostSymbols");
        RandomGenerator random = seed.random();
        for (int n = 4; n <= 60; n++) {
            int f = (n - 1) / 3;
            for (int source : new int[] {n - f, n - 2 * f}) {
                checkDecode(random, seed, source, n - source, 2 + 2 * random.nextInt(70));
            }
        }
        checkDecode(random, seed, 334, 666, 66);
        checkDecode(random, seed, 667, 333, 130);
    }

    private static void checkDecode(RandomGenerator random, Seed seed, int source, int extra, int bytes) {
        byte[] symbols = new byte[source * bytes];
        random.nextBytes(symbols);
        List<Integer> all =
                new ArrayList<>(IntStream.range(0, source + extra).boxed().toList());
        Collections.shuffle(all, new Random(random.nextLong()));
        int[] present = all.stream().limit(source).mapToInt(i -> i).sorted().toArray();
        for (Kernels kernels : KERNELS) {
            Code code = new Code(source, extra, kernels.usesNibbles());
            byte[] added = encode(kernels, code, symbols, bytes);
            byte[] decoded = decode(kernels, new Erasures(code, present), present, symbols, added, bytes);
            assertThat(decoded)
                    .as(
                            "%s RS(%d,%d) of %d bytes from %s, %s",
                            kernels, source, extra, bytes, Arrays.toString(present), seed)
                    .isEqualTo(symbols);
        }
    }

    private static byte[] encode(Kernels kernels, Code code, byte[] symbols, int bytes) {
        int point = Lanes.pointWords(bytes);
        long[] words = new long[code.encodePoints() * point];
        Arrays.fill(words, -1);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = copy(arena, symbols);
            for (int i = 0; i < code.source(); i++) {
                // one lane with data: the others repeat it
                kernels.gather(in, (long) i * bytes, 0, 1, bytes, words, i * point);
            }
            code.encode(kernels, words, point / 2);
            MemorySegment out = arena.allocate((long) code.extra() * bytes);
            for (int i = 0; i < code.extra(); i++) {
                kernels.scatter(words, i * point, out, (long) i * bytes, 0, 1, bytes);
            }
            return out.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] decode(
            Kernels kernels, Erasures erasures, int[] present, byte[] symbols, byte[] added, int bytes) {
        int point = Lanes.pointWords(bytes);
        int source = symbols.length / bytes;
        long[] words = new long[erasures.points() * point];
        byte[] result = symbols.clone();
        for (int lost : erasures.missing()) {
            Arrays.fill(result, lost * bytes, (lost + 1) * bytes, (byte) 0x55);
        }
        if (erasures.missing().length == 0) {
            return result;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(symbols.length + added.length);
            MemorySegment.copy(MemorySegment.ofArray(result), 0, all, 0, result.length);
            MemorySegment.copy(MemorySegment.ofArray(added), 0, all, symbols.length, added.length);
            for (int i = 0; i < present.length; i++) {
                kernels.gather(all, (long) present[i] * bytes, 0, 1, bytes, words, erasures.pointOfPresent(i) * point);
            }
            erasures.decode(kernels, words, point / 2);
            int[] missing = erasures.missing();
            for (int i = 0; i < missing.length; i++) {
                kernels.scatter(words, erasures.pointOfMissing(i) * point, all, (long) missing[i] * bytes, 0, 1, bytes);
            }
            return all.asSlice(0, (long) source * bytes).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static MemorySegment copy(Arena arena, byte[] content) {
        MemorySegment memory = arena.allocate(content.length);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, memory, 0, content.length);
        return memory;
    }

    private static byte[] xorshift(int length, int seed) {
        byte[] bytes = new byte[length];
        int x = seed;
        for (int i = 0; i < length; i++) {
            x ^= x << 13;
            x ^= x >>> 17;
            x ^= x << 5;
            bytes[i] = (byte) x;
        }
        return bytes;
    }
}
