package dev.floe.storage.encoding;

import java.io.IOException;

/// Symbols longer than a staging buffer allows pass through it in bands: equal runs of their bytes, multiples of
/// 128.
final class Bands {

    interface Step {
        void take(int start, int bytes) throws IOException;
    }

    private static final int BLOCK = 128;

    private Bands() {}

    /// Calls `step` for each band, in order, so that `symbols` bands fit into `stagingBytes`.
    static void forEach(int symbolBytes, long symbols, long stagingBytes, Step step) throws IOException {
        int band = bandBytes(symbolBytes, symbols, stagingBytes);
        for (int start = 0; start < symbolBytes; start += band) {
            step.take(start, Math.min(band, symbolBytes - start));
        }
    }

    static int bandBytes(int symbolBytes, long symbols, long stagingBytes) {
        long fitting = stagingBytes / symbols / BLOCK * BLOCK;
        return (int) Math.min(symbolBytes, Math.max(fitting, BLOCK));
    }
}
