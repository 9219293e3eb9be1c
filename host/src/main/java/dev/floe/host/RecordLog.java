package dev.floe.host;

import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.internal.LogScan;
import dev.floe.host.internal.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// An append-only file of checksummed records that tells an interrupted write from damage.
///
/// [#append] returns when its records are on disk. After a crash, [#open] gives back every record whose append had
/// returned, perhaps followed by some of the last batch, whose append had not: a record is there whole or not at
/// all, and none is there without the ones before it.
///
/// # Format
///
/// All integers little-endian. A header of 32 bytes, then records, each at a multiple of 8, padded with zeros.
///
/// | offset | bytes | header      | rule                                                             |
/// |-------:|------:|-------------|------------------------------------------------------------------|
/// |      0 |     8 | magic       | ASCII `FLOELOG1`                                                 |
/// |      8 |     8 | logId       | random; part of every checksum, so old blocks of other logs fail |
/// |     16 |     4 | kind        | what the records are, chosen by the owner; another is refused    |
/// |     20 |     8 | reserved    | 0                                                                |
/// |     28 |     4 | crc         | CRC-32C of the bytes before it                                   |
///
/// | offset | bytes | record     | rule                                                               |
/// |-------:|------:|------------|--------------------------------------------------------------------|
/// |      0 |     4 | magic      | ASCII `RECD`                                                       |
/// |      4 |     4 | length     | of the payload                                                     |
/// |      8 |     8 | sequence   | 0, 1, 2 …                                                          |
/// |     16 |     8 | batchStart | where the batch of this record starts; all before it was synced    |
/// |     24 |     4 | payloadCrc | CRC-32C of logId and payload                                       |
/// |     28 |     4 | headerCrc  | CRC-32C of logId, this record's position and the 28 bytes before   |
/// |     32 |       | payload    |                                                                    |
///
/// A record that does not check ends the log. It is a torn tail, and cut, unless a later record says that its batch
/// started after that point: then everything up to there had been synced, so what is missing was damaged, and
/// opening fails instead of losing it. Damage to the last batch looks like a torn tail; whoever must notice that,
/// keeps the newest sequence or digest elsewhere.
///
/// Opening writes the last batch again before it syncs: after a failed sync the operating system may show bytes
/// that never reached the disk and report the next sync as good.
public final class RecordLog implements AutoCloseable {

    /// Bytes of the file header.
    public static final int HEADER_BYTES = RecordCodec.FILE_HEADER_BYTES;

    /// Most payload bytes in one call of [#append].
    public static final int MAX_BATCH_BYTES = 1 << 28;

    private final OpenFile file;
    private final RecordCodec codec;
    private final int maxRecordBytes;
    private long end;
    private long nextSequence;
    private boolean isBroken;

    private RecordLog(OpenFile file, RecordCodec codec, int maxRecordBytes, LogScan.Result found) {
        this.file = file;
        this.codec = codec;
        this.maxRecordBytes = maxRecordBytes;
        this.end = found.end();
        this.nextSequence = found.records();
    }

    /// Receives the records of a log that is being opened.
    @FunctionalInterface
    public interface Replay {
        /// Takes one record.
        ///
        /// @param sequence its number, from 0
        /// @param position where it is, for [RecordLog#read]
        /// @param payload its content; valid only during the call
        void record(long sequence, long position, ByteBuffer payload) throws IOException;
    }

    /// Opens the log at `path`, creating an empty one when there is none, and hands all its records to `replay`.
    ///
    /// @param kind what the records are; must be what the log was created with
    /// @param maxRecordBytes longest payload, when writing and when reading
    /// @param entropy gives a new log its id
    /// @throws CorruptFileException if the log is damaged, not just interrupted, or is of another kind
    public static RecordLog open(
            FileStore files, String path, int kind, int maxRecordBytes, Entropy entropy, Replay replay)
            throws IOException {
        if (!files.exists(path)) {
            DurableFile.write(files, path, RecordCodec.fileHeader(kind, entropy.bytes(8)));
        } else {
            files.syncDirectory(StorePath.parent(path)); // the crash may have come before the creator's own sync
        }
        OpenFile file = files.openWrite(path);
        try {
            RecordCodec codec = RecordCodec.open(file, path, kind);
            LogScan.Result found = new LogScan(file, path, codec, maxRecordBytes).run(replay);
            return new RecordLog(file, codec, maxRecordBytes, found);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Appends one record. As [#append(List)].
    public long append(ByteBuffer payload) throws IOException {
        return append(List.of(payload));
    }

    /// Appends records, each from its position to its limit, and returns when all are on disk. The cost is one
    /// sync, so callers who come together should share a call.
    ///
    /// After a failure the log is broken: whether the records are there is known after opening it again.
    ///
    /// @return the position of the first record
    /// @throws IllegalArgumentException if one is longer than the log takes; nothing was written
    public synchronized long append(List<ByteBuffer> payloads) throws IOException {
        requireSound();
        ByteBuffer batch = codec.batch(payloads, maxRecordBytes, nextSequence, end);
        int length = batch.remaining();
        long start = end;
        isBroken = true;
        file.write(start, batch);
        file.sync();
        isBroken = false;
        end = start + length;
        nextSequence += payloads.size();
        return start;
    }

    /// Reads the record at a position that [Replay#record] or [#append] gave.
    ///
    /// @throws CorruptFileException if there is no sound record
    public ByteBuffer read(long position) throws IOException {
        return codec.read(file, position, maxRecordBytes);
    }

    /// The position after the record at `position` with a payload of `payloadBytes`.
    public static long next(long position, int payloadBytes) {
        return position + RecordCodec.paddedBytes(payloadBytes);
    }

    /// How many records there are.
    public synchronized long records() {
        return nextSequence;
    }

    /// Bytes of the file.
    public synchronized long sizeBytes() {
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void requireSound() {
        if (isBroken) {
            throw new IllegalStateException("an earlier append failed; open the log again to learn what it holds");
        }
    }
}
