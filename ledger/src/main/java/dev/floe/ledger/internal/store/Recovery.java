package dev.floe.ledger.internal.store;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.FileStore;
import dev.floe.ledger.LedgerTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the files of a ledger hold when it is opened.
///
/// @param state      after the last whole group
/// @param history    where in the log things stand
/// @param end        where the log ends
/// @param snapshotAt how much of the log is in the snapshot that was used; 0 without one
record Recovery(State state, History history, long end, long snapshotAt) {

    /// The format of the log, in its first record.
    static final int FORMAT = 1;

    /// Reads the newest usable snapshot and the log behind it; what is torn behind the acknowledged part is cut
    /// off.
    ///
    /// @throws DataException.Corrupt if acknowledged data is damaged or missing
    static Recovery of(FileStore files, LedgerKey key, LogFile log, HeadFile head) throws IOException {
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
                take(replay, entry, key.publicKey());
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
        return new Recovery(replay.state(), history, end, snapshot.isPresent() ? start : 0);
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

    /// Takes one record of the log.
    static void take(Replay replay, LogFile.Entry entry, Bytes publicKey) {
        switch (entry.type()) {
            case GENESIS -> {
                BcsReader in = BcsReader.of("ledger log", entry.bytes());
                if (in.u16() != FORMAT) {
                    throw in.corrupt("format is newer than this program; update it");
                }
                Bytes named = Bytes.copyOf(in.fixed(32));
                in.end();
                if (!publicKey.equals(named)) {
                    throw in.corrupt("the file '" + LedgerKey.FILE + "' is not the key of this ledger");
                }
                replay.publicKey(named);
            }
            case TRANSACTION -> replay.take(TransactionCodec.decode(entry.bytes()));
            case CHECKPOINT -> replay.take(Replay.checkpoint(entry.bytes()));
        }
    }
}
