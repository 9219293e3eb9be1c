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
/// Two slots of 64 bytes, at 0 and [#SLOT_DISTANCE], are used in turn: they share no sector, so a torn write leaves
/// the mark before it. Integers big-endian.
///
/// | offset | bytes | field                                          |
/// |-------:|------:|------------------------------------------------|
/// |      0 |     4 | magic, ASCII `FLH2`                            |
/// |      4 |     8 | sequence number of the checkpoint              |
/// |     12 |     8 | length of the log up to the end of it          |
/// |     20 |    32 | its digest                                     |
/// |     52 |     4 | CRC-32C of slot offset (u64) and 52 bytes      |
/// |     56 |     8 | 0                                              |
final class HeadFile implements AutoCloseable {

    static final String NAME = "head";
    static final int SLOT = 64;
    static final int SLOT_DISTANCE = 4096;

    private static final int MAGIC = 0x464C4832;
    /// `FLHD`: both slots in one sector, written by builds before the first release.
    private static final int OLD_MAGIC = 0x464C4844;
    private static final int CHECKED = 52;

    private final FileStore.OpenFile file;

    HeadFile(FileStore.OpenFile file) {
        this.file = file;
    }

    record Mark(long sequence, long logLength, Digest digest) {}

    void write(Mark mark) throws IOException {
        long slot = slotOf(mark);
        file.write(slot, encode(slot, mark));
        file.sync();
    }

    /// Both slots of a new file.
    static byte[] firstContent(Mark mark) {
        int slot = slotOf(mark);
        return ByteBuffer.allocate(SLOT_DISTANCE + SLOT)
                .put(slot, encode(slot, mark), 0, SLOT)
                .array();
    }

    private static int slotOf(Mark mark) {
        return (mark.sequence() & 1) == 0 ? 0 : SLOT_DISTANCE;
    }

    /// The newest mark.
    ///
    /// @throws DataException.Corrupt if neither slot is readable
    Mark read() throws IOException {
        requireFormat();
        Optional<Mark> even = readSlot(0);
        Optional<Mark> odd = readSlot(SLOT_DISTANCE);
        if (even.isEmpty() && odd.isEmpty()) {
            throw new DataException.Corrupt(
                    NAME + ": both marks of the acknowledged length are damaged; restore the file from a copy");
        }
        if (even.isPresent() && odd.isPresent()) {
            return even.get().sequence() > odd.get().sequence() ? even.get() : odd.get();
        }
        return even.or(() -> odd).get();
    }

    private void requireFormat() throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES);
        if (file.read(0, magic) == Integer.BYTES && magic.getInt(0) == OLD_MAGIC) {
            throw new DataException.Corrupt(
                    NAME + ": format 1, expected 2; a build before the first release made this ledger, make a new one");
        }
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
