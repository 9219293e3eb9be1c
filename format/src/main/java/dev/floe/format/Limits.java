package dev.floe.format;

import java.time.Duration;

/// How much of anything from outside is accepted. One record, handed to every parser and server by its constructor;
/// changed by ADR only. Source: `reliability.md` §3.
///
/// @param http sizes and times of the HTTP edge
/// @param json shape of JSON documents
/// @param manifest shape of manifests
/// @param maxNameBytes longest name of an artifact, file, column or tag, in UTF-8 bytes
/// @param keyRequest sizes of a request for decryption keys
/// @param maxSession longest validity of a session certificate
/// @param maxLedgerStaleness oldest ledger state on which anything is decided
/// @param maxClockSkew largest accepted difference between clocks
/// @param maxSafetensorsHeaderBytes longest header of a safetensors file
/// @param maxDecompressionRatio largest ratio of decompressed to compressed bytes
/// @param maxRecursionDepth deepest nesting any parser follows
/// @param shutdownDrain how long a server finishes what it has begun
public record Limits(
        Http http,
        Json json,
        Manifest manifest,
        int maxNameBytes,
        KeyRequest keyRequest,
        Duration maxSession,
        Duration maxLedgerStaleness,
        Duration maxClockSkew,
        long maxSafetensorsHeaderBytes,
        int maxDecompressionRatio,
        int maxRecursionDepth,
        Duration shutdownDrain) {

    /// The values everything runs with unless told otherwise.
    public static final Limits DEFAULT = new Limits(
            new Http(8 << 10, 4 << 10, 16, 2, Duration.ofSeconds(10), 1 << 10, Duration.ofSeconds(60)),
            new Json(64, 64),
            new Manifest(16 << 20, 1_000_000),
            1024,
            new KeyRequest(180 << 10, 100),
            Duration.ofMinutes(30),
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            100_000_000,
            100,
            64,
            Duration.ofSeconds(10));

    /// @param maxHeaderBytes the whole header block
    /// @param maxRequestLineBytes method, target and version
    /// @param maxRanges ranges in one request
    /// @param maxOverlappingRanges ranges of one request that share a byte; more answer whole or 416
    /// @param headerTimeout until the header block is complete
    /// @param minBodyBytesPerSecond slower bodies are cut off
    /// @param idleTimeout without a byte in either direction
    public record Http(
            int maxHeaderBytes,
            int maxRequestLineBytes,
            int maxRanges,
            int maxOverlappingRanges,
            Duration headerTimeout,
            int minBodyBytesPerSecond,
            Duration idleTimeout) {}

    /// @param maxDepth nesting of objects and arrays
    /// @param maxNumberDigits characters of one number
    public record Json(int maxDepth, int maxNumberDigits) {}

    /// @param maxPartBytes one part, encoded
    /// @param maxPartEntries entries of one part
    public record Manifest(int maxPartBytes, int maxPartEntries) {}

    /// @param maxBytes the whole request
    /// @param maxCommands commands of the transaction in it
    public record KeyRequest(int maxBytes, int maxCommands) {}
}
