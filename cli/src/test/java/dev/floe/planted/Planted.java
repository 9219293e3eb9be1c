package dev.floe.planted;

import dev.floe.format.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Breaks every ban once, to show that [dev.floe.cli.ArchitectureTest] notices.
public final class Planted {

    private Planted() {}

    /// Reads the clock.
    public static Instant time() {
        return Instant.now();
    }

    /// Uses the shared pool.
    public static long pool() {
        return List.of(1, 2).parallelStream().count();
    }

    /// Waits for a time.
    public static boolean waits(CountDownLatch latch) throws InterruptedException {
        return latch.await(1, TimeUnit.SECONDS);
    }

    /// Uses the network.
    public static java.net.InetAddress network() {
        return java.net.InetAddress.getLoopbackAddress();
    }

    /// Uses a module that no layer allows it.
    public static Digest layer() {
        return Digest.ZERO;
    }

    /// Uses files.
    public static boolean files() throws IOException {
        return Files.isHidden(Path.of("a"));
    }
}
