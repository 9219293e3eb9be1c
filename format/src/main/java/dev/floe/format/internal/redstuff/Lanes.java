package dev.floe.format.internal.redstuff;

/// The layout all kernels share: 8 code words (or messages) side by side, one per 64-bit lane.
///
/// A *point* is one symbol slice of each lane. Its low bytes come first, then its high bytes, each as rows of 8
/// words, one word per lane:
///
/// | rows      | words, per lane                                                              |
/// |-----------|------------------------------------------------------------------------------|
/// | 0 … H−1   | low bytes: per 64-byte chunk its bytes 0 … 31, then the first half of the rest |
/// | H … 2H−1  | high bytes: per 64-byte chunk its bytes 32 … 63, then the second half         |
///
/// The rest, shorter than 64 bytes, is split at its own half, each half filled up with zeros to whole words. So low
/// and high bytes that make one field element sit at the same place of two rows, and a 64-byte chunk is read back
/// as message words in order: 4 rows of low, 4 rows of high.
public final class Lanes {

    /// Code words per tile.
    public static final int COUNT = 8;

    /// Bytes per chunk of a symbol.
    public static final int CHUNK_BYTES = 64;

    private Lanes() {}

    /// H: rows per half of a point that holds `bytes` bytes per lane.
    public static int halfRows(int bytes) {
        return 4 * (bytes / CHUNK_BYTES) + restRows(bytes);
    }

    /// Rows of one half of the rest.
    public static int restRows(int bytes) {
        return (bytes % CHUNK_BYTES / 2 + 7) / 8;
    }

    /// Words per half of a point.
    public static int halfWords(int bytes) {
        return COUNT * halfRows(bytes);
    }

    /// Words per point.
    public static int pointWords(int bytes) {
        return 2 * halfWords(bytes);
    }
}
