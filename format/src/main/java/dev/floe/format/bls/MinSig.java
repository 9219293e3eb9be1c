package dev.floe.format.bls;

import dev.floe.format.Bytes;
import java.util.List;

/// BLS signatures with signatures in G1 and public keys in G2, as Seal key servers prove possession with and
/// `bls12381_min_sig_verify` in Move checks.
///
/// @param curve does the arithmetic
/// @param domain the domain separation tag of the hash
public record MinSig(Curve curve, String domain) {

    /// The tag of Seal and of Move.
    public static final String DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

    /// The scheme on the fastest curve there is.
    public static MinSig standard() {
        return new MinSig(Curve.best(), DOMAIN);
    }

    /// The public key of `key`.
    public G2 publicKey(SecretKey key) {
        return curve.g2Generator().times(key.scalar());
    }

    /// Signs `message`.
    public G1 sign(SecretKey key, Bytes message) {
        return curve.hashToG1(message, domain).times(key.scalar());
    }

    /// Whether `key` signed `message`. False if `key` is the neutral element.
    public boolean verify(G2 key, Bytes message, G1 signature) {
        return !key.isIdentity()
                && curve.isPairingProductOne(
                        List.of(curve.hashToG1(message, domain), signature.negate()),
                        List.of(key, curve.g2Generator()));
    }
}
