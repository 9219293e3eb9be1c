package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.host.Backoff;
import dev.floe.host.Deadline;
import dev.floe.host.Entropy;
import dev.floe.host.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Tries again what is unavailable, with waits in between. Other failures pass through at once.
public final class RetryingStore implements BlobStore {

    private final BlobStore store;
    private final Backoff backoff;
    private final int attempts;
    private final Duration timeout;
    private final Time time;
    private final Entropy entropy;

    /// Tries `store` up to `attempts` times within `timeout`.
    public RetryingStore(BlobStore store, Backoff backoff, int attempts, Duration timeout, Time time, Entropy entropy) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: expected 1 or more, got " + attempts);
        }
        this.store = store;
        this.backoff = backoff;
        this.attempts = attempts;
        this.timeout = timeout;
        this.time = time;
        this.entropy = entropy;
    }

    @Override
    public long sizeBytes(BlobId id) {
        return retrying(id, () -> store.sizeBytes(id));
    }

    @Override
    public int pieceBytes(BlobId id) {
        return retrying(id, () -> store.pieceBytes(id));
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        int start = target.position();
        retrying(id, () -> {
            store.read(id, offset, target.position(start));
            return true;
        });
    }

    private <T> T retrying(BlobId id, Supplier<T> step) {
        Deadline deadline = Deadline.in(time, timeout);
        RandomGenerator random = entropy.generator();
        for (int attempt = 0; ; attempt++) {
            try {
                return step.get();
            } catch (DataException.Unavailable e) {
                if (attempt + 1 == attempts || !sleep(id, deadline, backoff.delay(attempt, random))) {
                    throw e;
                }
            }
        }
    }

    private static boolean sleep(BlobId id, Deadline deadline, Duration wait) {
        try {
            return deadline.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("blob " + id + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
