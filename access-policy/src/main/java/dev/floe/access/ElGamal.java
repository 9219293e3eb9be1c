package dev.floe.access;

import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import java.util.List;

/// How key servers send user keys: encrypted to a key that the client draws for one request. Stateless.
public final class ElGamal {

    private final Ibe ibe;
    private final Curve curve;

    /// On the curve of `ibe`.
    public ElGamal(Ibe ibe) {
        this.ibe = ibe;
        this.curve = ibe.curve();
    }

    /// An encrypted user key: `(g1 · k, encryptionKey · k + userKey)`.
    public record Encrypted(G1 first, G1 second) {

        /// A weighted sum of encrypted partial keys, as the aggregator of a committee makes it.
        Encrypted plus(Encrypted other) {
            return new Encrypted(first.plus(other.first), second.plus(other.second));
        }

        /// Every part times `scalar`.
        Encrypted times(Scalar scalar) {
            return new Encrypted(first.times(scalar), second.times(scalar));
        }
    }

    /// `g1 · secret`: what the server encrypts to.
    public G1 encryptionKey(Scalar secret) {
        return curve.g1Generator().times(secret);
    }

    /// `g2 · secret`: what lets anyone check an answer without the secret.
    public G2 verificationKey(Scalar secret) {
        return curve.g2Generator().times(secret);
    }

    /// Encrypts a user key with fresh `randomness`.
    public Encrypted encrypt(G1 userKey, G1 encryptionKey, Scalar randomness) {
        return new Encrypted(
                curve.g1Generator().times(randomness),
                encryptionKey.times(randomness).plus(userKey));
    }

    /// The user key.
    public G1 decrypt(Encrypted encrypted, Scalar secret) {
        return encrypted.second().minus(encrypted.first().times(secret));
    }

    /// Whether the answer holds the user key of that identity for that public key; needs no secret.
    public boolean isValid(Encrypted encrypted, G2 verificationKey, Bytes fullId, G2 publicKey) {
        boolean anyIdentity = encrypted.first().isIdentity()
                || encrypted.second().isIdentity()
                || verificationKey.isIdentity()
                || publicKey.isIdentity();
        return !anyIdentity
                && curve.isPairingProductOne(
                        List.of(encrypted.second().negate(), encrypted.first(), ibe.point(fullId)),
                        List.of(curve.g2Generator(), verificationKey, publicKey));
    }

    /// Combines the answers of committee members into the answer of the committee: Lagrange interpolation at 0.
    ///
    /// @param partyIds from 0, distinct; party i holds the polynomial at i + 1
    /// @param answers one for each party
    public Encrypted combine(List<Integer> partyIds, List<Encrypted> answers) {
        if (partyIds.isEmpty() || partyIds.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "committee: " + partyIds.size() + " parties, " + answers.size() + " answers");
        }
        Encrypted sum = new Encrypted(curve.g1Identity(), curve.g1Identity());
        for (int i = 0; i < partyIds.size(); i++) {
            sum = sum.plus(answers.get(i).times(lagrangeAtZero(partyIds, i)));
        }
        return sum;
    }

    /// The coefficient of `partyIds[i]`.
    ///
    /// @throws IllegalArgumentException if a party occurs twice
    public static Scalar lagrangeAtZero(List<Integer> partyIds, int i) {
        Scalar xi = Scalar.of(partyIds.get(i) + 1L);
        Scalar numerator = Scalar.ONE;
        Scalar denominator = Scalar.ONE;
        for (int j = 0; j < partyIds.size(); j++) {
            if (j != i) {
                Scalar xj = Scalar.of(partyIds.get(j) + 1L);
                numerator = numerator.times(xj);
                denominator = denominator.times(xj.minus(xi));
            }
        }
        return numerator.times(denominator.inverse());
    }
}
