package dev.floe.ledger.internal.store;

import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// How far the log is acknowledged: written and synced after the log and before anyone is told. Everything before
/// the mark must be whole; what stands behind it may be torn.
///
/// Two slots of 64 bytes are used in turn, so that a torn write leaves the mark before it. Integers big-endian.
///
/// | offset | bytes | field                                          |
/// |-------:|------:|------------------------------------------------|
/// |      0 |     4 | magic, ASCII `FLHD`                            |
/// |      4 |     8 | sequence number of the checkpoint              |
/// |     12 |     8 | length of the log up to the end of it          |
/// |     20 |    32 | its digest                                     |
/// |     52 |     4 | CRC-32C of slot offset (u64) and 52 bytes      |
/// |     56 |     8 | 0                                              |
final class HeadFile implements AutoCloseable {

    static final String NAME = "head";
    static final int SLOT = 64;

    private static final int MAGIC = 0x464C4844;
    private static final int CHECKED = 52;

    private final FileStore.OpenFile file;

    HeadFile(FileStore.OpenFile file) {
        this.file = file;
    }

    record Mark(long sequence, long logLength, Digest digest) {}

    void write(Mark mark) throws IOException {
        long slot = (mark.sequence() & 1) * SLOT;
        file.write(slot, encode(slot, mark));
        file.sync();
    }

    /// Both slots of a new file.
    static byte[] firstContent(Mark mark) {
        return ByteBuffer.allocate(2 * SLOT)
                .put(encode((mark.sequence() & 1) * SLOT, mark))
                .array();
    }

    /// The newest mark.
    ///
    /// @throws DataException.Corrupt if neither slot is readable
    Mark read() throws IOException {
        Optional<Mark> even = readSlot(0);
        Optional<Mark> odd = readSlot(SLOT);
        if (even.isEmpty() && odd.isEmpty()) {
            throw new DataException.Corrupt(
                    NAME + ": both marks of the acknowledged length are damaged; " + "restore the file from a copy");
        }
        if (even.isPresent() && odd.isPresent()) {
            return even.get().sequence() > odd.get().sequence() ? even.get() : odd.get();
        }
        return even.or(() -> odd).get();
    }

    private Optional<Mark> readSlot(long slot) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(SLOT);
        if (file.read(slot, content) < SLOT
                || content.getInt(0) != MAGIC
                || content.getLong(56) != 0
                || content.getInt(CHECKED) != checksum(slot, content)) {
            return Optional.empty();
        }
        byte[] digest = new byte[Digest.SIZE_BYTES];
        content.get(20, digest);
        return Optional.of(new Mark(content.getLong(4), content.getLong(12), Digest.copyOf(digest)));
    }

    private static ByteBuffer encode(long slot, Mark mark) {
        ByteBuffer content = ByteBuffer.allocate(SLOT);
        content.putInt(MAGIC).putLong(mark.sequence()).putLong(mark.logLength());
        content.put(mark.digest().toByteArray());
        content.putInt(checksum(slot, content));
        return content.rewind();
    }

    private static int checksum(long slot, ByteBuffer content) {
        return Crc.of(slot, content.slice(0, CHECKED), ByteBuffer.allocate(0));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
