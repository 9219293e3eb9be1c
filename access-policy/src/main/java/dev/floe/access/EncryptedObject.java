package dev.floe.access;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.G2;
import dev.floe.ledger.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A message encrypted under an [Identity] so that any [#threshold] of the named key servers' shares open it.
///
/// BCS, in this order (version 0 of the format, the only one):
///
/// | field | bytes |
/// |---|---|
/// | version | u8 = 0 |
/// | package | 32 |
/// | inner id | uleb length, bytes |
/// | services | uleb n, then n times (key server 32, share index u8) |
/// | threshold | u8 |
/// | shares | tag 0, nonce 96 (compressed G2), uleb n, n × 32, encrypted randomness 32 |
/// | ciphertext | tag 0: AES-256-GCM, blob, option of associated data · tag 1: HMAC-256-CTR, the same and a tag of 32 ·
/// tag 2: nothing |
///
/// Parsing is strict, as the official Rust and Move code is: no other version, no index 0, no index twice,
/// threshold from 1 to n, nothing after the end.
///
/// @param identity policy package and inner id
/// @param services one entry for every share; a server of weight w stands here w times
/// @param threshold how many shares are needed, 1 to the number of services
/// @param shares the masked shares
/// @param ciphertext the message
public record EncryptedObject(
        Identity identity, List<Service> services, int threshold, Shares shares, Ciphertext ciphertext) {

    /// Largest message we put under Seal directly; bigger data goes under a data key (the JDK's GCM holds it all).
    public static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final int MAX_SERVICES = 255;
    private static final int SHARE_BYTES = 32;

    /// A key server's part.
    ///
    /// @param keyServer id of its on-chain object
    /// @param shareIndex where the sharing polynomial was evaluated, 1 to 255
    public record Service(Address keyServer, int shareIndex) {
        public Service {
            if (shareIndex < 1 || shareIndex > MAX_SERVICES) {
                throw new IllegalArgumentException(
                        "encrypted object: share index " + shareIndex + " is not between 1 and 255");
            }
        }
    }

    /// The masked shares of the base key.
    ///
    /// @param nonce compressed G2 point, 96 bytes
    /// @param masked 32 bytes for every service, in the order of the services
    /// @param maskedRandomness 32 bytes
    public record Shares(Bytes nonce, List<Bytes> masked, Bytes maskedRandomness) {
        public Shares {
            masked = List.copyOf(masked);
            boolean sized = nonce.size() == G2.COMPRESSED_BYTES
                    && maskedRandomness.size() == SHARE_BYTES
                    && masked.stream().allMatch(share -> share.size() == SHARE_BYTES);
            if (!sized) {
                throw new IllegalArgumentException("encrypted object: a nonce has 96 bytes and a share 32");
            }
        }
    }

    /// The message, encrypted.
    public sealed interface Ciphertext {

        /// Associated data, empty if there is none.
        default Bytes associatedData() {
            return switch (this) {
                case Aes256Gcm aes -> aes.associated().orElse(Bytes.EMPTY);
                case Hmac256Ctr hmac -> hmac.associated().orElse(Bytes.EMPTY);
                case Plain _ -> Bytes.EMPTY;
            };
        }
    }

    /// AES-256-GCM.
    ///
    /// @param blob ciphertext and 16 bytes of tag
    /// @param associated authenticated with it; empty and absent mean the same
    public record Aes256Gcm(Bytes blob, Optional<Bytes> associated) implements Ciphertext {}

    /// HMAC-SHA3-256 in counter mode with a tag; what Move contracts can open.
    ///
    /// @param blob ciphertext, as long as the message
    /// @param associated authenticated with it; empty and absent mean the same
    /// @param tag 32 bytes
    public record Hmac256Ctr(Bytes blob, Optional<Bytes> associated, Bytes tag) implements Ciphertext {}

    /// No message: opening gives the 32-byte key itself.
    public record Plain() implements Ciphertext {}

    public EncryptedObject {
        services = List.copyOf(services);
        if (services.isEmpty()
                || services.size() > MAX_SERVICES
                || services.size() != shares.masked().size()) {
            throw new IllegalArgumentException("encrypted object: " + services.size() + " services and "
                    + shares.masked().size() + " shares; there must be as many of both, 1 to 255");
        }
        if (threshold < 1 || threshold > services.size()) {
            throw new IllegalArgumentException(
                    "encrypted object: threshold " + threshold + " is not between 1 and " + services.size());
        }
        Set<Integer> indices = new HashSet<>();
        for (Service service : services) {
            if (!indices.add(service.shareIndex())) {
                throw new IllegalArgumentException(
                        "encrypted object: share index " + service.shareIndex() + " occurs twice");
            }
        }
    }

    /// Parses the BCS form.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `encoded` breaks a rule of the format
    public static EncryptedObject parse(Bytes encoded) {
        BcsReader in = BcsReader.of("encrypted object", encoded);
        int version = in.u8();
        if (version != 0) {
            throw in.corrupt("version must be 0, got " + version);
        }
        Address packageId = Address.read(in);
        Identity identity = new Identity(packageId, Bytes.copyOf(in.bytes(Identity.MAX_INNER_BYTES)));
        try {
            List<Service> services = in.vector(MAX_SERVICES, each -> new Service(Address.read(each), each.u8()));
            int threshold = in.u8();
            EncryptedObject parsed =
                    new EncryptedObject(identity, services, threshold, readShares(in), readCiphertext(in));
            in.end();
            return parsed;
        } catch (IllegalArgumentException e) {
            throw in.corrupt(String.valueOf(e.getMessage()));
        }
    }

    /// The BCS form.
    public Bytes toBytes() {
        BcsWriter out = new BcsWriter().u8(0);
        identity.packageId().write(out);
        out.bytes(identity.innerId());
        out.vector(services, (each, service) -> {
            service.keyServer().write(each);
            each.u8(service.shareIndex());
        });
        out.u8(threshold);
        out.uleb(0)
                .fixed(shares.nonce())
                .vector(shares.masked(), BcsWriter::fixed)
                .fixed(shares.maskedRandomness());
        switch (ciphertext) {
            case Aes256Gcm aes -> out.uleb(0).bytes(aes.blob()).option(aes.associated(), BcsWriter::bytes);
            case Hmac256Ctr hmac ->
                out.uleb(1)
                        .bytes(hmac.blob())
                        .option(hmac.associated(), BcsWriter::bytes)
                        .fixed(hmac.tag());
            case Plain _ -> out.uleb(2);
        }
        return out.toBytes();
    }

    private static Shares readShares(BcsReader in) {
        in.tag(1);
        Bytes nonce = Bytes.copyOf(in.fixed(G2.COMPRESSED_BYTES));
        List<Bytes> masked = in.vector(MAX_SERVICES, each -> Bytes.copyOf(each.fixed(SHARE_BYTES)));
        return new Shares(nonce, masked, Bytes.copyOf(in.fixed(SHARE_BYTES)));
    }

    private static Ciphertext readCiphertext(BcsReader in) {
        int tag = in.tag(3);
        if (tag == 2) {
            return new Plain();
        }
        Bytes blob = Bytes.copyOf(in.bytes(MAX_MESSAGE_BYTES + SHARE_BYTES));
        Optional<Bytes> associated = in.option(each -> Bytes.copyOf(each.bytes(MAX_MESSAGE_BYTES)));
        return tag == 0
                ? new Aes256Gcm(blob, associated)
                : new Hmac256Ctr(blob, associated, Bytes.copyOf(in.fixed(SHARE_BYTES)));
    }
}
