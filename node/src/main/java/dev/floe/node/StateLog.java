package dev.floe.node;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.host.CorruptFileException;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.RecordLog;
import dev.floe.ledger.EventCursor;
import dev.floe.storage.walrus.BlobStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The events a node has seen and how far it has followed the ledger, on disk. A record is a page of events and the
/// cursor after it, so neither is ever there without the other.
///
/// Record: cursor (BCS bytes) ‖ vector of { name (string), contents (bytes), transaction (string), u64 number }.
final class StateLog implements AutoCloseable {

    /// An event as it stands on the ledger.
    record Entry(String name, Bytes contents, BlobStatus.StatusEvent source) {}

    private static final String PATH = "events";
    private static final int KIND = 0x5456454E; // "NEVT"
    private static final int MAX_RECORD_BYTES = 64 << 20;
    private static final int MAX_CURSOR_BYTES = 1 << 10;
    private static final int MAX_ENTRIES = 10_000;
    private static final System.Logger LOG = System.getLogger(StateLog.class.getName());

    private final RecordLog log;
    private EventCursor cursor;

    private StateLog(RecordLog log, EventCursor cursor) {
        this.log = log;
        this.cursor = cursor;
    }

    /// Opens the log and applies what is in it to `states`. A damaged one is dropped: the ledger tells it all
    /// again.
    static StateLog open(FileStore files, Entropy entropy, BlobStates states) throws IOException {
        EventCursor[] last = {EventCursor.START};
        try {
            RecordLog log = RecordLog.open(
                    files,
                    PATH,
                    KIND,
                    MAX_RECORD_BYTES,
                    entropy,
                    (sequence, position, payload) -> last[0] = replay(payload, states));
            return new StateLog(log, last[0]);
        } catch (CorruptFileException e) {
            LOG.log(System.Logger.Level.WARNING, "event=event-log-damaged action=read-all-again", e);
            files.delete(PATH);
            files.syncDirectory("");
            // Events are idempotent, so what was applied so far does no harm.
            RecordLog log =
                    RecordLog.open(files, PATH, KIND, MAX_RECORD_BYTES, entropy, (sequence, position, payload) -> {});
            return new StateLog(log, EventCursor.START);
        }
    }

    private static EventCursor replay(ByteBuffer payload, BlobStates states) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        BcsReader in = BcsReader.of("event log record", bytes);
        EventCursor cursor = new EventCursor(in.byteString(MAX_CURSOR_BYTES));
        for (Entry entry : in.vector(MAX_ENTRIES, StateLog::readEntry)) {
            ChainEvent.parse(entry.name, entry.contents).ifPresent(event -> states.apply(event, entry.source));
        }
        in.end();
        return cursor;
    }

    private static Entry readEntry(BcsReader in) {
        return new Entry(in.string(256), in.byteString(1 << 20), new BlobStatus.StatusEvent(in.string(256), in.u64()));
    }

    /// Where to go on reading.
    EventCursor cursor() {
        return cursor;
    }

    /// Keeps a page; on disk when this returns.
    void append(List<Entry> entries, EventCursor next) throws IOException {
        BcsWriter out = new BcsWriter();
        out.bytes(next.token())
                .vector(
                        entries,
                        (to, entry) -> to.string(entry.name)
                                .bytes(entry.contents)
                                .string(entry.source.transaction())
                                .u64(entry.source.sequence()));
        log.append(ByteBuffer.wrap(out.toByteArray()));
        cursor = next;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
