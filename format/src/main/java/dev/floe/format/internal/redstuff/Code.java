package dev.floe.format.internal.redstuff;

import java.util.Arrays;

/// The Reed–Solomon code that adds `extra` symbols to `source` symbols, on points of 8 lanes. Source:
/// `AndersTrier/reed-solomon-simd` 3.1.0; `high rate` and `low rate` are its words. Immutable.
public final class Code {

    private final int source;
    private final int extra;
    private final boolean high;
    private final int chunk;
    private final Multipliers skews;
    private final boolean forVectors;

    /// @param forVectors for which kernels the tables are
    public Code(int source, int extra, boolean forVectors) {
        this.source = source;
        this.extra = extra;
        int sourcePower = powerOfTwo(source);
        int extraPower = powerOfTwo(extra);
        high = sourcePower > extraPower || sourcePower == extraPower && source <= extra;
        chunk = high ? extraPower : sourcePower;
        this.forVectors = forVectors;
        skews = Multipliers.skews(chunk + encodePoints(), forVectors);
    }

    private static int powerOfTwo(int atLeast) {
        int power = 1;
        while (power < atLeast) {
            power <<= 1;
        }
        return power;
    }

    /// How many symbols are given.
    public int source() {
        return source;
    }

    /// How many symbols are added.
    public int extra() {
        return extra;
    }

    boolean isHigh() {
        return high;
    }

    int chunk() {
        return chunk;
    }

    boolean forVectors() {
        return forVectors;
    }

    /// Points of work area that [#encode] needs.
    public int encodePoints() {
        return ((high ? source : extra) + chunk - 1) / chunk * chunk;
    }

    /// Encodes: takes the source symbols in points 0 … source − 1 and leaves the added ones in points 0 … extra −
    /// 1.
    public void encode(Kernels kernels, long[] words, int half) {
        int point = 2 * half;
        Transform transform = new Transform(kernels, skews, half);
        if (high) {
            Arrays.fill(words, source * point, encodePoints() * point, 0);
            for (int s = 0; s < source; s += chunk) {
                transform.inverse(words, s * point, chunk, chunk + s, Math.min(chunk, source - s));
                if (s > 0) {
                    kernels.xor(words, 0, s * point, chunk * point);
                }
            }
            transform.forward(words, 0, chunk, 0, extra);
        } else {
            Arrays.fill(words, source * point, chunk * point, 0);
            transform.inverse(words, 0, chunk, 0, source);
            for (int s = chunk; s < extra; s += chunk) {
                System.arraycopy(words, 0, words, s * point, chunk * point);
                transform.forward(words, s * point, chunk, s + chunk, Math.min(chunk, extra - s));
            }
            transform.forward(words, 0, chunk, chunk, Math.min(chunk, extra));
        }
    }
}
