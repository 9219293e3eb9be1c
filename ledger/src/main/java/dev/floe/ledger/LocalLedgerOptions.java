package dev.floe.ledger;

import java.time.Duration;

/// Settings of an embedded ledger.
///
/// @param epochDuration      how long an epoch lasts; the next transaction after its end begins a new one
/// @param snapshotEveryBytes how much the log grows between two snapshots
public record LocalLedgerOptions(Duration epochDuration, long snapshotEveryBytes) {

    /// Epochs of a day, snapshots every 64 MiB.
    public static final LocalLedgerOptions DEFAULT = new LocalLedgerOptions(Duration.ofDays(1), 64L << 20);

    public LocalLedgerOptions {
        if (epochDuration.toMillis() < 1) {
            throw new IllegalArgumentException("epoch: expected at least a millisecond, got " + epochDuration);
        }
        if (snapshotEveryBytes < 1) {
            throw new IllegalArgumentException("snapshots: expected at least a byte, got " + snapshotEveryBytes);
        }
    }

    /// With epochs of that length.
    public LocalLedgerOptions withEpochDuration(Duration duration) {
        return new LocalLedgerOptions(duration, snapshotEveryBytes);
    }

    /// With a snapshot whenever the log has grown by that much.
    public LocalLedgerOptions withSnapshotEveryBytes(long bytes) {
        return new LocalLedgerOptions(epochDuration, bytes);
    }
}
