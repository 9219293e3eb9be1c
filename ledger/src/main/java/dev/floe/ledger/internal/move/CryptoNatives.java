package dev.floe.ledger.internal.move;

import dev.floe.ledger.Digests;
import dev.floe.ledger.internal.crypto.Ed25519;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveValue;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/// Hashes and signatures of `0x2`. BLS12-381 is in [GroupNatives].
final class CryptoNatives {

    // Fuel: measured relative to the time of an instruction, rounded up.
    private static final int SIGNATURE_FUEL = 5_000;
    private static final int HASH_FUEL = 20;
    private static final int BYTES_PER_HASH_FUEL = 8;

    private static final int SCALAR_BYTES = 32;
    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    private static final int KECCAK = 0;
    private static final int SHA256 = 1;
    private static final int NOT_RECOVERABLE = 0;
    private static final int MALFORMED_SIGNATURE = 1;
    private static final int MALFORMED_KEY = 2;

    private CryptoNatives() {}

    static void register(Map<String, Native> natives) {
        natives.put(
                "0x2::hash::blake2b256",
                call -> call.newBytes(Digests.blake2b256(hashed(call, 0)).toByteArray()));
        natives.put("0x2::hash::keccak256", call -> call.newBytes(digest(new KeccakDigest(256), hashed(call, 0))));
        natives.put("0x2::hmac::hmac_sha3_256", CryptoNatives::hmac);
        natives.put("0x2::ed25519::ed25519_verify", call -> {
            call.metering().use(SIGNATURE_FUEL);
            byte[] signature = call.bytes(0);
            byte[] key = call.bytes(1);
            byte[] message = hashed(call, 2);
            // What the strict rules accept ZIP 215 accepts; only the rest takes the slow way.
            return MoveValue.bool(
                    Ed25519.verifies(key, message, signature) || Ed25519Zip215.verifies(key, message, signature));
        });
        ecdsa(natives, "0x2::ecdsa_k1::secp256k1_", "secp256k1");
        ecdsa(natives, "0x2::ecdsa_r1::secp256r1_", "secp256r1");
        natives.put("0x2::ecdsa_k1::decompress_pubkey", call -> {
            call.metering().use(SIGNATURE_FUEL);
            ECPoint point = point(curve("secp256k1"), call.bytes(0));
            if (point == null) {
                throw MoveException.abort(MALFORMED_KEY);
            }
            return call.newBytes(point.getEncoded(false));
        });
        GroupNatives.register(natives);
    }

    private static void ecdsa(Map<String, Native> natives, String prefix, String name) {
        ECDomainParameters curve = curve(name);
        natives.put(prefix + "verify", call -> {
            call.metering().use(SIGNATURE_FUEL);
            return MoveValue.bool(
                    verifies(curve, call.bytes(0), call.bytes(1), hashed(call, 2), (int) call.integer(3)));
        });
        natives.put(prefix + "ecrecover", call -> {
            call.metering().use(SIGNATURE_FUEL);
            return call.newBytes(
                    recover(curve, name.equals("secp256r1"), call.bytes(0), hashed(call, 1), (int) call.integer(2)));
        });
    }

    private static ECDomainParameters curve(String name) {
        X9ECParameters parameters = CustomNamedCurves.getByName(name);
        return new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    static byte[] digest(Digest digest, byte[] content) {
        digest.update(content, 0, content.length);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }

    /// Bytes that are going to be hashed, which costs more than reading them.
    static byte[] hashed(Native.Call call, int argument) {
        byte[] content = call.bytes(argument);
        call.metering().use(HASH_FUEL + content.length / BYTES_PER_HASH_FUEL);
        return content;
    }

    private static MoveValue hmac(Native.Call call) {
        byte[] key = call.bytes(0);
        byte[] message = hashed(call, 1);
        HMac mac = new HMac(new SHA3Digest(256));
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] result = new byte[mac.getMacSize()];
        mac.doFinal(result, 0);
        return call.newBytes(result);
    }

    private static byte @Nullable [] hash(int hash, byte[] message) {
        return switch (hash) {
            case KECCAK -> digest(new KeccakDigest(256), message);
            case SHA256 -> digest(new SHA256Digest(), message);
            default -> null;
        };
    }

    private static @Nullable ECPoint point(ECDomainParameters curve, byte[] compressed) {
        if (compressed.length != 1 + SCALAR_BYTES || (compressed[0] != 2 && compressed[0] != 3)) {
            return null;
        }
        try {
            return curve.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static BigInteger scalar(byte[] signature, int offset) {
        return new BigInteger(1, Arrays.copyOfRange(signature, offset, offset + SCALAR_BYTES));
    }

    private static boolean verifies(
            ECDomainParameters curve, byte[] signature, byte[] publicKey, byte[] message, int hash) {
        byte[] hashed = hash(hash, message);
        ECPoint point = point(curve, publicKey);
        if (signature.length != 2 * SCALAR_BYTES || hashed == null || point == null) {
            return false;
        }
        BigInteger r = scalar(signature, 0);
        BigInteger s = scalar(signature, SCALAR_BYTES);
        if (s.compareTo(curve.getN().shiftRight(1)) > 0) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(point, curve));
        return verifier.verifySignature(hashed, r, s);
    }

    // The key Q with r·Q = s·R − e·G, where R has the x coordinate r (plus the order, for v of 2 and 3). The official
    // machine lets that sum wrap at 2^256 on secp256r1 and refuses it on secp256k1.
    private static byte[] recover(ECDomainParameters curve, boolean wraps, byte[] signature, byte[] message, int hash) {
        if (signature.length != 2 * SCALAR_BYTES + 1 || signature[2 * SCALAR_BYTES] < 0 || signature[64] > 3) {
            throw MoveException.abort(MALFORMED_SIGNATURE);
        }
        int v = signature[2 * SCALAR_BYTES];
        BigInteger n = curve.getN();
        BigInteger r = scalar(signature, 0);
        BigInteger s = scalar(signature, SCALAR_BYTES);
        if (r.signum() == 0 || s.signum() == 0 || r.compareTo(n) >= 0 || s.compareTo(n) >= 0) {
            throw MoveException.abort(MALFORMED_SIGNATURE);
        }
        byte[] hashed = hash(hash, message);
        BigInteger x = v >= 2 ? r.add(n) : r;
        if (wraps) {
            x = x.mod(TWO_256);
        }
        if (hashed == null || x.bitLength() > 8 * SCALAR_BYTES) {
            throw MoveException.abort(NOT_RECOVERABLE);
        }
        byte[] compressed = new byte[1 + SCALAR_BYTES];
        compressed[0] = (byte) (2 + (v & 1));
        byte[] digits = x.toByteArray();
        int length = Math.min(digits.length, SCALAR_BYTES);
        System.arraycopy(digits, digits.length - length, compressed, compressed.length - length, length);
        ECPoint nonce = point(curve, compressed);
        if (nonce == null) {
            throw MoveException.abort(NOT_RECOVERABLE);
        }
        BigInteger inverse = r.modInverse(n);
        BigInteger e = new BigInteger(1, hashed);
        ECPoint key = nonce.multiply(s.multiply(inverse).mod(n))
                .subtract(curve.getG().multiply(e.multiply(inverse).mod(n)))
                .normalize();
        if (key.isInfinity()) {
            throw MoveException.abort(NOT_RECOVERABLE);
        }
        return key.getEncoded(true);
    }
}
