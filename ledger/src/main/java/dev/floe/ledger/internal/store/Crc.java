package dev.floe.ledger.internal.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The checksum of stored bytes: CRC-32C over where they stand and what they are, so that a record found at another
/// place than its own fails too.
final class Crc {

    private Crc() {}

    static int of(long position, ByteBuffer header, ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        crc.update(header);
        crc.update(body);
        return (int) crc.getValue();
    }
}
