package dev.floe.ledger.internal.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keys derived from a seed, step by step: SLIP-0010 on Ed25519, BIP-32 on secp256k1. A step is a number, with bit
/// 31 set
/// when it is hardened.
public final class HdKeys {

    private static final int KEY_BYTES = 32;

    private HdKeys() {}

    /// The Ed25519 seed at `path`.
    ///
    /// @throws IllegalArgumentException if a step is not hardened
    public static byte[] slip10Ed25519(byte[] seed, List<Integer> path) {
        byte[] node = hmac("ed25519 seed".getBytes(StandardCharsets.US_ASCII), seed);
        for (int index : path) {
            if (index >= 0) {
                throw new IllegalArgumentException("derivation path: Ed25519 has hardened steps only");
            }
            node = replace(node, hmac(chainCode(node), childData(new byte[1], key(node), index)));
        }
        return take(node);
    }

    /// The secp256k1 scalar at `path`. Sui uses it as the scalar of secp256r1 keys too.
    public static byte[] bip32(byte[] seed, List<Integer> path) {
        byte[] node = hmac("Bitcoin seed".getBytes(StandardCharsets.US_ASCII), seed);
        BigInteger order = Ecdsa.SECP256K1.order();
        for (int index : path) {
            byte[] key = key(node);
            byte[] data = index < 0
                    ? childData(new byte[1], key, index)
                    : childData(new byte[0], Ecdsa.SECP256K1.publicKey(key), index);
            byte[] child = hmac(chainCode(node), data);
            BigInteger tweak = new BigInteger(1, key(child));
            BigInteger sum = tweak.add(new BigInteger(1, key)).mod(order);
            if (tweak.compareTo(order) >= 0 || sum.signum() == 0) {
                // One in 2^127: BIP-32 tells to take the next index, which no wallet does.
                throw new IllegalArgumentException("derivation path: no key at this index, take the next one");
            }
            Ecdsa.put(sum, child, 0);
            node = replace(node, child);
        }
        return take(node);
    }

    private static byte[] childData(byte[] prefix, byte[] key, int index) {
        byte[] data = Arrays.copyOf(prefix, prefix.length + key.length + Integer.BYTES);
        System.arraycopy(key, 0, data, prefix.length, key.length);
        for (int i = 0; i < Integer.BYTES; i++) {
            data[data.length - 1 - i] = (byte) (index >>> 8 * i);
        }
        return data;
    }

    private static byte[] key(byte[] node) {
        return Arrays.copyOf(node, KEY_BYTES);
    }

    private static byte[] chainCode(byte[] node) {
        return Arrays.copyOfRange(node, KEY_BYTES, node.length);
    }

    private static byte[] replace(byte[] old, byte[] next) {
        Arrays.fill(old, (byte) 0);
        return next;
    }

    private static byte[] take(byte[] node) {
        byte[] key = key(node);
        Arrays.fill(node, (byte) 0);
        return key;
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA-512", e);
        }
    }
}
