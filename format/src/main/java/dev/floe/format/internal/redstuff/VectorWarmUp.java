package dev.floe.format.internal.redstuff;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Runs the vector kernels on invented data until C2 has compiled them, then compares all of them with the scalar
/// ones.
///
/// Until compiled, a call costs up to milliseconds. So calls are as small as possible, kernels take turns (C2
/// compiles one while the others are counted), and a turn in which nothing got faster is followed by a pause that
/// leaves the processor to C2. Shapes of calls alternate: code compiled after one shape only is thrown away at the
/// first other one.
final class VectorWarmUp {

    /// Shape numbers that kernels are called with; 0 is a call without work. HotSpot counts calls, whatever they
    /// do: empty calls make a kernel hot at little cost, and its profile still shows the loop.
    private static final int SHAPES = 4;

    /// A compression of 8 messages takes a quarter of this where vectors work, and more where they do not.
    private static final long FAST_CALL_NANOS = 1_000;

    private static final int CALLS = 6;
    private static final int EMPTY_CALLS = 128;
    private static final int FAST_TURNS = 3;

    /// Turns without pause: those in which HotSpot still has to see that the kernels are hot.
    private static final int BUSY_TURNS = 2;

    private static final int BUFFER_BYTES = 4096;
    private static final int POINT_BYTES = 152;

    private final LongSupplier nanos;
    private final Runnable pause;
    private final Kernels vector = Vectors.vectorKernels();
    private final long[] words = new long[4096];
    private final long[] message = new long[1024];
    private final long[] chain = new long[256];
    private final Deque<Kernel> cold = new ArrayDeque<>();
    private int turns;

    private static final class Kernel {
        final IntConsumer call;
        int fastTurns;

        Kernel(IntConsumer call) {
            this.call = call;
        }
    }

    /// @param pause waits for about a millisecond
    VectorWarmUp(LongSupplier nanos, Runnable pause) {
        this.nanos = nanos;
        this.pause = pause;
    }

    /// Goes on until all kernels are fast, at most until `deadline`. Returns whether they are.
    ///
    /// @param sample memory that the kernels will read, if there is some: code is compiled for the kinds of memory
    ///     it has seen
    boolean run(long deadline, Optional<MemorySegment> sample) {
        try (Arena arena = Arena.ofShared()) {
            List<MemorySegment> memory =
                    new ArrayList<>(sample.filter(segment -> segment.byteSize() >= BUFFER_BYTES).stream()
                            .toList());
            memory.add(arena.allocate(BUFFER_BYTES, 64));
            cold.clear();
            kernels(memory).forEach(kernel -> cold.add(new Kernel(kernel)));
            while (!cold.isEmpty()) {
                if (nanos.getAsLong() - deadline > 0) {
                    return false;
                }
                turn();
            }
        }
        return true;
    }

    private List<IntConsumer> kernels(List<MemorySegment> memory) {
        Multipliers factors = Multipliers.skews(8, true);
        int[] bytes = {0, 64, 24, POINT_BYTES};
        int[] halves = {0, 8, 16, 24};
        int kinds = memory.size();
        MemorySegment own = memory.getLast();
        int[] count = new int[1];
        return List.of(
                shape -> vector.compress(chain, 0, message, 0, shape, shape, shape % 2 == 0 ? Kernels.OPEN : 300),
                shape -> vector.forward(words, 0, 64, shape, 128, halves[shape], factors, 2),
                shape -> vector.inverse(words, 0, 64, shape, 128, halves[shape], factors, 2),
                shape -> vector.packChunks(words, 0, 32, shape, chain, 0, message),
                shape -> vector.packNode(words, 0, shape % 2 == 0 ? -1 : 32, 1, message, 0),
                shape -> vector.packRest(words, 0, 64, bytes[shape] % 64, chain, 0, message, 0),
                shape -> vector.gather(
                        memory.get(count[0]++ % kinds), 64L * shape, 160, shape == 3 ? 5 : 8, bytes[shape], words, 0),
                shape -> vector.scatter(words, 0, own, 0, 160, shape == 3 ? 5 : 8, bytes[shape]),
                shape -> vector.xor(words, 0, 64, halves[shape]),
                _ -> vector.transpose(words, 0, 8, message, 0, 8),
                shape -> vector.scale(words, 0, halves[shape], factors, 2));
    }

    private void turn() {
        boolean gotFaster = false;
        for (int i = cold.size(); i > 0; i--) {
            Kernel kernel = cold.remove();
            if (isFast(kernel.call)) {
                kernel.fastTurns++;
                gotFaster = true;
            } else {
                kernel.fastTurns = 0;
            }
            if (kernel.fastTurns < FAST_TURNS) {
                cold.add(kernel);
            }
        }
        if (++turns > BUSY_TURNS && !gotFaster) {
            pause.run();
        }
    }

    private boolean isFast(IntConsumer kernel) {
        for (int i = 0; i < EMPTY_CALLS; i++) {
            kernel.accept(0);
        }
        long started = nanos.getAsLong();
        for (int i = 0; i < CALLS; i++) {
            kernel.accept(1 + i % (SHAPES - 1));
        }
        return nanos.getAsLong() - started < CALLS * FAST_CALL_NANOS;
    }

    /// One code word tile and its hashes, both ways, with a rest chunk and more than one block.
    static boolean agreesWithScalar() {
        byte[] content = new byte[BUFFER_BYTES];
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        random.nextBytes(content);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(content.length, 64);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, memory, 0, content.length);
            return Arrays.equals(run(Vectors.vectorKernels(), memory), run(Vectors.scalarKernels(), memory));
        }
    }

    private static long[] run(Kernels kernels, MemorySegment memory) {
        int source = 3;
        Code code = new Code(source, 4, kernels.usesNibbles());
        int point = Lanes.pointWords(POINT_BYTES);
        long[] points = new long[code.encodePoints() * point];
        for (int i = 0; i < source; i++) {
            kernels.gather(memory, i * 160L, 480, 7, POINT_BYTES, points, i * point);
        }
        code.encode(kernels, points, point / 2);
        long[] digests = new long[8 * Kernels.DIGEST_WORDS];
        long[] scratch = new long[Math.max(Kernels.messageWords(POINT_BYTES), Kernels.TREE_SCRATCH_WORDS)];
        kernels.hashLeaves(points, 0, 4, 0, POINT_BYTES, true, new LeafStates(4, true), 0, scratch, digests, 0);
        long[] nodes = new long[digests.length];
        kernels.transpose(digests, 0, Kernels.DIGEST_WORDS, nodes, 0, Kernels.DIGEST_WORDS);
        kernels.treeRoots(nodes, 0, 5, scratch);
        return nodes;
    }
}
