package dev.floe.format.internal.bls;

import dev.floe.format.Bytes;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.Scalar;
import java.math.BigInteger;
import supranational.blst.PT;

/// An element of GT held by blst. The wrapped object is never changed after construction.
record NativeGt(PT element) implements Gt {

    // blst keeps numbers multiplied by 2^384, in six 64-bit words, least significant first.
    private static final int WORDS = 6;
    private static final int MONTGOMERY_BITS = 384;

    // In memory: c0.c0, c0.c1, c0.c2, c1.c0, …; in bytes: c0.c0, c1.c0, c0.c1, …
    private static final int[] BLOCK_IN_BYTES = {0, 2, 4, 1, 3, 5};

    /// blst has no function for this, so the words are laid out here; [NativeCurve#load] checks that they fit.
    static NativeGt parse(Bytes encoded) {
        BigInteger[] numbers = Encoding.gtNumbers(encoded);
        long[] words = new long[12 * WORDS];
        for (int block = 0; block < BLOCK_IN_BYTES.length; block++) {
            for (int part = 0; part < 2; part++) {
                BigInteger number = numbers[2 * BLOCK_IN_BYTES[block] + part];
                put(number, words, (2 * block + part) * WORDS);
            }
        }
        PT element = new Words(words);
        if (!element.in_group()) {
            throw Encoding.corrupt("GT", "the number is outside the prime-order group");
        }
        return new NativeGt(element);
    }

    static supranational.blst.Scalar scalar(Scalar scalar) {
        return new supranational.blst.Scalar().from_bendian(scalar.toBytes().toByteArray());
    }

    @Override
    public Gt times(Gt other) {
        return new NativeGt(element.dup().mul(of(other)));
    }

    @Override
    public Gt inverse() {
        // In GT the inverse is the conjugate: the second half negated.
        BigInteger[] numbers = Encoding.gtNumbers(toBytes());
        byte[] bytes = toBytes().toByteArray();
        for (int i = 0; i < numbers.length; i++) {
            if (i / 2 % 2 == 1) {
                Encoding.put(numbers[i].negate().mod(Encoding.MODULUS), bytes, i * Encoding.FIELD_BYTES);
            }
        }
        return parse(Bytes.copyOf(bytes));
    }

    @Override
    public Gt power(Scalar exponent) {
        PT result = PT.one();
        BigInteger bits = exponent.value();
        for (int i = bits.bitLength() - 1; i >= 0; i--) {
            result = result.sqr();
            if (bits.testBit(i)) {
                result = result.mul(element);
            }
        }
        return new NativeGt(result);
    }

    @Override
    public boolean isOne() {
        return element.is_one();
    }

    @Override
    public Bytes toBytes() {
        return Bytes.copyOf(element.to_bendian());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeGt gt && element.is_equal(gt.element);
    }

    @Override
    public int hashCode() {
        return toBytes().hashCode();
    }

    @Override
    public String toString() {
        return toBytes().toString();
    }

    private static PT of(Gt element) {
        if (element instanceof NativeGt other) {
            return other.element;
        }
        throw new IllegalArgumentException("an element of another Curve was mixed in: " + element.getClass());
    }

    private static void put(BigInteger number, long[] words, int at) {
        BigInteger rest = number.shiftLeft(MONTGOMERY_BITS).mod(Encoding.MODULUS);
        for (int i = 0; i < WORDS; i++) {
            words[at + i] = rest.longValue();
            rest = rest.shiftRight(64);
        }
    }

    private static final class Words extends PT {
        Words(long[] words) {
            super(words);
        }
    }
}
