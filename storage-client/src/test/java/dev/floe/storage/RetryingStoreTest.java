package dev.floe.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.host.Backoff;
import dev.floe.host.SystemTime;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryingStoreTest extends BlobStoreContract {

    private final Seed seed = Seed.of("Retrying");

    @Override
    protected void withStore(byte[][] blobs, StoreTest test) throws Exception {
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), blobs);
        try (BlobStore store = new RetryingStore(
                new FlakyStore(local, seed, 0.3),
                new Backoff(Duration.ofNanos(1), Duration.ofNanos(10)),
                60,
                Duration.ofMinutes(1),
                new SystemTime(),
                seed.entropy())) {
            test.run(store);
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() throws Exception {
        LocalStore local = LocalStoreTest.filled(new SimFileStore(seed), new byte[0][]);
        RetryingStore store = new RetryingStore(
                new FlakyStore(local, seed, 1),
                new Backoff(Duration.ofNanos(1), Duration.ofNanos(2)),
                3,
                Duration.ofMinutes(1),
                new SystemTime(),
                seed.entropy());
        BlobId id = idOf(new byte[1]);
        assertThatThrownBy(() -> store.sizeBytes(id)).isInstanceOf(DataException.Unavailable.class);
    }
}
