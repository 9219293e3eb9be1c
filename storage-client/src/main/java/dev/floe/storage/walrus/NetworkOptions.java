package dev.floe.storage.walrus;

import dev.floe.host.Backoff;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.storage.encoding.EncodeOptions;
import java.time.Duration;

/// How a client works with the storage network.
///
/// @param time the clock for deadlines, hedges and waits
/// @param entropy chooses whom to ask first
/// @param encoding threads, memory and temporary files of encoding and decoding
/// @param readTimeout by when a read must be done
/// @param writeTimeout by when a blob must be certified
/// @param requestTimeout by when one node must have answered one request
/// @param hedgeAfter the longest wait for one node before others are asked too
/// @param maxRequests requests under way at once, of all calls together
/// @param maxBytesInFlight bytes of slivers under way at once, of all calls together; one sliver is always allowed
/// @param backoff waits between attempts at one node
public record NetworkOptions(
        Time time,
        Entropy entropy,
        EncodeOptions encoding,
        Duration readTimeout,
        Duration writeTimeout,
        Duration requestTimeout,
        Duration hedgeAfter,
        int maxRequests,
        long maxBytesInFlight,
        Backoff backoff) {

    public NetworkOptions {
        if (maxRequests < 1 || maxBytesInFlight < 1) {
            throw new IllegalArgumentException(
                    "limits: expected at least 1, got " + maxRequests + " requests, " + maxBytesInFlight + " bytes");
        }
    }

    /// The machine's time and entropy; a minute for a read, an hour for a write.
    public static NetworkOptions defaults() {
        return new NetworkOptions(
                new SystemTime(),
                Entropy.system(),
                EncodeOptions.defaults(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                256,
                64L << 20,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)));
    }

    /// The same with another time, entropy and encoding.
    public NetworkOptions with(Time newTime, Entropy newEntropy, EncodeOptions newEncoding) {
        return new NetworkOptions(
                newTime,
                newEntropy,
                newEncoding,
                readTimeout,
                writeTimeout,
                requestTimeout,
                hedgeAfter,
                maxRequests,
                maxBytesInFlight,
                backoff);
    }

    /// The same with other times to wait.
    public NetworkOptions withTimeouts(Duration read, Duration write, Duration request) {
        return new NetworkOptions(
                time, entropy, encoding, read, write, request, hedgeAfter, maxRequests, maxBytesInFlight, backoff);
    }

    /// The same with other limits.
    public NetworkOptions withLimits(int requests, long bytes) {
        return new NetworkOptions(
                time,
                entropy,
                encoding,
                readTimeout,
                writeTimeout,
                requestTimeout,
                hedgeAfter,
                requests,
                bytes,
                backoff);
    }
}
