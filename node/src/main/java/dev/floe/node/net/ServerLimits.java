package dev.floe.node.net;

import dev.floe.format.Limits;
import java.time.Duration;

/// How much one server takes on. Over it requests are refused at once, with `Retry-After`.
///
/// @param http sizes and times of requests
/// @param maxConnections open connections
/// @param maxRequests requests in progress
/// @param maxBufferedBytes memory for bodies of all requests together
/// @param requestTime longest work on one request, waiting for clients not counted
/// @param drain how long requests in progress may go on when the server stops
public record ServerLimits(
        Limits.Http http,
        int maxConnections,
        int maxRequests,
        long maxBufferedBytes,
        Duration requestTime,
        Duration drain) {

    /// For a machine that does other things too.
    public static final ServerLimits DEFAULT = new ServerLimits(
            Limits.DEFAULT.http(), 2_048, 512, 256L << 20, Duration.ofSeconds(60), Limits.DEFAULT.shutdownDrain());

    /// The same with another number of requests in progress.
    public ServerLimits withMaxRequests(int count) {
        return new ServerLimits(http, maxConnections, count, maxBufferedBytes, requestTime, drain);
    }

    /// The same with other memory for bodies.
    public ServerLimits withMaxBufferedBytes(long bytes) {
        return new ServerLimits(http, maxConnections, maxRequests, bytes, requestTime, drain);
    }
}
