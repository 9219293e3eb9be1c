package dev.floe.ledger.internal.crypto;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/// ECDSA over SHA-256 as Sui has it: nonces of RFC 6979, `r ‖ s` of 64 bytes, only the lower of the two values of
/// `s`.
public final class Ecdsa {

    /// On secp256k1.
    public static final Ecdsa SECP256K1 = new Ecdsa("secp256k1");
    /// On secp256r1.
    public static final Ecdsa SECP256R1 = new Ecdsa("secp256r1");

    private static final int SCALAR_BYTES = 32;
    private static final int POINT_BYTES = 33;

    private final ECDomainParameters curve;
    private final BigInteger halfOrder;

    private Ecdsa(String name) {
        X9ECParameters parameters = CustomNamedCurves.getByName(name);
        this.curve = new ECDomainParameters(parameters);
        this.halfOrder = curve.getN().shiftRight(1);
    }

    /// The order of the group.
    public BigInteger order() {
        return curve.getN();
    }

    /// Whether `secret` is 32 bytes and 1 to the order − 1.
    public boolean isScalar(byte[] secret) {
        BigInteger scalar = new BigInteger(1, secret);
        return secret.length == SCALAR_BYTES && scalar.signum() > 0 && scalar.compareTo(curve.getN()) < 0;
    }

    /// The compressed public key of a secret scalar.
    ///
    /// @throws IllegalArgumentException if `secret` is not 1 to the order − 1
    public byte[] publicKey(byte[] secret) {
        return new FixedPointCombMultiplier()
                .multiply(curve.getG(), scalar(secret))
                .normalize()
                .getEncoded(true);
    }

    /// The signature of `message`, which is hashed with SHA-256 first.
    public byte[] sign(byte[] secret, byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar(secret), curve));
        BigInteger[] parts = signer.generateSignature(sha256(message));
        BigInteger low = parts[1].compareTo(halfOrder) > 0 ? curve.getN().subtract(parts[1]) : parts[1];
        byte[] signature = new byte[2 * SCALAR_BYTES];
        put(parts[0], signature, 0);
        put(low, signature, SCALAR_BYTES);
        return signature;
    }

    /// Whether `signature` is that of `message`. False for malformed keys and signatures and for the higher `s`.
    public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != POINT_BYTES || signature.length != 2 * SCALAR_BYTES) {
            return false;
        }
        BigInteger r = new BigInteger(1, Arrays.copyOf(signature, SCALAR_BYTES));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, SCALAR_BYTES, signature.length));
        if (s.compareTo(halfOrder) > 0) {
            return false;
        }
        ECPoint point;
        try {
            point = curve.getCurve().decodePoint(publicKey);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (point.isInfinity()) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(point, curve));
        return verifier.verifySignature(sha256(message), r, s);
    }

    private BigInteger scalar(byte[] secret) {
        if (!isScalar(secret)) {
            throw new IllegalArgumentException("secret key: expected 32 bytes below the order of the curve, not zero");
        }
        return new BigInteger(1, secret);
    }

    /// Writes `value` as 32 big-endian bytes.
    static void put(BigInteger value, byte[] target, int offset) {
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, SCALAR_BYTES);
        Arrays.fill(target, offset, offset + SCALAR_BYTES - length, (byte) 0);
        System.arraycopy(bytes, bytes.length - length, target, offset + SCALAR_BYTES - length, length);
    }

    private static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
