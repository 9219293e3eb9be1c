package dev.floe.access.data;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.Bytes;
import dev.floe.storage.BlobStore;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Blobs that an [EncryptingPublisher] stored, as their data. Reads of a range fetch and check the chunks it lies
/// in and the last one, which shows once that the length is true; no others. Wrong chunks are
/// [dev.floe.format.DataException.Corrupt]; their neighbours stay readable. Owns the store below, not the keys.
/// Keeps the last chunks in memory, at most [#CACHED_BYTES].
public final class DecryptingStore implements BlobStore {

    /// Most bytes of decrypted chunks that are kept.
    public static final long CACHED_BYTES = 32L << 20;

    private static final int MAX_CIPHERS = 256;

    private final BlobStore below;
    private final Function<BlobId, DataKey> keys;
    private final int segmentBytes;
    // Guarded by this.
    private final Map<BlobId, ChunkCipher> ciphers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Place, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

    private record Place(BlobId id, long segment) {}

    /// @param keys the key of a blob, which may be fetched from key servers; asked once for each blob
    /// @param segmentBytes as the publisher had it
    public DecryptingStore(BlobStore below, Function<BlobId, DataKey> keys, int segmentBytes) {
        this.below = below;
        this.keys = keys;
        this.segmentBytes = segmentBytes;
    }

    @Override
    public long sizeBytes(BlobId id) {
        return cipher(id).plainBytes();
    }

    @Override
    public int pieceBytes(BlobId id) {
        return segmentBytes - ChunkLayout.TAG;
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        ChunkCipher cipher = cipher(id);
        ChunkLayout layout = cipher.layout();
        if (!target.hasRemaining()) {
            return;
        }
        new ByteRange(offset, target.remaining()).checkedAgainst(layout.plainBytes());
        ByteBuffer into = target.duplicate();
        long at = offset;
        while (into.hasRemaining()) {
            long segment = layout.segmentOf(at);
            byte[] plain = chunk(id, cipher, segment);
            int from = (int) (at - layout.plainStart(segment));
            int length = Math.min(plain.length - from, into.remaining());
            into.put(plain, from, length);
            at += length;
        }
        target.position(target.limit());
    }

    private byte[] chunk(BlobId id, ChunkCipher cipher, long segment) {
        Place place = new Place(id, segment);
        synchronized (this) {
            byte[] known = chunks.get(place);
            if (known != null) {
                return known;
            }
        }
        ChunkLayout layout = cipher.layout();
        ByteBuffer encrypted = ByteBuffer.allocate(layout.plainLength(segment) + ChunkLayout.TAG);
        below.read(id, layout.cipherStart(segment), encrypted);
        byte[] plain = cipher.open(segment, encrypted.flip());
        keep(place, plain);
        return plain;
    }

    private synchronized void keep(Place place, byte[] plain) {
        byte[] before = chunks.put(place, plain);
        cachedBytes += plain.length - (before == null ? 0 : before.length);
        var oldest = chunks.entrySet().iterator();
        while (cachedBytes > CACHED_BYTES && oldest.hasNext()) {
            cachedBytes -= oldest.next().getValue().length;
            oldest.remove();
        }
    }

    private ChunkCipher cipher(BlobId id) {
        synchronized (this) {
            ChunkCipher known = ciphers.get(id);
            if (known != null) {
                return known;
            }
        }
        long size = below.sizeBytes(id);
        ChunkLayout.ofCipher(segmentBytes, size);
        Bytes header = below.read(id, new ByteRange(0, ChunkLayout.HEADER));
        ChunkCipher cipher = ChunkCipher.decrypting(keys.apply(id), segmentBytes, size, header);
        // Every chunk is bound to the length, so one that opens shows that the store told the true one.
        chunk(id, cipher, cipher.layout().segments() - 1);
        synchronized (this) {
            ciphers.put(id, cipher);
            if (ciphers.size() > MAX_CIPHERS) {
                // Not closed: a reader may be using it.
                ciphers.remove(ciphers.keySet().iterator().next());
            }
        }
        return cipher;
    }

    /// Forgets all chunks and derived keys, and closes the store below.
    @Override
    public void close() {
        synchronized (this) {
            ciphers.values().forEach(ChunkCipher::close);
            ciphers.clear();
            chunks.clear();
            cachedBytes = 0;
        }
        below.close();
    }
}
