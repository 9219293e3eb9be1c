package dev.floe.format.internal.redstuff;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Kernels on the Vector API, in the machine's vector width. Touch this class only after [Vectors] has found
/// the incubator module.
final class VectorKernels extends Kernels {

    static final VectorKernels INSTANCE = new VectorKernels();

    private static final ScalarKernels SCALAR = ScalarKernels.INSTANCE;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private VectorKernels() {}

    @Override
    public boolean usesNibbles() {
        return true;
    }

    @Override
    public void gather(MemorySegment memory, long at, long laneStep, int lanes, int bytes, long[] words, int to) {
        if (!VectorShape.IS_ROW) {
            SCALAR.gather(memory, at, laneStep, lanes, bytes, words, to);
            return;
        }
        int half = Lanes.halfWords(bytes);
        int chunks = bytes / Lanes.CHUNK_BYTES;
        VectorMoves.gatherChunks(memory, at, laneStep, lanes, chunks, words, to, half);
        int rest = bytes % Lanes.CHUNK_BYTES;
        if (rest > 0) {
            gatherRest(memory, at + bytes - rest, laneStep, lanes, rest, words, to + 32 * chunks, half);
        }
    }

    @Override
    public void scatter(long[] words, int from, MemorySegment memory, long at, long laneStep, int lanes, int bytes) {
        if (!VectorShape.IS_ROW || lanes < Lanes.COUNT) {
            SCALAR.scatter(words, from, memory, at, laneStep, lanes, bytes);
            return;
        }
        int half = Lanes.halfWords(bytes);
        int chunks = bytes / Lanes.CHUNK_BYTES;
        VectorMoves.scatterChunks(words, from, half, chunks, memory, at, laneStep);
        int rest = bytes % Lanes.CHUNK_BYTES;
        if (rest > 0) {
            scatterRest(words, from + 32 * chunks, half, rest, memory, at + bytes - rest, laneStep);
        }
    }

    /// Whole words first; a last word of fewer than 8 bytes is read as the 8 bytes that end with it, where they
    /// exist.
    private static void gatherRest(
            MemorySegment memory, long at, long laneStep, int lanes, int rest, long[] words, int to, int half) {
        int restHalf = rest / 2;
        int whole = restHalf / 8;
        int odd = restHalf % 8;
        boolean canReadBack = odd > 0 && at + restHalf >= 8;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long from = at + Math.min(lane, lanes - 1) * laneStep;
            int low = to + lane;
            for (int i = 0; i < whole; i++, low += Lanes.COUNT) {
                words[low] = memory.get(LONG, from + 8L * i);
                words[low + half] = memory.get(LONG, from + restHalf + 8L * i);
            }
            if (canReadBack) {
                words[low] = memory.get(LONG, from + restHalf - 8) >>> 64 - 8 * odd;
                words[low + half] = memory.get(LONG, from + rest - 8) >>> 64 - 8 * odd;
            } else if (odd > 0) {
                words[low] = bytes(memory, from + 8L * whole, odd);
                words[low + half] = bytes(memory, from + restHalf + 8L * whole, odd);
            }
        }
    }

    private static void scatterRest(
            long[] words, int from, int half, int rest, MemorySegment memory, long at, long laneStep) {
        int restHalf = rest / 2;
        int whole = restHalf / 8;
        int odd = restHalf % 8;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long to = at + lane * laneStep;
            int low = from + lane;
            for (int i = 0; i < whole; i++, low += Lanes.COUNT) {
                memory.set(LONG, to + 8L * i, words[low]);
                memory.set(LONG, to + restHalf + 8L * i, words[low + half]);
            }
            if (odd > 0) {
                setBytes(memory, to + 8L * whole, odd, words[low]);
                setBytes(memory, to + restHalf + 8L * whole, odd, words[low + half]);
            }
        }
    }

    private static long bytes(MemorySegment memory, long at, int length) {
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL) << 8 * i;
        }
        return word;
    }

    private static void setBytes(MemorySegment memory, long at, int length, long word) {
        for (int i = 0; i < length; i++) {
            memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) (word >>> 8 * i));
        }
    }

    @Override
    public void forward(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index) {
        VectorField.forward(
                words, x, distance, pairs, pairStep, half, factors.nibbles(), index * Multipliers.NIBBLE_BYTES);
    }

    @Override
    public void inverse(
            long[] words, int x, int distance, int pairs, int pairStep, int half, Multipliers factors, int index) {
        VectorField.inverse(
                words, x, distance, pairs, pairStep, half, factors.nibbles(), index * Multipliers.NIBBLE_BYTES);
    }

    @Override
    public void xor(long[] words, int to, int from, int length) {
        VectorField.xor(words, to, from, length);
    }

    @Override
    public void scale(long[] words, int at, int half, Multipliers factors, int index) {
        VectorField.scale(words, at, half, factors.nibbles(), index * Multipliers.NIBBLE_BYTES);
    }

    @Override
    public void transpose(long[] from, int fromAt, int fromStep, long[] to, int toAt, int toStep) {
        if (VectorShape.IS_ROW) {
            VectorMoves.transpose(from, fromAt, fromStep, to, toAt, toStep);
        } else {
            SCALAR.transpose(from, fromAt, fromStep, to, toAt, toStep);
        }
    }

    @Override
    public void packChunks(long[] words, int at, int half, int chunks, long[] carry, int carryAt, long[] message) {
        VectorPacking.packChunks(words, at, half, chunks, carry, carryAt, message);
    }

    @Override
    public int packRest(
            long[] words, int low, int half, int restBytes, long[] carry, int carryAt, long[] message, int messageRow) {
        return VectorPacking.packRest(words, low, half, restBytes, carry, carryAt, message, messageRow);
    }

    @Override
    public void packNode(long[] nodes, int left, int right, long prefix, long[] block, int blockAt) {
        VectorPacking.packNode(nodes, left, right, prefix, block, blockAt);
    }

    @Override
    public void compress(
            long[] chain, int chainAt, long[] message, int messageAt, int blocks, long before, long total) {
        VectorBlake2b.compress(chain, chainAt, message, messageAt, blocks, before, total);
    }
}
