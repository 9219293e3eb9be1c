package dev.floe.cli.network;

import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.StakingState;
import dev.floe.storage.walrus.WalrusSystem;
import java.time.Duration;
import java.time.Instant;

/// Ends storage epochs when they have lasted their time, as some node of a real network would, or at once by moving
/// the ledger's clock. Safe for concurrent use.
final class EpochDriver {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final System.Logger LOG = System.getLogger(EpochDriver.class.getName());

    private final LocalLedger ledger;
    private final WalrusSystem system;
    private final StakingContract contract;
    private final Wallet operator;
    private final Time time;

    EpochDriver(LocalLedger ledger, WalrusSystem system, StakingContract contract, Wallet operator, Time time) {
        this.ledger = ledger;
        this.system = system;
        this.contract = contract;
        this.operator = operator;
        this.time = time;
    }

    /// Does what is due; returns the epoch.
    synchronized long step() {
        StakingState state = system.staking();
        Instant now = ledger.info().time().isAfter(time.now()) ? ledger.info().time() : time.now();
        switch (state.phase()) {
            case EpochPhase.Syncing _ -> {}
            case EpochPhase.Running running -> {
                if (!now.isBefore(running.since().plus(state.epochDuration().dividedBy(2)))) {
                    execute(false);
                }
            }
            case EpochPhase.NextChosen chosen -> {
                if (!now.isBefore(chosen.since().plus(state.epochDuration()))) {
                    execute(true);
                }
            }
        }
        return state.epoch();
    }

    /// Moves the clock to the end of the epoch, ends it, and waits until the next one is in full swing.
    ///
    /// @return the new epoch
    /// @throws DataException.Unavailable if the nodes do not get their storage shards within `atMost`
    long advance(Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.in(time, atMost);
        StakingState before = awaitRunning(deadline);
        synchronized (this) {
            Instant since = switch (before.phase()) {
                case EpochPhase.Running running -> running.since();
                case EpochPhase.NextChosen chosen -> chosen.since();
                case EpochPhase.Syncing _ -> throw new IllegalStateException("awaitRunning gave a syncing epoch");
            };
            Duration left = Duration.between(ledger.info().time(), since.plus(before.epochDuration()));
            if (left.isPositive()) {
                ledger.advanceClock(left.plusMillis(1));
            }
            if (before.phase() instanceof EpochPhase.Running) {
                execute(false);
            }
            execute(true);
        }
        return awaitRunning(deadline).epoch();
    }

    private StakingState awaitRunning(Deadline deadline) throws InterruptedException {
        while (true) {
            StakingState state = system.staking();
            if (!(state.phase() instanceof EpochPhase.Syncing syncing)) {
                return state;
            }
            if (!deadline.sleep(POLL)) {
                throw new DataException.Unavailable("storage epoch " + state.epoch()
                        + ": expected nodes with more than two thirds of the storage shards to have copied them, got "
                        + syncing.syncedWeight() + " of " + state.shardCount() + "; are enough nodes running?");
            }
        }
    }

    private void execute(boolean change) {
        Transaction tx = new Transaction();
        if (change) {
            contract.changeEpoch(tx);
        } else {
            contract.endVoting(tx);
        }
        operator.execute(tx);
        LOG.log(System.Logger.Level.INFO, change ? "event=epoch-changed" : "event=committee-chosen");
    }
}
