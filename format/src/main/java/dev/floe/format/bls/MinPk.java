package dev.floe.format.bls;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.util.List;

/// BLS signatures with public keys in G1 (48 bytes) and signatures in G2 (96 bytes), as Walrus storage nodes use
/// them.
///
/// Aggregates here are of one common message. They are safe only among keys whose owners proved possession, since a
/// key chosen as a difference of others would otherwise sign for all; the staking contract checks that at
/// registration.
///
/// @param curve does the arithmetic
/// @param domain the domain separation tag of the hash
public record MinPk(Curve curve, String domain) {

    /// The tag of Walrus, and of `bls12381_min_pk_verify` in Move.
    public static final String WALRUS_DOMAIN = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

    /// The scheme of Walrus on the fastest curve there is.
    public static MinPk walrus() {
        return new MinPk(Curve.best(), WALRUS_DOMAIN);
    }

    /// A public key. Never the neutral element.
    ///
    /// @param point the key
    public record PublicKey(G1 point) {
        public PublicKey {
            if (point.isIdentity()) {
                throw new DataException.Corrupt("public key: must not be the neutral element");
            }
        }

        /// The 48 bytes.
        public Bytes toBytes() {
            return point.compressed();
        }

        @Override
        public String toString() {
            return toBytes().toHex();
        }
    }

    /// A signature, or the sum of several.
    ///
    /// @param point the signature
    public record Signature(G2 point) {
        /// Size of the byte form.
        public static final int SIZE_BYTES = 96;

        /// The 96 bytes.
        public Bytes toBytes() {
            return point.compressed();
        }

        @Override
        public String toString() {
            return toBytes().toHex();
        }
    }

    /// Parses 48 bytes.
    ///
    /// @throws DataException.Corrupt if they are no canonical element of G1, or the neutral one
    public PublicKey publicKey(Bytes encoded) {
        requireSize("public key", encoded, G1.COMPRESSED_BYTES);
        return new PublicKey(curve.g1(encoded));
    }

    /// Parses 96 bytes.
    ///
    /// @throws DataException.Corrupt if they are no canonical element of G2
    public Signature signature(Bytes encoded) {
        requireSize("signature", encoded, G2.COMPRESSED_BYTES);
        return new Signature(curve.g2(encoded));
    }

    /// The public key of `key`.
    public PublicKey publicKey(SecretKey key) {
        return new PublicKey(curve.g1Generator().times(key.scalar()));
    }

    /// Signs `message`.
    public Signature sign(SecretKey key, Bytes message) {
        return new Signature(curve.hashToG2(message, domain).times(key.scalar()));
    }

    /// Whether `key` signed `message`.
    public boolean verify(PublicKey key, Bytes message, Signature signature) {
        // e(key, H(m)) = e(g, signature)
        return curve.isPairingProductOne(
                List.of(key.point(), curve.g1Generator().negate()),
                List.of(curve.hashToG2(message, domain), signature.point()));
    }

    /// The sum of `signatures`.
    ///
    /// @throws IllegalArgumentException if there are none
    public Signature aggregate(List<Signature> signatures) {
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("no signatures to aggregate");
        }
        return new Signature(
                curve.sumG2(signatures.stream().map(Signature::point).toList()));
    }

    /// Whether every one of `keys` signed `message`. False for no keys. A key listed twice must have signed twice.
    public boolean verifyAggregate(List<PublicKey> keys, Bytes message, Signature aggregate) {
        if (keys.isEmpty()) {
            return false;
        }
        G1 sum = curve.sumG1(keys.stream().map(PublicKey::point).toList());
        return !sum.isIdentity() && verify(new PublicKey(sum), message, aggregate);
    }

    private static void requireSize(String what, Bytes encoded, int expected) {
        if (encoded.size() != expected) {
            throw new DataException.Corrupt(what + ": expected " + expected + " bytes, got " + encoded.size());
        }
    }
}
