package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.SliverData;
import dev.floe.host.Time;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Metadata and slivers of blobs that are not registered yet, in memory, bounded in bytes and time. Safe for
/// concurrent use.
final class PendingUploads {

    private final long maxBytes;
    private final long maxNanos;
    private final Time time;
    private final LinkedHashMap<BlobId, Upload> uploads = new LinkedHashMap<>();
    /// Blobs whose uploads are on their way to the disk.
    private final Set<BlobId> settling = new HashSet<>();
    private long bytes;

    /// One blob's; oldest first in the map above.
    static final class Upload {
        private final BlobMetadataWithId metadata;
        private final long startedNanos;
        private final Map<Piece, SliverData> slivers = new HashMap<>();
        private long bytes;

        Upload(BlobMetadataWithId metadata, long startedNanos, long bytes) {
            this.metadata = metadata;
            this.startedNanos = startedNanos;
            this.bytes = bytes;
        }

        BlobMetadataWithId metadata() {
            return metadata;
        }

        List<SliverData> slivers() {
            return List.copyOf(slivers.values());
        }
    }

    PendingUploads(NodeLimits limits, Time time) {
        maxBytes = limits.pendingBytes();
        maxNanos = limits.pendingTime().toNanos();
        this.time = time;
    }

    /// Keeps verified metadata; returns whether there was room.
    synchronized boolean put(BlobMetadataWithId metadata) {
        expire();
        if (uploads.containsKey(metadata.id())) {
            return true;
        }
        long size = 200L * metadata.metadata().pairs().size();
        if (bytes + size > maxBytes) {
            return false;
        }
        bytes += size;
        uploads.put(metadata.id(), new Upload(metadata, time.nanos(), size));
        return true;
    }

    /// Keeps a verified sliver of a blob whose metadata is here; returns whether there was room.
    synchronized boolean put(Piece piece, SliverData sliver) {
        expire();
        Upload upload = uploads.get(piece.blob());
        int size = sliver.symbols().size();
        if (upload == null || bytes + size > maxBytes) {
            return false;
        }
        if (upload.slivers.putIfAbsent(piece, sliver) == null) {
            upload.bytes += size;
            bytes += size;
        }
        return true;
    }

    synchronized Optional<BlobMetadataWithId> metadata(BlobId blob) {
        expire();
        return Optional.ofNullable(uploads.get(blob)).map(Upload::metadata);
    }

    synchronized boolean has(Piece piece) {
        expire();
        Upload upload = uploads.get(piece.blob());
        return upload != null && (piece.kind() == Piece.Kind.METADATA || upload.slivers.containsKey(piece));
    }

    /// Takes a blob's uploads out, to be stored; [#settled] must follow.
    synchronized Optional<Upload> take(BlobId blob) {
        Optional<Upload> upload = remove(blob);
        upload.ifPresent(_ -> settling.add(blob));
        return upload;
    }

    synchronized void settled(BlobId blob) {
        settling.remove(blob);
    }

    /// Whether there are uploads of the blob that are not on disk yet.
    synchronized boolean isWaiting(BlobId blob) {
        return uploads.containsKey(blob) || settling.contains(blob);
    }

    private Optional<Upload> remove(BlobId blob) {
        Optional<Upload> upload = Optional.ofNullable(uploads.remove(blob));
        upload.ifPresent(taken -> bytes -= taken.bytes);
        return upload;
    }

    synchronized long bytes() {
        return bytes;
    }

    private void expire() {
        while (!uploads.isEmpty()) {
            Map.Entry<BlobId, Upload> oldest = uploads.firstEntry();
            if (time.nanos() - oldest.getValue().startedNanos < maxNanos) {
                return;
            }
            remove(oldest.getKey());
        }
    }
}
