package dev.floe.node;

import dev.floe.format.DataException;
import dev.floe.host.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A piece that is being read; every byte it gives was checked. Close it. For one thread.
public final class StoredPiece implements AutoCloseable {

    private final Piece piece;
    private final SliverFile file;
    private final SliverStore store;

    StoredPiece(Piece piece, SliverFile file, SliverStore store) {
        this.piece = piece;
        this.file = file;
        this.store = store;
    }

    /// Which piece.
    public Piece piece() {
        return piece;
    }

    /// Bytes of its BCS form.
    public long sizeBytes() {
        return file.length();
    }

    /// Fills `target` with bytes of the BCS form from `offset` on.
    ///
    /// @throws DataException.Corrupt if the disk gives other bytes than were written; the piece is then gone from
    ///     the store, and on its way to be healed
    /// @throws DataException.Unavailable if the disk fails
    public void read(long offset, ByteBuffer target) {
        try {
            file.read(offset, target);
        } catch (CorruptFileException e) {
            throw store.damaged(piece, e);
        } catch (IOException e) {
            throw SliverStore.unreadable(piece, e);
        }
    }

    /// All bytes.
    public byte[] all() {
        byte[] content = new byte[Math.toIntExact(file.length())];
        read(0, ByteBuffer.wrap(content));
        return content;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            System.getLogger(StoredPiece.class.getName())
                    .log(System.Logger.Level.WARNING, "event=close-failed piece=\"" + piece + "\"", e);
        }
    }
}
