package dev.floe.access.internal;

import dev.floe.format.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// Ed25519 over whole messages (RFC 8032), from the JDK. The ledger's keys sign digests under an intent only;
/// session keys and logs sign bytes.
public final class Ed25519 {

    /// Size in bytes of seeds and public keys.
    public static final int KEY_BYTES = 32;
    /// Size in bytes of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private static final byte[] PRIVATE_PREFIX =
            Bytes.parseHex("302e020100300506032b657004220420").toByteArray();
    private static final byte[] PUBLIC_PREFIX =
            Bytes.parseHex("302a300506032b6570032100").toByteArray();

    private Ed25519() {}

    /// Signs `message` with the key of a 32-byte seed.
    public static Bytes sign(byte[] seed, Bytes message) {
        byte[] encoded = joined(PRIVATE_PREFIX, seed);
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message.asByteBuffer());
            return Bytes.copyOf(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /// Whether `signature` is that key's over `message`; false for anything malformed.
    public static boolean verifies(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.size() != KEY_BYTES || signature.size() != SIGNATURE_BYTES) {
            return false;
        }
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(joined(PUBLIC_PREFIX, publicKey.toByteArray())));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message.asByteBuffer());
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException _) {
            return false; // not a point, or not a signature
        }
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
