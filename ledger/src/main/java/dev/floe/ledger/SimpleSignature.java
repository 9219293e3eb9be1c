package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;

/// A signature by one key. Serialized: flag, 64 bytes of signature, public key.
///
/// @param publicKey the signer's key
/// @param signature the 64 bytes
public record SimpleSignature(PublicKey publicKey, Bytes signature) implements UserSignature {

    public SimpleSignature {
        if (signature.size() != SignatureScheme.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("signature: expected 64 bytes, got " + signature.size());
        }
    }

    static SimpleSignature parseSimple(Bytes serialized) {
        SignatureScheme scheme = SignatureScheme.ofFlag(serialized.get(0) & 0xFF);
        int keyAt = 1 + SignatureScheme.SIGNATURE_BYTES;
        if (serialized.size() != keyAt + scheme.publicKeyBytes()) {
            throw new DataException.Corrupt(scheme + " signature: expected " + (keyAt + scheme.publicKeyBytes())
                    + " bytes, got " + serialized.size());
        }
        return new SimpleSignature(
                new PublicKey(scheme, serialized.slice(keyAt, serialized.size())), serialized.slice(1, keyAt));
    }

    @Override
    public Bytes toBytes() {
        byte[] serialized = new byte[1 + signature.size() + publicKey.bytes().size()];
        serialized[0] = (byte) publicKey.scheme().flag();
        signature.copyTo(serialized, 1);
        publicKey.bytes().copyTo(serialized, 1 + signature.size());
        return Bytes.copyOf(serialized);
    }

    @Override
    public Address signer() {
        return publicKey.address();
    }

    @Override
    public boolean verifies(Digest signingDigest) {
        return publicKey.verifies(signingDigest, signature);
    }
}
