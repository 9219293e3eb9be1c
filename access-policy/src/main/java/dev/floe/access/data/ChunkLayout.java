package dev.floe.access.data;

import dev.floe.format.DataException;

/// Where chunks are: a header of 40 bytes, then segments of `segmentBytes`, the first shorter by the header, the
/// last as long as it is; each ends with a tag of 16 bytes.
///
/// @param segmentBytes with tag, [#MIN_SEGMENT] to [#MAX_SEGMENT]
/// @param plainBytes length of the data
record ChunkLayout(int segmentBytes, long plainBytes) {

    static final int HEADER = 40;
    static final int TAG = 16;
    static final int MIN_SEGMENT = 256;
    static final int MAX_SEGMENT = 16 << 20;

    ChunkLayout {
        if (segmentBytes < MIN_SEGMENT || segmentBytes > MAX_SEGMENT || plainBytes < 0) {
            throw new IllegalArgumentException("chunks: segments of " + MIN_SEGMENT + " to " + MAX_SEGMENT
                    + " bytes are supported, got " + segmentBytes + " for " + plainBytes + " bytes of data");
        }
        if (segments(segmentBytes, plainBytes) > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("chunks: " + plainBytes + " bytes need more than 2^32 segments of "
                    + segmentBytes + "; use larger ones");
        }
    }

    /// The layout of a file with that many bytes.
    ///
    /// @throws DataException.Corrupt if no data give such a file
    static ChunkLayout ofCipher(int segmentBytes, long cipherBytes) {
        long segments = Math.max(1, Math.ceilDiv(cipherBytes, segmentBytes));
        long plain = cipherBytes - HEADER - segments * TAG;
        if (plain < 0 || segments > 0xFFFF_FFFFL || cipherBytes != new ChunkLayout(segmentBytes, plain).cipherBytes()) {
            throw new DataException.Corrupt(
                    "chunks: no data give " + cipherBytes + " encrypted bytes in segments of " + segmentBytes);
        }
        return new ChunkLayout(segmentBytes, plain);
    }

    long segments() {
        return segments(segmentBytes, plainBytes);
    }

    private static long segments(int segmentBytes, long plainBytes) {
        // The header is as if it were data of the first segment.
        return Math.max(1, Math.ceilDiv(plainBytes + HEADER, segmentBytes - TAG));
    }

    long cipherBytes() {
        return HEADER + plainBytes + segments() * TAG;
    }

    /// The segment that holds the data at `position`.
    long segmentOf(long position) {
        return (position + HEADER) / (segmentBytes - TAG);
    }

    /// Where the data of a segment begin.
    long plainStart(long segment) {
        return segment == 0 ? 0 : segment * (segmentBytes - TAG) - HEADER;
    }

    int plainLength(long segment) {
        return Math.toIntExact(plainEnd(segment) - plainStart(segment));
    }

    private long plainEnd(long segment) {
        return isLast(segment) ? plainBytes : plainStart(segment + 1);
    }

    /// Where a segment begins in the file.
    long cipherStart(long segment) {
        return segment == 0 ? HEADER : segment * segmentBytes;
    }

    boolean isLast(long segment) {
        return segment == segments() - 1;
    }
}
