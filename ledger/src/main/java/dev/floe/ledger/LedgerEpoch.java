package dev.floe.ledger;

import java.util.Optional;

/// An epoch of an embedded ledger.
///
/// @param number          its number
/// @param startMillis     when it began
/// @param firstCheckpoint its first checkpoint
/// @param end             how it ended; empty for the current one
public record LedgerEpoch(long number, long startMillis, long firstCheckpoint, Optional<End> end) {

    /// How an epoch ended.
    ///
    /// @param millis         when
    /// @param lastCheckpoint its last checkpoint
    /// @param gas            what its transactions cost
    public record End(long millis, long lastCheckpoint, GasCost gas) {}
}
