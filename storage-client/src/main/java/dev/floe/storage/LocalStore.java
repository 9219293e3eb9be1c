package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Blobs in a directory, under the same ids as on the network: one file per blob, durable when [#publish] returns.
///
/// Reading verifies nothing: whoever can write the directory can change bytes. [VerifyingStore] around it does.
/// Publishing counts no epochs; blobs stay until they are deleted.
///
/// Files: `blobs/<first two hex digits of the id>/<hex of the id>`.
public final class LocalStore implements BlobStore, BlobPublisher {

    private static final String FOLDER = "blobs";
    private static final int COPY_BYTES = 1 << 20;

    private final FileStore files;
    private final StorageShards shards;
    private final EncodeOptions encoding;

    /// The blobs in `files`, which stays the caller's.
    ///
    /// @param shards of the network whose ids are used; the same content has another id in another network
    public LocalStore(FileStore files, StorageShards shards, EncodeOptions encoding) {
        this.files = files;
        this.shards = shards;
        this.encoding = encoding;
    }

    @Override
    public StoredBlob publish(ByteArea content, PublishOptions options) {
        try {
            BlobMetadata metadata = metadataOf(content);
            BlobId id = metadata.computeId();
            boolean isNew = !files.exists(path(id));
            if (isNew) {
                write(id, content);
            }
            return new StoredBlob(id, content.sizeBytes(), Long.MAX_VALUE, Optional.empty(), isNew, 0);
        } catch (IOException e) {
            throw new DataException.Unavailable("storing a blob in a directory failed: " + e.getMessage(), e);
        }
    }

    /// The metadata of a blob of this store, computed anew from its bytes.
    ///
    /// @throws DataException.Corrupt if they do not give the id
    public BlobMetadataWithId metadata(BlobId id) {
        try (ByteArea content = ByteArea.allocated(sizeBytes(id))) {
            long at = 0;
            while (at < content.sizeBytes()) {
                int length = (int) Math.min(COPY_BYTES, content.sizeBytes() - at);
                byte[] piece = new byte[length];
                read(id, at, ByteBuffer.wrap(piece));
                content.write(at, MemorySegment.ofArray(piece));
                at += length;
            }
            return new BlobMetadataWithId(id, metadataOf(content)).verified(shards);
        } catch (IOException e) {
            throw new DataException.Unavailable("blob " + id + ": " + e.getMessage(), e);
        }
    }

    private BlobMetadata metadataOf(ByteArea content) throws IOException {
        return new BlobEncoder(shards, encoding).metadata(content).metadata();
    }

    private void write(BlobId id, ByteArea content) throws IOException {
        try (DurableFile file = DurableFile.create(files, path(id))) {
            byte[] buffer = new byte[(int) Math.min(COPY_BYTES, content.sizeBytes())];
            for (long at = 0; at < content.sizeBytes(); ) {
                int length = (int) Math.min(buffer.length, content.sizeBytes() - at);
                content.read(at, MemorySegment.ofArray(buffer).asSlice(0, length));
                file.append(ByteBuffer.wrap(buffer, 0, length));
                at += length;
            }
            file.commit();
        }
    }

    @Override
    public long sizeBytes(BlobId id) {
        try (OpenFile file = open(id)) {
            return file.sizeBytes();
        } catch (IOException e) {
            throw failure(id, e);
        }
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        try (OpenFile file = open(id)) {
            long size = file.sizeBytes();
            if (!target.hasRemaining()) {
                return;
            }
            int wanted = target.remaining();
            new ByteRange(offset, wanted).checkedAgainst(size);
            ByteBuffer view = target.duplicate();
            int got = file.read(offset, view);
            if (got != wanted) {
                throw new DataException.Corrupt("blob " + id + ": expected " + wanted + " bytes at " + offset + ", got "
                        + got + "; was its file cut?");
            }
            target.position(target.limit());
        } catch (IOException e) {
            throw failure(id, e);
        }
    }

    /// Deletes a blob; does nothing if there is none.
    public void delete(BlobId id) {
        try {
            files.delete(path(id));
            files.syncDirectory(folder(id));
        } catch (IOException e) {
            throw failure(id, e);
        }
    }

    private OpenFile open(BlobId id) throws IOException {
        try {
            return files.openRead(path(id));
        } catch (NoSuchFileException e) {
            throw new DataException.NotFound("blob " + id + " is not in this directory", e);
        }
    }

    private static DataException.Unavailable failure(BlobId id, IOException e) {
        return new DataException.Unavailable("blob " + id + ": " + e.getMessage(), e);
    }

    private static String folder(BlobId id) {
        return FOLDER + "/" + id.value().toHex().substring(0, 2);
    }

    private static String path(BlobId id) {
        return folder(id) + "/" + id.value().toHex();
    }

    @Override
    public void close() {}
}
