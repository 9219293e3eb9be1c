package dev.floe.ledger.internal.move;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.jspecify.annotations.Nullable;

/// Verification of Ed25519 by the rules of ZIP 215, which Sui's native follows: points may be encoded with `y` of p
/// and more and may have a component of small order, `8·(S·B − k·A − R)` must be the neutral element, and S below
/// the order.
/// Validators must agree on every signature, also on those that nobody makes by accident.
final class Ed25519Zip215 {

    private static final int POINT_BYTES = 32;
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D_NUMBER = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final int[] D = element(D_NUMBER);
    private static final int[] TWO_D = element(D_NUMBER.shiftLeft(1).mod(P));
    private static final Point BASE = base();

    private Ed25519Zip215() {}

    /// Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
    private static final class Point {
        private final int[] x;
        private final int[] y;
        private final int[] z;
        private final int[] t;

        Point(int[] x, int[] y, int[] z, int[] t) {
            this.x = x;
            this.y = y;
            this.z = z;
            this.t = t;
        }

        static Point neutral() {
            return affine(element(BigInteger.ZERO), element(BigInteger.ONE));
        }

        static Point affine(int[] x, int[] y) {
            return new Point(x, y, element(BigInteger.ONE), product(x, y));
        }

        // The complete formula for curves with a = −1; also doubles.
        Point plus(Point other) {
            int[] a = product(difference(y, x), difference(other.y, other.x));
            int[] b = product(sum(y, x), sum(other.y, other.x));
            int[] c = product(product(t, TWO_D), other.t);
            int[] zz = product(z, other.z);
            int[] d = sum(zz, zz);
            int[] e = difference(b, a);
            int[] f = difference(d, c);
            int[] g = sum(d, c);
            int[] h = sum(b, a);
            return new Point(product(e, f), product(g, h), product(f, g), product(e, h));
        }

        Point negate() {
            int[] zero = element(BigInteger.ZERO);
            return new Point(difference(zero, x), y, z, difference(zero, t));
        }

        boolean isNeutral() {
            return isZero(x) && isZero(difference(y, z));
        }
    }

    static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != POINT_BYTES || signature.length != 2 * POINT_BYTES) {
            return false;
        }
        BigInteger s = littleEndian(Arrays.copyOfRange(signature, POINT_BYTES, signature.length));
        Point key = decode(publicKey);
        Point nonce = decode(Arrays.copyOf(signature, POINT_BYTES));
        if (key == null || nonce == null || s.compareTo(ORDER) >= 0) {
            return false;
        }
        SHA512Digest hash = new SHA512Digest();
        hash.update(signature, 0, POINT_BYTES);
        hash.update(publicKey, 0, POINT_BYTES);
        hash.update(message, 0, message.length);
        byte[] digest = new byte[hash.getDigestSize()];
        hash.doFinal(digest, 0);
        BigInteger k = littleEndian(digest).mod(ORDER);
        Point rest = sumOfProducts(s, BASE, k, key.negate()).plus(nonce.negate());
        for (int i = 0; i < 3; i++) {
            rest = rest.plus(rest);
        }
        return rest.isNeutral();
    }

    private static Point sumOfProducts(BigInteger a, Point p, BigInteger b, Point q) {
        Point both = p.plus(q);
        Point result = Point.neutral();
        for (int bit = Math.max(a.bitLength(), b.bitLength()) - 1; bit >= 0; bit--) {
            result = result.plus(result);
            boolean inA = a.testBit(bit);
            boolean inB = b.testBit(bit);
            if (inA || inB) {
                result = result.plus(inA && inB ? both : inA ? p : q);
            }
        }
        return result;
    }

    private static @Nullable Point decode(byte[] encoded) {
        int[] y = X25519Field.create();
        X25519Field.decode255(encoded, y);
        int[] square = product(y, y);
        int[] one = element(BigInteger.ONE);
        int[] x = X25519Field.create();
        if (!X25519Field.sqrtRatioVar(difference(square, one), sum(product(square, D), one), x)) {
            return null;
        }
        X25519Field.normalize(x);
        if ((x[0] & 1) != (encoded[POINT_BYTES - 1] >>> 7 & 1)) {
            x = difference(element(BigInteger.ZERO), x);
        }
        return Point.affine(x, y);
    }

    private static Point base() {
        BigInteger y = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P))
                .mod(P);
        Point base = decode(littleEndian(y));
        if (base == null) {
            throw new AssertionError("the base point is on the curve");
        }
        return base;
    }

    private static int[] element(BigInteger value) {
        int[] element = X25519Field.create();
        X25519Field.decode255(littleEndian(value), element);
        return element;
    }

    private static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[POINT_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] bigEndian = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bigEndian[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    private static int[] product(int[] a, int[] b) {
        int[] result = X25519Field.create();
        X25519Field.mul(a, b, result);
        return result;
    }

    private static int[] sum(int[] a, int[] b) {
        int[] result = X25519Field.create();
        X25519Field.add(a, b, result);
        X25519Field.carry(result);
        return result;
    }

    private static int[] difference(int[] a, int[] b) {
        int[] result = X25519Field.create();
        X25519Field.sub(a, b, result);
        X25519Field.carry(result);
        return result;
    }

    private static boolean isZero(int[] a) {
        int[] normal = a.clone();
        X25519Field.normalize(normal);
        return X25519Field.isZeroVar(normal);
    }
}
