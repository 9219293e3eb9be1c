package dev.floe.format;

import java.math.BigInteger;
import java.util.Base64;

/// The name of a blob on Walrus: a 32-byte commitment to its content, length and encoding.
///
/// `BlobId = Blake2b-256(0x01 ‖ u64 little-endian length ‖ root hash)`.
/// Text form: URL-safe Base64 without padding, 43 characters. On chain the same bytes are a little-endian `u256`.
/// Source: `walrus-protocol.md` §2.2.
///
/// @param value the 32 bytes
public record BlobId(Digest value) implements Bcs, Comparable<BlobId> {

    private static final int TEXT_CHARACTERS = 43;

    /// Parses the 43-character text form.
    ///
    /// @throws IllegalArgumentException if `text` is not canonical URL-safe Base64 of 32 bytes
    public static BlobId parse(String text) {
        if (text.length() != TEXT_CHARACTERS) {
            throw new IllegalArgumentException(
                    "blob id: expected 43 characters of URL-safe Base64, got " + text.length());
        }
        BlobId id;
        try {
            id = new BlobId(Digest.copyOf(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("blob id: not URL-safe Base64 of 32 bytes: " + text, e);
        }
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("blob id: unused bits of the last character are set: " + text);
        }
        return id;
    }

    /// The id of the blob whose sliver pair hashes have the Merkle root `rootHash`.
    ///
    /// @param blobSize length of the blob in bytes
    public static BlobId compute(EncodingType encoding, long blobSize, Digest rootHash) {
        byte[] message = new BcsWriter()
                .u8(encoding.code())
                .u64(blobSize)
                .digest(rootHash)
                .toByteArray();
        return new BlobId(Blake2b.hash(message));
    }

    /// The id that contracts write as the number `value`.
    ///
    /// @throws IllegalArgumentException if `value` is negative or needs more than 256 bits
    public static BlobId ofU256(BigInteger value) {
        return new BlobId(Digest.copyOf(new BcsWriter().u256(value).toByteArray()));
    }

    /// This id as contracts and explorers write it.
    public BigInteger toU256() {
        return BcsReader.of("blob id", value.bytes()).u256();
    }

    /// Reads 32 bytes.
    public static BlobId read(BcsReader in) {
        return new BlobId(in.digest());
    }

    @Override
    public void write(BcsWriter out) {
        out.digest(value);
    }

    @Override
    public int compareTo(BlobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value.toByteArray());
    }
}
