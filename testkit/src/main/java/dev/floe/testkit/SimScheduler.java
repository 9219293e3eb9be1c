package dev.floe.testkit;

/// Placeholder until the next lines of this change.
public final class SimScheduler {
    private SimScheduler() {}

    @SuppressWarnings("ThreadPriorityCheck") // a yield is exactly what is meant: another thread may run here
    static void mayRunAnother() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }
}
