package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.BlobStore;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Blobs in memory, under their real ids.
final class MemoryBlobs implements BlobStore, BlobPublisher {

    final Map<BlobId, byte[]> blobs = new ConcurrentHashMap<>();
    private final BlobEncoder encoder;

    MemoryBlobs(StorageShards shards) {
        encoder = new BlobEncoder(shards, EncodeOptions.defaults());
    }

    @Override
    public long sizeBytes(BlobId id) {
        return content(id).length;
    }

    private byte[] content(BlobId id) {
        byte[] content = blobs.get(id);
        if (content == null) {
            throw new DataException.NotFound("no blob " + id);
        }
        return content;
    }

    @Override
    public int pieceBytes(BlobId id) {
        return 10_000;
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        byte[] content = content(id);
        if (target.remaining() > content.length - offset) {
            throw new IllegalArgumentException("past the end");
        }
        target.put(content, (int) offset, target.remaining());
    }

    @Override
    public StoredBlob publish(ByteArea content, PublishOptions options) {
        try {
            byte[] bytes = new byte[(int) content.sizeBytes()];
            content.read(0, MemorySegment.ofArray(bytes));
            BlobId id = encoder.metadata(content).id();
            boolean isNew = blobs.put(id, bytes) == null;
            return new StoredBlob(
                    id, bytes.length, 1 + options.epochs(), Optional.of(Digest.ZERO), isNew, isNew ? 77 : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
