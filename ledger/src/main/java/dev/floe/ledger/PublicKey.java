package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.ledger.internal.crypto.Ecdsa;
import dev.floe.ledger.internal.crypto.Ed25519;
import java.util.Base64;

/// A public key of one signer. Text form: Base64 of flag and key.
///
/// @param scheme the kind of key
/// @param bytes  the key: 32 bytes, or a compressed point of 33 bytes
public record PublicKey(SignatureScheme scheme, Bytes bytes) {

    public PublicKey {
        if (bytes.size() != scheme.publicKeyBytes()) {
            throw new IllegalArgumentException(
                    scheme + " public key: expected " + scheme.publicKeyBytes() + " bytes, got " + bytes.size());
        }
    }

    /// Parses flag and key.
    ///
    /// @throws IllegalArgumentException if `flagged` is anything else
    public static PublicKey parse(Bytes flagged) {
        if (flagged.size() == 0) {
            throw new IllegalArgumentException("public key: expected a flag and a key, got nothing");
        }
        return new PublicKey(SignatureScheme.ofFlag(flagged.get(0) & 0xFF), flagged.slice(1, flagged.size()));
    }

    /// Parses Base64 of flag and key.
    ///
    /// @throws IllegalArgumentException if `text` is anything else
    public static PublicKey parseBase64(String text) {
        return parse(Bytes.copyOf(Base64.getDecoder().decode(text)));
    }

    /// Flag and key.
    public Bytes toFlagged() {
        byte[] flagged = new byte[1 + bytes.size()];
        flagged[0] = (byte) scheme.flag();
        bytes.copyTo(flagged, 1);
        return Bytes.copyOf(flagged);
    }

    /// The address of whoever holds the secret key: BLAKE2b-256 of flag and key.
    public Address address() {
        return new Address(Digests.blake2b256(toFlagged().toByteArray()).bytes());
    }

    /// Whether `signature` (64 bytes) is this key's over a signing digest. Malleable ECDSA signatures (high s) are
    /// not.
    public boolean verifies(Digest signingDigest, Bytes signature) {
        byte[] digest = signingDigest.toByteArray();
        return switch (scheme) {
            case ED25519 -> Ed25519.verifies(bytes.toByteArray(), digest, signature.toByteArray());
            case SECP256K1 -> Ecdsa.SECP256K1.verifies(bytes.toByteArray(), digest, signature.toByteArray());
            case SECP256R1 -> Ecdsa.SECP256R1.verifies(bytes.toByteArray(), digest, signature.toByteArray());
        };
    }

    /// Base64 of flag and key.
    public String toBase64() {
        return Base64.getEncoder().encodeToString(toFlagged().toByteArray());
    }

    @Override
    public String toString() {
        return toBase64();
    }
}
