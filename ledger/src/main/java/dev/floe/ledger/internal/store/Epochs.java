package dev.floe.ledger.internal.store;

import dev.floe.ledger.GasCost;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.SystemTransaction;
import dev.floe.ledger.internal.store.State.EpochState;

/// How transactions move epoch and clock.
public final class Epochs {

    private Epochs() {}

    /// Epoch and clock after `transaction`.
    public static EpochState after(EpochState before, LedgerTransaction transaction) {
        if (!transaction.isSystem()) {
            return withGas(before, transaction.effects().gas());
        }
        return after(
                before,
                SystemTransaction.parse(transaction.bcs()),
                transaction.checkpoint(),
                transaction.timestampMillis());
    }

    /// Epoch and clock after a system transaction in that checkpoint.
    public static EpochState after(
            EpochState before, SystemTransaction transaction, long checkpoint, long timestampMillis) {
        return switch (transaction) {
            case SystemTransaction.Genesis _ -> new EpochState(0, timestampMillis, 0, before.gas(), timestampMillis, 0);
            case SystemTransaction.Prologue prologue ->
                new EpochState(
                        before.number(),
                        before.startMillis(),
                        before.firstCheckpoint(),
                        before.gas(),
                        prologue.timestampMillis(),
                        before.clockAheadMillis());
            case SystemTransaction.ChangeEpoch change ->
                new EpochState(
                        change.epoch(),
                        change.epochStartMillis(),
                        checkpoint,
                        new GasCost(0, 0, 0, 0),
                        before.clockMillis(),
                        before.clockAheadMillis());
        };
    }

    /// With what one more transaction cost.
    public static EpochState withGas(EpochState before, GasCost cost) {
        GasCost sum = before.gas();
        GasCost gas = new GasCost(
                sum.computation() + cost.computation(),
                sum.storage() + cost.storage(),
                sum.storageRebate() + cost.storageRebate(),
                sum.nonRefundableStorageFee() + cost.nonRefundableStorageFee());
        return new EpochState(
                before.number(),
                before.startMillis(),
                before.firstCheckpoint(),
                gas,
                before.clockMillis(),
                before.clockAheadMillis());
    }

    /// With the clock that far ahead of the machine's.
    public static EpochState withClockAhead(EpochState before, long aheadMillis) {
        return new EpochState(
                before.number(),
                before.startMillis(),
                before.firstCheckpoint(),
                before.gas(),
                before.clockMillis(),
                aheadMillis);
    }
}
