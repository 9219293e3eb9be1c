package dev.floe.storage.walrus;

/// Where the committees come from: [WalrusSystem#committees], or a test.
@FunctionalInterface
public interface CommitteeSource {

    /// The committees of this moment, read anew.
    ///
    /// @throws dev.floe.format.DataException.Unavailable if the ledger cannot be reached
    Committees committees();
}
