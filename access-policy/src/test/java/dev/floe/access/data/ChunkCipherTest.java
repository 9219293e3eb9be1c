package dev.floe.access.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.ByteArea;
import dev.floe.ledger.Address;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.BlobStore;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Chunk encryption against a second implementation of the same construction, and against everyone who moves
/// chunks.
final class ChunkCipherTest {

    private static final int SEGMENT = 300;
    private static final Address ARTIFACT = Address.ofLong(0xA47);

    private final Seed seed = Seed.of("chunks");
    private final RandomGenerator random = seed.random();
    private final byte[] secret = seed.entropy().bytes(32);
    private final Memory memory = new Memory();

    /// A store and publisher in memory; blobs are named by their digest.
    private static final class Memory implements BlobStore, BlobPublisher {
        private final Map<BlobId, byte[]> blobs = new HashMap<>();

        byte[] bytes(BlobId id) {
            return Objects.requireNonNull(blobs.get(id));
        }

        @Override
        public StoredBlob publish(ByteArea content, PublishOptions options) {
            try {
                byte[] bytes = new byte[(int) content.sizeBytes()];
                content.read(0, MemorySegment.ofArray(bytes));
                BlobId id = new BlobId(Digest.copyOf(sha256(bytes)));
                boolean isNew = blobs.put(id, bytes) == null;
                return new StoredBlob(id, bytes.length, 1, Optional.empty(), isNew, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long sizeBytes(BlobId id) {
            return bytes(id).length;
        }

        @Override
        public void read(BlobId id, long offset, ByteBuffer target) {
            target.put(bytes(id), (int) offset, target.remaining());
        }

        @Override
        public void close() {}
    }

    private DataKey key(Address artifact, long period) {
        return DataKey.ofSecret(secret, artifact, period);
    }

    private BlobId publish(byte[] data, DataKey key) throws IOException {
        try (ByteArea content = ByteArea.allocated(Math.max(1, data.length))) {
            content.write(0, MemorySegment.ofArray(data));
            return new EncryptingPublisher(memory, key, SEGMENT, ByteArea::allocated)
                    .publish(data.length == 0 ? ByteArea.allocated(0) : content, PublishOptions.DEFAULT)
                    .id();
        }
    }

    private DecryptingStore store(DataKey key) {
        return new DecryptingStore(memory, id -> key, SEGMENT);
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private static byte[] readAll(BlobStore store, BlobId id) {
        ByteBuffer all = ByteBuffer.allocate((int) store.sizeBytes(id));
        store.read(id, 0, all);
        return all.array();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The construction once more, written from the ADR with the JDK's own HKDF, whole files only.
    private static byte[] independent(byte[] secret, byte[] data, Address artifact, long period) throws Exception {
        ByteBuffer associated = ByteBuffer.allocate(14 + 32 + 8 + 4 + 8).order(ByteOrder.LITTLE_ENDIAN);
        associated.put("FLOE-CHUNKS-1:".getBytes(StandardCharsets.US_ASCII)).put(artifact.toByteArray());
        associated.putLong(period).putInt(SEGMENT).putLong(data.length);
        byte[] saltInfo = new byte[19 + associated.capacity()];
        System.arraycopy("FLOE-CHUNKS-SALT-1:".getBytes(StandardCharsets.US_ASCII), 0, saltInfo, 0, 19);
        System.arraycopy(associated.array(), 0, saltInfo, 19, associated.capacity());
        byte[] random = hkdf(secret, sha256(data), saltInfo, 39);
        byte[] salt = Arrays.copyOf(random, 32);
        SecretKey key = new SecretKeySpec(hkdf(secret, salt, associated.array(), 32), "AES");
        ByteBuffer out = ByteBuffer.allocate(data.length * 2 + 1000);
        out.put((byte) 40).put(random);
        int at = 0;
        for (int i = 0; ; i++) {
            int room = SEGMENT - 16 - (i == 0 ? 40 : 0);
            int length = Math.min(room, data.length - at);
            boolean last = at + length == data.length;
            byte[] nonce = ByteBuffer.allocate(12)
                    .put(random, 32, 7)
                    .putInt(i)
                    .put((byte) (last ? 1 : 0))
                    .array();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            out.put(cipher.doFinal(data, at, length));
            at += length;
            if (last) {
                return Arrays.copyOf(out.array(), out.position());
            }
        }
    }

    private static byte[] hkdf(byte[] secret, byte[] salt, byte[] info, int length) throws Exception {
        KDF kdf = KDF.getInstance("HKDF-SHA256");
        return kdf.deriveData(
                HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(info, length));
    }

    @Test
    void equalsTheIndependentImplementationAtEveryEdge() throws Exception {
        try (DataKey key = key(ARTIFACT, 7)) {
            for (int length : new int[] {0, 1, 243, 244, 245, 527, 528, 529, 811, 812, 813, 5000}) {
                byte[] data = data(length);
                BlobId id = publish(data, key);
                assertThat(memory.bytes(id)).as("length " + length).isEqualTo(independent(secret, data, ARTIFACT, 7));
                try (DecryptingStore store = store(key)) {
                    assertThat(store.sizeBytes(id)).isEqualTo(length);
                    assertThat(readAll(store, id)).isEqualTo(data);
                }
                assertThat(publish(data, key)).as("published again").isEqualTo(id);
            }
        }
    }

    @Test
    void readsAnyRange() throws IOException {
        byte[] data = data(4321);
        try (DataKey key = key(ARTIFACT, 0);
                DecryptingStore store = store(key)) {
            BlobId id = publish(data, key);
            for (int i = 0; i < 500; i++) {
                int from = random.nextInt(data.length);
                int length = random.nextInt(data.length - from + 1);
                ByteBuffer target = ByteBuffer.allocate(length + 2).position(1).limit(length + 1);
                store.read(id, from, target);
                assertThat(target.hasRemaining()).isFalse();
                assertThat(Arrays.copyOfRange(target.array(), 1, length + 1))
                        .isEqualTo(Arrays.copyOfRange(data, from, from + length));
            }
            assertThatThrownBy(() -> store.read(id, 4321, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void movedDroppedRepeatedAndChangedChunksFail() throws IOException {
        byte[] data = data(3000);
        try (DataKey key = key(ARTIFACT, 0)) {
            BlobId id = publish(data, key);
            byte[] good = memory.bytes(id);
            byte[] swapped = good.clone();
            System.arraycopy(good, 2 * SEGMENT, swapped, 3 * SEGMENT, SEGMENT);
            System.arraycopy(good, 3 * SEGMENT, swapped, 2 * SEGMENT, SEGMENT);
            refuses(id, swapped, key);
            byte[] repeated = good.clone();
            System.arraycopy(good, SEGMENT, repeated, 2 * SEGMENT, SEGMENT);
            refuses(id, repeated, key);
            for (int length : new int[] {good.length - 1, good.length - 16, 5 * SEGMENT, SEGMENT, 56, 40, 39, 0}) {
                refuses(id, Arrays.copyOf(good, length), key);
            }
            refuses(id, Arrays.copyOf(good, good.length + 1), key);
            for (int i = 0; i < 200; i++) {
                byte[] changed = good.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                refuses(id, changed, key);
            }
            memory.blobs.put(id, swapped);
            try (DecryptingStore store = store(key)) {
                ByteBuffer first = ByteBuffer.allocate(200);
                store.read(id, 0, first); // neighbours of a wrong chunk stay readable
                assertThat(first.array()).isEqualTo(Arrays.copyOf(data, 200));
            }
        }
    }

    private void refuses(BlobId id, byte[] stored, DataKey key) {
        memory.blobs.put(id, stored);
        try (DecryptingStore store = store(key)) {
            assertThatThrownBy(() -> readAll(store, id)).isInstanceOf(DataException.Corrupt.class);
        }
    }

    @Test
    void anotherArtifactPeriodKeyOrSegmentSizeFails() throws IOException {
        byte[] data = data(1000);
        try (DataKey key = key(ARTIFACT, 5);
                DataKey otherArtifact = key(Address.ofLong(2), 5);
                DataKey otherPeriod = key(ARTIFACT, 6);
                DataKey otherKey = DataKey.ofSecret(new byte[32], ARTIFACT, 5)) {
            BlobId id = publish(data, key);
            for (DataKey wrong : new DataKey[] {otherArtifact, otherPeriod, otherKey}) {
                try (DecryptingStore store = store(wrong)) {
                    assertThatThrownBy(() -> readAll(store, id)).isInstanceOf(DataException.Corrupt.class);
                }
            }
            try (DecryptingStore store = new DecryptingStore(memory, ignored -> key, 512)) {
                assertThatThrownBy(() -> readAll(store, id)).isInstanceOf(DataException.Corrupt.class);
            }
            // A chunk of another file of the same length, at the same place.
            BlobId other = publish(data(1000), otherArtifact);
            byte[] spliced = memory.bytes(id).clone();
            System.arraycopy(memory.bytes(other), SEGMENT, spliced, SEGMENT, SEGMENT);
            refuses(id, spliced, key);
        }
    }

    @Test
    void aClosedKeyIsGone() {
        DataKey key = key(ARTIFACT, 1);
        key.close();
        assertThat(key.toString()).contains("[secret]");
        byte[] header = new byte[40];
        header[0] = 40;
        assertThatThrownBy(() -> ChunkCipher.decrypting(key, SEGMENT, 100, Bytes.copyOf(header)))
                .isInstanceOf(IllegalStateException.class);
    }
}
