package dev.floe.format.bls;

import dev.floe.format.Bytes;

/// An element of the prime-order group [G1] or [G2]; immutable, equal by value, safe for concurrent use. Every
/// instance has passed the subgroup check. Elements of different [Curve]s must not be mixed.
///
/// @param <P> the group
public sealed interface Point<P extends Point<P>> permits G1, G2 {

    /// `this + other`.
    P plus(P other);

    /// `−this`.
    P negate();

    /// `this · scalar`, in time that does not depend on the scalar's bits.
    P times(Scalar scalar);

    /// Whether this is the neutral element ("point at infinity").
    boolean isIdentity();

    /// The compressed ZCash form: 48 bytes in G1, 96 in G2.
    Bytes compressed();

    /// The uncompressed ZCash form: 96 bytes in G1, 192 in G2.
    Bytes uncompressed();

    /// `this − other`.
    default P minus(P other) {
        return plus(other.negate());
    }
}
