package dev.floe.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.EncryptedObject;
import dev.floe.access.EncryptedObject.Aes256Gcm;
import dev.floe.access.EncryptedObject.Hmac256Ctr;
import dev.floe.access.EncryptedObject.Plain;
import dev.floe.access.Ibe;
import dev.floe.access.Identity;
import dev.floe.access.MasterKey;
import dev.floe.access.SealSteps;
import dev.floe.access.Sealing;
import dev.floe.cli.vectors.Expect;
import dev.floe.cli.vectors.Mismatch;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Vectors of `seal/` about whole encrypted objects.
final class SealObjectSuites {

    private static final Curve CURVE = Curve.best();
    private static final Ibe IBE = new Ibe(CURVE);
    private static final Sealing SEALING = new Sealing(IBE);

    private SealObjectSuites() {}

    static void object(JsonNode c) {
        Bytes encoded = Expect.hex(c, "encrypted_object");
        EncryptedObject object = EncryptedObject.parse(encoded);
        Bytes plaintext = Expect.hex(c, "plaintext");
        checkParsed(c, object);
        checkRebuilt(c, encoded, object, plaintext);
        Map<Address, G1> all = userKeys(c);
        Map<Address, G2> publicKeys = publicKeys(c);
        Expect.equal("plaintext with all keys", plaintext, SEALING.decrypt(object, all, publicKeys));
        Map<Address, G1> minimal = new LinkedHashMap<>();
        for (JsonNode id : Expect.field(c, "minimal_server_set")) {
            Address server = Address.parse(id.asText());
            minimal.put(server, found(all, server));
        }
        Expect.equal("plaintext with the minimal set", plaintext, SEALING.decrypt(object, minimal, publicKeys));
    }

    static void rustShape(JsonNode c) {
        Bytes encoded = Expect.hex(c, "encrypted_object");
        EncryptedObject object = EncryptedObject.parse(encoded);
        Bytes output = SEALING.decrypt(object, userKeys(c), publicKeys(c));
        Expect.equal("expected_output", Expect.hex(c, "expected_output"), output);
        boolean isPlain = object.ciphertext() instanceof Plain;
        checkRebuilt(c, encoded, object, isPlain ? Bytes.EMPTY : output);
    }

    /// `success` cases that only succeed because the TypeScript SDK is lenient (`neg-trailing`, `neg-version`) or
    /// leaves out the share check unless asked (`share_consistency_check` false) pass when they are refused as
    /// well: our checks cannot be turned off, and the Rust and Move code refuse these objects too. Whatever does
    /// come out must still be the expected plaintext.
    static void negative(JsonNode c) {
        boolean succeeds = Expect.text(c, "expected").equals("success");
        Optional<Bytes> opened = opened(c, Expect.text(c, "id").startsWith("le-randomness-lecheck"));
        if (opened.isPresent()) {
            if (!succeeds) {
                throw new Mismatch("expected no plaintext, got one");
            }
            Expect.equal("plaintext", Expect.hex(c, "plaintext"), opened.get());
        } else if (succeeds && !isStricterHere(c)) {
            throw new Mismatch("expected the plaintext, but opening was refused");
        }
    }

    static void upstream(JsonNode c) {
        String kind = Expect.text(c, "kind");
        switch (kind) {
            case "object" -> {
                boolean succeeds = !Expect.field(c, "expected_plaintext").isNull();
                Optional<Bytes> opened = opened(c, false);
                Expect.equal("something was opened", succeeds, opened.isPresent());
                opened.ifPresent(bytes -> Expect.equal("plaintext", Expect.hex(c, "expected_plaintext"), bytes));
            }
            case "parse" -> {
                Bytes encoded = Expect.hex(c, "encrypted_object");
                Expect.equal(
                        "object written again",
                        encoded,
                        EncryptedObject.parse(encoded).toBytes());
            }
            case "parse-reject" ->
                Expect.equal("parsed", true, isRefused(() -> EncryptedObject.parse(Expect.hex(c, "encrypted_object"))));
            case "dem" -> SealKeySuites.dem(c);
            case "dem-reject" -> Expect.equal("refused", true, isRefused(() -> SealKeySuites.open(c)));
            case "shamir" ->
                Expect.equal("secret", Expect.hex(c, "secret"), SealSteps.interpolate(SealKeySuites.shares(c), 0));
            case "signed-message" -> SealWireSuites.signedMessage(c);
            case "signed-request" -> SealWireSuites.signedRequest(c);
            default -> throw new Mismatch("kind is not known: " + kind);
        }
    }

    private static boolean isStricterHere(JsonNode c) {
        String id = Expect.text(c, "id");
        boolean unchecked = id.startsWith("inconsistent") && !Expect.bool(c, "share_consistency_check");
        return unchecked || id.startsWith("neg-trailing") || id.startsWith("neg-version");
    }

    private static Optional<Bytes> opened(JsonNode c, boolean isLegacy) {
        Map<Address, G1> userKeys = new LinkedHashMap<>();
        Map<Address, G2> publicKeys = new LinkedHashMap<>();
        try {
            Expect.field(c, "user_secret_keys")
                    .properties()
                    .forEach(each -> userKeys.put(
                            Address.parse(each.getKey()),
                            CURVE.g1(Bytes.parseHex(each.getValue().asText()))));
            Expect.field(c, "public_keys")
                    .properties()
                    .forEach(each -> publicKeys.put(
                            Address.parse(each.getKey()),
                            CURVE.g2(Bytes.parseHex(each.getValue().asText()))));
            EncryptedObject object = EncryptedObject.parse(Expect.hex(c, "encrypted_object"));
            return Optional.of(
                    isLegacy
                            ? SEALING.decryptLegacy(object, userKeys, publicKeys)
                            : SEALING.decrypt(object, userKeys, publicKeys));
        } catch (DataException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isRefused(Runnable parse) {
        try {
            parse.run();
            return false;
        } catch (DataException.Corrupt _) {
            return true;
        }
    }

    private static void checkParsed(JsonNode c, EncryptedObject object) {
        JsonNode parsed = Expect.field(c, "parsed");
        Expect.equal("threshold", Expect.integer(c, "threshold"), object.threshold());
        Expect.equal("full_id", Expect.hex(c, "full_id"), object.identity().fullId());
        List<EncryptedObject.Service> services = new ArrayList<>();
        Expect.field(parsed, "services")
                .forEach(pair -> services.add(new EncryptedObject.Service(
                        Address.parse(pair.path(0).asText()), pair.path(1).asInt())));
        Expect.equal("services", services, object.services());
        Expect.equal("nonce", Expect.hex(parsed, "nonce"), object.shares().nonce());
        List<Bytes> masked = new ArrayList<>();
        Expect.field(parsed, "encrypted_shares").forEach(share -> masked.add(Bytes.parseHex(share.asText())));
        Expect.equal("encrypted_shares", masked, object.shares().masked());
        Expect.equal(
                "encrypted_randomness",
                Expect.hex(parsed, "encrypted_randomness"),
                object.shares().maskedRandomness());
        JsonNode secrets = Expect.field(c, "secrets");
        List<Address> ids =
                services.stream().map(EncryptedObject.Service::keyServer).toList();
        Bytes baseKey = Expect.hex(secrets, "base_key");
        Expect.hexIfPresent(
                secrets, "randomness_key", SealSteps.randomnessKey(baseKey, object.threshold(), masked, ids));
        Expect.hexIfPresent(secrets, "dem_key", SealSteps.messageKey(baseKey, object.threshold(), masked, ids));
    }

    private static void checkRebuilt(JsonNode c, Bytes encoded, EncryptedObject object, Bytes plaintext) {
        JsonNode secrets = Expect.field(c, "secrets");
        List<Bytes> coefficients = new ArrayList<>();
        Expect.field(secrets, "shamir_coefficients_per_byte")
                .forEach(each -> coefficients.add(Bytes.parseHex(each.asText())));
        List<Sealing.Recipient> recipients = new ArrayList<>();
        publicKeys(c).forEach((id, key) -> recipients.add(new Sealing.Recipient(id, key, weight(object, id))));
        Sealing.Mode mode = switch (object.ciphertext()) {
            case Aes256Gcm _ -> Sealing.Mode.AES_256_GCM;
            case Hmac256Ctr _ -> Sealing.Mode.HMAC_256_CTR;
            case Plain _ -> Sealing.Mode.PLAIN;
        };
        Optional<Bytes> associated = switch (object.ciphertext()) {
            case Aes256Gcm aes -> aes.associated();
            case Hmac256Ctr hmac -> hmac.associated();
            case Plain _ -> Optional.empty();
        };
        if (c.has("aad")) {
            Expect.equal("aad", Expect.hex(c, "aad"), object.ciphertext().associatedData());
        }
        EncryptedObject ours = SEALING.encrypt(
                new Identity(Address.parse(Expect.text(c, "package_id")), Expect.hex(c, "inner_id")),
                recipients,
                Expect.integer(c, "threshold"),
                mode,
                plaintext,
                associated,
                new Sealing.Secrets(
                        Expect.hex(secrets, "base_key"),
                        coefficients,
                        Scalar.parse(Expect.hex(secrets, "randomness"))));
        Expect.equal("encrypted_object", encoded, ours.toBytes());
    }

    private static int weight(EncryptedObject object, Address id) {
        return Math.toIntExact(object.services().stream()
                .filter(service -> service.keyServer().equals(id))
                .count());
    }

    private static Map<Address, G1> userKeys(JsonNode c) {
        Bytes fullId = Expect.hex(c, "full_id");
        Map<Address, G1> keys = new LinkedHashMap<>();
        for (JsonNode server : Expect.field(c, "servers")) {
            G1 key = IBE.userKey(MasterKey.parse(Expect.hex(server, "master_key")), fullId);
            Expect.equal("user_secret_key", Expect.hex(server, "user_secret_key"), key.compressed());
            keys.put(Address.parse(Expect.text(server, "object_id")), key);
        }
        return keys;
    }

    private static Map<Address, G2> publicKeys(JsonNode c) {
        Map<Address, G2> keys = new LinkedHashMap<>();
        for (JsonNode server : Expect.field(c, "servers")) {
            keys.put(Address.parse(Expect.text(server, "object_id")), CURVE.g2(Expect.hex(server, "public_key")));
        }
        return keys;
    }

    private static G1 found(Map<Address, G1> keys, Address server) {
        G1 key = keys.get(server);
        if (key == null) {
            throw new Mismatch("minimal_server_set names " + server + ", which is no server of the case");
        }
        return key;
    }
}
