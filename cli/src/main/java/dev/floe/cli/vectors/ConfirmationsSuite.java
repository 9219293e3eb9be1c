package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignerBitmap;
import dev.floe.format.committee.StorageMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `walrus/confirmations.json`: messages of storage nodes, signer bitmaps, certificates.
final class ConfirmationsSuite implements VectorSuite {

    @Override
    public String name() {
        return "confirmations";
    }

    @Override
    public List<String> caseFields() {
        return List.of("signerIndices", "signersBitmapHex", "aggregateSignatureHex");
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        MinPk scheme = MinPk.walrus();
        int number = 0;
        for (JsonNode c : file.cases()) {
            cases.run("confirmation " + number++, () -> check(scheme, c));
        }
    }

    private static void check(MinPk scheme, JsonNode c) {
        BlobId blob = BlobId.parse(Expect.text(c, "blobId"));
        Expect.hexIfPresent(c, "blobIdHex", blob.value().bytes());
        Persistence persistence = Expect.bool(c, "deletable")
                ? new Persistence.Deletable(Digest.parseHex(Expect.text(c, "objectId")))
                : Persistence.PERMANENT;
        StorageMessage message = new StorageMessage.BlobCertified(Expect.number(c, "epoch"), blob, persistence);
        Bytes bytes = Expect.hex(c, "messageHex");
        Expect.equal("messageHex", bytes, message.toBcs());
        Expect.equal("the message that was read", message, StorageMessage.decode(bytes));

        Map<Integer, MinPk.Signature> signatures = new TreeMap<>();
        List<MinPk.PublicKey> keys = new ArrayList<>();
        for (JsonNode signer : Expect.field(c, "signerIndices")) {
            try (SecretKey key = Inputs.secretKey(signer.asInt())) {
                signatures.put(signer.asInt(), scheme.sign(key, bytes));
                keys.add(scheme.publicKey(key));
            }
        }
        Certificate certificate = Certificate.aggregate(scheme, bytes, signatures);
        Expect.equal("aggregateSignatureHex", Expect.hex(c, "aggregateSignatureHex"), certificate.signature());
        boolean valid = scheme.verifyAggregate(keys, bytes, scheme.signature(certificate.signature()));
        Expect.equal("the aggregate is valid", true, valid);

        int members = Expect.integer(c, "committeeMembers");
        Bytes bitmap = Expect.hex(c, "signersBitmapHex");
        Expect.equal("signersBitmapHex", bitmap, certificate.signerBitmap(members));
        Expect.equal("signers of the bitmap", certificate.signers(), SignerBitmap.decode(bitmap, members));

        Bytes typeScript = Expect.base64(c, "certificateBcsTsBase64");
        Expect.equal("certificateBcsTsBase64", typeScript, certificate.toTypeScriptBcs());
        Expect.equal(
                "the certificate that was read",
                certificate,
                Bcs.decode("certificate", typeScript, Certificate::readTypeScript));
    }
}
