package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what was read in memory, by aligned pieces, the longest unused dropped first. Trusts the store it wraps:
/// put verification below, so that only verified bytes are kept.
public final class CachingStore implements BlobStore {

    private final BlobStore store;
    private final int pieceBytes;
    private final long maxBytes;
    /// Guards the fields below.
    private final Object lock = new Object();

    private final Map<Key, byte[]> pieces = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<BlobId, Long> sizes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, Long> eldest) {
            return size() > MAX_SIZES;
        }
    };
    private long keptBytes;
    private long hits;
    private long misses;

    private static final int MAX_SIZES = 10_000;

    private record Key(BlobId id, long number) {}

    /// Keeps up to `maxBytes` of `store` in pieces of `pieceBytes`.
    public CachingStore(BlobStore store, int pieceBytes, long maxBytes) {
        if (pieceBytes < 1 || maxBytes < pieceBytes) {
            throw new IllegalArgumentException(
                    "cache: expected room for a piece, got pieces of " + pieceBytes + " in " + maxBytes + " bytes");
        }
        this.store = store;
        this.pieceBytes = pieceBytes;
        this.maxBytes = maxBytes;
    }

    @Override
    public long sizeBytes(BlobId id) {
        synchronized (lock) {
            Long known = sizes.get(id);
            if (known != null) {
                return known;
            }
        }
        long size = store.sizeBytes(id);
        synchronized (lock) {
            sizes.put(id, size);
        }
        return size;
    }

    @Override
    public int pieceBytes(BlobId id) {
        return pieceBytes;
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        long size = sizeBytes(id);
        if (!target.hasRemaining()) {
            return;
        }
        ByteRange range = new ByteRange(offset, target.remaining()).checkedAgainst(size);
        ByteBuffer view = target.duplicate();
        for (long at = offset; at < range.end(); ) {
            byte[] piece = piece(id, at / pieceBytes, size);
            int from = (int) (at % pieceBytes);
            int length = (int) Math.min(piece.length - from, range.end() - at);
            view.put(piece, from, length);
            at += length;
        }
        target.position(target.limit());
    }

    private byte[] piece(BlobId id, long number, long size) {
        Key key = new Key(id, number);
        synchronized (lock) {
            byte[] known = pieces.get(key);
            if (known != null) {
                hits++;
                return known;
            }
            misses++;
        }
        // Two readers of one piece may both fetch it; that costs less than making them wait for each other.
        byte[] fresh = new byte[(int) Math.min(pieceBytes, size - number * pieceBytes)];
        store.read(id, number * pieceBytes, ByteBuffer.wrap(fresh));
        synchronized (lock) {
            byte @Nullable [] before = pieces.put(key, fresh);
            keptBytes += fresh.length - (before == null ? 0 : before.length);
            var eldest = pieces.entrySet().iterator();
            while (keptBytes > maxBytes) {
                keptBytes -= eldest.next().getValue().length;
                eldest.remove();
            }
        }
        return fresh;
    }

    /// Bytes kept now.
    public long keptBytes() {
        synchronized (lock) {
            return keptBytes;
        }
    }

    /// Pieces that were found.
    public long hits() {
        synchronized (lock) {
            return hits;
        }
    }

    /// Pieces that had to be fetched.
    public long misses() {
        synchronized (lock) {
            return misses;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            pieces.clear();
            keptBytes = 0;
        }
        store.close();
    }
}
