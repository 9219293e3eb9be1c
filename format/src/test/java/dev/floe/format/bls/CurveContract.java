package dev.floe.format.bls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Vectors;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every [Curve] must do.
abstract class CurveContract {

    static final String G1_DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
    static final String G2_DOMAIN = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

    abstract Curve curve();

    private static Scalar scalar(JsonNode node, String field) {
        return Scalar.parse(Vectors.hex(node, field));
    }

    @Test
    void hashesToTheCurveLikeTheVectors() {
        for (JsonNode c : Vectors.read("seal/hash-to-curve.json").required("cases")) {
            Bytes message = Vectors.hex(c, "message");
            assertThat(curve().hashToG1(message, G1_DOMAIN).compressed()).isEqualTo(Vectors.hex(c, "g1"));
            assertThat(curve().hashToG2(message, G2_DOMAIN).compressed()).isEqualTo(Vectors.hex(c, "g2"));
        }
    }

    @Test
    void pairsLikeTheVectors() {
        for (JsonNode c : Vectors.read("seal/pairing-gt.json").required("cases")) {
            G1 p = curve().g1(Vectors.hex(c, "g1"));
            G2 q = curve().g2(Vectors.hex(c, "g2"));
            assertThat(p).isEqualTo(curve().g1Generator().times(scalar(c, "a")));
            assertThat(q).isEqualTo(curve().g2Generator().times(scalar(c, "b")));
            Gt pairing = curve().pairing(p, q);
            assertThat(pairing.toBytes()).isEqualTo(Vectors.hex(c, "gt_seal"));
            assertThat(curve().gt(pairing.toBytes())).isEqualTo(pairing);
            Scalar product = scalar(c, "a").times(scalar(c, "b"));
            assertThat(curve().gtGenerator().power(product)).isEqualTo(pairing);
        }
    }

    @Test
    void derivesTheKeysAndProofsOfTheVectors() {
        for (JsonNode c : Vectors.read("seal/keypairs.json").required("cases")) {
            Scalar key = scalar(c, "master_key");
            assertThat(curve().g2Generator().times(key).compressed()).isEqualTo(Vectors.hex(c, "public_key"));
            assertThat(curve().hashToG1(Vectors.hex(c, "pop_message"), G1_DOMAIN)
                            .times(key)
                            .compressed())
                    .isEqualTo(Vectors.hex(c, "proof_of_possession"));
        }
    }

    @Test
    void extractsTheUserKeysOfTheVectors() {
        for (JsonNode c : Vectors.read("seal/extract.json").required("cases")) {
            G1 identity = curve().g1(Vectors.hex(c, "hash_to_g1"));
            G1 userKey = identity.times(scalar(c, "master_key"));
            assertThat(userKey.compressed()).isEqualTo(Vectors.hex(c, "user_secret_key"));
            G2 publicKey = curve().g2(Vectors.hex(c, "public_key"));
            assertThat(curve().isPairingProductOne(
                                    List.of(userKey, identity.negate()), List.of(curve().g2Generator(), publicKey)))
                    .isTrue();
            assertThat(curve().isPairingProductOne(
                                    List.of(userKey, identity), List.of(curve().g2Generator(), publicKey)))
                    .isFalse();
        }
    }

    @Test
    void groupLawsHold() {
        Scalar a = Scalar.of(123_456_789);
        Scalar b = Scalar.reduce(BigInteger.ONE.shiftLeft(254).subtract(BigInteger.TEN));
        lawsOf(curve().g1Generator(), curve().g1Identity(), a, b);
        lawsOf(curve().g2Generator(), curve().g2Identity(), a, b);
        Gt g = curve().gtGenerator();
        assertThat(g.power(a).times(g.power(b))).isEqualTo(g.power(a.plus(b)));
        assertThat(g.power(a).inverse()).isEqualTo(g.power(a.negate()));
        assertThat(g.times(g.inverse()).isOne()).isTrue();
        assertThat(g.power(Scalar.ZERO)).isEqualTo(curve().gtOne());
    }

    private static <P extends Point<P>> void lawsOf(P generator, P identity, Scalar a, Scalar b) {
        assertThat(generator.times(a).plus(generator.times(b))).isEqualTo(generator.times(a.plus(b)));
        assertThat(generator.times(a).times(b)).isEqualTo(generator.times(a.times(b)));
        assertThat(generator.plus(generator)).isEqualTo(generator.times(Scalar.of(2)));
        assertThat(generator.minus(generator)).isEqualTo(identity);
        assertThat(generator.plus(identity)).isEqualTo(generator).hasSameHashCodeAs(generator);
        assertThat(identity.plus(generator)).isEqualTo(generator);
        assertThat(generator.times(Scalar.ZERO).isIdentity()).isTrue();
        assertThat(generator.times(Scalar.ONE)).isEqualTo(generator);
        assertThat(generator.times(Scalar.ONE.negate())).isEqualTo(generator.negate());
        assertThat(identity.times(a).isIdentity()).isTrue();
        assertThat(identity.negate().isIdentity()).isTrue();
    }

    @Test
    void pairingWithTheNeutralElementIsOne() {
        assertThat(curve().pairing(curve().g1Identity(), curve().g2Generator()).isOne())
                .isTrue();
        assertThat(curve().pairing(curve().g1Generator(), curve().g2Identity()).isOne())
                .isTrue();
        assertThat(curve().isPairingProductOne(List.of(), List.of())).isTrue();
        assertThat(curve().isPairingProductOne(List.of(curve().g1Identity()), List.of(curve().g2Generator())))
                .isTrue();
        assertThat(curve().gt(curve().gtOne().toBytes()).isOne()).isTrue();
    }

    @Test
    void bothFormsOfAPointReadBackTheSame() {
        for (G1 p : List.of(
                curve().g1Generator(),
                curve().g1Identity(),
                curve().g1Generator().negate().times(Scalar.of(7)))) {
            assertThat(curve().g1(p.compressed())).isEqualTo(p);
            assertThat(curve().g1(p.uncompressed())).isEqualTo(p);
        }
        for (G2 q : List.of(
                curve().g2Generator(),
                curve().g2Identity(),
                curve().g2Generator().negate().times(Scalar.of(7)))) {
            assertThat(curve().g2(q.compressed())).isEqualTo(q);
            assertThat(curve().g2(q.uncompressed())).isEqualTo(q);
        }
    }

    @Test
    void refusesPointsOutsideTheGroup() {
        // x = 4 and x = 2 have points on the curves, but outside the prime-order groups.
        byte[] g1 = new byte[48];
        g1[0] = (byte) 0x80;
        g1[47] = 4;
        refused(() -> curve().g1(Bytes.copyOf(g1)), "outside the prime-order group");
        byte[] g2 = new byte[96];
        g2[0] = (byte) 0x80;
        g2[95] = 2;
        refused(() -> curve().g2(Bytes.copyOf(g2)), "outside the prime-order group");
        byte[] gt = new byte[576];
        gt[47] = 3;
        refused(() -> curve().gt(Bytes.copyOf(gt)), "outside the prime-order group");
        refused(() -> curve().gt(Bytes.copyOf(new byte[576])), "outside the prime-order group");
    }

    @Test
    void refusesFormsThatAreNotCanonical() {
        byte[] point = curve().g1Generator().compressed().toByteArray();
        refused(() -> curve().g1(Bytes.EMPTY), "expected 48 bytes");
        refused(() -> curve().g1(Bytes.copyOf(point, 0, 47)), "expected 48 bytes");
        byte[] noFlag = point.clone();
        noFlag[0] &= 0x1F;
        refused(() -> curve().g1(Bytes.copyOf(noFlag)), "expected 48 bytes");
        byte[] infinityWithBits = curve().g1Identity().compressed().toByteArray();
        infinityWithBits[0] |= 0x20;
        refused(() -> curve().g1(Bytes.copyOf(infinityWithBits)), "other bits");
        byte[] large = new byte[48];
        Arrays.fill(large, (byte) 0xFF);
        large[0] = (byte) 0x9F;
        refused(() -> curve().g1(Bytes.copyOf(large)), "not below the field's modulus");
        byte[] offCurve = curve().g1Generator().uncompressed().toByteArray();
        offCurve[95] ^= 1;
        refused(() -> curve().g1(Bytes.copyOf(offCurve)), "G1");
        byte[] offCurve2 = curve().g2Generator().uncompressed().toByteArray();
        offCurve2[191] ^= 1;
        refused(() -> curve().g2(Bytes.copyOf(offCurve2)), "G2");
        byte[] noSuchX = new byte[48];
        noSuchX[0] = (byte) 0x80;
        noSuchX[47] = 1;
        refused(() -> curve().g1(Bytes.copyOf(noSuchX)), "no point of the curve");
        byte[] sign = curve().g1Generator().uncompressed().toByteArray();
        sign[0] |= 0x20;
        refused(() -> curve().g1(Bytes.copyOf(sign)), "sign flag");
    }

    private static void refused(ThrowingCallable parse, String reason) {
        assertThatThrownBy(parse).isInstanceOf(DataException.Corrupt.class).hasMessageContaining(reason);
    }
}
