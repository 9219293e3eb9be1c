package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import java.util.List;
import java.util.Optional;

/// A transaction as it stands in the embedded ledger's log, with all that came of it.
///
/// @param number          how many transactions the ledger had before it
/// @param checkpoint      sequence number of the checkpoint that holds it
/// @param timestampMillis when that checkpoint was made
/// @param bcs             the BCS of the transaction
/// @param signatures      serialized signatures of sender and sponsor; none for a system transaction
/// @param effects         what it did
/// @param events          what its calls emitted
/// @param written         objects it wrote, sorted by id
public record LedgerTransaction(
        long number,
        long checkpoint,
        long timestampMillis,
        Bytes bcs,
        List<Bytes> signatures,
        TransactionEffects effects,
        List<Event> events,
        List<SuiObject> written) {

    public LedgerTransaction {
        signatures = List.copyOf(signatures);
        events = List.copyOf(events);
        written = List.copyOf(written);
    }

    /// The digest that names it.
    public TransactionDigest digest() {
        return effects.transaction();
    }

    /// Whether the ledger made it itself.
    public boolean isSystem() {
        BcsReader in = BcsReader.of("transaction", bcs);
        in.tag(1);
        return in.tag(16) != 0;
    }

    /// What a user sent; empty for a system transaction.
    public Optional<TransactionData> data() {
        return isSystem() ? Optional.empty() : Optional.of(TransactionData.parse(bcs));
    }
}
