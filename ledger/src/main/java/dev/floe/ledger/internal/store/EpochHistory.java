package dev.floe.ledger.internal.store;

import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LedgerEpoch;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.SystemTransaction;
import java.util.Optional;

/// Finds epochs in the chain of checkpoints, whose epochs only rise.
final class EpochHistory {

    private final LedgerStore store;

    EpochHistory(LedgerStore store) {
        this.store = store;
    }

    Optional<LedgerEpoch> find(long number) {
        State.EpochState current = store.committed().epoch();
        if (number == current.number()) {
            return Optional.of(
                    new LedgerEpoch(number, current.startMillis(), current.firstCheckpoint(), Optional.empty()));
        }
        if (number < 0 || number > current.number()) {
            return Optional.empty();
        }
        Checkpoint first = firstOf(number);
        Checkpoint next = firstOf(number + 1);
        Optional<SystemTransaction.ChangeEpoch> end = change(next, number + 1);
        if (first.epoch() != number || end.isEmpty()) {
            return Optional.empty();
        }
        long start = number == 0
                ? first.timestampMillis()
                : change(first, number).orElseThrow().epochStartMillis();
        return Optional.of(new LedgerEpoch(
                number,
                start,
                first.sequence(),
                Optional.of(new LedgerEpoch.End(
                        end.get().epochStartMillis(),
                        next.sequence() - 1,
                        end.get().gas()))));
    }

    /// The first checkpoint whose epoch is at least `epoch`, by bisection.
    private Checkpoint firstOf(long epoch) {
        long low = 0;
        long high = store.committed().checkpoint();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (store.checkpoint(middle).orElseThrow().epoch() >= epoch) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return store.checkpoint(low).orElseThrow();
    }

    private Optional<SystemTransaction.ChangeEpoch> change(Checkpoint checkpoint, long epoch) {
        for (LedgerTransaction transaction : store.transactionsOf(checkpoint)) {
            if (transaction.isSystem()
                    && SystemTransaction.parse(transaction.bcs()) instanceof SystemTransaction.ChangeEpoch change
                    && change.epoch() == epoch) {
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }
}
