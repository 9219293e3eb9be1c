package dev.floe.format.internal.redstuff;

import static dev.floe.format.internal.redstuff.VectorShape.LONGS;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.LongVector;

/// Moves between rows of memory and tiles, 8 × 8 words at a time in 512-bit registers. Only for vectors that are
/// whole rows ([VectorShape#IS_ROW]).
final class VectorMoves {

    private static final LongVector EVEN = order(0, 8, 2, 10, 4, 12, 6, 14);
    private static final LongVector ODD = order(1, 9, 3, 11, 5, 13, 7, 15);
    private static final LongVector PAIR_LOW = order(0, 1, 8, 9, 4, 5, 12, 13);
    private static final LongVector PAIR_HIGH = order(2, 3, 10, 11, 6, 7, 14, 15);
    private static final LongVector HALF_LOW = order(0, 1, 2, 3, 8, 9, 10, 11);
    private static final LongVector HALF_HIGH = order(4, 5, 6, 7, 12, 13, 14, 15);

    private VectorMoves() {}

    private static LongVector order(long... from) {
        return LongVector.fromArray(LONGS, from, 0);
    }

    /// Loads the full chunks of 8 lanes.
    static void gatherChunks(
            MemorySegment memory, long at, long laneStep, int lanes, int chunks, long[] words, int to, int half) {
        long last = (lanes - 1) * laneStep;
        long a1 = at + Math.min(laneStep, last);
        long a2 = at + Math.min(2 * laneStep, last);
        long a3 = at + Math.min(3 * laneStep, last);
        long a4 = at + Math.min(4 * laneStep, last);
        long a5 = at + Math.min(5 * laneStep, last);
        long a6 = at + Math.min(6 * laneStep, last);
        long a7 = at + Math.min(7 * laneStep, last);
        for (int q = 0; q < chunks; q++) {
            long offset = (long) Lanes.CHUNK_BYTES * q;
            LongVector v0 = LongVector.fromMemorySegment(LONGS, memory, at + offset, LITTLE_ENDIAN);
            LongVector v1 = LongVector.fromMemorySegment(LONGS, memory, a1 + offset, LITTLE_ENDIAN);
            LongVector v2 = LongVector.fromMemorySegment(LONGS, memory, a2 + offset, LITTLE_ENDIAN);
            LongVector v3 = LongVector.fromMemorySegment(LONGS, memory, a3 + offset, LITTLE_ENDIAN);
            LongVector v4 = LongVector.fromMemorySegment(LONGS, memory, a4 + offset, LITTLE_ENDIAN);
            LongVector v5 = LongVector.fromMemorySegment(LONGS, memory, a5 + offset, LITTLE_ENDIAN);
            LongVector v6 = LongVector.fromMemorySegment(LONGS, memory, a6 + offset, LITTLE_ENDIAN);
            LongVector v7 = LongVector.fromMemorySegment(LONGS, memory, a7 + offset, LITTLE_ENDIAN);
            LongVector x0 = EVEN.selectFrom(v0, v1);
            LongVector x1 = ODD.selectFrom(v0, v1);
            LongVector x2 = EVEN.selectFrom(v2, v3);
            LongVector x3 = ODD.selectFrom(v2, v3);
            LongVector x4 = EVEN.selectFrom(v4, v5);
            LongVector x5 = ODD.selectFrom(v4, v5);
            LongVector x6 = EVEN.selectFrom(v6, v7);
            LongVector x7 = ODD.selectFrom(v6, v7);
            v0 = PAIR_LOW.selectFrom(x0, x2);
            v1 = PAIR_LOW.selectFrom(x1, x3);
            v2 = PAIR_HIGH.selectFrom(x0, x2);
            v3 = PAIR_HIGH.selectFrom(x1, x3);
            v4 = PAIR_LOW.selectFrom(x4, x6);
            v5 = PAIR_LOW.selectFrom(x5, x7);
            v6 = PAIR_HIGH.selectFrom(x4, x6);
            v7 = PAIR_HIGH.selectFrom(x5, x7);
            int low = to + 32 * q;
            int high = low + half;
            HALF_LOW.selectFrom(v0, v4).intoArray(words, low);
            HALF_LOW.selectFrom(v1, v5).intoArray(words, low + 8);
            HALF_LOW.selectFrom(v2, v6).intoArray(words, low + 16);
            HALF_LOW.selectFrom(v3, v7).intoArray(words, low + 24);
            HALF_HIGH.selectFrom(v0, v4).intoArray(words, high);
            HALF_HIGH.selectFrom(v1, v5).intoArray(words, high + 8);
            HALF_HIGH.selectFrom(v2, v6).intoArray(words, high + 16);
            HALF_HIGH.selectFrom(v3, v7).intoArray(words, high + 24);
        }
    }

    /// Stores the full chunks of 8 lanes.
    static void scatterChunks(
            long[] words, int from, int half, int chunks, MemorySegment memory, long at, long laneStep) {
        for (int q = 0; q < chunks; q++) {
            int low = from + 32 * q;
            int high = low + half;
            LongVector v0 = LongVector.fromArray(LONGS, words, low);
            LongVector v1 = LongVector.fromArray(LONGS, words, low + 8);
            LongVector v2 = LongVector.fromArray(LONGS, words, low + 16);
            LongVector v3 = LongVector.fromArray(LONGS, words, low + 24);
            LongVector v4 = LongVector.fromArray(LONGS, words, high);
            LongVector v5 = LongVector.fromArray(LONGS, words, high + 8);
            LongVector v6 = LongVector.fromArray(LONGS, words, high + 16);
            LongVector v7 = LongVector.fromArray(LONGS, words, high + 24);
            LongVector x0 = EVEN.selectFrom(v0, v1);
            LongVector x1 = ODD.selectFrom(v0, v1);
            LongVector x2 = EVEN.selectFrom(v2, v3);
            LongVector x3 = ODD.selectFrom(v2, v3);
            LongVector x4 = EVEN.selectFrom(v4, v5);
            LongVector x5 = ODD.selectFrom(v4, v5);
            LongVector x6 = EVEN.selectFrom(v6, v7);
            LongVector x7 = ODD.selectFrom(v6, v7);
            v0 = PAIR_LOW.selectFrom(x0, x2);
            v1 = PAIR_LOW.selectFrom(x1, x3);
            v2 = PAIR_HIGH.selectFrom(x0, x2);
            v3 = PAIR_HIGH.selectFrom(x1, x3);
            v4 = PAIR_LOW.selectFrom(x4, x6);
            v5 = PAIR_LOW.selectFrom(x5, x7);
            v6 = PAIR_HIGH.selectFrom(x4, x6);
            v7 = PAIR_HIGH.selectFrom(x5, x7);
            long out = at + (long) Lanes.CHUNK_BYTES * q;
            HALF_LOW.selectFrom(v0, v4).intoMemorySegment(memory, out, LITTLE_ENDIAN);
            HALF_LOW.selectFrom(v1, v5).intoMemorySegment(memory, out + laneStep, LITTLE_ENDIAN);
            HALF_LOW.selectFrom(v2, v6).intoMemorySegment(memory, out + 2 * laneStep, LITTLE_ENDIAN);
            HALF_LOW.selectFrom(v3, v7).intoMemorySegment(memory, out + 3 * laneStep, LITTLE_ENDIAN);
            HALF_HIGH.selectFrom(v0, v4).intoMemorySegment(memory, out + 4 * laneStep, LITTLE_ENDIAN);
            HALF_HIGH.selectFrom(v1, v5).intoMemorySegment(memory, out + 5 * laneStep, LITTLE_ENDIAN);
            HALF_HIGH.selectFrom(v2, v6).intoMemorySegment(memory, out + 6 * laneStep, LITTLE_ENDIAN);
            HALF_HIGH.selectFrom(v3, v7).intoMemorySegment(memory, out + 7 * laneStep, LITTLE_ENDIAN);
        }
    }

    /// See [Kernels#transpose].
    static void transpose(long[] from, int fromAt, int fromStep, long[] to, int toAt, int toStep) {
        LongVector v0 = LongVector.fromArray(LONGS, from, fromAt);
        LongVector v1 = LongVector.fromArray(LONGS, from, fromAt + fromStep);
        LongVector v2 = LongVector.fromArray(LONGS, from, fromAt + 2 * fromStep);
        LongVector v3 = LongVector.fromArray(LONGS, from, fromAt + 3 * fromStep);
        LongVector v4 = LongVector.fromArray(LONGS, from, fromAt + 4 * fromStep);
        LongVector v5 = LongVector.fromArray(LONGS, from, fromAt + 5 * fromStep);
        LongVector v6 = LongVector.fromArray(LONGS, from, fromAt + 6 * fromStep);
        LongVector v7 = LongVector.fromArray(LONGS, from, fromAt + 7 * fromStep);
        LongVector x0 = EVEN.selectFrom(v0, v1);
        LongVector x1 = ODD.selectFrom(v0, v1);
        LongVector x2 = EVEN.selectFrom(v2, v3);
        LongVector x3 = ODD.selectFrom(v2, v3);
        LongVector x4 = EVEN.selectFrom(v4, v5);
        LongVector x5 = ODD.selectFrom(v4, v5);
        LongVector x6 = EVEN.selectFrom(v6, v7);
        LongVector x7 = ODD.selectFrom(v6, v7);
        v0 = PAIR_LOW.selectFrom(x0, x2);
        v1 = PAIR_LOW.selectFrom(x1, x3);
        v2 = PAIR_HIGH.selectFrom(x0, x2);
        v3 = PAIR_HIGH.selectFrom(x1, x3);
        v4 = PAIR_LOW.selectFrom(x4, x6);
        v5 = PAIR_LOW.selectFrom(x5, x7);
        v6 = PAIR_HIGH.selectFrom(x4, x6);
        v7 = PAIR_HIGH.selectFrom(x5, x7);
        HALF_LOW.selectFrom(v0, v4).intoArray(to, toAt);
        HALF_LOW.selectFrom(v1, v5).intoArray(to, toAt + toStep);
        HALF_LOW.selectFrom(v2, v6).intoArray(to, toAt + 2 * toStep);
        HALF_LOW.selectFrom(v3, v7).intoArray(to, toAt + 3 * toStep);
        HALF_HIGH.selectFrom(v0, v4).intoArray(to, toAt + 4 * toStep);
        HALF_HIGH.selectFrom(v1, v5).intoArray(to, toAt + 5 * toStep);
        HALF_HIGH.selectFrom(v2, v6).intoArray(to, toAt + 6 * toStep);
        HALF_HIGH.selectFrom(v3, v7).intoArray(to, toAt + 7 * toStep);
    }
}
