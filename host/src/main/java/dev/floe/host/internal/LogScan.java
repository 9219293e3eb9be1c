package dev.floe.host.internal;

import dev.floe.host.CorruptFileException;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.RecordLog;
import dev.floe.host.internal.RecordCodec.Header;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads a [RecordLog] from its start, decides what its end is, and makes what is left durable.
public final class LogScan {

    private static final int CHUNK_BYTES = 1 << 16;

    private final OpenFile file;
    private final String path;
    private final RecordCodec codec;
    private final int maxRecordBytes;
    private final ByteBuffer headerBytes = RecordCodec.littleEndian(RecordCodec.RECORD_HEADER_BYTES);

    public LogScan(OpenFile file, String path, RecordCodec codec, int maxRecordBytes) {
        this.file = file;
        this.path = path;
        this.codec = codec;
        this.maxRecordBytes = maxRecordBytes;
    }

    /// @param end where the next record goes
    /// @param records how many there are
    public record Result(long end, long records) {}

    /// Hands all records to `replay`, cuts a torn tail, and syncs.
    ///
    /// @throws CorruptFileException if records that had been synced are missing
    public Result run(RecordLog.Replay replay) throws IOException {
        long position = RecordCodec.FILE_HEADER_BYTES;
        long records = 0;
        long lastBatch = position;
        while (true) {
            Header header = headerAt(position);
            ByteBuffer payload = header == null ? null : codec.payload(file, position, header, maxRecordBytes);
            if (header == null || payload == null) {
                break;
            }
            if (header.sequence() != records) {
                throw new CorruptFileException(path + ": record at " + position + " has number " + header.sequence()
                        + ", expected " + records);
            }
            lastBatch = header.batchStart();
            replay.record(records, position, payload);
            records++;
            position += RecordCodec.paddedBytes(header.length());
        }
        refuseIfSyncedRecordsFollow(position);
        makeDurable(lastBatch, position);
        return new Result(position, records);
    }

    private @Nullable Header headerAt(long position) throws IOException {
        headerBytes.clear();
        file.read(position, headerBytes);
        return codec.header(headerBytes.flip(), position);
    }

    /// Looks behind the first bad record for one that was written after a sync of that place.
    private void refuseIfSyncedRecordsFollow(long bad) throws IOException {
        long size = file.sizeBytes();
        ByteBuffer chunk = RecordCodec.littleEndian(CHUNK_BYTES);
        long step = CHUNK_BYTES - RecordCodec.RECORD_HEADER_BYTES + RecordCodec.ALIGNMENT;
        for (long start = bad; start < size; start += step) {
            file.read(start, chunk.clear());
            chunk.flip();
            for (int i = 0; i + RecordCodec.RECORD_HEADER_BYTES <= chunk.limit(); i += RecordCodec.ALIGNMENT) {
                Header later = codec.header(chunk.position(i), start + i);
                if (later != null && later.batchStart() > bad) {
                    throw new CorruptFileException(path + ": the record at " + bad + " is damaged; record "
                            + later.sequence() + " at " + (start + i) + " was written after it was safe on disk");
                }
            }
        }
    }

    /// Writes the last batch once more, cuts what follows, and syncs.
    private void makeDurable(long lastBatch, long end) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = lastBatch; at < end; at += CHUNK_BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - at));
            file.read(at, chunk);
            file.write(at, chunk.flip());
        }
        file.truncate(end);
        file.sync();
    }
}
