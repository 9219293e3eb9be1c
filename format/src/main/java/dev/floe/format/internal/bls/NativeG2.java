package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import supranational.blst.P2;

/// An element of G2 held by blst. The wrapped object is never changed after construction.
record NativeG2(P2 point) implements G2 {

    static P2 of(G2 element) {
        if (element instanceof NativeG2 other) {
            return other.point;
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + element.getClass());
    }

    @Override
    public G2 plus(G2 other) {
        return new NativeG2(point.dup().add(of(other)));
    }

    @Override
    public G2 negate() {
        return new NativeG2(point.dup().neg());
    }

    @Override
    public G2 times(Scalar scalar) {
        return new NativeG2(point.dup().mult(NativeGt.scalar(scalar)));
    }

    @Override
    public boolean isIdentity() {
        return point.is_inf();
    }

    @Override
    public Bytes compressed() {
        return Bytes.copyOf(point.compress());
    }

    @Override
    public Bytes uncompressed() {
        return Bytes.copyOf(point.serialize());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeG2 element && point.is_equal(element.point);
    }

    @Override
    public int hashCode() {
        return compressed().hashCode();
    }

    @Override
    public String toString() {
        return compressed().toHex();
    }
}
