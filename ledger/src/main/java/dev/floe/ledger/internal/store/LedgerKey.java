package dev.floe.ledger.internal.store;

import dev.floe.format.Bytes;
import dev.floe.ledger.Checkpoint;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The key that signs checkpoints. Prints nothing of itself.
public final class LedgerKey implements AutoCloseable {

    private final byte[] secret;
    private final Bytes publicKey;

    private LedgerKey(byte[] secret) {
        this.secret = secret;
        byte[] derived = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, derived, 0);
        this.publicKey = Bytes.copyOf(derived);
    }

    /// The key of a secret of 32 bytes.
    public static LedgerKey ofSecret(byte[] secret) {
        if (secret.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("ledger key: expected 32 bytes, got " + secret.length);
        }
        return new LedgerKey(secret.clone());
    }

    /// The public half, 32 bytes.
    public Bytes publicKey() {
        return publicKey;
    }

    Checkpoint sign(Checkpoint unsigned) {
        byte[] message = unsigned.signedMessage();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
        return unsigned.withSignature(Bytes.copyOf(signature));
    }

    byte[] secretForStorage() {
        return secret.clone();
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "LedgerKey[secret]";
    }
}
