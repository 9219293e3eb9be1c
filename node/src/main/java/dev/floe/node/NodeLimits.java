package dev.floe.node;

import java.time.Duration;

/// How much one node takes on.
///
/// @param pendingBytes memory for uploads of blobs that are not registered yet
/// @param pendingTime how long they are kept
/// @param metadataCacheBytes memory for metadata of blobs in use
/// @param symbolWorkers how many requests for symbols, proofs or verification are worked on at once; more symbol
///     requests are refused
/// @param symbolBytes most bytes of one answer with symbols
/// @param maxTargets most slivers that one request for decoding symbols names
/// @param syncBytes most bytes of slivers in one answer to a node that takes over a storage shard
/// @param minFreeBytes disk that stays free
/// @param maxWait longest wait for a registration
public record NodeLimits(
        long pendingBytes,
        Duration pendingTime,
        long metadataCacheBytes,
        int symbolWorkers,
        long symbolBytes,
        int maxTargets,
        long syncBytes,
        long minFreeBytes,
        Duration maxWait) {

    /// For a machine that does other things too.
    public static final NodeLimits DEFAULT = new NodeLimits(
            64L << 20,
            Duration.ofMinutes(2),
            16L << 20,
            4,
            64L << 20,
            512,
            32L << 20,
            64L << 20,
            Duration.ofSeconds(30));

    /// The same with another reserve of free disk.
    public NodeLimits withMinFreeBytes(long bytes) {
        return new NodeLimits(
                pendingBytes,
                pendingTime,
                metadataCacheBytes,
                symbolWorkers,
                symbolBytes,
                maxTargets,
                syncBytes,
                bytes,
                maxWait);
    }

    /// The same with other memory for uploads of blobs that are not registered.
    public NodeLimits withPendingBytes(long bytes) {
        return new NodeLimits(
                bytes,
                pendingTime,
                metadataCacheBytes,
                symbolWorkers,
                symbolBytes,
                maxTargets,
                syncBytes,
                minFreeBytes,
                maxWait);
    }
}
