package dev.floe.format.internal.redstuff;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs each vector kernel on invented data until C2 has compiled it, then compares all of them with the scalar
/// ones. Calls are as small as possible: until compiled, each costs up to milliseconds.
final class VectorWarmUp {

    /// A compression of 8 messages takes a quarter of this where vectors work, and more where they do not.
    private static final long FAST_CALL_NANOS = 1_000;

    private static final long GIVE_UP_NANOS = 30_000_000_000L;
    private static final int BATCH = 16;
    private static final int FAST_BATCHES = 3;
    private static final int EMPTY_CALLS = 15;
    private static final int SMALL_HALF = Lanes.COUNT;

    private final LongSupplier nanos;
    private final long deadline;
    private final Kernels vector = Vectors.vectorKernels();
    private final Kernels scalar = Vectors.scalarKernels();
    private final long[] words = new long[4096];
    private final long[] message = new long[1024];
    private final long[] chain = new long[256];

    VectorWarmUp(LongSupplier nanos) {
        this.nanos = nanos;
        this.deadline = nanos.getAsLong() + GIVE_UP_NANOS;
    }

    boolean succeeds() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        Arrays.setAll(words, _ -> random.nextLong());
        Multipliers factors = Multipliers.skews(8, true);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4096, 64);
            return getsFast(h -> vector.forward(words, 0, 64, 1, 64, h, factors, 2), SMALL_HALF)
                    && getsFast(h -> vector.inverse(words, 0, 64, 1, 64, h, factors, 2), SMALL_HALF)
                    && getsFast(length -> vector.xor(words, 0, 64, length), SMALL_HALF)
                    && getsFast(bytes -> vector.gather(memory, 0, 64, 8, bytes, words, 0), 64)
                    && getsFast(bytes -> vector.scatter(words, 0, memory, 0, 64, 8, bytes), 64)
                    && getsFast(_ -> vector.compress(chain, 0, message, 0, 65, true))
                    && getsFast(_ -> vector.packNode(words, 0, 32, 1, message, 0))
                    && getsFast(chunks -> vector.packChunks(words, 0, 32, chunks, chain, 0, message), 1)
                    && getsFast(bytes -> vector.packRest(words, 0, 16, bytes, chain, 0, message, 0), 24)
                    && getsFast(_ -> vector.transpose(words, 0, 8, message, 0, 8))
                    && getsFast(h -> vector.scale(words, 0, h, factors, 2), SMALL_HALF)
                    && agreesWithScalar(random, memory);
        }
    }

    private boolean getsFast(IntConsumer kernel) {
        return getsFast(kernel, 1, 0);
    }

    private boolean getsFast(IntConsumer kernel, int smallest) {
        return getsFast(kernel, smallest, EMPTY_CALLS);
    }

    /// HotSpot counts calls, whatever they do: `empty` calls without work for each one with work make a kernel hot
    /// at little cost, and its profile still shows the loop.
    private boolean getsFast(IntConsumer kernel, int smallest, int empty) {
        int fast = 0;
        while (fast < FAST_BATCHES) {
            for (int i = 0; i < BATCH * empty; i++) {
                kernel.accept(0);
            }
            long started = nanos.getAsLong();
            for (int i = 0; i < BATCH; i++) {
                kernel.accept(smallest);
            }
            long ended = nanos.getAsLong();
            fast = ended - started < BATCH * FAST_CALL_NANOS ? fast + 1 : 0;
            if (ended - deadline > 0) {
                return false;
            }
        }
        return true;
    }

    /// One code word tile and its hashes, both ways, with a rest chunk and more than one block.
    private boolean agreesWithScalar(RandomGenerator random, MemorySegment memory) {
        byte[] content = new byte[4096];
        random.nextBytes(content);
        MemorySegment.copy(MemorySegment.ofArray(content), 0, memory, 0, content.length);
        return Arrays.equals(run(vector, memory), run(scalar, memory));
    }

    private static long[] run(Kernels kernels, MemorySegment memory) {
        int bytes = 150;
        int source = 3;
        Code code = new Code(source, 4, kernels.usesNibbles());
        int point = Lanes.pointWords(bytes);
        long[] points = new long[code.encodePoints() * point];
        for (int i = 0; i < source; i++) {
            kernels.gather(memory, i * 160L, 480, 7, bytes, points, i * point);
        }
        code.encode(kernels, points, point / 2);
        long[] digests = new long[8 * Kernels.DIGEST_WORDS];
        long[] scratch = new long[Math.max(Kernels.messageWords(bytes), Kernels.TREE_SCRATCH_WORDS)];
        kernels.hashLeaves(points, 0, 4, 0, bytes, true, new LeafStates(4, true), 0, scratch, digests, 0);
        long[] nodes = new long[digests.length];
        kernels.transpose(digests, 0, Kernels.DIGEST_WORDS, nodes, 0, Kernels.DIGEST_WORDS);
        kernels.treeRoots(nodes, 0, 5, scratch);
        return nodes;
    }
}
