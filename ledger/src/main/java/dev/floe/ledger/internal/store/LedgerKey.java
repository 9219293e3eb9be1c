package dev.floe.ledger.internal.store;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.ledger.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The key that signs checkpoints. Prints nothing of itself.
public final class LedgerKey implements AutoCloseable {

    static final String FILE = "ledger.key";
    private static final int FILE_BYTES = Ed25519.SECRET_KEY_SIZE + Ed25519.PUBLIC_KEY_SIZE;

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

    /// Writes the key to a file of its owner's alone.
    void write(FileStore files) throws IOException {
        byte[] content = ByteBuffer.allocate(FILE_BYTES)
                .put(secret)
                .put(publicKey.asByteBuffer())
                .array();
        try {
            DurableFile.writePrivate(files, FILE, ByteBuffer.wrap(content));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// The key that [#write] wrote.
    ///
    /// @throws DataException.Denied if others may read the file
    /// @throws DataException.Corrupt if it holds no key
    static LedgerKey read(FileStore files) throws IOException {
        byte[] content = readSecret(files, FILE, FILE_BYTES);
        try {
            if (content.length == FILE_BYTES) {
                LedgerKey key = ofSecret(Arrays.copyOf(content, Ed25519.SECRET_KEY_SIZE));
                if (key.publicKey.equals(Bytes.copyOf(content, Ed25519.SECRET_KEY_SIZE, Ed25519.PUBLIC_KEY_SIZE))) {
                    return key;
                }
            }
            throw new DataException.Corrupt("file '" + FILE + "': not a ledger's key; restore it from a copy");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// The content of a small file that nobody else may read.
    ///
    /// @throws DataException.Denied if others may
    public static byte[] readSecret(FileStore files, String name, int maxBytes) throws IOException {
        try {
            files.requirePrivate(name);
        } catch (AccessDeniedException e) {
            throw new DataException.Denied("ledger: " + e.getFile(), e);
        }
        return DurableFile.read(files, name, maxBytes);
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
