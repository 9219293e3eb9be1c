package dev.floe.node;

import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.committee.Certificate;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.staking.StorageNodeCap;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.WalrusSystem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The real contracts on a ledger, as one node uses them.
///
/// @param system the storage side of the network
/// @param staking its staking side
/// @param wallet owns the node's capability and pays for its transactions
/// @param nodeId the node
/// @param cap the node's `StorageNodeCap`
/// @param challenges the network's `ChallengeManager`; none for a network without challenges
/// @param time the machine's clock
public record LedgerChain(
        WalrusSystem system,
        StakingContract staking,
        Wallet wallet,
        Address nodeId,
        Address cap,
        Optional<Address> challenges,
        Time time)
        implements NodeChain {

    private static final int SEED_BYTES = 32;
    private static final int MAX_NODES = 3_000;
    private static final int MAX_SAMPLES = 10_000;

    @Override
    public Committees committees() {
        return system.committees();
    }

    @Override
    public EventPage events(EventCursor after, int limit) {
        EventFilter filter = new EventFilter.TypeModule(system.blobType().address(), ChainEvent.MODULE);
        return system.ledger().events(EventQuery.of(filter), after, limit);
    }

    @Override
    public void syncDone(long epoch) {
        if (lastSyncDone() >= epoch) {
            return;
        }
        Transaction tx = new Transaction();
        staking.syncDone(tx, cap, epoch);
        try {
            wallet.execute(tx);
        } catch (TransactionFailedException e) {
            if (lastSyncDone() < epoch) {
                throw e;
            }
        }
    }

    private long lastSyncDone() {
        return StorageNodeCap.of(system.ledger().object(cap).move()).lastEpochSyncDone();
    }

    @Override
    public void invalidate(BlobId blob, Certificate certificate) {
        Transaction tx = new Transaction();
        system.calls()
                .invalidateBlob(
                        tx, certificate, committees().current().members().size());
        wallet.execute(tx);
    }

    @Override
    public Optional<ChallengeRound> challenge() {
        return challenges.map(this::readRound);
    }

    private ChallengeRound readRound(Address manager) {
        Bytes contents = wallet.ledger().object(manager).move().contents();
        BcsReader in = BcsReader.of("ChallengeManager", contents);
        Address.read(in);
        in.u64();
        int samples = in.u16();
        Bytes lastSeed = in.byteString(SEED_BYTES);
        long epoch = in.u32();
        Set<Address> revealed = Set.copyOf(in.vector(MAX_NODES, Address::read));
        in.u16();
        in.u256();
        Optional<Long> deadline = in.option(BcsReader::u64);
        Set<Address> passed = Set.copyOf(in.vector(MAX_NODES, Address::read));
        in.u16();
        boolean isSettled = in.bool();
        if (lastSeed.size() != SEED_BYTES || samples > MAX_SAMPLES) {
            throw new DataException.Corrupt(
                    "ChallengeManager " + manager + ": seed of " + lastSeed.size() + " bytes, " + samples + " samples");
        }
        OptionalLong deadlineMillis = deadline.map(OptionalLong::of).orElse(OptionalLong.empty());
        return new ChallengeRound(
                manager, epoch, lastSeed, samples, revealed, deadlineMillis, passed, isSettled, ledgerMillis());
    }

    /// The time of the ledger: its clock object lags behind between transactions, a local ledger's may be far
    /// ahead.
    private long ledgerMillis() {
        BcsReader in = BcsReader.of(
                "clock", wallet.ledger().object(Address.CLOCK).move().contents());
        Address.read(in);
        return Math.max(in.u64(), time.now().toEpochMilli());
    }

    @Override
    public void reveal(Address manager, Bytes signature) {
        Transaction tx = new Transaction();
        tx.call(
                staking.packageId() + "::storage_challenge::reveal",
                List.of(),
                tx.object(manager),
                tx.object(staking.staking()),
                tx.object(staking.system()),
                tx.address(nodeId),
                tx.bytes(signature),
                tx.clock());
        wallet.execute(tx);
    }

    @Override
    public void attest(Address manager, Certificate certificate, int members) {
        Transaction tx = new Transaction();
        tx.call(
                staking.packageId() + "::storage_challenge::attest",
                List.of(),
                tx.object(manager),
                tx.object(staking.system()),
                tx.bytes(certificate.signature()),
                tx.bytes(certificate.signerBitmap(members)),
                tx.bytes(certificate.message()),
                tx.clock());
        wallet.execute(tx);
    }

    @Override
    public void settle(Address manager) {
        Transaction tx = new Transaction();
        tx.call(
                staking.packageId() + "::storage_challenge::settle",
                List.of(),
                tx.object(manager),
                tx.object(staking.staking()),
                tx.clock());
        wallet.execute(tx);
    }
}
