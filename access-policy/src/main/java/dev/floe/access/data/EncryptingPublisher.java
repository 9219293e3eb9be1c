package dev.floe.access.data;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongFunction;

/// Encrypts what it publishes with [ChunkCipher]. The same data give the same blob, so publishing again after a
/// failure goes on where the publisher below stopped. Owns that publisher, not the key.
public final class EncryptingPublisher implements BlobPublisher {

    private static final int BUFFER = 1 << 20;

    private final BlobPublisher below;
    private final DataKey key;
    private final int segmentBytes;
    private final LongFunction<ByteArea> scratch;

    /// @param key of the artifact that is published
    /// @param scratch makes room for so many encrypted bytes, such as a temporary file; freed after each call
    public EncryptingPublisher(BlobPublisher below, DataKey key, int segmentBytes, LongFunction<ByteArea> scratch) {
        this.below = below;
        this.key = key;
        this.segmentBytes = segmentBytes;
        this.scratch = scratch;
    }

    @Override
    public StoredBlob publish(ByteArea content, PublishOptions options) {
        try (ChunkCipher cipher = ChunkCipher.encrypting(key, segmentBytes, content.sizeBytes(), sha256(content));
                ByteArea encrypted = scratch.apply(cipher.cipherBytes())) {
            encrypt(cipher, content, encrypted);
            return below.publish(encrypted, options);
        } catch (IOException e) {
            throw new DataException.Unavailable("cannot encrypt: " + e.getMessage(), e);
        }
    }

    /// Encrypts all of `content` into `target`, which has room for exactly [ChunkCipher#cipherBytes].
    static void encrypt(ChunkCipher cipher, ByteArea content, ByteArea target) throws IOException {
        ChunkLayout layout = cipher.layout();
        target.write(0, MemorySegment.ofArray(cipher.header().toByteArray()));
        byte[] plain = new byte[(int) Math.min(layout.segmentBytes(), Math.max(1, layout.plainBytes()))];
        byte[] sealed = new byte[layout.segmentBytes()];
        for (long index = 0; index < layout.segments(); index++) {
            int length = layout.plainLength(index);
            content.read(layout.plainStart(index), MemorySegment.ofArray(plain).asSlice(0, length));
            cipher.seal(index, ByteBuffer.wrap(plain, 0, length), ByteBuffer.wrap(sealed));
            target.write(
                    layout.cipherStart(index), MemorySegment.ofArray(sealed).asSlice(0, length + ChunkLayout.TAG));
        }
    }

    static Bytes sha256(ByteArea content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (long at = 0; at < content.sizeBytes(); at += BUFFER) {
                int length = (int) Math.min(BUFFER, content.sizeBytes() - at);
                content.read(at, MemorySegment.ofArray(buffer).asSlice(0, length));
                digest.update(buffer, 0, length);
            }
            return Bytes.copyOf(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        below.close();
    }
}
