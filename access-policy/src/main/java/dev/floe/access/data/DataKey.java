package dev.floe.access.data;

import dev.floe.access.EncryptedObject;
import dev.floe.access.Identity;
import dev.floe.access.SealClient;
import dev.floe.access.SessionKey;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.Entropy;
import dev.floe.ledger.Address;
import dev.floe.ledger.ProgrammableTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The key of one artifact's data, 32 bytes. Data stay encrypted under it for ever; what changes is who can unwrap
/// it: a new key period wraps the same key under a new identity, and the key servers stop to release the old one.
///
/// Holds the secret until closed, then it is zero; prints `[secret]`. Safe for concurrent use until closed.
public final class DataKey implements AutoCloseable {

    /// Size in bytes.
    public static final int SIZE_BYTES = 32;

    private static final Bytes LABEL = Bytes.copyOf("FLOE-DATA-KEY-1:".getBytes(StandardCharsets.US_ASCII));

    private final byte[] secret;
    private final Address artifact;
    private final long period;
    private volatile boolean closed;

    private DataKey(byte[] secret, Address artifact, long period) {
        this.secret = secret;
        this.artifact = artifact;
        this.period = period;
    }

    /// A new key.
    ///
    /// @param artifact what it encrypts: 32 bytes that name it, such as an object id or a digest
    /// @param period the key period in which it is made; it stays the key's own through later wrappings
    public static DataKey generate(Entropy entropy, Address artifact, long period) {
        return new DataKey(entropy.bytes(SIZE_BYTES), artifact, period);
    }

    /// The key with that secret; `secret` is copied.
    public static DataKey ofSecret(byte[] secret, Address artifact, long period) {
        if (secret.length != SIZE_BYTES) {
            throw new IllegalArgumentException("data key: expected " + SIZE_BYTES + " bytes, got " + secret.length);
        }
        return new DataKey(secret.clone(), artifact, period);
    }

    /// Wraps the key under `identity`: its associated data name artifact and period, so that a wrapped key moved to
    /// another artifact does not unwrap.
    ///
    /// @param identity of the key period in which it may be unwrapped
    /// @param threshold how many shares of the client's key servers unwrap it
    public EncryptedObject wrap(SealClient client, Identity identity, int threshold) {
        return client.encrypt(identity, threshold, Bytes.copyOf(reveal()), label(artifact, period));
    }

    /// Unwraps a key.
    ///
    /// @param approval shows the policy why the session's user may
    /// @throws DataException.Denied if the policy refuses
    /// @throws DataException.Corrupt if the object holds no key, or one of another artifact
    public static DataKey unwrap(
            SealClient client,
            EncryptedObject wrapped,
            Address artifact,
            SessionKey session,
            ProgrammableTransaction approval) {
        Bytes label = wrapped.ciphertext().associatedData();
        BcsReader in = BcsReader.of("wrapped data key", label);
        boolean isLabelled = in.fixedBytes(LABEL.size()).equals(LABEL);
        Address named = Address.read(in);
        long period = in.u64();
        in.end();
        if (!isLabelled || !named.equals(artifact)) {
            throw new DataException.Corrupt("wrapped data key: is for artifact " + named + ", expected " + artifact);
        }
        byte[] secret = client.decrypt(wrapped, session, approval).toByteArray();
        try {
            if (secret.length != SIZE_BYTES) {
                throw new DataException.Corrupt("wrapped data key: holds " + secret.length + " bytes, expected 32");
            }
            return ofSecret(secret, artifact, period);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// What it encrypts.
    public Address artifact() {
        return artifact;
    }

    /// The key period in which it was made.
    public long period() {
        return period;
    }

    /// The secret itself, not a copy; for this package.
    byte[] reveal() {
        if (closed) {
            throw new IllegalStateException("data key of " + artifact + " is closed");
        }
        return secret;
    }

    private static Bytes label(Address artifact, long period) {
        BcsWriter out = new BcsWriter().fixed(LABEL);
        artifact.write(out);
        return out.u64(period).toBytes();
    }

    /// Zeroes the secret.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "data key of " + artifact + ", period " + Long.toUnsignedString(period) + " [secret]";
    }
}
