package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.CorruptFileException;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A piece on disk. Never changed after it was written; every byte is under a checksum that also covers which piece
/// it is.
///
/// | offset | bytes | field     | rule                                                              |
/// |-------:|------:|-----------|-------------------------------------------------------------------|
/// |      0 |     8 | magic     | ASCII `FLOESLV1`; another version has another magic               |
/// |      8 |     1 | kind      | 0 metadata, 1 primary sliver, 2 secondary sliver                  |
/// |      9 |     1 | reserved  | 0                                                                 |
/// |     10 |     2 | pair      | the sliver pair; 0 for metadata                                   |
/// |     12 |     4 | block     | bytes of a block, 65,536                                          |
/// |     16 |     8 | length    | of the payload                                                    |
/// |     24 |    32 | blob id   |                                                                   |
/// |     56 |     4 | table crc | CRC-32C of the table                                              |
/// |     60 |     4 | crc       | CRC-32C of the 60 bytes before                                    |
/// |     64 |  4·⌈length/block⌉ | table | per block: CRC-32C of bytes 8 to 56 above, the block's number (u32), the
/// block |
/// |        | length | payload  | the BCS form that the REST API sends                              |
///
/// All integers little-endian.
final class SliverFile implements AutoCloseable {

    static final int BLOCK_BYTES = 64 << 10;
    static final int HEADER_BYTES = 64;

    /// A sliver of the largest network with the largest symbols, and its BCS frame.
    static final long MAX_PAYLOAD_BYTES =
            (long) StorageShards.MAX_SYMBOL_SIZE * new StorageShards(StorageShards.MAX).secondarySourceSymbols() + 16;

    private static final long MAGIC = 0x31564C53454F4C46L; // "FLOESLV1"
    private static final int IDENTITY_START = 8;
    private static final int IDENTITY_END = 56;
    private static final int TABLE_CRC = 56;
    private static final int HEADER_CRC = 60;

    private final Piece piece;
    private final FileStore.OpenFile file;
    private final ByteBuffer header;
    private final ByteBuffer table;
    private final long length;

    private SliverFile(Piece piece, FileStore.OpenFile file, ByteBuffer header, ByteBuffer table, long length) {
        this.piece = piece;
        this.file = file;
        this.header = header;
        this.table = table;
        this.length = length;
    }

    /// Bytes that a payload of `length` takes on disk.
    static long fileBytes(long length) {
        return HEADER_BYTES + 4 * blocks(length) + length;
    }

    /// Writes `piece` durably; `payload` from its position to its limit.
    static void write(FileStore files, Piece piece, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        int blocks = (int) blocks(length);
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MAGIC)
                .put((byte) piece.kind().code())
                .put((byte) 0)
                .putShort((short) piece.pair())
                .putInt(BLOCK_BYTES)
                .putLong(length)
                .put(piece.blob().value().toByteArray());
        for (int i = 0; i < blocks; i++) {
            int start = i * BLOCK_BYTES;
            ByteBuffer block = payload.slice(payload.position() + start, Math.min(BLOCK_BYTES, length - start));
            head.putInt(HEADER_BYTES + 4 * i, blockCrc(head, i, block));
        }
        head.putInt(TABLE_CRC, crc(head.slice(HEADER_BYTES, 4 * blocks)));
        head.putInt(HEADER_CRC, crc(head.slice(0, HEADER_CRC)));
        try (DurableFile file = DurableFile.create(files, piece.path())) {
            file.append(head.rewind());
            file.append(payload.duplicate());
            file.commit();
        }
    }

    /// Opens `piece` and checks its header.
    ///
    /// @throws CorruptFileException if the file is not what was written
    /// @throws java.nio.file.NoSuchFileException if there is none
    static SliverFile open(FileStore files, Piece piece) throws IOException {
        FileStore.OpenFile file = files.openRead(piece.path());
        try {
            ByteBuffer header = readFully(piece, file, 0, HEADER_BYTES);
            if (header.getLong(0) != MAGIC || header.getInt(HEADER_CRC) != crc(header.slice(0, HEADER_CRC))) {
                throw damaged(piece, "the header does not check");
            }
            byte[] blob = new byte[32];
            header.get(24, blob);
            boolean isOther = header.get(8) != piece.kind().code()
                    || Short.toUnsignedInt(header.getShort(10)) != piece.pair()
                    || !piece.blob().equals(new BlobId(Digest.copyOf(blob)));
            if (isOther) {
                throw damaged(piece, "it is another piece under this name");
            }
            long length = header.getLong(16);
            if (header.getInt(12) != BLOCK_BYTES || length < 0 || length > MAX_PAYLOAD_BYTES) {
                throw damaged(piece, "block size " + header.getInt(12) + ", length " + length);
            }
            if (file.sizeBytes() != fileBytes(length)) {
                throw damaged(piece, "expected " + fileBytes(length) + " bytes, got " + file.sizeBytes());
            }
            ByteBuffer table = readFully(piece, file, HEADER_BYTES, (int) (4 * blocks(length)));
            if (header.getInt(TABLE_CRC) != crc(table.duplicate())) {
                throw damaged(piece, "the table of checksums does not check");
            }
            return new SliverFile(piece, file, header, table, length);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Bytes of the payload.
    long length() {
        return length;
    }

    /// Fills `target` with payload bytes from `offset` on; every block touched is checked.
    ///
    /// @throws CorruptFileException if a block does not check; nothing of it is in `target`
    void read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0 || target.remaining() > length - offset) {
            throw new IllegalArgumentException(
                    piece + ": bytes " + offset + " to " + (offset + target.remaining()) + " of " + length);
        }
        long position = offset;
        while (target.hasRemaining()) {
            int number = (int) (position / BLOCK_BYTES);
            ByteBuffer block = block(number);
            int skipped = (int) (position - (long) number * BLOCK_BYTES);
            int count = Math.min(target.remaining(), block.remaining() - skipped);
            target.put(block.slice(skipped, count));
            position += count;
        }
    }

    private ByteBuffer block(int number) throws IOException {
        long start = (long) number * BLOCK_BYTES;
        int bytes = (int) Math.min(BLOCK_BYTES, length - start);
        ByteBuffer block = readFully(piece, file, HEADER_BYTES + table.limit() + start, bytes);
        if (table.getInt(4 * number) != blockCrc(header, number, block.duplicate())) {
            throw damaged(piece, "block " + number + " does not check");
        }
        return block;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static long blocks(long length) {
        return Math.ceilDiv(length, (long) BLOCK_BYTES);
    }

    private static int blockCrc(ByteBuffer header, int number, ByteBuffer block) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(IDENTITY_START, IDENTITY_END - IDENTITY_START));
        crc.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, number));
        crc.update(block);
        return (int) crc.getValue();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static ByteBuffer readFully(Piece piece, FileStore.OpenFile file, long position, int bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int got = file.read(position, buffer);
        if (got != bytes) {
            throw damaged(piece, "expected " + bytes + " bytes at " + position + ", got " + got);
        }
        return buffer.flip();
    }

    private static CorruptFileException damaged(Piece piece, String what) {
        return new CorruptFileException("file of the " + piece + ": " + what);
    }
}
