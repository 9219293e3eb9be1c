package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.testkit.Seed;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// A store that is unavailable now and then, sometimes after having written a part.
final class FlakyStore implements BlobStore {

    private final BlobStore store;
    private final RandomGenerator random;
    private final double share;

    FlakyStore(BlobStore store, Seed seed, double share) {
        this.store = store;
        this.share = share;
        random = seed.random();
    }

    @Override
    public long sizeBytes(BlobId id) {
        fail();
        return store.sizeBytes(id);
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        if (random.nextDouble() < share / 2 && target.remaining() > 1) {
            target.duplicate().put((byte) 0x55);
        }
        fail();
        store.read(id, offset, target);
    }

    private void fail() {
        if (random.nextDouble() < share) {
            throw new DataException.Unavailable("flaky");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
