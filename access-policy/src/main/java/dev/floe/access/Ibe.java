package dev.floe.access;

import dev.floe.access.internal.Hashes;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.util.List;

/// Identity-based encryption after Boneh and Franklin on BLS12-381, as Seal uses it: user keys and identities in
/// G1, public keys in G2. Stateless and safe for concurrent use.
public final class Ibe {

    private final Curve curve;

    /// Encryption on that implementation of the curve.
    public Ibe(Curve curve) {
        this.curve = curve;
    }

    /// The curve.
    public Curve curve() {
        return curve;
    }

    /// The identity as a point: what user keys are multiples of.
    public G1 point(Bytes fullId) {
        return curve.hashToG1(Hashes.join(Hashes.IDENTITY, fullId), Hashes.G1_DOMAIN);
    }

    /// `g2 · key`.
    public G2 publicKey(MasterKey key) {
        return curve.g2Generator().times(key.revealScalar());
    }

    /// The user key of an identity: opens everything ever encrypted under it for that key server.
    public G1 userKey(MasterKey key, Bytes fullId) {
        return point(fullId).times(key.revealScalar());
    }

    /// Whether `userKey` is the key of that identity from the key server with that public key.
    public boolean isUserKey(G1 userKey, Bytes fullId, G2 publicKey) {
        return !userKey.isIdentity()
                && !publicKey.isIdentity()
                && curve.isPairingProductOne(
                        List.of(userKey.negate(), point(fullId)), List.of(curve.g2Generator(), publicKey));
    }

    /// Proves that the holder of `key` stands behind the on-chain object `keyServer`.
    public G1 proofOfPossession(MasterKey key, Address keyServer) {
        return possession(publicKey(key), keyServer).times(key.revealScalar());
    }

    /// Whether `proof` is the [#proofOfPossession] of the secret of `publicKey`.
    public boolean isPossession(G1 proof, G2 publicKey, Address keyServer) {
        return !publicKey.isIdentity()
                && curve.isPairingProductOne(
                        List.of(proof.negate(), possession(publicKey, keyServer)),
                        List.of(curve.g2Generator(), publicKey));
    }

    /// The element that only the encryptor (who knows `randomness`) and the holder of the user key can compute.
    Gt sharedAsEncryptor(G1 identity, Scalar randomness, G2 publicKey) {
        return curve.pairing(identity.times(randomness), publicKey);
    }

    /// The same element, computed by the holder of the user key.
    Gt sharedAsReader(G1 userKey, G2 nonce) {
        return curve.pairing(userKey, nonce);
    }

    private G1 possession(G2 publicKey, Address keyServer) {
        Bytes message = Hashes.join(Hashes.join(Hashes.POSSESSION, publicKey.compressed()), keyServer.bytes());
        return curve.hashToG1(message, Hashes.G1_DOMAIN);
    }
}
