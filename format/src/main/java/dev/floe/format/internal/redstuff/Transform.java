package dev.floe.format.internal.redstuff;

/// The additive Fourier transform of Leopard over points of 8 lanes, and its inverse.
///
/// Wide layers go residue by residue and the small ones block by block, so that the points in use stay in the fast
/// caches: two passes over the work area instead of one per layer. 16 points per block measured best.
final class Transform {

    private static final int BLOCK_POINTS = 16;

    private final Kernels kernels;
    private final Multipliers skews;
    private final int half;
    private final int point;

    Transform(Kernels kernels, Multipliers skews, int half) {
        this.kernels = kernels;
        this.skews = skews;
        this.half = half;
        this.point = 2 * half;
    }

    /// Evaluates at `size` places from `delta` on; only the first `needed` results are right.
    void forward(long[] words, int at, int size, int delta, int needed) {
        if (size < 2) {
            return;
        }
        if (size <= 2 * BLOCK_POINTS) {
            forwardLayers(words, at, 0, size, size / 2, 1, delta, needed);
            return;
        }
        forwardLayers(words, at, 0, size, size / 2, BLOCK_POINTS, delta, needed);
        for (int block = 0; block < size && block < needed; block += BLOCK_POINTS) {
            forwardLayers(words, at, block, block + BLOCK_POINTS, BLOCK_POINTS / 2, 1, delta, needed);
        }
    }

    /// Interpolates through `size` places from `delta` on; points from `filled` on must be zero.
    void inverse(long[] words, int at, int size, int delta, int filled) {
        if (size < 2) {
            return;
        }
        if (size <= 2 * BLOCK_POINTS) {
            inverseLayers(words, at, 0, size, size / 2, 1, delta, filled);
            return;
        }
        for (int block = 0; block < size && block < filled; block += BLOCK_POINTS) {
            inverseLayers(words, at, block, block + BLOCK_POINTS, BLOCK_POINTS / 2, 1, delta, filled);
        }
        inverseLayers(words, at, 0, size, size / 2, BLOCK_POINTS, delta, filled);
    }

    /// Layers of distance `widest` down to `narrowest` over the points `from` to `to`.
    private void forwardLayers(
            long[] words, int at, int from, int to, int widest, int narrowest, int delta, int needed) {
        for (int residue = 0; residue < narrowest; residue++) {
            for (int distance = widest; distance >= narrowest; distance >>= 1) {
                for (int group = from; group < to && group < needed; group += 2 * distance) {
                    int index = group + distance + delta - 1;
                    int x = at + (group + residue) * point;
                    int pairs = distance / narrowest;
                    if (skews.isZero(index)) {
                        addLow(words, x, distance, pairs, narrowest);
                    } else {
                        kernels.forward(words, x, distance * point, pairs, narrowest * point, half, skews, index);
                    }
                }
            }
        }
    }

    private void inverseLayers(
            long[] words, int at, int from, int to, int widest, int narrowest, int delta, int filled) {
        for (int residue = 0; residue < narrowest; residue++) {
            for (int distance = narrowest; distance <= widest; distance <<= 1) {
                for (int group = from; group < to && group < filled; group += 2 * distance) {
                    int index = group + distance + delta - 1;
                    int x = at + (group + residue) * point;
                    int pairs = distance / narrowest;
                    if (skews.isZero(index)) {
                        addLow(words, x, distance, pairs, narrowest);
                    } else {
                        kernels.inverse(words, x, distance * point, pairs, narrowest * point, half, skews, index);
                    }
                }
            }
        }
    }

    /// Butterflies with factor 0, either way: y += x.
    private void addLow(long[] words, int x, int distance, int pairs, int narrowest) {
        for (int p = 0; p < pairs; p++) {
            int from = x + p * narrowest * point;
            kernels.xor(words, from + distance * point, from, point);
        }
    }
}
