package dev.floe.format.internal.redstuff;

import java.util.Arrays;

/// Where hashing of 8-lane messages stands between slices: chaining state and the byte carried over. One state per
/// point, or a single shared one when every symbol comes in one slice.
public final class LeafStates {

    private static final long[] START = new long[Kernels.CHAIN_WORDS];

    static {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            Blake2bRounds.start(START, lane, Lanes.COUNT);
        }
    }

    private final boolean shared;
    private final long[] chain;
    private final long[] carry;

    /// @param points how many states, unless shared
    public LeafStates(int points, boolean shared) {
        this.shared = shared;
        int states = shared ? 1 : points;
        chain = new long[states * Kernels.CHAIN_WORDS];
        carry = new long[states * Lanes.COUNT];
    }

    boolean isShared() {
        return shared;
    }

    long[] chain() {
        return chain;
    }

    long[] carry() {
        return carry;
    }

    /// Begins the hash of 8 leaves: prefix byte 0.
    void start(int state) {
        start(chain, state * Kernels.CHAIN_WORDS);
        Arrays.fill(carry, state * Lanes.COUNT, (state + 1) * Lanes.COUNT, 0);
    }

    static void start(long[] chain, int at) {
        System.arraycopy(START, 0, chain, at, Kernels.CHAIN_WORDS);
    }
}
