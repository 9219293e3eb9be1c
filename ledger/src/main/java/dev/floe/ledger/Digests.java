package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Blake2b;
import dev.floe.format.Digest;
import java.nio.charset.StandardCharsets;

/// Hashes of Sui: BLAKE2b with 32 bytes of output, and how digests stand in BCS.
/// Source: MystenLabs/sui-rust-sdk `crates/sui-sdk-types/src/hash.rs`.
public final class Digests {

    private Digests() {}

    /// BLAKE2b-256 of the parts one after the other.
    public static Digest blake2b256(byte[]... parts) {
        return Blake2b.hash(parts);
    }

    /// The digest of a named BCS structure: BLAKE2b-256 of `name ++ "::" ++ bcs`.
    public static Digest typed(String name, byte[] bcs) {
        return blake2b256((name + "::").getBytes(StandardCharsets.UTF_8), bcs);
    }

    /// Reads a digest as BCS has it in Sui: a length of 32, then the bytes.
    public static Digest read(BcsReader in) {
        byte[] content = in.bytes(Digest.SIZE_BYTES);
        if (content.length != Digest.SIZE_BYTES) {
            throw in.corrupt("digest must have 32 bytes, got " + content.length);
        }
        return Digest.copyOf(content);
    }

    /// Writes a length of 32, then the bytes.
    public static void write(BcsWriter out, Digest digest) {
        out.bytes(digest.bytes());
    }
}
