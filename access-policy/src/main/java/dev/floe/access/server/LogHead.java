package dev.floe.access.server;

import dev.floe.access.internal.Ed25519;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import java.nio.charset.StandardCharsets;

/// What a key server signs after each release: how many there are and the hash over all. Whoever keeps one can tell
/// later whether the log was rewritten or cut.
///
/// @param size how many releases
/// @param root Merkle root over them
/// @param last hash of the newest; zero when there is none
/// @param signature Ed25519 by the log's key
public record LogHead(long size, Digest root, Digest last, Bytes signature) {

    /// Bytes of the form that [#toBytes] writes.
    static final int BYTES = 8 + 32 + 32 + 64;

    private static final Bytes DOMAIN = Bytes.copyOf("FLOE-SEAL-LOG-1:".getBytes(StandardCharsets.US_ASCII));

    static LogHead sign(long size, Digest root, Digest last, byte[] seed) {
        return new LogHead(size, root, last, Ed25519.sign(seed, signed(size, root, last)));
    }

    /// Whether the holder of that key signed this.
    public boolean isSignedBy(Bytes publicKey) {
        return Ed25519.verifies(publicKey, signed(size, root, last), signature);
    }

    /// Parses what [#toBytes] gives.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `encoded` is anything else
    public static LogHead parse(Bytes encoded) {
        BcsReader in = BcsReader.of("log head", encoded);
        LogHead head = read(in);
        in.end();
        return head;
    }

    static LogHead read(BcsReader in) {
        return new LogHead(in.u64(), in.digest(), in.digest(), in.fixedBytes(Ed25519.SIGNATURE_BYTES));
    }

    /// Size, root, newest and signature.
    public Bytes toBytes() {
        return new BcsWriter()
                .u64(size)
                .fixed(root.bytes())
                .fixed(last.bytes())
                .fixed(signature)
                .toBytes();
    }

    private static Bytes signed(long size, Digest root, Digest last) {
        return new BcsWriter()
                .fixed(DOMAIN)
                .u64(size)
                .fixed(root.bytes())
                .fixed(last.bytes())
                .toBytes();
    }
}
