package dev.floe.format.internal.redstuff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Blake2b;
import dev.floe.format.Digest;
import dev.floe.testkit.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Every vector kernel against the scalar one, and the scalar hashing against [Blake2b].
class KernelsTest {

    private static final int[] SIZES = {
        2, 4, 6, 8, 14, 16, 18, 30, 32, 34, 62, 64, 66, 72, 80, 94, 96, 98, 112, 126, 128, 130, 152, 190, 192, 194, 254,
        256, 258, 320, 382, 384, 1206
    };

    private final Seed seed = Seed.of("KernelsTest");
    private final RandomGenerator random = seed.random();

    @Test
    void symbolsComeAndGoUnchanged() {
        try (Arena arena = Arena.ofConfined()) {
            for (int bytes : SIZES) {
                for (int lanes = 1; lanes <= 8; lanes++) {
                    long step = bytes + 2L * random.nextInt(3);
                    // exactly as long as needed: reading or writing one byte more fails
                    long size = (lanes - 1) * step + bytes;
                    MemorySegment in = arena.allocate(size);
                    MemorySegment.copy(MemorySegment.ofArray(bytes((int) size)), 0, in, 0, size);
                    int point = Lanes.pointWords(bytes);
                    int l = lanes;
                    long[] words = same(point, (k, w) -> k.gather(in, 0, step, l, bytes, w, 0));
                    for (Kernels kernels : new Kernels[] {ScalarKernels.INSTANCE, VectorKernels.INSTANCE}) {
                        MemorySegment out = arena.allocate(size);
                        kernels.scatter(words, 0, out, 0, step, lanes, bytes);
                        for (int lane = 0; lane < lanes; lane++) {
                            assertThat(out.asSlice(lane * step, bytes).mismatch(in.asSlice(lane * step, bytes)))
                                    .as("%d bytes, lane %d of %d, %s", bytes, lane, lanes, kernels)
                                    .isEqualTo(-1);
                        }
                    }
                }
            }
        }
    }

    @Test
    void fieldKernelsAgree() {
        for (int bytes : SIZES) {
            int half = Lanes.halfWords(bytes);
            int point = 2 * half;
            for (int round = 0; round < 4; round++) {
                int index = 2 + 4 * random.nextInt(100);
                int pairs = 1 + random.nextInt(4);
                Multipliers nibbles = Multipliers.skews(512, true);
                Multipliers products = Multipliers.skews(512, false);
                same(
                        8 * point,
                        (k, w) -> k.forward(
                                w, 0, 4 * point, pairs, point, half, k.usesNibbles() ? nibbles : products, index));
                same(
                        8 * point,
                        (k, w) -> k.inverse(
                                w, 0, 4 * point, pairs, point, half, k.usesNibbles() ? nibbles : products, index));
                same(point, (k, w) -> k.scale(w, 0, half, k.usesNibbles() ? nibbles : products, index));
                same(2 * point, (k, w) -> k.xor(w, 0, point, point));
            }
        }
    }

    @Test
    void transpositionAgrees() {
        long[] from = longs(8 * 32);
        same(8 * 32, (k, w) -> k.transpose(from, 0, 32, w, 0, 32));
        same(8 * 8, (k, w) -> k.transpose(from, 0, 32, w, 0, 8));
    }

    @Test
    void treesAgree() {
        for (int leaves = 1; leaves < 40; leaves++) {
            int count = leaves;
            same(
                    leaves * Kernels.DIGEST_WORDS,
                    (k, w) -> k.treeRoots(w, 0, count, new long[Kernels.TREE_SCRATCH_WORDS]));
        }
    }

    @Test
    void leavesAreHashedAsOneMessageHoweverTheyAreCut() {
        try (Arena arena = Arena.ofConfined()) {
            for (int bytes : SIZES) {
                MemorySegment in = arena.allocate(8L * bytes);
                byte[] content = bytes(8 * bytes);
                MemorySegment.copy(MemorySegment.ofArray(content), 0, in, 0, content.length);
                for (int slice : new int[] {128, 256, 2048}) {
                    for (Kernels kernels : new Kernels[] {ScalarKernels.INSTANCE, VectorKernels.INSTANCE}) {
                        long[] digests = leaves(kernels, in, bytes, slice);
                        for (int lane = 0; lane < 8; lane++) {
                            byte[] symbol = Arrays.copyOfRange(content, lane * bytes, (lane + 1) * bytes);
                            assertThat(digest(digests, lane))
                                    .as("%d bytes in slices of %d, lane %d, %s", bytes, slice, lane, kernels)
                                    .isEqualTo(Blake2b.hash(new byte[1], symbol));
                        }
                    }
                }
            }
        }
    }

    private static long[] leaves(Kernels kernels, MemorySegment in, int bytes, int slice) {
        LeafStates states = new LeafStates(1, false);
        long[] digests = new long[Kernels.DIGEST_WORDS];
        for (int start = 0; start < bytes; start += slice) {
            int length = Math.min(slice, bytes - start);
            long[] words = new long[Lanes.pointWords(length)];
            kernels.gather(in, start, bytes, 8, length, words, 0);
            boolean last = start + length == bytes;
            long[] message = new long[Kernels.messageWords(length)];
            Arrays.fill(message, -1);
            kernels.hashLeaves(words, 0, 1, start, length, last, states, 0, message, digests, 0);
        }
        return digests;
    }

    private static Digest digest(long[] digests, int lane) {
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            bytes.putLong(digests[8 * i + lane]);
        }
        return Digest.copyOf(bytes.array());
    }

    /// Runs both kernels on the same random words and requires the same result.
    private long[] same(int size, BiConsumer<Kernels, long[]> kernel) {
        long[] scalar = longs(size);
        long[] vector = scalar.clone();
        kernel.accept(ScalarKernels.INSTANCE, scalar);
        kernel.accept(VectorKernels.INSTANCE, vector);
        assertThat(vector).as(seed.toString()).isEqualTo(scalar);
        return scalar;
    }

    private long[] longs(int size) {
        return random.longs(size).toArray();
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
