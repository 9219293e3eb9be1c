package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/// Asks one store after the other until one gives the answer. What each gives must have been verified by it: this
/// does not compare.
///
/// When all fail, the failure says the most hopeful: unavailable before corrupt before denied before not found,
/// since a blob is only missing for sure if it is missing everywhere.
public final class FailoverStore implements BlobStore {

    private final List<BlobStore> stores;

    /// Asks `stores` in this order.
    ///
    /// @throws IllegalArgumentException if there are none
    public FailoverStore(List<? extends BlobStore> stores) {
        this.stores = List.copyOf(stores);
        if (stores.isEmpty()) {
            throw new IllegalArgumentException("fail over: expected at least one store");
        }
    }

    @Override
    public long sizeBytes(BlobId id) {
        return first(store -> store.sizeBytes(id));
    }

    @Override
    public int pieceBytes(BlobId id) {
        return first(store -> store.pieceBytes(id));
    }

    @Override
    public void read(BlobId id, long offset, ByteBuffer target) {
        int start = target.position();
        first(store -> {
            store.read(id, offset, target.position(start));
            return true;
        });
    }

    private <T> T first(Function<BlobStore, T> ask) {
        DataException worst = null;
        for (BlobStore store : stores) {
            try {
                return ask.apply(store);
            } catch (DataException e) {
                if (worst == null) {
                    worst = e;
                } else if (hope(e) > hope(worst)) {
                    e.addSuppressed(worst);
                    worst = e;
                } else {
                    worst.addSuppressed(e);
                }
            }
        }
        throw worst == null ? new IllegalStateException("no stores") : worst;
    }

    private static int hope(DataException failure) {
        return switch (failure) {
            case DataException.Unavailable _ -> 3;
            case DataException.Corrupt _ -> 2;
            case DataException.Denied _ -> 1;
            case DataException.NotFound _ -> 0;
        };
    }

    /// Closes all stores.
    @Override
    public void close() {
        stores.forEach(BlobStore::close);
    }
}
