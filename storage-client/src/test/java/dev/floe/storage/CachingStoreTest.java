package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import org.junit.jupiter.api.Test;

final class CachingStoreTest extends BlobStoreContract {

    private final Seed seed = Seed.of("Caching");

    @Override
    protected void withStore(byte[][] blobs, StoreTest test) throws Exception {
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), blobs);
        try (BlobStore store = new CachingStore(local, 1_000, 20_000)) {
            test.run(store);
        }
    }

    @Test
    void piecesAreFetchedOnceAndTheCacheStaysBounded() throws Exception {
        byte[] blob = new byte[50_000];
        BlobId id = idOf(blob);
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), new byte[][] {blob});
        CachingStore store = new CachingStore(local, 1_000, 20_000);
        store.read(id, new ByteRange(0, 20_000));
        store.read(id, new ByteRange(0, 20_000));
        assertThat(store.misses()).isEqualTo(20);
        assertThat(store.hits()).isEqualTo(20);
        store.read(id, new ByteRange(0, 50_000));
        assertThat(store.keptBytes()).isLessThanOrEqualTo(20_000);
    }
}
