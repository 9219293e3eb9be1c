package dev.floe.access.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Counters of a key server, in the text form of Prometheus. Names as the official server's where it has them. No
/// label carries a user, an id or anything else that a client chose freely. Safe for concurrent use.
public final class KeyServerMetrics {

    private final Map<String, LongAdder> counters = new ConcurrentSkipListMap<>();

    /// Counts one.
    ///
    /// @param series name and labels; from a small fixed set
    public void count(String series) {
        add(series, 1);
    }

    /// Adds to a counter.
    public void add(String series, long amount) {
        counters.computeIfAbsent(series, ignored -> new LongAdder()).add(amount);
    }

    void countError(SealError error) {
        count("internal_errors{internal_error_type=\"" + error.code() + "\"}");
    }

    void countDuration(String name, long nanos) {
        add(name + "_micros_sum", nanos / 1000);
        count(name + "_count");
    }

    /// The current value of a counter.
    public long value(String series) {
        LongAdder counter = counters.get(series);
        return counter == null ? 0 : counter.sum();
    }

    /// All counters.
    public String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counters)
                .forEach((series, counter) ->
                        text.append(series).append(' ').append(counter.sum()).append('\n'));
        return text.toString();
    }
}
