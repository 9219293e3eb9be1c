package dev.floe.ledger.internal.store;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
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
    private static final int FORMAT = 1;

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
            Opened opened,
            long snapshotEveryBytes) {
        this.files = files;
        this.directoryLock = directoryLock;
        this.key = key;
        this.log = log;
        this.head = head;
        this.history = opened.history;
        this.committed = opened.state;
        this.end = opened.end;
        this.snapshotAt = opened.snapshotAt;
        this.snapshotEveryBytes = snapshotEveryBytes;
    }

    private record Opened(State state, History history, long end, long snapshotAt) {}

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
                take(replay, entry, Optional.of(key.publicKey()));
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
            byte[] first = new BcsWriter().u16(FORMAT).fixed(key.publicKey()).toByteArray();
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
            Opened opened = recover(files, key, log, head);
            return new LedgerStore(files, lock, key, log, head, opened, snapshotEveryBytes);
        } catch (IOException | RuntimeException e) {
            log.close();
            if (head != null) {
                head.close();
            }
            throw e;
        }
    }

    private static Opened recover(FileStore files, LedgerKey key, LogFile log, HeadFile head) throws IOException {
        HeadFile.Mark mark = head.read();
        if (log.sizeBytes() < mark.logLength()) {
            throw new DataException.Corrupt("ledger: the log has " + log.sizeBytes() + " bytes, expected at least "
                    + mark.logLength() + "; an old or cut copy, restore the newest one");
        }
        Optional<SnapshotFile.Content> snapshot = usableSnapshot(files, log, mark);
        Replay replay = new Replay(snapshot.map(SnapshotFile.Content::state).orElse(State.EMPTY), false);
        History history = snapshot.map(content -> History.of(content.history())).orElseGet(History::new);
        long start = snapshot.map(SnapshotFile.Content::logPosition).orElse(0L);
        long end = start;
        Digest atMark = replay.state().checkpointDigest().orElse(Digest.ZERO);
        List<LedgerTransaction> group = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        long position = start;
        while (true) {
            Optional<LogFile.Entry> next = log.read(position);
            if (next.isEmpty()) {
                break;
            }
            LogFile.Entry entry = next.get();
            if (entry.type() == RecordType.TRANSACTION) {
                group.add(TransactionCodec.decode(entry.bytes()));
                positions.add(position);
                replay.take(group.getLast());
            } else {
                take(replay, entry, Optional.of(key.publicKey()));
            }
            position = entry.end();
            if (entry.type() == RecordType.CHECKPOINT) {
                for (int i = 0; i < group.size(); i++) {
                    history.add(group.get(i), positions.get(i));
                }
                history.add(Replay.checkpoint(entry.bytes()), entry.position());
                group.clear();
                positions.clear();
                end = position;
                if (end == mark.logLength()) {
                    atMark = replay.state().checkpointDigest().orElseThrow();
                }
            }
        }
        if (end < mark.logLength() || !atMark.equals(mark.digest())) {
            throw new DataException.Corrupt("ledger: the log is damaged at offset " + position
                    + ", within what was acknowledged (" + mark.logLength() + " bytes, checkpoint " + mark.sequence()
                    + "); restore the directory from a copy");
        }
        settleTail(log, head, mark, end, replay.state());
        return new Opened(replay.state(), history, end, snapshot.isPresent() ? start : 0);
    }

    /// Whole groups behind the mark stay: they may have been synced. They are written once more, since after a
    /// failed sync the operating system can show bytes that never reached the disk. What is torn behind them goes.
    private static void settleTail(LogFile log, HeadFile head, HeadFile.Mark mark, long end, State state)
            throws IOException {
        log.rewrite(mark.logLength(), end);
        log.truncate(end);
        if (end > mark.logLength()) {
            head.write(new HeadFile.Mark(
                    state.checkpoint(), end, state.checkpointDigest().orElseThrow()));
        }
    }

    private static Optional<SnapshotFile.Content> usableSnapshot(FileStore files, LogFile log, HeadFile.Mark mark)
            throws IOException {
        for (String name : SnapshotFile.list(files)) {
            Optional<SnapshotFile.Content> found = SnapshotFile.read(files, name);
            if (found.isPresent() && fits(found.get(), log, mark)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean fits(SnapshotFile.Content snapshot, LogFile log, HeadFile.Mark mark) {
        long[] checkpoints = snapshot.history().checkpoints();
        if (snapshot.logPosition() > mark.logLength()
                || checkpoints.length == 0
                || checkpoints.length != snapshot.state().checkpoint() + 1) {
            return false;
        }
        LogFile.Entry entry = log.require(checkpoints[checkpoints.length - 1]);
        return entry.type() == RecordType.CHECKPOINT
                && entry.end() == snapshot.logPosition()
                && Optional.of(Replay.checkpoint(entry.bytes()).digest())
                        .equals(snapshot.state().checkpointDigest());
    }

    private static void take(Replay replay, LogFile.Entry entry, Optional<Bytes> publicKey) {
        switch (entry.type()) {
            case GENESIS -> {
                BcsReader in = BcsReader.of("ledger log", entry.bytes());
                if (in.u16() != FORMAT) {
                    throw in.corrupt("format is newer than this program; update it");
                }
                Bytes named = Bytes.copyOf(in.fixed(32));
                in.end();
                if (!publicKey.orElse(named).equals(named)) {
                    throw in.corrupt("the file '" + LedgerKey.FILE + "' is not the key of this ledger");
                }
                replay.publicKey(named);
            }
            case TRANSACTION -> replay.take(TransactionCodec.decode(entry.bytes()));
            case CHECKPOINT -> replay.take(Replay.checkpoint(entry.bytes()));
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
