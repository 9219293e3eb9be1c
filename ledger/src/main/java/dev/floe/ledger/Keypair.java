package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.host.Entropy;
import dev.floe.ledger.internal.crypto.Bech32;
import dev.floe.ledger.internal.crypto.Ecdsa;
import dev.floe.ledger.internal.crypto.Ed25519;
import dev.floe.ledger.internal.crypto.HdKeys;
import java.util.Arrays;
import java.util.List;

/// A secret key and its public key. Holds the secret until closed, then it is zero; prints `[secret]`.
///
/// Signatures are exact: RFC 8032 for Ed25519, RFC 6979 with the lower `s` for ECDSA; signing twice gives the same
/// bytes. Safe for concurrent use until closed.
public final class Keypair implements AutoCloseable {

    /// Size in bytes of every secret key.
    public static final int SECRET_BYTES = 32;

    private static final String PREFIX = "suiprivkey";

    private final byte[] secret;
    private final PublicKey publicKey;
    private volatile boolean closed;

    private Keypair(SignatureScheme scheme, byte[] secret) {
        this.secret = secret;
        byte[] key = switch (scheme) {
            case ED25519 -> Ed25519.publicKey(secret);
            case SECP256K1 -> Ecdsa.SECP256K1.publicKey(secret);
            case SECP256R1 -> Ecdsa.SECP256R1.publicKey(secret);
        };
        this.publicKey = new PublicKey(scheme, Bytes.copyOf(key));
    }

    /// A new key.
    public static Keypair generate(SignatureScheme scheme, Entropy entropy) {
        while (true) {
            byte[] secret = entropy.bytes(SECRET_BYTES);
            // An ECDSA scalar must be below the order of the curve; all but one in 2^32 are.
            if (scheme == SignatureScheme.ED25519 || curve(scheme).isScalar(secret)) {
                return new Keypair(scheme, secret);
            }
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The key with that secret: an Ed25519 seed, or an ECDSA scalar, big-endian. `secret` is copied.
    ///
    /// @throws IllegalArgumentException if it is not 32 bytes, or not a scalar of the curve
    public static Keypair ofSecret(SignatureScheme scheme, byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("secret key: expected 32 bytes, got " + secret.length);
        }
        return new Keypair(scheme, secret.clone());
    }

    /// Parses `suiprivkey1…`: Bech32 of flag and secret.
    ///
    /// @throws IllegalArgumentException if `text` is anything else; the message does not repeat it
    public static Keypair parse(CharSequence text) {
        byte[] flagged = Bech32.decode(PREFIX, text);
        try {
            if (flagged.length != 1 + SECRET_BYTES) {
                throw new IllegalArgumentException("secret key: expected 33 bytes in it, got " + flagged.length);
            }
            SignatureScheme scheme = SignatureScheme.ofFlag(flagged[0] & 0xFF);
            return new Keypair(scheme, Arrays.copyOfRange(flagged, 1, flagged.length));
        } finally {
            Arrays.fill(flagged, (byte) 0);
        }
    }

    /// The key of a mnemonic at a derivation path, as wallets derive it: SLIP-0010 for Ed25519, BIP-32 on secp256k1
    /// for
    /// both kinds of ECDSA.
    ///
    /// @throws IllegalArgumentException if `path` is not one of that scheme
    public static Keypair derive(Mnemonic mnemonic, SignatureScheme scheme, HdPath path) {
        path.requireFor(scheme);
        byte[] seed = mnemonic.seed();
        try {
            byte[] secret = scheme == SignatureScheme.ED25519
                    ? HdKeys.slip10Ed25519(seed, path.indexes())
                    : HdKeys.bip32(seed, path.indexes());
            return new Keypair(scheme, secret);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// The public key.
    public PublicKey publicKey() {
        return publicKey;
    }

    /// The kind of key.
    public SignatureScheme scheme() {
        return publicKey.scheme();
    }

    /// The address this key signs for.
    public Address address() {
        return publicKey.address();
    }

    /// Signs a signing digest, see [Intent#signingDigest].
    ///
    /// @throws IllegalStateException if this is closed
    public SimpleSignature sign(Digest signingDigest) {
        requireOpen();
        byte[] message = signingDigest.toByteArray();
        byte[] signature = switch (scheme()) {
            case ED25519 -> Ed25519.sign(secret, message);
            case SECP256K1, SECP256R1 -> curve(scheme()).sign(secret, message);
        };
        return new SimpleSignature(publicKey, Bytes.copyOf(signature));
    }

    /// Signs a transaction alone.
    public SignedTransaction sign(TransactionData transaction) {
        return new SignedTransaction(transaction, List.of(sign(transaction.signingDigest())));
    }

    /// Signs a personal message.
    public SimpleSignature signPersonalMessage(Bytes message) {
        return sign(PersonalMessage.signingDigest(message));
    }

    /// The secret as `suiprivkey1…`, the only way it leaves this object. The caller zeroes the result.
    ///
    /// @throws IllegalStateException if this is closed
    public char[] revealSecret() {
        requireOpen();
        byte[] flagged = new byte[1 + SECRET_BYTES];
        flagged[0] = (byte) scheme().flag();
        System.arraycopy(secret, 0, flagged, 1, SECRET_BYTES);
        char[] text = Bech32.encode(PREFIX, flagged);
        Arrays.fill(flagged, (byte) 0);
        return text;
    }

    /// Zeroes the secret.
    @Override
    public void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return scheme() + " key of " + address() + " [secret]";
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("key of " + address() + " is closed");
        }
    }

    private static Ecdsa curve(SignatureScheme scheme) {
        return scheme == SignatureScheme.SECP256K1 ? Ecdsa.SECP256K1 : Ecdsa.SECP256R1;
    }
}
