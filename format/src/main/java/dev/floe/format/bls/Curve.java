package dev.floe.format.bls;

import dev.floe.format.Bytes;
import dev.floe.format.internal.bls.JavaCurve;
import java.util.List;

/// BLS12-381: two groups of points, scalars, and the pairing between them. Stateless and safe for concurrent use.
///
/// There are two implementations with the same results: blst through JNI, and pure Java on Bouncy Castle (30 to 100
/// times slower) for machines where the native library cannot be loaded. [#best] picks.
///
/// ```java
/// Curve curve = Curve.best();
/// G1 key = curve.g1(bytes);                      // refuses points outside the group
/// Gt shared = curve.pairing(key.times(rho), publicKey);
/// boolean valid = curve.isPairingProductOne(List.of(a.negate(), b), List.of(q, p));
/// ```
public interface Curve {

    /// The fastest implementation that works here. The system property `floe.bls=java` forces the pure Java one.
    static Curve best() {
        return BestCurve.CURVE;
    }

    /// The implementation in pure Java.
    static Curve pureJava() {
        return JavaCurve.INSTANCE;
    }

    /// `native` or `java`.
    String name();

    /// The generator of G1.
    G1 g1Generator();

    /// The neutral element of G1.
    G1 g1Identity();

    /// The generator of G2.
    G2 g2Generator();

    /// The neutral element of G2.
    G2 g2Identity();

    /// The pairing of the two generators, which generates GT.
    default Gt gtGenerator() {
        return pairing(g1Generator(), g2Generator());
    }

    /// The neutral element of GT.
    Gt gtOne();

    /// Parses an element of G1 from 48 bytes (compressed) or 96 (uncompressed). The neutral element is accepted.
    ///
    /// @throws DataException.Corrupt if the bytes are not the one canonical form of an element of the group
    G1 g1(Bytes encoded);

    /// Parses an element of G2 from 96 bytes (compressed) or 192 (uncompressed). The neutral element is accepted.
    ///
    /// @throws DataException.Corrupt if the bytes are not the one canonical form of an element of the group
    G2 g2(Bytes encoded);

    /// Parses an element of GT from its 576 bytes.
    ///
    /// @throws DataException.Corrupt if the bytes are not the one canonical form of an element of the group
    Gt gt(Bytes encoded);

    /// Hashes to G1 as RFC 9380 says: `BLS12381G1_XMD:SHA-256_SSWU_RO_`.
    ///
    /// @param domain the domain separation tag, 1 to 255 ASCII characters
    G1 hashToG1(Bytes message, String domain);

    /// Hashes to G2 as RFC 9380 says: `BLS12381G2_XMD:SHA-256_SSWU_RO_`.
    ///
    /// @param domain the domain separation tag, 1 to 255 ASCII characters
    G2 hashToG2(Bytes message, String domain);

    /// e(p, q), after the final exponentiation.
    Gt pairing(G1 p, G2 q);

    /// Whether e(p0, q0) · e(p1, q1) · … is 1; true for no pairs. Cheaper than comparing pairings: one final
    /// exponentiation for all.
    ///
    /// @throws IllegalArgumentException if the lists differ in length
    boolean isPairingProductOne(List<G1> p, List<G2> q);

    /// The sum of `points`.
    default G1 sumG1(List<G1> points) {
        return points.stream().reduce(g1Identity(), G1::plus);
    }

    /// The sum of `points`.
    default G2 sumG2(List<G2> points) {
        return points.stream().reduce(g2Identity(), G2::plus);
    }
}
