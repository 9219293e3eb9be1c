package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import org.junit.jupiter.api.Test;

final class VerifyingStoreTest extends BlobStoreContract {

    private final Seed seed = Seed.of("Verifying");

    @Override
    protected void withStore(byte[][] blobs, StoreTest test) throws Exception {
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), blobs);
        try (BlobStore store = new VerifyingStore(local, local::metadata, ENCODING)) {
            test.run(store);
        }
    }

    @Test
    void metadataOfAnotherBlobIsRefused() throws Exception {
        byte[] blob = {1, 2, 3};
        byte[] other = {4, 5, 6};
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), new byte[][] {blob, other});
        BlobId otherId = idOf(other);
        VerifyingStore store = new VerifyingStore(local, _ -> local.metadata(otherId), ENCODING);
        BlobId id = idOf(blob);
        assertThatThrownBy(() -> store.read(id, new ByteRange(0, 1))).isInstanceOf(DataException.Corrupt.class);
    }
}
