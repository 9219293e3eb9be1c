package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.walrus.Committees;
import java.util.List;
import java.util.function.Supplier;

/// The real contracts on a ledger, as one node uses them.
///
/// @param committeesOf reads them from the ledger
/// @param contract the staking side of the network
/// @param eventPackage the package that defines the events: the first version of the contracts
/// @param wallet owns the node's capability and pays for its transactions
/// @param cap the node's capability object
public record LedgerChain(
        Supplier<Committees> committeesOf,
        StakingContract contract,
        Address eventPackage,
        Wallet wallet,
        Address cap)
        implements NodeChain {

    /// Move abort codes of `staking_inner` for what was done before: nothing to do then.
    private static final String DUPLICATE_SYNC = "EDuplicateSyncDone";

    private static final System.Logger LOG = System.getLogger(LedgerChain.class.getName());

    @Override
    public Committees committees() {
        return committeesOf.get();
    }

    @Override
    public EventPage events(EventCursor after, int limit) {
        EventFilter filter = new EventFilter.TypeModule(eventPackage, ChainEvent.MODULE);
        return wallet.ledger().events(EventQuery.of(filter), after, limit);
    }

    @Override
    public void syncDone(long epoch) {
        Transaction tx = new Transaction();
        contract.syncDone(tx, cap, epoch);
        try {
            wallet.execute(tx);
        } catch (TransactionFailedException e) {
            if (!isDuplicate(e)) {
                throw new DataException.Unavailable(
                        "epoch_sync_done of epoch " + epoch + " was refused: " + e.getMessage(), e);
            }
            LOG.log(System.Logger.Level.DEBUG, "event=sync-done-before epoch={0}", epoch);
        }
    }

    /// Either the ledger names the constant, or it gives module and code.
    private static boolean isDuplicate(TransactionFailedException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains(DUPLICATE_SYNC) || text.contains("staking_inner") && text.matches("(?s).*\\b2\\b.*");
    }

    @Override
    public void invalidate(BlobId blob, Certificate certificate) {
        int members = committees().current().members().size();
        Transaction tx = new Transaction();
        tx.call(
                contract.packageId() + "::system::invalidate_blob_id",
                List.of(),
                tx.object(contract.system()),
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(members)),
                tx.bytes(certificate.message()));
        wallet.execute(tx);
    }
}
