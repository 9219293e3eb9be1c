package dev.floe.node;

import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Whose directory this is: the file `node`, 64 bytes.
///
/// | offset | bytes | field    | rule                                   |
/// |-------:|------:|----------|----------------------------------------|
/// |      0 |     8 | magic    | ASCII `FLOENODE`                       |
/// |      8 |     4 | version  | of everything in the directory; now 1  |
/// |     12 |     4 | shards   | storage shards of the network          |
/// |     16 |    32 | node id  | the node's object on the ledger        |
/// |     48 |    12 | reserved | 0                                      |
/// |     60 |     4 | crc      | CRC-32C of the 60 bytes before         |
///
/// All integers little-endian.
final class NodeDirectory {

    static final String FILE = "node";
    static final int VERSION = 1;

    private static final int SIZE_BYTES = 64;
    private static final int CRC = 60;
    private static final long MAGIC = 0x45444F4E454F4C46L; // "FLOENODE"

    private NodeDirectory() {}

    /// Claims an empty directory for a node, or makes sure that it is that node's.
    ///
    /// @throws IllegalStateException if it belongs to another node, another network or a newer Floe
    /// @throws DataException.Corrupt if the file is damaged
    static void claim(FileStore files, Digest nodeId, StorageShards shards) throws IOException {
        ByteBuffer mine = ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        mine.putLong(MAGIC).putInt(VERSION).putInt(shards.count()).put(nodeId.toByteArray());
        mine.putInt(CRC, crc(mine.array())).rewind();
        if (!files.exists(FILE)) {
            if (!files.list("slivers").isEmpty()) {
                throw new IllegalStateException("the directory holds slivers, but not the file 'node' that says whose"
                        + " they are; restore it, or start in an empty directory and let the node heal");
            }
            DurableFile.write(files, FILE, mine);
            return;
        }
        ByteBuffer found =
                ByteBuffer.wrap(DurableFile.read(files, FILE, SIZE_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (found.limit() != SIZE_BYTES || found.getLong(0) != MAGIC || found.getInt(CRC) != crc(found.array())) {
            throw new DataException.Corrupt(
                    "the file 'node' is damaged; if this is the right directory, delete that file and 'slivers', and"
                            + " let the node heal");
        }
        if (found.getInt(8) != VERSION) {
            throw new IllegalStateException("the directory has data version " + found.getInt(8) + ", this Floe reads "
                    + VERSION + "; run the Floe that wrote it, or a newer one");
        }
        if (!mine.equals(found)) {
            byte[] other = new byte[Digest.SIZE_BYTES];
            found.get(16, other);
            throw new IllegalStateException("the directory belongs to node 0x"
                    + Digest.copyOf(other).toHex() + " of a network of " + found.getInt(12)
                    + " storage shards, not to node 0x"
                    + nodeId.toHex() + " with " + shards.count() + "; give each node its own directory");
        }
    }

    private static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, CRC);
        return (int) crc.getValue();
    }
}
