package dev.floe.access.market;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/// A wallet of another chain, as an independent implementation signs with it.
sealed interface ForeignKey {

    Member member();

    Bytes prove(Address policy, Address user, Instant until);

    /// An Ethereum wallet.
    record Ethereum(BigInteger secret) implements ForeignKey {
        private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

        @Override
        public Member member() {
            byte[] key = CURVE.getG().multiply(secret).normalize().getEncoded(false);
            return new Member.Ethereum(Bytes.copyOf(keccak(key, 1, 64), 12, 20));
        }

        @Override
        public Bytes prove(Address policy, Address user, Instant until) {
            Bytes message = ForeignProof.ethereumMessage(ForeignProof.text(policy, user, until));
            byte[] hash = keccak(message.toByteArray(), 0, message.size());
            BigInteger n = CURVE.getN();
            HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
            nonces.init(n, secret, hash);
            BigInteger k = nonces.nextK();
            ECPoint point = CURVE.getG().multiply(k).normalize();
            BigInteger r = point.getAffineXCoord().toBigInteger();
            BigInteger s = k.modInverse(n)
                    .multiply(new BigInteger(1, hash).add(r.multiply(secret)))
                    .mod(n);
            int v = point.getAffineYCoord().testBitZero() ? 1 : 0;
            if (s.compareTo(n.shiftRight(1)) > 0) {
                s = n.subtract(s);
                v ^= 1;
            }
            byte[] signature = new byte[65];
            System.arraycopy(BigIntegers.asUnsignedByteArray(32, r), 0, signature, 0, 32);
            System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, signature, 32, 32);
            signature[64] = (byte) (27 + v);
            return ForeignProof.ethereum(until, Bytes.copyOf(signature));
        }

        private static byte[] keccak(byte[] bytes, int from, int length) {
            KeccakDigest digest = new KeccakDigest(256);
            digest.update(bytes, from, length);
            byte[] out = new byte[32];
            digest.doFinal(out, 0);
            return out;
        }
    }

    /// A Solana wallet.
    record Solana(Bytes secret) implements ForeignKey {
        @Override
        public Member member() {
            return new Member.Solana(key());
        }

        @Override
        public Bytes prove(Address policy, Address user, Instant until) {
            byte[] text = ForeignProof.text(policy, user, until).getBytes(StandardCharsets.UTF_8);
            byte[] signature = new byte[64];
            Ed25519.sign(secret.toByteArray(), 0, text, 0, text.length, signature, 0);
            return ForeignProof.solana(until, key(), Bytes.copyOf(signature));
        }

        private Bytes key() {
            byte[] key = new byte[32];
            Ed25519.generatePublicKey(secret.toByteArray(), 0, key, 0);
            return Bytes.copyOf(key);
        }
    }
}
