package dev.floe.format.bls;

import dev.floe.format.Bytes;

/// An element of GT, the group that pairings map to; written multiplicatively. Immutable, equal by value, safe for
/// concurrent use.
///
/// Bytes: six blocks of 96, each two 48-byte big-endian numbers. With Fp12 over Fp6 by w, Fp6 over Fp2 by v and
/// a = (a00 + a01·v + a02·v²) + (a10 + a11·v + a12·v²)·w the order is a00 a10 a01 a11 a02 a12, as in blst, Sui and
/// Seal.
/// The element is the cube of the textbook pairing, as blst computes it; equations hold in either form.
public interface Gt {

    /// Size of the byte form.
    int SIZE_BYTES = 576;

    /// `this · other`.
    Gt times(Gt other);

    /// `1 / this`.
    Gt inverse();

    /// `this` to the power of `exponent`. Not in constant time.
    Gt power(Scalar exponent);

    /// Whether this is 1.
    boolean isOne();

    /// The 576 bytes described above.
    Bytes toBytes();
}
