package dev.floe.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A progress bar on one line of a terminal: percentage, bytes, rate and time left. Appears after one second, so
/// quick commands stay quiet. Safe for concurrent use.
public final class Progress implements AutoCloseable {

    private static final long FIRST_SHOWN_NANOS = 1_000_000_000L;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int BAR_WIDTH = 24;

    private final PrintStream err;
    private final String label;
    private final long totalBytes;
    private final boolean visible;
    private final long startedNanos = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextDrawNanos = new AtomicLong(startedNanos + FIRST_SHOWN_NANOS);
    private volatile boolean drawn;

    Progress(PrintStream err, String label, long totalBytes, boolean visible) {
        this.err = err;
        this.label = label;
        this.totalBytes = totalBytes;
        this.visible = visible;
    }

    /// Counts `bytes` more as done.
    public void advance(long bytes) {
        long now = done.addAndGet(bytes);
        if (!visible) {
            return;
        }
        long nanos = System.nanoTime();
        long due = nextDrawNanos.get();
        if (nanos - due >= 0 && nextDrawNanos.compareAndSet(due, nanos + REDRAW_NANOS)) {
            draw(now, nanos - startedNanos);
        }
    }

    /// Removes the bar.
    @Override
    public void close() {
        if (drawn) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    private void draw(long bytes, long nanos) {
        double rate = bytes * 1e9 / nanos;
        StringBuilder line = new StringBuilder("\r").append(label).append(' ');
        if (totalBytes > 0) {
            int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * bytes / totalBytes);
            line.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR_WIDTH - filled))
                    .append("] ");
            line.append(Math.min(100, 100 * bytes / totalBytes)).append("% ");
        }
        line.append(bytes(bytes)).append("  ").append(bytes((long) rate)).append("/s");
        if (totalBytes > bytes && rate > 0) {
            line.append("  ").append((long) ((totalBytes - bytes) / rate)).append(" s left");
        }
        drawn = true;
        err.print(line.append("\u001b[K"));
        err.flush();
    }

    /// A size for people: `1.5 MiB`.
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
