package dev.floe.testkit;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Waits until the JDK has handed over every virtual thread whose monitor has become free.
///
/// A virtual thread that waited for `synchronized` is made runnable by one thread of the JDK, some time after the
/// owner left; until then it looks blocked. That thread takes batches from a list. So two virtual threads of our
/// own go the same way, one after the other: when the first is through, everything before it is in its batch or an
/// earlier one; when the second is through, that batch is done.
final class UnblockerFence {

    private final Object monitor = new Object();
    private final ConcurrentLinkedQueue<Runnable> continuations = new ConcurrentLinkedQueue<>();
    private long passed;

    void await() {
        passOnce();
        passOnce();
    }

    private void passOnce() {
        Thread.Builder.OfVirtual threads = VirtualThreads.builder(continuations::add);
        // The owner must be a virtual thread too: to the JVM, a monitor of the carrier is one of whatever it carries.
        Thread owner = threads.start(() -> {
            synchronized (monitor) {
                LockSupport.park(this);
            }
        });
        next().run(); // the owner has the monitor
        threads.start(() -> {
            synchronized (monitor) {
                passed++;
            }
        });
        next().run(); // the scout waits for it
        LockSupport.unpark(owner);
        next().run(); // the owner leaves
        next().run(); // the scout was handed over
    }

    private Runnable next() {
        while (true) {
            Runnable continuation = continuations.poll();
            if (continuation != null) {
                return continuation;
            }
            Thread.onSpinWait();
        }
    }
}
