package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Scalar;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.math.ec.ECPoint;

/// An element of G1 held by Bouncy Castle.
record JavaG1(ECPoint point) implements G1 {

    JavaG1 {
        point = point.normalize();
    }

    static ECPoint of(G1 element) {
        if (element instanceof JavaG1 other) {
            return other.point;
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + element.getClass());
    }

    @Override
    public G1 plus(G1 other) {
        return new JavaG1(point.add(of(other)));
    }

    @Override
    public G1 negate() {
        return new JavaG1(point.negate());
    }

    @Override
    public G1 times(Scalar scalar) {
        return isIdentity() || scalar.isZero()
                ? new JavaG1(JavaCurve.G1_CURVE.getInfinity())
                : new JavaG1(BLS12_381G1.constantTimeMultiply(point, scalar.value()));
    }

    @Override
    public boolean isIdentity() {
        return point.isInfinity();
    }

    @Override
    public Bytes compressed() {
        return isIdentity()
                ? Encoding.identity(COMPRESSED_BYTES, true)
                : Bytes.copyOf(BLS12_381Serialization.compressG1(point));
    }

    @Override
    public Bytes uncompressed() {
        if (isIdentity()) {
            return Encoding.identity(2 * COMPRESSED_BYTES, false);
        }
        byte[] bytes = new byte[2 * COMPRESSED_BYTES];
        Encoding.put(point.getAffineXCoord().toBigInteger(), bytes, 0);
        Encoding.put(point.getAffineYCoord().toBigInteger(), bytes, Encoding.FIELD_BYTES);
        return Bytes.copyOf(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JavaG1 element && point.equals(element.point);
    }

    @Override
    public int hashCode() {
        return point.hashCode();
    }

    @Override
    public String toString() {
        return compressed().toHex();
    }
}
