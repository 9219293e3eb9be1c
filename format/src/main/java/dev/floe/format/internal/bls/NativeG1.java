package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.Scalar;
import supranational.blst.P1;

/// An element of G1 held by blst. The wrapped object is never changed after construction.
record NativeG1(P1 point) implements G1 {

    static P1 of(G1 element) {
        if (element instanceof NativeG1 other) {
            return other.point;
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + element.getClass());
    }

    @Override
    public G1 plus(G1 other) {
        return new NativeG1(point.dup().add(of(other)));
    }

    @Override
    public G1 negate() {
        return new NativeG1(point.dup().neg());
    }

    @Override
    public G1 times(Scalar scalar) {
        return new NativeG1(point.dup().mult(NativeGt.scalar(scalar)));
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
        return other instanceof NativeG1 element && point.is_equal(element.point);
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
