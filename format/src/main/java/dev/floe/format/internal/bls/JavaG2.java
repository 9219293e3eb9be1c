package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import org.bouncycastle.crypto.bls.BLS12_381G2Point;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;

/// An element of G2 held by Bouncy Castle.
record JavaG2(BLS12_381G2Point point) implements G2 {

    static BLS12_381G2Point of(G2 element) {
        if (element instanceof JavaG2 other) {
            return other.point;
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + element.getClass());
    }

    @Override
    public G2 plus(G2 other) {
        return new JavaG2(point.add(of(other)));
    }

    @Override
    public G2 negate() {
        return new JavaG2(point.negate());
    }

    @Override
    public G2 times(Scalar scalar) {
        return isIdentity() || scalar.isZero()
                ? new JavaG2(BLS12_381G2Point.INFINITY)
                : new JavaG2(point.constantTimeMultiply(scalar.value()));
    }

    @Override
    public boolean isIdentity() {
        return point.isInfinity();
    }

    @Override
    public Bytes compressed() {
        return isIdentity()
                ? Encoding.identity(COMPRESSED_BYTES, true)
                : Bytes.copyOf(BLS12_381Serialization.compressG2(point));
    }

    @Override
    public Bytes uncompressed() {
        if (isIdentity()) {
            return Encoding.identity(2 * COMPRESSED_BYTES, false);
        }
        byte[] bytes = new byte[2 * COMPRESSED_BYTES];
        Encoding.put(point.x().c1(), bytes, 0);
        Encoding.put(point.x().c0(), bytes, Encoding.FIELD_BYTES);
        Encoding.put(point.y().c1(), bytes, 2 * Encoding.FIELD_BYTES);
        Encoding.put(point.y().c0(), bytes, 3 * Encoding.FIELD_BYTES);
        return Bytes.copyOf(bytes);
    }

    @Override
    public String toString() {
        return compressed().toHex();
    }
}
