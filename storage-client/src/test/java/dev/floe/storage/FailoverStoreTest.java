package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailoverStoreTest extends BlobStoreContract {

    private final Seed seed = Seed.of("Failover");

    @Override
    protected void withStore(byte[][] blobs, StoreTest test) throws Exception {
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), blobs);
        try (BlobStore store =
                new FailoverStore(List.of(LocalStoreTest.filled(new SimFileStore(seed), new byte[0][]), local))) {
            test.run(store);
        }
    }

    @Test
    void whatOneSourceFailsToGiveTheNextGives() throws Exception {
        byte[] blob = {1, 2, 3};
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), new byte[][] {blob});
        FailoverStore store = new FailoverStore(List.of(new FlakyStore(local, seed, 1), local));
        assertThat(store.read(idOf(blob), new ByteRange(0, 3)).toByteArray()).isEqualTo(blob);
    }

    @Test
    void saysUnavailableWhileOneSourceMayStillHaveIt() throws Exception {
        LocalStore empty = LocalStoreTest.filled(new SimFileStore(seed), new byte[0][]);
        FailoverStore store = new FailoverStore(List.of(empty, new FlakyStore(empty, seed, 1), empty));
        BlobId id = idOf(new byte[1]);
        assertThatThrownBy(() -> store.read(id, new ByteRange(0, 1))).isInstanceOf(DataException.Unavailable.class);
    }
}
