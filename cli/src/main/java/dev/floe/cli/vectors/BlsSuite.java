package dev.floe.cli.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// `walrus/bls.json`: keys, signatures and aggregates, valid and not.
final class BlsSuite implements VectorSuite {

    @Override
    public String name() {
        return "bls";
    }

    @Override
    public List<String> caseFields() {
        // This schema has no `cases`; only the file name tells.
        return List.of();
    }

    @Override
    public void run(VectorFile file, CaseRunner cases) {
        String domain = file.root().path("dst").asText(MinPk.WALRUS_DOMAIN);
        MinPk scheme = new MinPk(Curve.best(), domain);
        Map<Integer, SecretKey> keys = new HashMap<>();
        for (JsonNode key : file.all("keys")) {
            cases.run("key " + key.path("id"), () -> {
                SecretKey secret = SecretKey.parse(Expect.hex(key, "secretKeyHex"));
                MinPk.PublicKey publicKey = scheme.publicKey(Expect.hex(key, "publicKeyHex"));
                Expect.equal(
                        "publicKeyHex",
                        publicKey.toBytes(),
                        scheme.publicKey(secret).toBytes());
                keys.put(Expect.integer(key, "id"), secret);
            });
        }
        int number = 0;
        for (JsonNode signature : file.all("signatures")) {
            cases.run("signature " + number++, () -> signature(scheme, keys, signature));
        }
        number = 0;
        for (JsonNode aggregate : file.all("aggregates")) {
            cases.run("aggregate " + number++, () -> aggregate(scheme, keys, aggregate));
        }
    }

    private static void signature(MinPk scheme, Map<Integer, SecretKey> keys, JsonNode c) {
        SecretKey key = find(keys, Expect.integer(c, "keyId"));
        boolean valid = Expect.bool(c, "valid");
        Bytes message = Expect.hex(c, "messageHex");
        Bytes expected = Expect.hex(c, "signatureHex");
        boolean accepted = isAccepted(() -> scheme.verify(scheme.publicKey(key), message, scheme.signature(expected)));
        Expect.equal("valid", valid, accepted);
        Bytes ours = scheme.sign(key, message).toBytes();
        Expect.equal("our signature equals signatureHex", valid, ours.equals(expected));
    }

    private static void aggregate(MinPk scheme, Map<Integer, SecretKey> keys, JsonNode c) {
        List<MinPk.PublicKey> signers = new ArrayList<>();
        Expect.field(c, "keyIds").forEach(id -> signers.add(scheme.publicKey(find(keys, id.asInt()))));
        Bytes expected = Expect.hex(c, "aggregateHex");
        boolean accepted = isAccepted(
                () -> scheme.verifyAggregate(signers, Expect.hex(c, "messageHex"), scheme.signature(expected)));
        Expect.equal("valid", Expect.bool(c, "valid"), accepted);
        if (c.has("signaturesHex")) {
            List<MinPk.Signature> parts = new ArrayList<>();
            c.get("signaturesHex").forEach(part -> parts.add(scheme.signature(Bytes.parseHex(part.asText()))));
            Expect.equal("aggregateHex", expected, scheme.aggregate(parts).toBytes());
        }
    }

    private static boolean isAccepted(BooleanSupplier verification) {
        try {
            return verification.getAsBoolean();
        } catch (DataException.Corrupt _) {
            return false; // not even a point of the group
        }
    }

    // A file with a part of the cases may lack the keys of some; all keys are made by one rule.
    private static SecretKey find(Map<Integer, SecretKey> keys, int id) {
        return keys.computeIfAbsent(id, Inputs::secretKey);
    }
}
