package dev.floe.storage.walrus;

import dev.floe.format.Bytes;
import java.time.Duration;

/// How a node says it is.
///
/// @param uptime since it started
/// @param epoch the storage epoch it is in
/// @param publicKey its BLS key, 48 bytes
/// @param nodeStatus such as `Active`, `RecoveryInProgress(7)`, `Standby`
/// @param events how far it has followed the ledger
/// @param shards what it holds
public record NodeHealth(
        Duration uptime, long epoch, Bytes publicKey, String nodeStatus, EventProgress events, ShardSummary shards) {

    /// How far a node has followed the ledger.
    ///
    /// @param persisted events dealt with
    /// @param pending events seen and not dealt with
    public record EventProgress(long persisted, long pending) {}

    /// The storage shards of a node.
    ///
    /// @param owned how many it is responsible for
    /// @param unknown of these, in no known state
    /// @param ready of these, complete
    /// @param inTransfer of these, being copied from the previous owner
    /// @param inRecovery of these, being rebuilt from other nodes
    /// @param readOnly how many it still serves but no longer owns
    public record ShardSummary(int owned, int unknown, int ready, int inTransfer, int inRecovery, int readOnly) {}
}
