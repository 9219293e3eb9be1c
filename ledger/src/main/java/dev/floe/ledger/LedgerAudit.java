package dev.floe.ledger;

import dev.floe.format.Digest;

/// What a walk through a whole ledger found; whoever has it knows that everything fits.
///
/// @param checkpoints  how many checkpoints
/// @param transactions how many transactions
/// @param objects      how many live objects
/// @param head         digest of the newest checkpoint
public record LedgerAudit(long checkpoints, long transactions, long objects, Digest head) {}
