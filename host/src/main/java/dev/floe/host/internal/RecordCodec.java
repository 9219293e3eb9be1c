package dev.floe.host.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.floe.host.CorruptFileException;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.RecordLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a [RecordLog]; its documentation has the tables.
public final class RecordCodec {

    /// Bytes before the first record.
    public static final int FILE_HEADER_BYTES = 32;

    static final int RECORD_HEADER_BYTES = 32;
    static final int ALIGNMENT = 8;
    static final int RECORD_MAGIC = ByteBuffer.wrap("RECD".getBytes(US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();

    private static final long FILE_MAGIC = ByteBuffer.wrap("FLOELOG1".getBytes(US_ASCII))
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong();

    private final String path;
    private final long logId;

    private RecordCodec(String path, long logId) {
        this.path = path;
        this.logId = logId;
    }

    /// What a record says about itself, after its header was checked.
    record Header(int length, long sequence, long batchStart, int payloadCrc) {}

    /// The header of a new log.
    public static ByteBuffer fileHeader(int kind, byte[] logId) {
        ByteBuffer header = littleEndian(FILE_HEADER_BYTES);
        header.putLong(FILE_MAGIC).put(logId).putInt(kind).putLong(0);
        return header.putInt(crc(header.duplicate().flip())).flip();
    }

    /// Checks the header of the log in `file`.
    ///
    /// @throws CorruptFileException if it is not one, or of another kind
    public static RecordCodec open(OpenFile file, String path, int kind) throws IOException {
        ByteBuffer header = littleEndian(FILE_HEADER_BYTES);
        file.read(0, header);
        header.flip();
        if (header.remaining() < FILE_HEADER_BYTES
                || header.getLong(0) != FILE_MAGIC
                || header.getInt(28) != crc(header.duplicate().limit(28))) {
            throw new CorruptFileException(path + " does not start with the header of a record log");
        }
        if (header.getInt(16) != kind) {
            throw new CorruptFileException(
                    path + " is a record log of kind " + header.getInt(16) + ", expected kind " + kind);
        }
        return new RecordCodec(path, header.getLong(8));
    }

    /// Bytes a payload takes in the file.
    public static long paddedBytes(int payloadBytes) {
        return RECORD_HEADER_BYTES + ((payloadBytes + (long) ALIGNMENT - 1) & -ALIGNMENT);
    }

    /// The bytes of several records that start at `position`.
    public ByteBuffer batch(List<ByteBuffer> payloads, int maxRecordBytes, long firstSequence, long position) {
        long total = 0;
        for (ByteBuffer payload : payloads) {
            if (payload.remaining() > maxRecordBytes) {
                throw new IllegalArgumentException(
                        path + ": record of " + payload.remaining() + " bytes, expected at most " + maxRecordBytes);
            }
            total += paddedBytes(payload.remaining());
        }
        if (total > RecordLog.MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(path + ": batch of " + total + " bytes, expected at most "
                    + RecordLog.MAX_BATCH_BYTES + "; append in parts");
        }
        ByteBuffer batch = littleEndian((int) total);
        long sequence = firstSequence;
        for (ByteBuffer payload : payloads) {
            put(batch, payload.duplicate(), sequence++, position);
        }
        return batch.flip();
    }

    private void put(ByteBuffer batch, ByteBuffer payload, long sequence, long batchStart) {
        int start = batch.position();
        int length = payload.remaining();
        batch.putInt(RECORD_MAGIC).putInt(length).putLong(sequence).putLong(batchStart);
        batch.putInt(payloadCrc(payload.duplicate()));
        batch.putInt(headerCrc(batch.slice(start, 28), batchStart + start));
        batch.put(payload);
        batch.position(Math.toIntExact(start + paddedBytes(length)));
    }

    /// The header at the start of `bytes`, or null if there is no sound one.
    @Nullable
    Header header(ByteBuffer bytes, long position) {
        if (bytes.remaining() < RECORD_HEADER_BYTES || bytes.getInt(bytes.position()) != RECORD_MAGIC) {
            return null;
        }
        ByteBuffer header = bytes.slice(bytes.position(), RECORD_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(28) != headerCrc(header.slice(0, 28), position)) {
            return null;
        }
        return new Header(header.getInt(4), header.getLong(8), header.getLong(16), header.getInt(24));
    }

    /// Reads and checks one record.
    public ByteBuffer read(OpenFile file, long position, int maxRecordBytes) throws IOException {
        ByteBuffer bytes = littleEndian(RECORD_HEADER_BYTES);
        file.read(position, bytes);
        Header header = header(bytes.flip(), position);
        ByteBuffer payload = header == null ? null : payload(file, position, header, maxRecordBytes);
        if (payload == null) {
            throw new CorruptFileException(path + " has no sound record at " + position);
        }
        return payload;
    }

    /// The payload that belongs to `header`, or null if it is not sound.
    @Nullable
    ByteBuffer payload(OpenFile file, long position, Header header, int maxRecordBytes) throws IOException {
        if (header.length() < 0 || header.length() > maxRecordBytes) {
            throw new CorruptFileException(path + ": record at " + position + " has " + header.length()
                    + " bytes, expected at most " + maxRecordBytes);
        }
        if (position + paddedBytes(header.length()) > file.sizeBytes()) {
            return null;
        }
        ByteBuffer payload = ByteBuffer.allocate(header.length());
        file.read(position + RECORD_HEADER_BYTES, payload);
        payload.flip();
        return payload.remaining() == header.length() && payloadCrc(payload.duplicate()) == header.payloadCrc()
                ? payload
                : null;
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int headerCrc(ByteBuffer header, long position) {
        CRC32C crc = new CRC32C();
        crc.update(littleEndian(16).putLong(logId).putLong(position).flip());
        crc.update(header);
        return (int) crc.getValue();
    }

    private int payloadCrc(ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(littleEndian(8).putLong(logId).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
