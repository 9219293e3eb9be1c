package dev.floe.cli.network;

import java.util.concurrent.CountDownLatch;

/// Lets a command run until somebody presses Ctrl-C or ends the process by a signal. The process then ends only
/// after this is closed: open it first, so that it is closed last.
final class UntilStopped implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    UntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "floe-stop"));
    }

    private void stop() {
        asked.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the process is asked to end.
    void await() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
