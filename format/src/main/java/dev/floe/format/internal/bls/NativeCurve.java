package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import java.util.List;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.PT;

/// BLS12-381 by the native library blst (tech.pegasys:jblst).
///
/// Traps of that binding, all kept inside this package: arithmetic changes the receiver; decoding reads as many
/// bytes as the flags say, whatever the array's length; decoding does not check the subgroup; scalars are reduced
/// silently.
public final class NativeCurve implements Curve {

    private NativeCurve() {}

    /// Loads the library.
    ///
    /// @throws LinkageError if this machine has none that fits
    public static NativeCurve load() {
        NativeCurve curve = new NativeCurve();
        if (!curve.gtGenerator().equals(curve.gt(curve.gtGenerator().toBytes()))) {
            throw new IllegalStateException("blst lays out numbers in another way than expected");
        }
        return curve;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public G1 g1Generator() {
        return new NativeG1(P1.generator());
    }

    @Override
    public G1 g1Identity() {
        return new NativeG1(new P1());
    }

    @Override
    public G2 g2Generator() {
        return new NativeG2(P2.generator());
    }

    @Override
    public G2 g2Identity() {
        return new NativeG2(new P2());
    }

    @Override
    public Gt gtOne() {
        return new NativeGt(PT.one());
    }

    @Override
    public G1 g1(Bytes encoded) {
        byte[] bytes = Encoding.checked("G1", encoded, G1.COMPRESSED_BYTES);
        P1_Affine point;
        try {
            point = new P1_Affine(bytes);
        } catch (RuntimeException e) {
            throw Encoding.corrupt("G1", "no point of the curve has this form (" + e.getMessage() + ")");
        }
        if (!point.in_group()) {
            throw Encoding.corrupt("G1", "the point is outside the prime-order group");
        }
        return new NativeG1(point.to_jacobian());
    }

    @Override
    public G2 g2(Bytes encoded) {
        byte[] bytes = Encoding.checked("G2", encoded, G2.COMPRESSED_BYTES);
        P2_Affine point;
        try {
            point = new P2_Affine(bytes);
        } catch (RuntimeException e) {
            throw Encoding.corrupt("G2", "no point of the curve has this form (" + e.getMessage() + ")");
        }
        if (!point.in_group()) {
            throw Encoding.corrupt("G2", "the point is outside the prime-order group");
        }
        return new NativeG2(point.to_jacobian());
    }

    @Override
    public Gt gt(Bytes encoded) {
        return NativeGt.parse(encoded);
    }

    @Override
    public G1 hashToG1(Bytes message, String domain) {
        Encoding.domain(domain);
        return new NativeG1(new P1().hash_to(message.toByteArray(), domain));
    }

    @Override
    public G2 hashToG2(Bytes message, String domain) {
        Encoding.domain(domain);
        return new NativeG2(new P2().hash_to(message.toByteArray(), domain));
    }

    @Override
    public Gt pairing(G1 p, G2 q) {
        return p.isIdentity() || q.isIdentity()
                ? gtOne()
                : new NativeGt(miller(p, q).final_exp());
    }

    @Override
    public boolean isPairingProductOne(List<G1> p, List<G2> q) {
        if (p.size() != q.size()) {
            throw new IllegalArgumentException("pairs: " + p.size() + " elements of G1, " + q.size() + " of G2");
        }
        PT product = PT.one();
        for (int i = 0; i < p.size(); i++) {
            if (!p.get(i).isIdentity() && !q.get(i).isIdentity()) {
                product = product.mul(miller(p.get(i), q.get(i)));
            }
        }
        return product.final_exp().is_one();
    }

    private static PT miller(G1 p, G2 q) {
        return new PT(NativeG1.of(p).to_affine(), NativeG2.of(q).to_affine());
    }
}
