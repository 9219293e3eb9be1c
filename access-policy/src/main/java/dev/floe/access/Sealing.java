package dev.floe.access;

import dev.floe.access.EncryptedObject.Aes256Gcm;
import dev.floe.access.EncryptedObject.Ciphertext;
import dev.floe.access.EncryptedObject.Hmac256Ctr;
import dev.floe.access.EncryptedObject.Plain;
import dev.floe.access.EncryptedObject.Service;
import dev.floe.access.EncryptedObject.Shares;
import dev.floe.access.internal.Dem;
import dev.floe.access.internal.Hashes;
import dev.floe.access.internal.Kdf;
import dev.floe.access.internal.Shamir;
import dev.floe.access.internal.Shamir.Share;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Encrypts messages under identities and opens them with user keys; no network, no ledger. Safe for concurrent
/// use.
///
/// Opening always makes every check there is, those the official TypeScript client leaves out included: all shares
/// must lie on one polynomial of the right degree, so that every set of key servers sees the same message.
public final class Sealing {

    private static final int KEY_BYTES = 32;

    private final Ibe ibe;

    /// With that identity-based encryption.
    public Sealing(Ibe ibe) {
        this.ibe = ibe;
    }

    /// How the message itself is encrypted.
    public enum Mode {
        /// AES-256-GCM; the one to use.
        AES_256_GCM,
        /// HMAC-SHA3-256 counter mode; Move contracts can open it.
        HMAC_256_CTR,
        /// No message; the derived key is the result.
        PLAIN
    }

    /// A key server to encrypt for.
    ///
    /// @param id its on-chain object
    /// @param publicKey its public key
    /// @param weight how many shares it gets, at least 1
    public record Recipient(Address id, G2 publicKey, int weight) {
        public Recipient {
            if (weight < 1 || publicKey.isIdentity()) {
                throw new IllegalArgumentException("key server " + id + ": weight " + weight
                        + " must be at least 1 and the public key must not be the point at infinity");
            }
        }
    }

    /// Everything that encryption draws at random. Each instance encrypts one message.
    ///
    /// @param baseKey 32 bytes
    /// @param coefficients for each byte of the base key `threshold - 1` bytes
    /// @param randomness not 0
    public record Secrets(Bytes baseKey, List<Bytes> coefficients, Scalar randomness) {
        public Secrets {
            coefficients = List.copyOf(coefficients);
            if (baseKey.size() != KEY_BYTES || coefficients.size() != KEY_BYTES || randomness.isZero()) {
                throw new IllegalArgumentException("secrets: a base key has 32 bytes, randomness is not 0");
            }
        }

        @Override
        public String toString() {
            return "[secret]";
        }
    }

    /// Encrypts `message`.
    ///
    /// @param threshold how many shares open it, 1 to the sum of the weights, which is at most 255
    /// @param associated authenticated with the message, may be empty
    public EncryptedObject encrypt(
            Identity identity,
            List<Recipient> recipients,
            int threshold,
            Mode mode,
            Bytes message,
            Optional<Bytes> associated,
            Secrets secrets) {
        if (message.size() > EncryptedObject.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message has " + message.size() + " bytes, at most "
                    + EncryptedObject.MAX_MESSAGE_BYTES + " go under Seal directly; use a data key");
        }
        int total = recipients.stream().mapToInt(Recipient::weight).sum();
        List<Share> shares = Shamir.split(secrets.baseKey(), threshold, total, secrets.coefficients());
        G1 point = ibe.point(identity.fullId());
        Bytes nonce = ibe.curve().g2Generator().times(secrets.randomness()).compressed();
        List<Service> services = new ArrayList<>();
        List<Bytes> masked = new ArrayList<>();
        for (Recipient recipient : recipients) {
            var shared = ibe.sharedAsEncryptor(point, secrets.randomness(), recipient.publicKey());
            for (int i = 0; i < recipient.weight(); i++) {
                Share share = shares.get(services.size());
                services.add(new Service(recipient.id(), share.index()));
                masked.add(
                        Hashes.xor(share.value(), Kdf.shareMask(shared, nonce, point, recipient.id(), share.index())));
            }
        }
        List<Address> ids = services.stream().map(Service::keyServer).toList();
        Bytes randomnessKey = Kdf.derived(Kdf.Purpose.RANDOMNESS, secrets.baseKey(), threshold, masked, ids);
        Bytes messageKey = Kdf.derived(Kdf.Purpose.MESSAGE, secrets.baseKey(), threshold, masked, ids);
        Shares sealedShares = new Shares(
                nonce, masked, Hashes.xor(randomnessKey, secrets.randomness().toBytes()));
        return new EncryptedObject(
                identity, services, threshold, sealedShares, seal(mode, messageKey, message, associated));
    }

    /// Opens `object`.
    ///
    /// @param userKeys by key server; enough of them to reach the threshold. They must be keys that the key servers
    ///     gave out for this identity; each is checked against its public key
    /// @param publicKeys of every key server that the object names
    /// @throws DataException.Denied if the user keys do not reach the threshold
    /// @throws DataException.Corrupt if any check fails; nothing of the message comes out
    /// @throws IllegalArgumentException if a public key is missing
    public Bytes decrypt(EncryptedObject object, Map<Address, G1> userKeys, Map<Address, G2> publicKeys) {
        Opening opening = new Opening(ibe, object, publicKeys);
        Bytes baseKey = opening.baseKey(userKeys);
        opening.checkRandomness(baseKey, false);
        return open(object.ciphertext(), opening.derived(Kdf.Purpose.MESSAGE, baseKey));
    }

    /// As [#decrypt], for objects of early clients which masked their randomness in little-endian; refuses others
    /// only where [#decrypt] does.
    public Bytes decryptLegacy(EncryptedObject object, Map<Address, G1> userKeys, Map<Address, G2> publicKeys) {
        Opening opening = new Opening(ibe, object, publicKeys);
        Bytes baseKey = opening.baseKey(userKeys);
        opening.checkRandomness(baseKey, true);
        return open(object.ciphertext(), opening.derived(Kdf.Purpose.MESSAGE, baseKey));
    }

    private static Ciphertext seal(Mode mode, Bytes key, Bytes message, Optional<Bytes> associated) {
        Bytes data = associated.orElse(Bytes.EMPTY);
        return switch (mode) {
            case AES_256_GCM -> new Aes256Gcm(Dem.aesSeal(key, message, data), associated);
            case HMAC_256_CTR -> {
                Bytes blob = Dem.hmacStream(key, message);
                yield new Hmac256Ctr(blob, associated, Dem.hmacTag(key, blob, data));
            }
            case PLAIN -> new Plain();
        };
    }

    private static Bytes open(Ciphertext ciphertext, Bytes key) {
        return switch (ciphertext) {
            case Aes256Gcm aes -> Dem.aesOpen(key, aes.blob(), aes.associatedData());
            case Hmac256Ctr hmac -> Dem.hmacOpen(key, hmac.blob(), hmac.associatedData(), hmac.tag());
            case Plain _ -> key;
        };
    }
}
