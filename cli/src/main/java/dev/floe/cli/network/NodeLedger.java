package dev.floe.cli.network;

import dev.floe.format.BlobId;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.ledger.Wallet;
import dev.floe.node.ChainEvent;
import dev.floe.node.NodeChain;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.staking.StorageNodeCap;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.WalrusSystem;

/// The ledger as one storage node uses it: reads through [WalrusSystem], its own transactions with its own wallet.
final class NodeLedger implements NodeChain {

    private final WalrusSystem system;
    private final StakingContract staking;
    private final Wallet wallet;
    private final Address cap;
    private final EventQuery events;

    /// @param wallet owns the node's `StorageNodeCap` and pays
    NodeLedger(WalrusSystem system, StakingContract staking, Wallet wallet, Address cap) {
        this.system = system;
        this.staking = staking;
        this.wallet = wallet;
        this.cap = cap;
        this.events = EventQuery.of(new EventFilter.TypeModule(system.blobType().address(), ChainEvent.MODULE));
    }

    @Override
    public Committees committees() {
        return system.committees();
    }

    @Override
    public EventPage events(EventCursor after, int limit) {
        return system.ledger().events(events, after, limit);
    }

    @Override
    public void syncDone(long epoch) {
        if (said() >= epoch) {
            return;
        }
        Transaction tx = new Transaction();
        staking.syncDone(tx, cap, epoch);
        try {
            wallet.execute(tx);
        } catch (TransactionFailedException e) {
            if (said() < epoch) {
                throw e;
            }
        }
    }

    @Override
    public void invalidate(BlobId blob, Certificate certificate) {
        Transaction tx = new Transaction();
        system.calls()
                .invalidateBlob(
                        tx, certificate, system.committees().current().members().size());
        wallet.execute(tx);
    }

    private long said() {
        return StorageNodeCap.of(system.ledger().object(cap).move()).lastEpochSyncDone();
    }
}
