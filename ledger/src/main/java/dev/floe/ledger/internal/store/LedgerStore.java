package dev.floe.ledger.internal.store;

import dev.floe.format.BcsWriter;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.ledger.Address;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryScan;
import dev.floe.ledger.InclusionProof;
import dev.floe.ledger.LedgerAudit;
import dev.floe.ledger.LedgerEpoch;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// A ledger's directory: the log, the mark of how far it is acknowledged, the key, snapshots. See ADR 0006.
///
/// [#commit] is for one caller at a time and returns when everything is on disk; reading is safe for concurrent use
/// and sees committed things only. After a failed write the store refuses all further writes: open it again to
/// learn what it holds.
public final class LedgerStore implements AutoCloseable {

    static final String LOG = "log";

    private final FileStore files;
    private final FileStore.StoreLock directoryLock;
    private final LedgerKey key;
    private final LogFile log;
    private final HeadFile head;
    private final History history;
    private final ReentrantLock writing = new ReentrantLock();
    private final long snapshotEveryBytes;
    private long end;
    private long snapshotAt;
    private boolean isBroken;
    private volatile State committed;

    private LedgerStore(
            FileStore files,
            FileStore.StoreLock directoryLock,
            LedgerKey key,
            LogFile log,
            HeadFile head,
            Recovery recovered,
            long snapshotEveryBytes) {
        this.files = files;
        this.directoryLock = directoryLock;
        this.key = key;
        this.log = log;
        this.head = head;
        this.history = recovered.history();
        this.committed = recovered.state();
        this.end = recovered.end();
        this.snapshotAt = recovered.snapshotAt();
        this.snapshotEveryBytes = snapshotEveryBytes;
    }

    /// Opens the ledger in `files`; makes a new one when there is none.
    ///
    /// @param snapshotEveryBytes how much the log grows between snapshots
    /// @param newKey             gives the secret of a new ledger
    /// @param genesis            the first group of a new ledger
    /// @throws DataException.Corrupt if acknowledged data is damaged or missing
    /// @throws IOException if another process has the directory, or on a failure of the disk
    public static LedgerStore open(
            FileStore files, long snapshotEveryBytes, Supplier<byte[]> newKey, Function<LedgerKey, Group> genesis)
            throws IOException {
        FileStore.StoreLock lock = files.lock();
        try {
            DurableFile.sweep(files, "");
            if (!files.exists(HeadFile.NAME)) {
                create(files, newKey, genesis);
            }
            return open(files, lock, snapshotEveryBytes);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// The newest committed state.
    public State committed() {
        return committed;
    }

    /// The key that signs checkpoints.
    public LedgerKey key() {
        return key;
    }

    /// Makes a group durable and visible.
    ///
    /// @throws DataException.Unavailable if it could not be written; whether it holds is known after opening again
    public void commit(Group group) {
        writing.lock();
        try {
            requireSound();
            List<Long> positions = new ArrayList<>(group.transactions().size());
            ByteBuffer frames = encode(group, end, positions);
            long length = frames.remaining();
            isBroken = true;
            log.write(end, frames);
            log.sync();
            head.write(new HeadFile.Mark(
                    group.checkpoint().sequence(),
                    end + length,
                    group.checkpoint().digest()));
            isBroken = false;
            int i = 0;
            for (LedgerTransaction transaction : group.transactions()) {
                history.add(transaction, positions.get(i++));
            }
            history.add(group.checkpoint(), positions.getLast());
            end += length;
            committed = group.after();
        } catch (IOException e) {
            throw new DataException.Unavailable(
                    "ledger: checkpoint " + group.checkpoint().sequence()
                            + " could not be written; open the ledger again and ask by transaction digest",
                    e);
        } finally {
            writing.unlock();
        }
    }

    /// Writes a snapshot if the log has grown enough since the last one.
    public void snapshotIfDue() {
        if (writing.tryLock()) {
            try {
                if (!isBroken && end - snapshotAt >= snapshotEveryBytes) {
                    snapshot();
                }
            } catch (IOException e) {
                // A snapshot only makes the next start faster; the log has everything.
                snapshotAt = end;
            } finally {
                writing.unlock();
            }
        }
    }

    /// The transaction of that digest.
    public Optional<LedgerTransaction> transaction(TransactionDigest digest) {
        long position = history.byDigest(digest.value(), at -> isTransaction(at, digest));
        return position < 0 ? Optional.empty() : Optional.of(transactionAt(position));
    }

    /// The transaction of that number, from 0.
    public Optional<LedgerTransaction> transaction(long number) {
        return number < 0 || number >= history.transactionCount()
                ? Optional.empty()
                : Optional.of(transactionAt(history.transactionAt(number)));
    }

    /// The nearest transaction that `filter` wants, from `from` on (or back), up to and without `until`; reads at
    /// most `scanLimit` records.
    public HistoryScan find(HistoryFilter filter, long from, long until, boolean isAscending, int scanLimit) {
        long at = from;
        for (int read = 0; read < scanLimit; read++) {
            OptionalLong candidate = history.candidate(filter, at, until, isAscending);
            if (candidate.isEmpty()) {
                return new HistoryScan(Optional.empty(), until, true);
            }
            LedgerTransaction transaction = transactionAt(history.transactionAt(candidate.getAsLong()));
            at = candidate.getAsLong() + (isAscending ? 1 : -1);
            if (filter.matches(transaction)) {
                return new HistoryScan(Optional.of(transaction), at, false);
            }
        }
        return new HistoryScan(Optional.empty(), at, false);
    }

    /// How many transactions are committed.
    public long transactionCount() {
        return history.transactionCount();
    }

    /// The checkpoint of that number.
    public Optional<Checkpoint> checkpoint(long sequence) {
        return sequence < 0 || sequence >= history.checkpointCount()
                ? Optional.empty()
                : Optional.of(checkpointAt(history.checkpointAt(sequence)));
    }

    /// The checkpoint of that digest.
    public Optional<Checkpoint> checkpoint(Digest digest) {
        long position = history.byDigest(digest, at -> {
            LogFile.Entry entry = log.require(at);
            return entry.type() == RecordType.CHECKPOINT
                    && Replay.checkpoint(entry.bytes()).digest().equals(digest);
        });
        return position < 0 ? Optional.empty() : Optional.of(checkpointAt(position));
    }

    /// The transactions of a checkpoint, in order.
    public List<LedgerTransaction> transactionsOf(Checkpoint checkpoint) {
        List<LedgerTransaction> transactions = new ArrayList<>();
        long number = checkpoint.sequence() == 0
                ? 0
                : checkpoint(checkpoint.sequence() - 1).orElseThrow().totalTransactions();
        for (; number < checkpoint.totalTransactions(); number++) {
            transactions.add(transaction(number).orElseThrow());
        }
        return transactions;
    }

    /// An object at a version, live or not.
    public Optional<SuiObject> object(Address id, long version) {
        LiveObject live = committed.get(id);
        if (live != null && live.version() == version) {
            return Optional.of(live.object());
        }
        long position =
                history.byVersion(id, version, at -> written(at, id, version).isPresent());
        return position < 0 ? Optional.empty() : written(position, id, version);
    }

    /// Shows that a transaction is in a checkpoint.
    public Optional<InclusionProof> proof(TransactionDigest digest) {
        return transaction(digest).map(transaction -> {
            Checkpoint checkpoint = checkpoint(transaction.checkpoint()).orElseThrow();
            List<LedgerTransaction> all = transactionsOf(checkpoint);
            List<Digest> effects = all.stream().map(tx -> tx.effects().digest()).toList();
            int index = Math.toIntExact(transaction.number() - all.getFirst().number());
            return InclusionProof.of(checkpoint, Group.leaves(all, effects), index, transaction.effects());
        });
    }

    /// The epoch of that number; empty if it has not begun.
    public Optional<LedgerEpoch> epoch(long number) {
        return new EpochHistory(this).find(number);
    }

    /// Walks the whole log from genesis: checksums, digests, chain, signatures, and that the state is what the
    /// transactions give.
    ///
    /// @param userSignatures checks the signatures of one user transaction; throws if they are bad
    /// @throws DataException.Corrupt if anything does not fit
    public LedgerAudit verify(Consumer<LedgerTransaction> userSignatures) {
        State expected;
        long until;
        writing.lock();
        try {
            expected = committed;
            until = end;
        } finally {
            writing.unlock();
        }
        Replay replay = new Replay(State.EMPTY, true);
        long position = 0;
        while (position < until) {
            LogFile.Entry entry = log.require(position);
            if (entry.type() == RecordType.TRANSACTION) {
                LedgerTransaction transaction = TransactionCodec.decode(entry.bytes());
                if (!transaction.isSystem()) {
                    userSignatures.accept(transaction);
                }
                replay.take(transaction);
            } else {
                Recovery.take(replay, entry, key.publicKey());
            }
            position = entry.end();
        }
        State replayed = replay.state();
        if (!replayed.checkpointDigest().equals(expected.checkpointDigest()) || !isSame(replayed, expected)) {
            throw new DataException.Corrupt(
                    "ledger: the state in memory is not what the log gives; delete the snapshots and open again");
        }
        return new LedgerAudit(
                replayed.checkpoint() + 1,
                replayed.transactions(),
                replayed.objects().size(),
                replayed.checkpointDigest().orElseThrow());
    }

    /// Writes a snapshot and closes. Closing twice does nothing.
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            try {
                if (!isBroken && end > snapshotAt) {
                    snapshot();
                }
            } finally {
                isBroken = true;
                log.close();
                head.close();
                directoryLock.close();
                key.close();
            }
        } finally {
            writing.unlock();
        }
    }

    private static void create(FileStore files, Supplier<byte[]> newKey, Function<LedgerKey, Group> genesis)
            throws IOException {
        refuseToOverwrite(files);
        files.delete(LOG);
        byte[] secret = newKey.get();
        try (LedgerKey key = LedgerKey.ofSecret(secret)) {
            key.write(files);
            Group group = genesis.apply(key);
            byte[] first =
                    new BcsWriter().u16(Recovery.FORMAT).fixed(key.publicKey()).toByteArray();
            ByteBuffer genesisFrame = LogFile.frame(RecordType.GENESIS, 0, first);
            ByteBuffer frames = encode(group, genesisFrame.remaining(), new ArrayList<>());
            long length = (long) genesisFrame.remaining() + frames.remaining();
            try (DurableFile log = DurableFile.create(files, LOG)) {
                log.append(genesisFrame);
                log.append(frames);
                log.commit();
            }
            byte[] marks = HeadFile.firstContent(
                    new HeadFile.Mark(0, length, group.checkpoint().digest()));
            DurableFile.write(files, HeadFile.NAME, ByteBuffer.wrap(marks));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Without a mark nothing was acknowledged, unless the mark was lost: a log that went on after genesis says so.
    private static void refuseToOverwrite(FileStore files) throws IOException {
        if (!files.exists(LOG)) {
            return;
        }
        try (FileStore.OpenFile file = files.openRead(LOG)) {
            LogFile log = new LogFile(LOG, file);
            long position = 0;
            int checkpoints = 0;
            for (Optional<LogFile.Entry> entry = log.read(0); entry.isPresent(); entry = log.read(position)) {
                position = entry.get().end();
                checkpoints += entry.get().type() == RecordType.CHECKPOINT ? 1 : 0;
            }
            if (checkpoints > 1 || file.sizeBytes() > position) {
                throw new DataException.Corrupt("ledger: the directory has a log but no file '" + HeadFile.NAME
                        + "'; restore it from a copy, or take another directory for a new ledger");
            }
        }
    }

    private static LedgerStore open(FileStore files, FileStore.StoreLock lock, long snapshotEveryBytes)
            throws IOException {
        LedgerKey key = LedgerKey.read(files);
        LogFile log = new LogFile(LOG, files.openWrite(LOG));
        HeadFile head = null;
        try {
            head = new HeadFile(files.openWrite(HeadFile.NAME));
            Recovery recovered = Recovery.of(files, key, log, head);
            return new LedgerStore(files, lock, key, log, head, recovered, snapshotEveryBytes);
        } catch (IOException | RuntimeException e) {
            log.close();
            if (head != null) {
                head.close();
            }
            throw e;
        }
    }

    private static ByteBuffer encode(Group group, long start, List<Long> positions) {
        List<ByteBuffer> frames = new ArrayList<>(group.transactions().size() + 1);
        long at = start;
        for (LedgerTransaction transaction : group.transactions()) {
            positions.add(at);
            frames.add(LogFile.frame(RecordType.TRANSACTION, at, TransactionCodec.encode(transaction)));
            at += frames.getLast().remaining();
        }
        positions.add(at);
        BcsWriter body = new BcsWriter();
        group.checkpoint().write(body);
        frames.add(LogFile.frame(RecordType.CHECKPOINT, at, body.toByteArray()));
        at += frames.getLast().remaining();
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(at - start));
        frames.forEach(all::put);
        return all.flip();
    }

    private void snapshot() throws IOException {
        State state = committed;
        SnapshotFile.write(files, new SnapshotFile.Content(state, end, history.flat()));
        for (String name : SnapshotFile.list(files)) {
            if (!name.equals(SnapshotFile.name(state.checkpoint()))) {
                files.delete(name);
            }
        }
        snapshotAt = end;
    }

    private boolean isTransaction(long position, TransactionDigest digest) {
        LogFile.Entry entry = log.require(position);
        return entry.type() == RecordType.TRANSACTION
                && TransactionCodec.decode(entry.bytes()).digest().equals(digest);
    }

    private Optional<SuiObject> written(long position, Address id, long version) {
        return transactionAt(position).written().stream()
                .filter(object -> object.version() == version && object.id().equals(id))
                .findFirst();
    }

    private LedgerTransaction transactionAt(long position) {
        return TransactionCodec.decode(log.require(position).bytes());
    }

    private Checkpoint checkpointAt(long position) {
        return Replay.checkpoint(log.require(position).bytes());
    }

    private static boolean isSame(State replayed, State expected) {
        if (replayed.objects().size() != expected.objects().size()) {
            return false;
        }
        var other = expected.objects().iterator();
        for (var entry : replayed.objects()) {
            if (!entry.getValue().digest().equals(other.next().getValue().digest())) {
                return false;
            }
        }
        return true;
    }

    private void requireSound() {
        if (isBroken) {
            throw new DataException.Unavailable(
                    "ledger: an earlier write failed or it was closed; open it again to learn what it holds");
        }
    }
}
