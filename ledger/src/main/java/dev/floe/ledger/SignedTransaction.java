package dev.floe.ledger;

import java.util.List;

/// A transaction and the signatures it needs: the sender's, and the sponsor's if another pays the gas.
///
/// @param data       the transaction
/// @param signatures one or two signatures
public record SignedTransaction(TransactionData data, List<UserSignature> signatures) {

    public SignedTransaction {
        signatures = List.copyOf(signatures);
    }
}
