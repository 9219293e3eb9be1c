package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381G2;
import org.bouncycastle.crypto.bls.BLS12_381G2HashToCurve;
import org.bouncycastle.crypto.bls.BLS12_381G2Point;
import org.bouncycastle.crypto.bls.BLS12_381Pairing;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.crypto.bls.BLS12_381SubgroupCheck;
import org.bouncycastle.crypto.bls.Fp12Element;
import org.bouncycastle.crypto.bls.Fp2Element;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/// BLS12-381 in pure Java (Bouncy Castle). Slow, but runs everywhere; also the oracle for the native one.
public final class JavaCurve implements Curve {

    /// The one instance.
    public static final JavaCurve INSTANCE = new JavaCurve();

    static final ECCurve G1_CURVE = BLS12_381G1.createCurve();

    private JavaCurve() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public G1 g1Generator() {
        return new JavaG1(BLS12_381G1.getGenerator(G1_CURVE));
    }

    @Override
    public G1 g1Identity() {
        return new JavaG1(G1_CURVE.getInfinity());
    }

    @Override
    public G2 g2Generator() {
        return new JavaG2(BLS12_381G2.getGenerator());
    }

    @Override
    public G2 g2Identity() {
        return new JavaG2(BLS12_381G2Point.INFINITY);
    }

    @Override
    public Gt gtOne() {
        return new JavaGt(Fp12Element.ONE);
    }

    @Override
    public G1 g1(Bytes encoded) {
        byte[] bytes = Encoding.checked("G1", encoded, G1.COMPRESSED_BYTES);
        if (Encoding.isIdentity(bytes)) {
            return g1Identity();
        }
        ECPoint point;
        try {
            point = Encoding.isCompressed(bytes)
                    ? BLS12_381Serialization.decompressG1(bytes, G1_CURVE)
                    : G1_CURVE.validatePoint(Encoding.number(bytes, 0), Encoding.number(bytes, Encoding.FIELD_BYTES));
        } catch (IllegalArgumentException e) {
            throw offCurve("G1", e);
        }
        if (!BLS12_381SubgroupCheck.isInG1Subgroup(point)) {
            throw Encoding.corrupt("G1", "the point is outside the prime-order group");
        }
        return new JavaG1(point);
    }

    @Override
    public G2 g2(Bytes encoded) {
        byte[] bytes = Encoding.checked("G2", encoded, G2.COMPRESSED_BYTES);
        if (Encoding.isIdentity(bytes)) {
            return g2Identity();
        }
        BLS12_381G2Point point;
        try {
            // The bytes hold the second part of each coordinate first.
            point = Encoding.isCompressed(bytes)
                    ? BLS12_381Serialization.decompressG2(bytes)
                    : BLS12_381G2Point.of(
                            Fp2Element.of(number(bytes, 1), number(bytes, 0)),
                            Fp2Element.of(number(bytes, 3), number(bytes, 2)));
        } catch (IllegalArgumentException e) {
            throw offCurve("G2", e);
        }
        if (!BLS12_381SubgroupCheck.isInG2Subgroup(point)) {
            throw Encoding.corrupt("G2", "the point is outside the prime-order group");
        }
        return new JavaG2(point);
    }

    @Override
    public Gt gt(Bytes encoded) {
        return JavaGt.parse(encoded);
    }

    @Override
    public G1 hashToG1(Bytes message, String domain) {
        Encoding.domain(domain);
        return new JavaG1(HashToEllipticCurve.getInstance(HashToCurveProfile.BLS12_381_G1_XMD_SHA_256_SSWU_RO, domain)
                .hashToCurve(message.toByteArray()));
    }

    @Override
    public G2 hashToG2(Bytes message, String domain) {
        byte[] tag = Encoding.domain(domain);
        return new JavaG2(new BLS12_381G2HashToCurve(tag).hashToCurve(message.toByteArray()));
    }

    @Override
    public Gt pairing(G1 p, G2 q) {
        if (p.isIdentity() || q.isIdentity()) {
            return gtOne();
        }
        Fp12Element textbook = BLS12_381Pairing.pair(JavaG1.of(p), JavaG2.of(q));
        return new JavaGt(textbook.square().mul(textbook));
    }

    @Override
    public boolean isPairingProductOne(List<G1> p, List<G2> q) {
        if (p.size() != q.size()) {
            throw new IllegalArgumentException("pairs: " + p.size() + " elements of G1, " + q.size() + " of G2");
        }
        // A pair with a neutral element contributes 1.
        int[] counted = IntStream.range(0, p.size())
                .filter(i -> !p.get(i).isIdentity() && !q.get(i).isIdentity())
                .toArray();
        ECPoint[] first = new ECPoint[counted.length];
        BLS12_381G2Point[] second = new BLS12_381G2Point[counted.length];
        for (int i = 0; i < counted.length; i++) {
            first[i] = JavaG1.of(p.get(counted[i]));
            second[i] = JavaG2.of(q.get(counted[i]));
        }
        return counted.length == 0 || BLS12_381Pairing.multiPair(first, second).equals(Fp12Element.ONE);
    }

    private static BigInteger number(byte[] bytes, int position) {
        return Encoding.number(bytes, position * Encoding.FIELD_BYTES);
    }

    private static DataException.Corrupt offCurve(String group, IllegalArgumentException e) {
        return Encoding.corrupt(group, "no point of the curve has this form (" + e.getMessage() + ")");
    }
}
