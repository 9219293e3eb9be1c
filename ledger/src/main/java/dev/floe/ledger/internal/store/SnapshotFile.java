package dev.floe.ledger.internal.store;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.ledger.Address;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.ObjectDigest;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.internal.store.State.EpochState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// State and indexes at one checkpoint, so that a restart reads this and the tail of the log. Disposable: a
/// snapshot that is damaged or does not fit to the log is ignored.
///
/// The file is a run of frames: length (`u32`), CRC-32C over the frame's position, length and body, then the body;
/// big-endian. The
/// first body is the head, the next five are arrays of the indexes, the rest are objects, some thousands in each.
final class SnapshotFile {

    private static final String PREFIX = "snapshot-";
    private static final int FORMAT = 1;
    private static final int FRAME_HEADER = 8;
    private static final int MAX_FRAME = 1 << 30;
    private static final int OBJECTS_FRAME = 1 << 20;

    private SnapshotFile() {}

    /// What a snapshot holds.
    ///
    /// @param state       the state at a checkpoint
    /// @param logPosition where the log goes on after that checkpoint
    /// @param history     the indexes up to there
    record Content(State state, long logPosition, History.Flat history) {}

    static String name(long checkpoint) {
        return "%s%016d".formatted(PREFIX, checkpoint);
    }

    /// Names of all snapshots, newest first.
    static List<String> list(FileStore files) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : files.list("")) {
            if (name.startsWith(PREFIX) && !DurableFile.isTemporary(name)) {
                names.add(name);
            }
        }
        names.sort(Collections.reverseOrder());
        return names;
    }

    static void write(FileStore files, Content content) throws IOException {
        try (DurableFile file = DurableFile.create(files, name(content.state().checkpoint()))) {
            append(file, head(content));
            for (long[] array : content.history().arrays()) {
                append(file, encode(array));
            }
            BcsWriter objects = new BcsWriter();
            for (Map.Entry<Address, LiveObject> entry : content.state().objects()) {
                objects.digest(entry.getValue().digest().value());
                entry.getValue().object().write(objects);
                if (objects.size() >= OBJECTS_FRAME) {
                    append(file, objects.toByteArray());
                    objects = new BcsWriter();
                }
            }
            append(file, objects.toByteArray());
            file.commit();
        }
    }

    /// The snapshot of that name, or empty if it is damaged.
    static Optional<Content> read(FileStore files, String name) throws IOException {
        try (FileStore.OpenFile file = files.openRead(name)) {
            List<byte[]> frames = frames(file);
            return frames.size() < 7 ? Optional.empty() : Optional.of(decode(frames));
        } catch (DataException.Corrupt e) {
            return Optional.empty();
        }
    }

    private static byte[] head(Content content) {
        State state = content.state();
        EpochState epoch = state.epoch();
        BcsWriter out = new BcsWriter()
                .u16(FORMAT)
                .u64(content.logPosition())
                .u64(state.checkpoint())
                .digest(state.checkpointDigest().orElseThrow())
                .u64(state.transactions())
                .u64(state.objects().size())
                .u64(epoch.number())
                .u64(epoch.startMillis())
                .u64(epoch.firstCheckpoint())
                .u64(epoch.clockMillis())
                .u64(epoch.clockAheadMillis());
        epoch.gas().write(out);
        return out.toByteArray();
    }

    private static Content decode(List<byte[]> frames) {
        BcsReader in = BcsReader.of("snapshot", frames.getFirst());
        if (in.u16() != FORMAT) {
            throw in.corrupt("unknown format");
        }
        long logPosition = in.u64();
        long checkpoint = in.u64();
        Digest digest = in.digest();
        long transactions = in.u64();
        long objectCount = in.u64();
        EpochState epoch = readEpoch(in);
        in.end();
        List<Map.Entry<Address, LiveObject>> objects = new ArrayList<>();
        for (byte[] frame : frames.subList(6, frames.size())) {
            BcsReader from = BcsReader.of("snapshot objects", frame);
            while (from.remaining() > 0) {
                ObjectDigest objectDigest = new ObjectDigest(from.digest());
                SuiObject object = SuiObject.read(from);
                LiveObject live = LiveObject.of(object, objectDigest);
                objects.add(Map.entry(live.id(), live));
            }
        }
        if (objects.size() != objectCount) {
            throw in.corrupt("expected " + objectCount + " objects, got " + objects.size());
        }
        State state = state(objects, transactions, epoch, checkpoint, digest);
        return new Content(
                state,
                logPosition,
                new History.Flat(frames.subList(1, 1 + History.Flat.COUNT).stream()
                        .map(SnapshotFile::decode)
                        .toList()));
    }

    private static EpochState readEpoch(BcsReader in) {
        long number = in.u64();
        long start = in.u64();
        long firstCheckpoint = in.u64();
        long clock = in.u64();
        long ahead = in.u64();
        return new EpochState(number, start, firstCheckpoint, GasCost.read(in), clock, ahead);
    }

    private static State state(
            List<Map.Entry<Address, LiveObject>> objects,
            long transactions,
            EpochState epoch,
            long checkpoint,
            Digest digest) {
        List<Map.Entry<OwnedKey, LiveObject>> owned = new ArrayList<>();
        List<Map.Entry<OwnedKey, LiveObject>> children = new ArrayList<>();
        for (Map.Entry<Address, LiveObject> entry : objects) {
            LiveObject live = entry.getValue();
            Address owner = State.ownerOf(live.owner());
            if (owner != null) {
                owned.add(Map.entry(new OwnedKey(owner, live.typeName(), live.id()), live));
            }
            Address parent = State.parentOf(live.owner());
            if (parent != null) {
                children.add(Map.entry(new OwnedKey(parent, live.typeName(), live.id()), live));
            }
        }
        owned.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
        children.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
        return new State(
                OrderedMap.ofSorted(objects),
                OrderedMap.ofSorted(owned),
                OrderedMap.ofSorted(children),
                transactions,
                epoch,
                checkpoint,
                Optional.of(digest));
    }

    private static byte[] encode(long[] array) {
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(array.length, Long.BYTES));
        out.asLongBuffer().put(array);
        return out.array();
    }

    private static long[] decode(byte[] frame) {
        long[] array = new long[frame.length / Long.BYTES];
        ByteBuffer.wrap(frame).asLongBuffer().get(array);
        return array;
    }

    private static void append(DurableFile file, byte[] body) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER).putInt(body.length);
        header.putInt(Crc.of(file.sizeBytes(), header.slice(0, 4), ByteBuffer.wrap(body)));
        file.append(header.flip());
        file.append(ByteBuffer.wrap(body));
    }

    private static List<byte[]> frames(FileStore.OpenFile file) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        long size = file.sizeBytes();
        long at = 0;
        while (at < size) {
            ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
            if (file.read(at, header) < FRAME_HEADER) {
                throw new DataException.Corrupt("snapshot: cut short at offset " + at);
            }
            int length = header.getInt(0);
            if (length < 0 || length > MAX_FRAME || length > size - at - FRAME_HEADER) {
                throw new DataException.Corrupt("snapshot: frame of " + length + " bytes at offset " + at);
            }
            byte[] body = new byte[length];
            file.read(at + FRAME_HEADER, ByteBuffer.wrap(body));
            if (Crc.of(at, header.slice(0, 4), ByteBuffer.wrap(body)) != header.getInt(4)) {
                throw new DataException.Corrupt("snapshot: damaged at offset " + at);
            }
            frames.add(body);
            at += FRAME_HEADER + length;
        }
        return frames;
    }
}
