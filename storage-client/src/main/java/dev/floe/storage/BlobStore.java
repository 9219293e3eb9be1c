package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Immutable blobs addressed by [BlobId], readable at any place. Safe for concurrent use.
///
/// Calls block and are meant to run on virtual threads. Every call ends within the time its store was made with;
/// what took longer is [DataException.Unavailable]. A decorator (cache, verification, retries) implements this
/// interface and owns the store it wraps. Each store says in its own documentation which bytes it verifies
/// against what.
public interface BlobStore extends AutoCloseable {

    /// Length of the blob, in bytes.
    ///
    /// @throws DataException.NotFound if there is no such blob here
    long sizeBytes(BlobId id);

    /// Fills `target` from its position to its limit with the bytes starting at `offset`. All or nothing: on return
    /// nothing remains in `target`; after an exception its position is unchanged, but its bytes may have been
    /// written to. The buffer stays the caller's.
    ///
    /// @param offset first byte to read, counted from 0
    /// @throws DataException.NotFound if there is no such blob here
    /// @throws DataException.Corrupt if what is stored or was sent are not the bytes of the blob
    /// @throws IllegalArgumentException if the range ends past the end of the blob
    void read(BlobId id, long offset, ByteBuffer target);

    /// How many bytes a caller that reads front to back best asks for at once, reading at multiples of it.
    default int pieceBytes(BlobId id) {
        return 1 << 20;
    }

    /// The bytes of a range, in memory.
    default Bytes read(BlobId id, ByteRange range) {
        byte[] bytes = new byte[Math.toIntExact(range.length())];
        read(id, range.offset(), ByteBuffer.wrap(bytes));
        return Bytes.copyOf(bytes);
    }

    /// Hands the bytes of a range to `sink`, in order, a piece at a time. When this throws, `sink` has got a prefix
    /// of the range, every byte of it as good as [#read] gives.
    ///
    /// @throws IOException if `sink` throws it
    default void copy(BlobId id, ByteRange range, BlobSink sink) throws IOException {
        BlobPieces.copy(this, id, range, sink);
    }

    /// The bytes of a range as a stream. Reads a piece ahead of what is asked for, never past the range.
    ///
    /// Reading from it throws as [#read] does, never an early end.
    default InputStream open(BlobId id, ByteRange range) {
        return new BlobInputStream(this, id, range);
    }

    /// Closes this store and the one it wraps. Closing twice does nothing.
    @Override
    void close();
}
