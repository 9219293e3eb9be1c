package dev.floe.format.internal.redstuff;

/// The Blake2b compression function on one message, and the constants all variants share. Source: RFC 7693.
public final class Blake2bRounds {

    /// Bytes per block.
    public static final int BLOCK_BYTES = 128;

    /// Start value of the chaining state.
    static final long[] IV = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    /// First state word of an unkeyed hash with 32 bytes of output: the parameter block is folded in.
    static final long IV0_256 = IV[0] ^ 0x0101_0020L;

    /// Which message word each half-step takes: 12 rounds of 16 (the last two repeat the first two).
    static final byte[] SIGMA = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3, //
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4, //
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8, //
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13, //
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9, //
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11, //
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10, //
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5, //
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0, //
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, //
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
    };

    private Blake2bRounds() {}

    /// Sets the eight words at `at`, `at + step`, … to the start value of a 256-bit hash.
    public static void start(long[] state, int at, int step) {
        state[at] = IV0_256;
        for (int i = 1; i < 8; i++) {
            state[at + i * step] = IV[i];
        }
    }

    /// Compresses one block. State word i is at `state[stateAt + i * step]`, message word i at
    /// `message[messageAt + i * step]`; `step` is 1, or the number of lanes when the block is one lane of several.
    ///
    /// @param hashedBytes bytes of the message up to and including this block
    /// @param last whether this is the last block
    //
    // The steps are written out in a loop over rounds on purpose: unrolled rounds exceed what HotSpot compiles (8000
    // bytes of bytecode), helper methods lose inlining.
    public static void compress(
            long[] state, int stateAt, long[] message, int messageAt, int step, long hashedBytes, boolean last) {
        long v0 = state[stateAt];
        long v1 = state[stateAt + step];
        long v2 = state[stateAt + 2 * step];
        long v3 = state[stateAt + 3 * step];
        long v4 = state[stateAt + 4 * step];
        long v5 = state[stateAt + 5 * step];
        long v6 = state[stateAt + 6 * step];
        long v7 = state[stateAt + 7 * step];
        long v8 = IV[0];
        long v9 = IV[1];
        long v10 = IV[2];
        long v11 = IV[3];
        long v12 = IV[4] ^ hashedBytes;
        long v13 = IV[5];
        long v14 = last ? ~IV[6] : IV[6];
        long v15 = IV[7];
        for (int r = 0; r < SIGMA.length; r += 16) {
            v0 += v4 + message[messageAt + step * SIGMA[r]];
            v12 = Long.rotateRight(v12 ^ v0, 32);
            v8 += v12;
            v4 = Long.rotateRight(v4 ^ v8, 24);
            v0 += v4 + message[messageAt + step * SIGMA[r + 1]];
            v12 = Long.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Long.rotateRight(v4 ^ v8, 63);
            v1 += v5 + message[messageAt + step * SIGMA[r + 2]];
            v13 = Long.rotateRight(v13 ^ v1, 32);
            v9 += v13;
            v5 = Long.rotateRight(v5 ^ v9, 24);
            v1 += v5 + message[messageAt + step * SIGMA[r + 3]];
            v13 = Long.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Long.rotateRight(v5 ^ v9, 63);
            v2 += v6 + message[messageAt + step * SIGMA[r + 4]];
            v14 = Long.rotateRight(v14 ^ v2, 32);
            v10 += v14;
            v6 = Long.rotateRight(v6 ^ v10, 24);
            v2 += v6 + message[messageAt + step * SIGMA[r + 5]];
            v14 = Long.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Long.rotateRight(v6 ^ v10, 63);
            v3 += v7 + message[messageAt + step * SIGMA[r + 6]];
            v15 = Long.rotateRight(v15 ^ v3, 32);
            v11 += v15;
            v7 = Long.rotateRight(v7 ^ v11, 24);
            v3 += v7 + message[messageAt + step * SIGMA[r + 7]];
            v15 = Long.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Long.rotateRight(v7 ^ v11, 63);
            v0 += v5 + message[messageAt + step * SIGMA[r + 8]];
            v15 = Long.rotateRight(v15 ^ v0, 32);
            v10 += v15;
            v5 = Long.rotateRight(v5 ^ v10, 24);
            v0 += v5 + message[messageAt + step * SIGMA[r + 9]];
            v15 = Long.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Long.rotateRight(v5 ^ v10, 63);
            v1 += v6 + message[messageAt + step * SIGMA[r + 10]];
            v12 = Long.rotateRight(v12 ^ v1, 32);
            v11 += v12;
            v6 = Long.rotateRight(v6 ^ v11, 24);
            v1 += v6 + message[messageAt + step * SIGMA[r + 11]];
            v12 = Long.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Long.rotateRight(v6 ^ v11, 63);
            v2 += v7 + message[messageAt + step * SIGMA[r + 12]];
            v13 = Long.rotateRight(v13 ^ v2, 32);
            v8 += v13;
            v7 = Long.rotateRight(v7 ^ v8, 24);
            v2 += v7 + message[messageAt + step * SIGMA[r + 13]];
            v13 = Long.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Long.rotateRight(v7 ^ v8, 63);
            v3 += v4 + message[messageAt + step * SIGMA[r + 14]];
            v14 = Long.rotateRight(v14 ^ v3, 32);
            v9 += v14;
            v4 = Long.rotateRight(v4 ^ v9, 24);
            v3 += v4 + message[messageAt + step * SIGMA[r + 15]];
            v14 = Long.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Long.rotateRight(v4 ^ v9, 63);
        }
        state[stateAt] ^= v0 ^ v8;
        state[stateAt + step] ^= v1 ^ v9;
        state[stateAt + 2 * step] ^= v2 ^ v10;
        state[stateAt + 3 * step] ^= v3 ^ v11;
        state[stateAt + 4 * step] ^= v4 ^ v12;
        state[stateAt + 5 * step] ^= v5 ^ v13;
        state[stateAt + 6 * step] ^= v6 ^ v14;
        state[stateAt + 7 * step] ^= v7 ^ v15;
    }
}
