package dev.floe.ledger.net.internal.rpc;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all clients of a server together may keep in memory.
final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /// Takes `bytes`, or nothing at all.
    boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
