package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A range of a blob as a stream, one piece in memory.
final class BlobInputStream extends InputStream {

    private final BlobStore store;
    private final BlobId id;
    private final int pieceBytes;
    private final long end;
    private final byte[] buffer;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    /// Offset in the blob of the first byte after `piece`.
    private long next;
    private boolean isClosed;

    BlobInputStream(BlobStore store, BlobId id, ByteRange range) {
        this.store = store;
        this.id = id;
        pieceBytes = store.pieceBytes(id);
        next = range.offset();
        end = range.end();
        buffer = new byte[Math.toIntExact(Math.min(pieceBytes, range.length()))];
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (isClosed) {
            throw new IOException("stream of blob " + id + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (!piece.hasRemaining()) {
            if (next == end) {
                return -1;
            }
            int count = BlobPieces.length(next, end, pieceBytes);
            ByteBuffer fresh = ByteBuffer.wrap(buffer, 0, count);
            store.read(id, next, fresh);
            piece = fresh.rewind();
            next += count;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(target, offset, count);
        return count;
    }

    @Override
    public int available() {
        return isClosed ? 0 : piece.remaining();
    }

    @Override
    public void close() {
        isClosed = true;
        piece = ByteBuffer.allocate(0);
    }
}
