package dev.floe.format.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.format.Vectors;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertificateTest {

    private static final MinPk SCHEME = MinPk.walrus();
    private static final BlobId BLOB = BlobId.parse("gNVA3sJ0Pjv_oiZveetf5My0eVPzg6IPVImHwZA4jQs");

    private static SecretKey key(int member) {
        byte[] seed = new byte[32];
        seed[0] = (byte) member;
        return SecretKey.generate(Bytes.copyOf(seed));
    }

    private static StorageCommittee committee(long epoch, int... weights) {
        List<StorageCommittee.Member> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            members.add(new StorageCommittee.Member(SCHEME.publicKey(key(i)), weights[i]));
        }
        return new StorageCommittee(
                epoch, new StorageShards(IntStream.of(weights).sum()), members);
    }

    private static Certificate certificate(StorageMessage message, int... signers) {
        Map<Integer, MinPk.Signature> signatures = new TreeMap<>();
        for (int signer : signers) {
            SignedMessage signed = SignedMessage.sign(SCHEME, key(signer), message);
            signatures.put(signer, SCHEME.signature(signed.signature()));
        }
        return Certificate.aggregate(SCHEME, message.toBcs(), signatures);
    }

    @Test
    void readsAndWritesTheConfirmationsOfTheOfficialSdk() {
        for (JsonNode c : Vectors.read("walrus/confirmations.json").required("cases")) {
            Bytes message = Vectors.hex(c, "messageHex");
            Persistence persistence = c.required("deletable").asBoolean()
                    ? new Persistence.Deletable(
                            Digest.parseHex(c.required("objectId").asText()))
                    : Persistence.PERMANENT;
            StorageMessage expected = new StorageMessage.BlobCertified(
                    c.required("epoch").asLong(),
                    BlobId.parse(c.required("blobId").asText()),
                    persistence);
            assertThat(StorageMessage.decode(message)).isEqualTo(expected);
            assertThat(expected.toBcs()).isEqualTo(message);

            List<Integer> signers = new ArrayList<>();
            c.required("signerIndices").forEach(i -> signers.add(i.asInt()));
            Certificate certificate = new Certificate(signers, message, Vectors.hex(c, "aggregateSignatureHex"));
            int members = c.required("committeeMembers").asInt();
            Bytes bitmap = Vectors.hex(c, "signersBitmapHex");
            assertThat(certificate.signerBitmap(members)).isEqualTo(bitmap);
            assertThat(SignerBitmap.decode(bitmap, members)).isEqualTo(signers);

            Bytes typeScript = Bytes.copyOf(Base64.getDecoder()
                    .decode(c.required("certificateBcsTsBase64").asText()));
            assertThat(certificate.toTypeScriptBcs()).isEqualTo(typeScript);
            assertThat(Bcs.decode("certificate", typeScript, Certificate::readTypeScript))
                    .isEqualTo(certificate);
            assertThat(Bcs.decode("certificate", certificate.toBcs(), Certificate::read))
                    .isEqualTo(certificate);
            assertThat(certificate.toBcs().size()).isEqualTo(typeScript.size() - 1);
        }
    }

    @Test
    void everyKindOfMessageReadsBackTheSame() {
        Digest id = BLOB.value();
        for (StorageMessage message : List.of(
                new StorageMessage.ProofOfPossession(0, id, Bytes.copyOf(new byte[48])),
                new StorageMessage.BlobCertified(1, BLOB, new Persistence.Deletable(id)),
                new StorageMessage.InvalidBlob(2, BLOB),
                new StorageMessage.SyncShard(3, 999, Axis.SECONDARY, BLOB, 1000, 3),
                new StorageMessage.DenyListUpdate(4, id, 5, -1, BigInteger.ONE.shiftLeft(255)),
                new StorageMessage.DenyListBlobDeleted(0xFFFF_FFFFL, BLOB),
                new StorageMessage.ProtocolVersion(6, 7, 8))) {
            assertThat(StorageMessage.decode(message.toBcs())).isEqualTo(message);
        }
    }

    @Test
    void aCertificateProvesItsMessageToTheCommitteeOfItsEpochOnly() {
        StorageMessage message = new StorageMessage.BlobCertified(5, BLOB, Persistence.PERMANENT);
        Certificate certificate = certificate(message, 0, 2, 3);
        StorageCommittee committee = committee(5, 4, 3, 2, 1);
        assertThat(committee.verify(SCHEME, certificate)).isEqualTo(message);
        assertThat(committee.weight(certificate.signers())).isEqualTo(7);
        assertThat(committee.shards().isQuorum(7)).isTrue();
        assertThat(committee.shards().isQuorum(6)).isFalse();
        assertThatThrownBy(() -> committee(6, 4, 3, 2, 1).verify(SCHEME, certificate))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("expected a message of epoch 6");
    }

    @Test
    void aCertificateWithOtherSignersOrAnotherMessageIsRefused() {
        StorageMessage message = new StorageMessage.InvalidBlob(5, BLOB);
        Certificate certificate = certificate(message, 0, 2, 3);
        StorageCommittee committee = committee(5, 4, 3, 2, 1);
        Certificate wider = new Certificate(List.of(0, 1, 2, 3), certificate.message(), certificate.signature());
        Bytes other = new StorageMessage.DenyListBlobDeleted(5, BLOB).toBcs();
        Certificate changed = new Certificate(certificate.signers(), other, certificate.signature());
        Certificate foreign = new Certificate(List.of(0, 2, 4), certificate.message(), certificate.signature());
        for (Certificate bad : List.of(wider, changed, foreign)) {
            assertThatThrownBy(() -> committee.verify(SCHEME, bad)).isInstanceOf(DataException.Corrupt.class);
        }
        assertThatThrownBy(() -> new Certificate(List.of(1, 1), other, certificate.signature()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("occurs twice");
    }

    @Test
    void aSignedMessageNamesItsSigner() {
        StorageMessage message = new StorageMessage.InvalidBlob(5, BLOB);
        SignedMessage signed = SignedMessage.sign(SCHEME, key(1), message);
        assertThat(Bcs.decode("signed", signed.toBcs(), SignedMessage::read)).isEqualTo(signed);
        assertThat(signed.isSignedBy(SCHEME, SCHEME.publicKey(key(1)))).isTrue();
        assertThat(signed.isSignedBy(SCHEME, SCHEME.publicKey(key(2)))).isFalse();
    }

    @Test
    void bitmapsMayBeShortButNotLongAndHaveNoBitPastTheMembers() {
        assertThat(SignerBitmap.decode(Bytes.parseHex("05"), 100)).containsExactly(0, 2);
        assertThat(SignerBitmap.decode(Bytes.EMPTY, 100)).isEmpty();
        assertThat(SignerBitmap.encode(List.of(8, 0), 9)).isEqualTo(Bytes.parseHex("0101"));
        assertThatThrownBy(() -> SignerBitmap.decode(Bytes.parseHex("000000"), 16))
                .isInstanceOf(DataException.Corrupt.class);
        assertThatThrownBy(() -> SignerBitmap.decode(Bytes.parseHex("0002"), 9))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("bit 9");
        assertThatThrownBy(() -> SignerBitmap.encode(List.of(9), 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SignerBitmap.encode(List.of(1, 1), 9)).isInstanceOf(IllegalArgumentException.class);
    }
}
