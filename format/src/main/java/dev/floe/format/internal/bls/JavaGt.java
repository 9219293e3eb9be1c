package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.Scalar;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.crypto.bls.Fp12Element;
import org.bouncycastle.crypto.bls.Fp2Element;
import org.bouncycastle.crypto.bls.Fp6Element;

/// An element of GT held by Bouncy Castle.
record JavaGt(Fp12Element element) implements Gt {

    /// The curve's parameter without its sign, which is negative.
    private static final BigInteger Z = new BigInteger("d201000000010000", 16);

    static JavaGt parse(Bytes encoded) {
        BigInteger[] numbers = Encoding.gtNumbers(encoded);
        Fp2Element[] blocks = new Fp2Element[6];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Fp2Element.of(numbers[2 * i], numbers[2 * i + 1]);
        }
        Fp12Element element = Fp12Element.of(
                Fp6Element.of(blocks[0], blocks[2], blocks[4]), Fp6Element.of(blocks[1], blocks[3], blocks[5]));
        if (!isInGroup(element)) {
            throw Encoding.corrupt("GT", "the number is outside the prime-order group");
        }
        return new JavaGt(element);
    }

    /// Cyclotomic (a^(p⁴) · a = a^(p²)) and a^p = a^z; a quarter of the work of raising to the order. Source: M.
    /// Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly curves" (2021); blst
    /// does the same.
    private static boolean isInGroup(Fp12Element a) {
        Fp12Element squared = a.frobeniusSquared();
        return !a.isZero()
                && squared.frobeniusSquared().mul(a).equals(squared)
                && a.frobenius().equals(a.modPow(Z).conjugate());
    }

    @Override
    public Gt times(Gt other) {
        if (other instanceof JavaGt gt) {
            return new JavaGt(element.mul(gt.element));
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + other.getClass());
    }

    @Override
    public Gt inverse() {
        return new JavaGt(element.conjugate());
    }

    @Override
    public Gt power(Scalar exponent) {
        return new JavaGt(exponent.isZero() ? Fp12Element.ONE : element.modPow(exponent.value()));
    }

    @Override
    public boolean isOne() {
        return element.equals(Fp12Element.ONE);
    }

    @Override
    public Bytes toBytes() {
        Fp6Element low = element.c0();
        Fp6Element high = element.c1();
        List<Fp2Element> blocks = List.of(low.c0(), high.c0(), low.c1(), high.c1(), low.c2(), high.c2());
        byte[] bytes = new byte[SIZE_BYTES];
        for (int i = 0; i < blocks.size(); i++) {
            Encoding.put(blocks.get(i).c0(), bytes, 2 * i * Encoding.FIELD_BYTES);
            Encoding.put(blocks.get(i).c1(), bytes, (2 * i + 1) * Encoding.FIELD_BYTES);
        }
        return Bytes.copyOf(bytes);
    }

    @Override
    public String toString() {
        return toBytes().toString();
    }
}
