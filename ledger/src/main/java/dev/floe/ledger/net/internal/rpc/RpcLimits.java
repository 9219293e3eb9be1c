package dev.floe.ledger.net.internal.rpc;

import java.time.Duration;

/// What one server grants its clients.
///
/// @param maxMessageBytes  largest request message; nodes take 4 MiB
/// @param maxBufferedBytes bytes of requests and answers that may be in memory for all clients together
/// @param maxCalls         calls in progress
/// @param maxConnections   open connections
/// @param callTimeout      until a call's first answer, when the client asks for no less
/// @param bodyTimeout      for a request body to arrive
/// @param writeTimeout     for a client to take an answer
/// @param idleTimeout      of a connection on which nothing moves; longer than `callTimeout`
public record RpcLimits(
        int maxMessageBytes,
        long maxBufferedBytes,
        int maxCalls,
        int maxConnections,
        Duration callTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration idleTimeout) {

    /// The values used unless a test wants others.
    public static final RpcLimits DEFAULT = new RpcLimits(
            4 << 20,
            256L << 20,
            1024,
            1024,
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));
}
