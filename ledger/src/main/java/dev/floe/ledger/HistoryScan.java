package dev.floe.ledger;

import java.util.Optional;

/// Where a search through the history stopped.
///
/// @param found       what it found
/// @param next        number of the transaction with which the next search starts
/// @param isExhausted whether there is nothing further
public record HistoryScan(Optional<LedgerTransaction> found, long next, boolean isExhausted) {}
