package dev.floe.ledger.internal.store;

import dev.floe.format.DataException;
import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The one append-only file of a ledger: records one after the other, each with a header of 16 bytes.
/// All integers little-endian, unsigned.
///
/// | offset | bytes | field    | rule                                                              |
/// |-------:|------:|----------|-------------------------------------------------------------------|
/// |      0 |     4 | magic    | ASCII `FLR1`                                                      |
/// |      4 |     1 | type     | see [RecordType]                                                  |
/// |      5 |     3 | reserved | 0                                                                 |
/// |      8 |     4 | length   | bytes of the body that follows, at most [#MAX_BODY]               |
/// |     12 |     4 | checksum | CRC-32C of position (u64 big-endian), the 12 bytes before, body   |
///
/// One thread appends; any number may read what was appended before.
final class LogFile implements AutoCloseable {

    static final int HEADER = 16;

    /// Largest body: a transaction with all objects it wrote.
    static final int MAX_BODY = 64 << 20;

    private static final int MAGIC = 0x31524C46;

    private final FileStore.OpenFile file;
    private final String name;

    LogFile(String name, FileStore.OpenFile file) {
        this.name = name;
        this.file = file;
    }

    /// A record as read.
    record Entry(RecordType type, long position, ByteBuffer body) {
        /// Where the next record starts.
        long end() {
            return position + HEADER + body.capacity();
        }

        byte[] bytes() {
            byte[] copy = new byte[body.capacity()];
            body.get(0, copy);
            return copy;
        }
    }

    /// The bytes of one record that will stand at `position`.
    static ByteBuffer frame(RecordType type, long position, byte[] body) {
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("ledger record: " + body.length + " bytes, limit " + MAX_BODY);
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).put((byte) type.code()).put(new byte[3]).putInt(body.length);
        frame.putInt(Crc.of(position, frame.slice(0, 12), ByteBuffer.wrap(body)));
        return frame.put(body).flip();
    }

    void write(long position, ByteBuffer frames) throws IOException {
        file.write(position, frames);
    }

    void sync() throws IOException {
        file.sync();
    }

    void truncate(long sizeBytes) throws IOException {
        file.truncate(sizeBytes);
        file.sync();
    }

    /// Writes what stands there once more.
    void rewrite(long from, long to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        for (long at = from; at < to; at += chunk.capacity()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
            file.read(at, chunk);
            file.write(at, chunk.flip());
        }
    }

    long sizeBytes() throws IOException {
        return file.sizeBytes();
    }

    /// The record at `position`, or empty if there is no whole, undamaged one.
    Optional<Entry> read(long position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        if (position < 0 || file.read(position, header) < HEADER) {
            return Optional.empty();
        }
        Optional<RecordType> type = RecordType.ofCode(header.get(4));
        int length = header.getInt(8);
        if (header.getInt(0) != MAGIC
                || type.isEmpty()
                || length < 0
                || length > MAX_BODY
                || position + HEADER + length > file.sizeBytes()) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        if (file.read(position + HEADER, body) < length
                || Crc.of(position, header.slice(0, 12), body.slice(0, length)) != header.getInt(12)) {
            return Optional.empty();
        }
        return Optional.of(new Entry(type.get(), position, body));
    }

    /// The record at `position`, which is known to have been committed.
    ///
    /// @throws DataException.Corrupt if it is damaged
    Entry require(long position) {
        try {
            return read(position)
                    .orElseThrow(() -> new DataException.Corrupt(name + " at offset " + position
                            + ": expected a committed record, found damage; restore the file from a copy"));
        } catch (IOException e) {
            throw new DataException.Unavailable(name + " at offset " + position + ": cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
