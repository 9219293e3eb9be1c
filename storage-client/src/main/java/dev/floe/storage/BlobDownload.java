package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Whole blobs from stores that cannot be trusted.
public final class BlobDownload {

    private BlobDownload() {}

    /// Copies a whole blob to `target`, whose size must be that of the blob, and encodes it again: it must give the
    /// id. Needs nothing but the content, so it works with any source; costs the time of an encoding.
    ///
    /// @throws DataException.Corrupt if it is not the blob, or was encoded inconsistently
    public static void verified(
            BlobStore store, BlobId id, ByteArea target, StorageShards shards, EncodeOptions encoding)
            throws IOException {
        copy(store, id, target);
        requireId(id, target, shards, encoding);
    }

    /// Copies a whole blob to `target`, whose size must be that of the blob. As good as what `store` gives.
    public static void copy(BlobStore store, BlobId id, ByteArea target) throws IOException {
        long size = store.sizeBytes(id);
        if (size != target.sizeBytes()) {
            throw new IllegalArgumentException(
                    "blob " + id + " has " + size + " bytes, the target " + target.sizeBytes());
        }
        if (size > 0) {
            long[] at = {0};
            store.copy(id, new ByteRange(0, size), piece -> {
                int length = piece.remaining();
                target.write(at[0], MemorySegment.ofBuffer(piece));
                at[0] += length;
            });
        }
    }

    /// Does nothing if `content` is the blob `id` of a network of `shards`.
    ///
    /// @throws DataException.Corrupt if it is not
    public static void requireId(BlobId id, ByteArea content, StorageShards shards, EncodeOptions encoding)
            throws IOException {
        BlobId computed = new BlobEncoder(shards, encoding).metadata(content).id();
        if (!computed.equals(id)) {
            throw new DataException.Corrupt("blob " + id + ": these bytes give the id " + computed
                    + "; the source is wrong, or the blob was encoded inconsistently");
        }
    }
}
