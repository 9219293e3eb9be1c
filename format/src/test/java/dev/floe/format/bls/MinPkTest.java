package dev.floe.format.bls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinPkTest {

    private static MinPk scheme(String curve) {
        return new MinPk(curve.equals("java") ? Curve.pureJava() : Curve.best(), MinPk.WALRUS_DOMAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "java"})
    void signsAndJudgesLikeTheVectors(String curve) {
        MinPk scheme = scheme(curve);
        JsonNode file = Vectors.read("walrus/bls.json");
        Map<Integer, MinPk.PublicKey> keys = new HashMap<>();
        Map<Integer, SecretKey> secrets = new HashMap<>();
        for (JsonNode key : file.required("keys")) {
            int id = key.required("id").asInt();
            SecretKey secret = SecretKey.parse(Vectors.hex(key, "secretKeyHex"));
            MinPk.PublicKey publicKey = scheme.publicKey(Vectors.hex(key, "publicKeyHex"));
            assertThat(scheme.publicKey(secret)).isEqualTo(publicKey);
            secrets.put(id, secret);
            keys.put(id, publicKey);
        }
        for (JsonNode c : file.required("signatures")) {
            int id = c.required("keyId").asInt();
            Bytes message = Vectors.hex(c, "messageHex");
            boolean valid = c.required("valid").asBoolean();
            MinPk.Signature signature = scheme.signature(Vectors.hex(c, "signatureHex"));
            assertThat(scheme.verify(requireNonNull(keys.get(id)), message, signature))
                    .isEqualTo(valid);
            assertThat(scheme.sign(requireNonNull(secrets.get(id)), message).equals(signature))
                    .isEqualTo(valid);
        }
        for (JsonNode c : file.required("aggregates")) {
            List<MinPk.PublicKey> signers = new ArrayList<>();
            c.required("keyIds").forEach(id -> signers.add(requireNonNull(keys.get(id.asInt()))));
            MinPk.Signature aggregate = scheme.signature(Vectors.hex(c, "aggregateHex"));
            assertThat(scheme.verifyAggregate(signers, Vectors.hex(c, "messageHex"), aggregate))
                    .isEqualTo(c.required("valid").asBoolean());
            if (c.has("signaturesHex")) {
                List<MinPk.Signature> parts = new ArrayList<>();
                c.required("signaturesHex").forEach(hex -> parts.add(scheme.signature(Bytes.parseHex(hex.asText()))));
                assertThat(scheme.aggregate(parts)).isEqualTo(aggregate);
            }
        }
    }

    @Test
    void generatesTheKeysThatBlstGenerates() {
        for (int i = 0; i < 20; i++) {
            byte[] seed = ("a seed of more than 32 bytes, number " + i).getBytes(StandardCharsets.US_ASCII);
            supranational.blst.SecretKey expected = new supranational.blst.SecretKey();
            expected.keygen(seed);
            try (SecretKey key = SecretKey.generate(Bytes.copyOf(seed))) {
                assertThat(key.exposeSecretBytes()).isEqualTo(expected.to_bendian());
            }
        }
    }

    @Test
    void aClosedKeyIsGoneAndNeverPrinted() {
        SecretKey key = SecretKey.generate(Bytes.copyOf(new byte[32]));
        assertThat(key).hasToString("[secret]");
        key.close();
        assertThatThrownBy(key::scalar).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::exposeSecretBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBadKeysAndEmptyAggregates() {
        MinPk scheme = MinPk.walrus();
        Curve curve = scheme.curve();
        assertThatThrownBy(() -> scheme.publicKey(curve.g1Identity().compressed()))
                .isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> scheme.publicKey(curve.g1Generator().uncompressed()))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("expected 48 bytes, got 96");
        assertThatThrownBy(() -> SecretKey.parse(Bytes.copyOf(new byte[32]))).isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> SecretKey.parse(Bytes.copyOf(Scalar.bigEndian(Scalar.ORDER, 32))))
                .isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> SecretKey.generate(Bytes.copyOf(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scheme.aggregate(List.of())).isInstanceOf(IllegalArgumentException.class);
        MinPk.Signature neutral = new MinPk.Signature(curve.g2Identity());
        assertThat(scheme.verifyAggregate(List.of(), Bytes.EMPTY, neutral)).isFalse();
        MinPk.PublicKey key = new MinPk.PublicKey(curve.g1Generator());
        MinPk.PublicKey opposite = new MinPk.PublicKey(curve.g1Generator().negate());
        assertThat(scheme.verifyAggregate(List.of(key, opposite), Bytes.EMPTY, neutral))
                .isFalse();
    }

    @Test
    void minSigProvesPossessionLikeSealKeyServers() {
        for (JsonNode c : Vectors.read("seal/keypairs.json").required("cases")) {
            MinSig scheme = MinSig.standard();
            SecretKey key = SecretKey.parse(Vectors.hex(c, "master_key"));
            Bytes message = Vectors.hex(c, "pop_message");
            G2 publicKey = scheme.publicKey(key);
            G1 proof = scheme.sign(key, message);
            assertThat(publicKey.compressed()).isEqualTo(Vectors.hex(c, "public_key"));
            assertThat(proof.compressed()).isEqualTo(Vectors.hex(c, "proof_of_possession"));
            assertThat(scheme.verify(publicKey, message, proof)).isTrue();
            assertThat(scheme.verify(publicKey, Bytes.EMPTY, proof)).isFalse();
            assertThat(scheme.verify(
                            scheme.curve().g2Identity(), message, scheme.curve().g1Identity()))
                    .isFalse();
        }
    }
}
