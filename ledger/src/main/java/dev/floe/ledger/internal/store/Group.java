package dev.floe.ledger.internal.store;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.InclusionProof;
import dev.floe.ledger.LedgerTransaction;
import java.util.ArrayList;
import java.util.List;

/// Transactions that become durable together, and the checkpoint that closes them.
///
/// @param transactions in order of execution
/// @param checkpoint   signed
/// @param after        the state after the checkpoint
public record Group(List<LedgerTransaction> transactions, Checkpoint checkpoint, State after) {

    public Group {
        transactions = List.copyOf(transactions);
    }

    /// Closes transactions by a checkpoint.
    ///
    /// @param after the state after the last of them
    public static Group close(LedgerKey key, State before, List<LedgerTransaction> transactions, State after) {
        List<Digest> effects = transactions.stream()
                .map(transaction -> transaction.effects().digest())
                .toList();
        Checkpoint checkpoint = key.sign(new Checkpoint(
                after.epoch().number(),
                before.checkpoint() + 1,
                after.transactions(),
                TransactionCodec.contentsDigest(transactions, effects),
                before.checkpointDigest(),
                after.epoch().gas(),
                after.epoch().clockMillis(),
                InclusionProof.root(leaves(transactions, effects)),
                after.epoch().clockAheadMillis(),
                Bytes.copyOf(new byte[Checkpoint.SIGNATURE_BYTES])));
        return new Group(transactions, checkpoint, after.withCheckpoint(checkpoint.sequence(), checkpoint.digest()));
    }

    static List<Digest> leaves(List<LedgerTransaction> transactions, List<Digest> effects) {
        List<Digest> leaves = new ArrayList<>(transactions.size());
        for (int i = 0; i < transactions.size(); i++) {
            leaves.add(InclusionProof.leaf(transactions.get(i).digest(), effects.get(i)));
        }
        return leaves;
    }
}
