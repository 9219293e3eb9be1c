package dev.floe.format.internal.redstuff;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Puts a prefix byte in front of 8 word streams: every row is shifted up by a byte, and takes the top byte of the
/// row before.
final class VectorPacking {

    private static final VectorSpecies<Long> LONGS = VectorShape.LONGS;
    private static final Class<? extends LongVector> TYPE = VectorShape.TYPE;
    private static final int ROW = Lanes.COUNT;
    private static final int STEP = LONGS.length();

    private VectorPacking() {}

    /// See [Kernels#packChunks].
    static void packChunks(long[] words, int at, int half, int chunks, long[] carry, int carryAt, long[] message) {
        for (int lane = 0; lane < ROW; lane += STEP) {
            LongVector waiting = LongVector.fromArray(LONGS, carry, carryAt + lane);
            for (int q = 0; q < chunks; q++) {
                waiting = TYPE.cast(waiting);
                int low = at + lane + 32 * q;
                int out = lane + 64 * q;
                for (int i = 0; i < 4 * ROW; i += ROW) {
                    waiting = TYPE.cast(waiting);
                    LongVector word = LongVector.fromArray(LONGS, words, low + i);
                    word.lanewise(LSHL, 8).lanewise(OR, waiting).intoArray(message, out + i);
                    waiting = word.lanewise(LSHR, 56);
                }
                for (int i = 0; i < 4 * ROW; i += ROW) {
                    waiting = TYPE.cast(waiting);
                    LongVector word = LongVector.fromArray(LONGS, words, low + half + i);
                    word.lanewise(LSHL, 8).lanewise(OR, waiting).intoArray(message, out + 4 * ROW + i);
                    waiting = word.lanewise(LSHR, 56);
                }
            }
            waiting.intoArray(carry, carryAt + lane);
        }
    }

    /// See [Kernels#packRest]. The two halves join inside a word unless the half is whole words long: then the
    /// second half is shifted by `bits`, and each row also takes the top of the row before.
    static int packRest(
            long[] words, int low, int half, int restBytes, long[] carry, int carryAt, long[] message, int messageRow) {
        int restHalf = restBytes / 2;
        int restRows = (restHalf + 7) / 8;
        int rows = (restBytes + 7) / 8;
        int firstOfHigh = restHalf / 8;
        int bits = 8 * (restHalf % 8);
        for (int lane = 0; lane < ROW; lane += STEP) {
            LongVector waiting = LongVector.fromArray(LONGS, carry, carryAt + lane);
            LongVector above = LongVector.zero(LONGS);
            int out = messageRow * ROW + lane;
            for (int i = 0; i < rows; i++, out += ROW) {
                waiting = TYPE.cast(waiting);
                LongVector word = TYPE.cast(above);
                if (i < restRows) {
                    word = word.lanewise(OR, LongVector.fromArray(LONGS, words, low + i * ROW + lane));
                }
                int second = i - firstOfHigh;
                if (second >= 0 && second < restRows) {
                    LongVector high = LongVector.fromArray(LONGS, words, low + half + second * ROW + lane);
                    word = word.lanewise(OR, high.lanewise(LSHL, bits));
                    above = bits == 0 ? LongVector.zero(LONGS) : high.lanewise(LSHR, 64 - bits);
                } else {
                    above = LongVector.zero(LONGS);
                }
                word.lanewise(LSHL, 8).lanewise(OR, waiting).intoArray(message, out);
                waiting = word.lanewise(LSHR, 56);
            }
            waiting.intoArray(message, out);
        }
        return messageRow + rows + 1;
    }

    /// See [Kernels#packNode].
    static void packNode(long[] nodes, int left, int right, long prefix, long[] block, int blockAt) {
        for (int lane = 0; lane < ROW; lane += STEP) {
            LongVector waiting = LongVector.broadcast(LONGS, prefix);
            int out = blockAt + lane;
            for (int i = lane; i < 4 * ROW; i += ROW, out += ROW) {
                waiting = TYPE.cast(waiting);
                LongVector word = LongVector.fromArray(LONGS, nodes, left + i);
                word.lanewise(LSHL, 8).lanewise(OR, waiting).intoArray(block, out);
                waiting = word.lanewise(LSHR, 56);
            }
            if (right < 0) {
                waiting.intoArray(block, out);
                for (int i = 1; i < 5; i++) {
                    LongVector.zero(LONGS).intoArray(block, out + i * ROW);
                }
                continue;
            }
            for (int i = lane; i < 4 * ROW; i += ROW, out += ROW) {
                waiting = TYPE.cast(waiting);
                LongVector word = LongVector.fromArray(LONGS, nodes, right + i);
                word.lanewise(LSHL, 8).lanewise(OR, waiting).intoArray(block, out);
                waiting = word.lanewise(LSHR, 56);
            }
            waiting.intoArray(block, out);
        }
    }
}
