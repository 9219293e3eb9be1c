package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Walks a range in the pieces a store likes: all but the first begin at a multiple of the piece size.
final class BlobPieces {

    private BlobPieces() {}

    static void copy(BlobStore store, BlobId id, ByteRange range, BlobSink sink) throws IOException {
        int pieceBytes = store.pieceBytes(id);
        byte[] buffer = new byte[Math.toIntExact(Math.min(pieceBytes, range.length()))];
        for (long at = range.offset(); at < range.end(); ) {
            int length = length(at, range.end(), pieceBytes);
            ByteBuffer piece = ByteBuffer.wrap(buffer, 0, length);
            store.read(id, at, piece);
            sink.accept(piece.rewind());
            at += length;
        }
    }

    /// How much to read at `at` so that the next piece begins at a multiple of `pieceBytes`.
    static int length(long at, long end, int pieceBytes) {
        return (int) Math.min(pieceBytes - at % pieceBytes, end - at);
    }
}
