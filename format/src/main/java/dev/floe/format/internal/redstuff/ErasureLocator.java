package dev.floe.format.internal.redstuff;

/// The error locator of a pattern of lost symbols: by its values received symbols are scaled before, and lost
/// ones after, the transforms of decoding. Source: `AndersTrier/reed-solomon-simd` 3.1.0.
final class ErasureLocator {

    /// Computed when the first pattern is.
    static final class WalshOfLog {
        static final char[] VALUES = values();

        private static char[] values() {
            char[] logs = new char[Field.ORDER];
            for (int i = 1; i < Field.ORDER; i++) {
                logs[i] = (char) Field.log(i);
            }
            walshHadamard(logs);
            return logs;
        }
    }

    private ErasureLocator() {}

    /// The locator's logarithms for all positions, in place of 1 for each lost position and 0 for the others.
    static void locate(char[] erased) {
        walshHadamard(erased);
        for (int i = 0; i < Field.ORDER; i++) {
            long product = (long) erased[i] * WalshOfLog.VALUES[i];
            erased[i] = (char) Field.add((int) (product & 0xFFFF), (int) (product >>> 16));
        }
        walshHadamard(erased);
    }

    private static void walshHadamard(char[] values) {
        for (int distance = 1; distance < values.length; distance *= 2) {
            for (int block = 0; block < values.length; block += 2 * distance) {
                for (int i = block; i < block + distance; i++) {
                    int a = values[i];
                    int b = values[i + distance];
                    values[i] = (char) Field.add(a, b);
                    values[i + distance] = (char) Field.sub(a, b);
                }
            }
        }
    }
}
