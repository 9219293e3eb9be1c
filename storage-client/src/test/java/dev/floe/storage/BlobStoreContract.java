package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.testkit.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What every [BlobStore] must do. A subclass gives the store under test; blobs are of a network of 7 storage
/// shards.
public abstract class BlobStoreContract {

    protected static final StorageShards SHARDS = new StorageShards(7);
    protected static final EncodeOptions ENCODING = EncodeOptions.defaults().withMemoryBytes(16 << 20);
    private static final int RANGES = 60;

    private final Seed seed = Seed.of("blob store contract");

    /// Runs `test` with a store that holds the blobs.
    protected abstract void withStore(byte[][] blobs, StoreTest test) throws Exception;

    /// A test of a store.
    @FunctionalInterface
    protected interface StoreTest {
        void run(BlobStore store) throws Exception;
    }

    private final byte[][] blobs = {bytes(50_000, 1), bytes(1, 2), new byte[0], bytes(20_480, 3)};

    private byte[] bytes(int size, int child) {
        byte[] bytes = new byte[size];
        seed.child(child).random().nextBytes(bytes);
        return bytes;
    }

    /// The id of a blob.
    protected static BlobId idOf(byte[] content) throws IOException {
        try (ByteArea area = area(content)) {
            return new BlobEncoder(SHARDS, ENCODING).metadata(area).id();
        }
    }

    /// Memory with this content.
    protected static ByteArea area(byte[] content) throws IOException {
        ByteArea area = ByteArea.allocated(content.length);
        area.write(0, MemorySegment.ofArray(content));
        return area;
    }

    @Test
    void sizesAreThoseOfTheBlobs() throws Exception {
        withStore(blobs, store -> {
            for (byte[] blob : blobs) {
                assertThat(store.sizeBytes(idOf(blob))).isEqualTo(blob.length);
            }
        });
    }

    @Test
    void anyRangeIsThatPartOfTheBlob() throws Exception {
        withStore(blobs, store -> {
            RandomGenerator random = seed.child(9).random();
            BlobId id = idOf(blobs[0]);
            for (int i = 0; i < RANGES; i++) {
                int from = random.nextInt(blobs[0].length);
                int to = from + 1 + random.nextInt(Math.min(9_000, blobs[0].length - from));
                ByteBuffer target =
                        ByteBuffer.allocate(to - from + 7).position(3).limit(3 + to - from);
                store.read(id, from, target);
                assertThat(target.hasRemaining()).isFalse();
                assertThat(Arrays.copyOfRange(target.array(), 3, 3 + to - from))
                        .as("%s: bytes %d to %d", seed, from, to)
                        .isEqualTo(Arrays.copyOfRange(blobs[0], from, to));
                assertThat(target.array()[2]).as("bytes before the position").isZero();
                assertThat(target.array()[3 + to - from])
                        .as("bytes after the limit")
                        .isZero();
            }
            assertThat(store.read(idOf(blobs[1]), new ByteRange(0, 1)).toByteArray())
                    .isEqualTo(blobs[1]);
        });
    }

    @Test
    void directBuffersAreFilledToo() throws Exception {
        withStore(blobs, store -> {
            ByteBuffer target = ByteBuffer.allocateDirect(5_000);
            store.read(idOf(blobs[0]), 123, target);
            byte[] got = new byte[5_000];
            target.flip().get(got);
            assertThat(got).isEqualTo(Arrays.copyOfRange(blobs[0], 123, 5_123));
        });
    }

    @Test
    void wholeBlobsAreCopiedAndStreamed() throws Exception {
        withStore(blobs, store -> {
            for (byte[] blob : blobs) {
                if (blob.length > 0) {
                    ByteRange all = new ByteRange(0, blob.length);
                    ByteArrayOutputStream copied = new ByteArrayOutputStream();
                    store.copy(idOf(blob), all, piece -> {
                        byte[] bytes = new byte[piece.remaining()];
                        piece.get(bytes);
                        copied.writeBytes(bytes);
                    });
                    assertThat(copied.toByteArray()).isEqualTo(blob);
                    try (InputStream stream = store.open(idOf(blob), all)) {
                        assertThat(stream.readAllBytes()).isEqualTo(blob);
                        assertThat(stream.read()).isEqualTo(-1);
                    }
                }
            }
        });
    }

    @Test
    void aRangePastTheEndIsRefusedAndNothingIsGiven() throws Exception {
        withStore(blobs, store -> {
            BlobId id = idOf(blobs[3]);
            ByteBuffer target = ByteBuffer.allocate(2);
            assertThatThrownBy(() -> store.read(id, blobs[3].length - 1L, target))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(target.position()).isZero();
            assertThatThrownBy(() -> store.read(idOf(blobs[2]), 0, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void anUnknownBlobIsNotFound() throws Exception {
        withStore(blobs, store -> {
            BlobId unknown = new BlobId(Digest.copyOf(bytes(32, 77)));
            assertThatThrownBy(() -> store.sizeBytes(unknown)).isInstanceOf(DataException.NotFound.class);
            assertThatThrownBy(() -> store.read(unknown, 0, ByteBuffer.allocate(1)))
                    .isInstanceOf(DataException.NotFound.class);
        });
    }

    @Test
    void closingTwiceDoesNothing() throws Exception {
        withStore(blobs, store -> {
            store.close();
            store.close();
        });
    }
}
