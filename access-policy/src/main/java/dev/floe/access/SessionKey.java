package dev.floe.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.internal.Ed25519;
import dev.floe.access.internal.Json;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.Entropy;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.UserSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// A fresh Ed25519 key that may fetch keys of one package in its user's name for some minutes, so that the user's
/// own key signs once and then rests. Any Sui key may sign: Ed25519, secp256k1, secp256r1, multisig.
///
/// ```java
/// try (SessionKey session = SessionKey.create(entropy, time.now(), user, packageId, Optional.empty(), 10)) {
///     session.sign(keypair);                       // or: session.accept(wallet.sign(session.message()))
///     client.decrypt(object, session, approval);
/// }
/// ```
///
/// Holds the secret until closed, then it is zero; prints `[secret]`. Safe for concurrent use once signed.
public final class SessionKey implements AutoCloseable {

    /// Longest life in minutes that key servers accept by default.
    public static final int MAX_TTL_MINUTES = 30;

    /// It is taken for expired so much earlier, so that no request is refused on its way.
    static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int MAX_EXPORT_BYTES = 64 << 10;

    private final byte[] seed;
    private final Bytes publicKey;
    private final Address user;
    private final Address packageId;
    private final Optional<String> mvrName;
    private final long creationTimeMillis;
    private final int ttlMinutes;
    private volatile Optional<Bytes> signature = Optional.empty();
    private volatile boolean closed;

    private SessionKey(
            byte[] seed, Address user, Address packageId, Optional<String> mvrName, long creationTimeMillis, int ttl) {
        if (ttl < 1 || ttl > MAX_TTL_MINUTES) {
            throw new IllegalArgumentException(
                    "session: expected 1 to " + MAX_TTL_MINUTES + " minutes, got " + ttl + "; make a new one later");
        }
        this.seed = seed;
        try (Keypair pair = Keypair.ofSecret(SignatureScheme.ED25519, seed)) {
            this.publicKey = pair.publicKey().bytes();
        }
        this.user = user;
        this.packageId = packageId;
        this.mvrName = mvrName;
        this.creationTimeMillis = creationTimeMillis;
        this.ttlMinutes = ttl;
    }

    /// A new session, not signed yet.
    ///
    /// @param packageId first version of the policy package
    /// @param mvrName the package's registered name, to be shown to the user instead of the id
    public static SessionKey create(
            Entropy entropy, Instant now, Address user, Address packageId, Optional<String> mvrName, int ttlMinutes) {
        return new SessionKey(
                entropy.bytes(Ed25519.KEY_BYTES), user, packageId, mvrName, now.toEpochMilli(), ttlMinutes);
    }

    /// The session of a known 32-byte seed, not signed yet. `seed` is copied.
    public static SessionKey ofSeed(
            byte[] seed, Instant creation, Address user, Address packageId, Optional<String> mvrName, int ttlMinutes) {
        return new SessionKey(seed.clone(), user, packageId, mvrName, creation.toEpochMilli(), ttlMinutes);
    }

    /// Reads what [#revealExport] gave.
    ///
    /// @throws DataException.Corrupt if `exported` is anything else
    public static SessionKey parseExport(Bytes exported) {
        JsonNode json = Json.object("session file", exported, MAX_EXPORT_BYTES);
        Certificate certificate = Certificate.read(Json.field(json, "certificate"));
        byte[] seed = Certificate.sized(json, "session_key", Ed25519.KEY_BYTES).toByteArray();
        Address packageId = Certificate.address(Json.text(json, "package", 66));
        SessionKey session;
        try {
            session = new SessionKey(
                    seed,
                    certificate.user(),
                    packageId,
                    certificate.mvrName(),
                    certificate.creationTimeMillis(),
                    certificate.ttlMinutes());
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("session file: " + e.getMessage());
        }
        if (!session.publicKey.equals(certificate.sessionKey()) || !certificate.isSigned(packageId)) {
            throw new DataException.Corrupt("session file: the signature is not the user's for this key and package");
        }
        session.signature = Optional.of(certificate.signature());
        return session;
    }

    /// What the user's wallet signs as a personal message.
    public Bytes message() {
        return Certificate.message(mvrName.orElse(packageId.toString()), ttlMinutes, creationTimeMillis, publicKey);
    }

    /// Signs with the user's own key.
    public SessionKey sign(Keypair keypair) {
        return accept(keypair.signPersonalMessage(message()));
    }

    /// Takes the wallet's signature over [#message].
    ///
    /// @throws IllegalArgumentException if it is not this user's signature
    public SessionKey accept(UserSignature signed) {
        Certificate candidate = certificate(signed.toBytes());
        if (!candidate.isSigned(packageId)) {
            throw new IllegalArgumentException("session: that is not the signature of " + user
                    + " over the session's message; sign it as a personal message with that address's key");
        }
        signature = Optional.of(signed.toBytes());
        return this;
    }

    /// The signed statement.
    ///
    /// @throws IllegalStateException if it is not signed yet
    public Certificate certificate() {
        return certificate(signature.orElseThrow(
                () -> new IllegalStateException("session of " + user + " is not signed; call sign or accept first")));
    }

    private Certificate certificate(Bytes signed) {
        return new Certificate(user, publicKey, creationTimeMillis, ttlMinutes, signed, mvrName);
    }

    /// Whose access it uses.
    public Address user() {
        return user;
    }

    /// First version of the policy package.
    public Address packageId() {
        return packageId;
    }

    /// Raw Ed25519 public key.
    public Bytes publicKey() {
        return publicKey;
    }

    /// Whether no request should be made with it any more; true 10 seconds early.
    public boolean isExpired(Instant now) {
        return !now.plus(MARGIN).isBefore(certificateExpiry());
    }

    /// When it ends.
    public Instant certificateExpiry() {
        return Instant.ofEpochMilli(creationTimeMillis).plusSeconds(60L * ttlMinutes);
    }

    /// Signs bytes with the session key itself.
    Bytes signBytes(Bytes message) {
        if (closed) {
            throw new IllegalStateException("session of " + user + " is closed");
        }
        return Ed25519.sign(seed, message);
    }

    /// The session with its secret as JSON, to keep it across restarts: whoever has it can fetch the user's keys
    /// until it expires. The only way the secret leaves this object.
    public Bytes revealExport() {
        Certificate certificate = certificate();
        return Json.bytes(Json.newObject()
                .put("package", packageId.toString())
                .put("session_key", Json.base64(Bytes.copyOf(seed)))
                .set("certificate", certificate.toJson()));
    }

    /// Zeroes the secret.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "session key of " + user + " for package " + packageId + " [secret]";
    }
}
