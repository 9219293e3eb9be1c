package dev.floe.format.internal.redstuff;

import static dev.floe.format.internal.redstuff.Blake2bRounds.IV;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// The Blake2b compression function on 8 messages at once, one per lane.
///
/// One round per loop turn, steps written out in place: unrolled rounds or helper methods fall out of what C2
/// inlines and run 20 to 100 times slower (boxed vectors). The casts tell C2 which class the vectors have that
/// come around the loop: else it relies on a profile, and boxes when there is none.
final class VectorBlake2b {

    private static final VectorSpecies<Long> LANES = VectorShape.LONGS;
    private static final int STEP = Lanes.COUNT;

    /// Sigma, multiplied by the words per row.
    private static final int[] ROW_OF_STEP = new int[Blake2bRounds.SIGMA.length];

    static {
        for (int i = 0; i < ROW_OF_STEP.length; i++) {
            ROW_OF_STEP[i] = Blake2bRounds.SIGMA[i] * STEP;
        }
    }

    private VectorBlake2b() {}

    /// See [Kernels#compress]. Without branches on what is hashed: code compiled early has seen one side only.
    static void compress(
            long[] chain, int chainAt, long[] message, int messageAt, int blocks, long before, long total) {
        for (int lane = 0; lane < STEP; lane += LANES.length()) {
            int at = chainAt + lane;
            int in = messageAt + lane;
            for (int b = 0; b < blocks; b++, in += Kernels.BLOCK_WORDS) {
                long end = before + Blake2bRounds.BLOCK_BYTES * (b + 1L);
                long hashedBytes = Math.min(end, total);
                long last = total - 1 - end >> 63;
                LongVector v0 = LongVector.fromArray(LANES, chain, at);
                LongVector v1 = LongVector.fromArray(LANES, chain, at + STEP);
                LongVector v2 = LongVector.fromArray(LANES, chain, at + 2 * STEP);
                LongVector v3 = LongVector.fromArray(LANES, chain, at + 3 * STEP);
                LongVector v4 = LongVector.fromArray(LANES, chain, at + 4 * STEP);
                LongVector v5 = LongVector.fromArray(LANES, chain, at + 5 * STEP);
                LongVector v6 = LongVector.fromArray(LANES, chain, at + 6 * STEP);
                LongVector v7 = LongVector.fromArray(LANES, chain, at + 7 * STEP);
                LongVector v8 = LongVector.broadcast(LANES, IV[0]);
                LongVector v9 = LongVector.broadcast(LANES, IV[1]);
                LongVector v10 = LongVector.broadcast(LANES, IV[2]);
                LongVector v11 = LongVector.broadcast(LANES, IV[3]);
                LongVector v12 = LongVector.broadcast(LANES, IV[4] ^ hashedBytes);
                LongVector v13 = LongVector.broadcast(LANES, IV[5]);
                LongVector v14 = LongVector.broadcast(LANES, IV[6] ^ last);
                LongVector v15 = LongVector.broadcast(LANES, IV[7]);
                for (int r = 0; r < ROW_OF_STEP.length; r += 16) {
                    v0 = VectorShape.TYPE.cast(v0);
                    v1 = VectorShape.TYPE.cast(v1);
                    v2 = VectorShape.TYPE.cast(v2);
                    v3 = VectorShape.TYPE.cast(v3);
                    v4 = VectorShape.TYPE.cast(v4);
                    v5 = VectorShape.TYPE.cast(v5);
                    v6 = VectorShape.TYPE.cast(v6);
                    v7 = VectorShape.TYPE.cast(v7);
                    v8 = VectorShape.TYPE.cast(v8);
                    v9 = VectorShape.TYPE.cast(v9);
                    v10 = VectorShape.TYPE.cast(v10);
                    v11 = VectorShape.TYPE.cast(v11);
                    v12 = VectorShape.TYPE.cast(v12);
                    v13 = VectorShape.TYPE.cast(v13);
                    v14 = VectorShape.TYPE.cast(v14);
                    v15 = VectorShape.TYPE.cast(v15);
                    v0 = v0.add(v4).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r]));
                    v12 = v12.lanewise(XOR, v0).lanewise(ROR, 32);
                    v8 = v8.add(v12);
                    v4 = v4.lanewise(XOR, v8).lanewise(ROR, 24);
                    v0 = v0.add(v4).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 1]));
                    v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
                    v8 = v8.add(v12);
                    v4 = v4.lanewise(XOR, v8).lanewise(ROR, 63);
                    v1 = v1.add(v5).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 2]));
                    v13 = v13.lanewise(XOR, v1).lanewise(ROR, 32);
                    v9 = v9.add(v13);
                    v5 = v5.lanewise(XOR, v9).lanewise(ROR, 24);
                    v1 = v1.add(v5).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 3]));
                    v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
                    v9 = v9.add(v13);
                    v5 = v5.lanewise(XOR, v9).lanewise(ROR, 63);
                    v2 = v2.add(v6).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 4]));
                    v14 = v14.lanewise(XOR, v2).lanewise(ROR, 32);
                    v10 = v10.add(v14);
                    v6 = v6.lanewise(XOR, v10).lanewise(ROR, 24);
                    v2 = v2.add(v6).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 5]));
                    v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
                    v10 = v10.add(v14);
                    v6 = v6.lanewise(XOR, v10).lanewise(ROR, 63);
                    v3 = v3.add(v7).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 6]));
                    v15 = v15.lanewise(XOR, v3).lanewise(ROR, 32);
                    v11 = v11.add(v15);
                    v7 = v7.lanewise(XOR, v11).lanewise(ROR, 24);
                    v3 = v3.add(v7).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 7]));
                    v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
                    v11 = v11.add(v15);
                    v7 = v7.lanewise(XOR, v11).lanewise(ROR, 63);
                    v0 = v0.add(v5).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 8]));
                    v15 = v15.lanewise(XOR, v0).lanewise(ROR, 32);
                    v10 = v10.add(v15);
                    v5 = v5.lanewise(XOR, v10).lanewise(ROR, 24);
                    v0 = v0.add(v5).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 9]));
                    v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
                    v10 = v10.add(v15);
                    v5 = v5.lanewise(XOR, v10).lanewise(ROR, 63);
                    v1 = v1.add(v6).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 10]));
                    v12 = v12.lanewise(XOR, v1).lanewise(ROR, 32);
                    v11 = v11.add(v12);
                    v6 = v6.lanewise(XOR, v11).lanewise(ROR, 24);
                    v1 = v1.add(v6).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 11]));
                    v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
                    v11 = v11.add(v12);
                    v6 = v6.lanewise(XOR, v11).lanewise(ROR, 63);
                    v2 = v2.add(v7).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 12]));
                    v13 = v13.lanewise(XOR, v2).lanewise(ROR, 32);
                    v8 = v8.add(v13);
                    v7 = v7.lanewise(XOR, v8).lanewise(ROR, 24);
                    v2 = v2.add(v7).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 13]));
                    v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
                    v8 = v8.add(v13);
                    v7 = v7.lanewise(XOR, v8).lanewise(ROR, 63);
                    v3 = v3.add(v4).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 14]));
                    v14 = v14.lanewise(XOR, v3).lanewise(ROR, 32);
                    v9 = v9.add(v14);
                    v4 = v4.lanewise(XOR, v9).lanewise(ROR, 24);
                    v3 = v3.add(v4).add(LongVector.fromArray(LANES, message, in + ROW_OF_STEP[r + 15]));
                    v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
                    v9 = v9.add(v14);
                    v4 = v4.lanewise(XOR, v9).lanewise(ROR, 63);
                }
                v0.lanewise(XOR, v8)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at))
                        .intoArray(chain, at);
                v1.lanewise(XOR, v9)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + STEP))
                        .intoArray(chain, at + STEP);
                v2.lanewise(XOR, v10)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 2 * STEP))
                        .intoArray(chain, at + 2 * STEP);
                v3.lanewise(XOR, v11)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 3 * STEP))
                        .intoArray(chain, at + 3 * STEP);
                v4.lanewise(XOR, v12)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 4 * STEP))
                        .intoArray(chain, at + 4 * STEP);
                v5.lanewise(XOR, v13)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 5 * STEP))
                        .intoArray(chain, at + 5 * STEP);
                v6.lanewise(XOR, v14)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 6 * STEP))
                        .intoArray(chain, at + 6 * STEP);
                v7.lanewise(XOR, v15)
                        .lanewise(XOR, LongVector.fromArray(LANES, chain, at + 7 * STEP))
                        .intoArray(chain, at + 7 * STEP);
            }
        }
    }
}
