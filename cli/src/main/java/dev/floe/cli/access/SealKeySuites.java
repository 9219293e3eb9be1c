package dev.floe.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.Ibe;
import dev.floe.access.SealSteps;
import dev.floe.access.SealSteps.Share;
import dev.floe.cli.vectors.Expect;
import dev.floe.cli.vectors.Mismatch;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.Gt;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;

/// Vectors of `seal/` about symmetric steps: masks, derived keys, shares, messages.
final class SealKeySuites {

    private static final Curve CURVE = Curve.best();

    private SealKeySuites() {}

    static void shareMask(JsonNode c) {
        Gt shared = CURVE.gt(Expect.hex(c, "gt"));
        Bytes mask = SealSteps.shareMask(
                shared,
                Expect.hex(c, "nonce"),
                new Ibe(CURVE).point(Expect.hex(c, "full_id")),
                Address.parse(Expect.text(c, "object_id")),
                Expect.integer(c, "index"));
        Expect.equal("output", Expect.hex(c, "output"), mask);
        if (c.has("user_secret_key")) {
            Gt paired = CURVE.pairing(CURVE.g1(Expect.hex(c, "user_secret_key")), CURVE.g2(Expect.hex(c, "nonce")));
            Expect.equal("gt", shared.toBytes(), paired.toBytes());
        }
    }

    static void derivedKey(JsonNode c) {
        List<Bytes> masked = new ArrayList<>();
        Expect.field(c, "encrypted_shares").forEach(share -> masked.add(Bytes.parseHex(share.asText())));
        List<Address> servers = new ArrayList<>();
        Expect.field(c, "key_servers").forEach(id -> servers.add(Address.parse(id.asText())));
        Bytes baseKey = Expect.hex(c, "base_key");
        int threshold = Expect.integer(c, "threshold");
        Bytes output = switch (Expect.integer(c, "purpose_tag")) {
            case 0 -> SealSteps.randomnessKey(baseKey, threshold, masked, servers);
            case 1 -> SealSteps.messageKey(baseKey, threshold, masked, servers);
            default -> throw new Mismatch("purpose_tag is not known: " + c.path("purpose_tag"));
        };
        Expect.equal("output", Expect.hex(c, "output"), output);
    }

    static void field(JsonNode c) {
        int a = Expect.integer(c, "a");
        int b = Expect.integer(c, "b");
        Expect.equal("add", Expect.integer(c, "add"), a ^ b);
        Expect.equal("mul", Expect.integer(c, "mul"), SealSteps.multiply(a, b));
    }

    static void shamir(JsonNode c) {
        List<Bytes> coefficients = new ArrayList<>();
        Expect.field(c, "coefficients_per_byte").forEach(byteOf -> coefficients.add(Bytes.parseHex(byteOf.asText())));
        int threshold = Expect.integer(c, "threshold");
        Bytes secret = Expect.hex(c, "secret");
        List<Share> shares = shares(c);
        Expect.equal("shares", shares, SealSteps.split(secret, threshold, Expect.integer(c, "total"), coefficients));
        for (JsonNode set : Expect.field(c, "combine_sets")) {
            List<Share> chosen = new ArrayList<>();
            set.forEach(index -> chosen.add(shares.get(index.asInt() - 1)));
            Expect.equal("combined " + set, secret, SealSteps.interpolate(chosen, 0));
        }
        if (!Expect.field(c, "combine_with_too_few").isNull()) {
            Expect.equal(
                    "combine_with_too_few",
                    Expect.hex(c, "combine_with_too_few"),
                    SealSteps.interpolate(shares.subList(0, threshold - 1), 0));
        }
        for (JsonNode point : Expect.field(c, "evaluate")) {
            Expect.equal(
                    "value at " + point.path("x"),
                    Expect.hex(point, "y"),
                    SealSteps.interpolate(shares.subList(0, threshold), Expect.integer(point, "x")));
        }
    }

    static List<Share> shares(JsonNode c) {
        List<Share> shares = new ArrayList<>();
        Expect.field(c, "shares")
                .forEach(share -> shares.add(new Share(Expect.integer(share, "index"), Expect.hex(share, "share"))));
        return shares;
    }

    static void dem(JsonNode c) {
        Bytes key = Expect.hex(c, "key");
        Bytes associated = Expect.hex(c, "aad");
        Bytes plaintext = Expect.hex(c, "plaintext");
        Bytes blob = Expect.hex(c, "blob");
        Expect.equal("plaintext", plaintext, open(c));
        if (isAes(c)) {
            Expect.equal("blob", blob, SealSteps.aesSeal(key, plaintext, associated));
        } else {
            Expect.equal("blob", blob, SealSteps.hmacStream(key, plaintext));
            Expect.equal("mac", Expect.hex(c, "mac"), SealSteps.hmacTag(key, blob, associated));
        }
    }

    static Bytes open(JsonNode c) {
        Bytes key = Expect.hex(c, "key");
        Bytes associated = Expect.hex(c, "aad");
        Bytes blob = Expect.hex(c, "blob");
        return isAes(c)
                ? SealSteps.aesOpen(key, blob, associated)
                : SealSteps.hmacOpen(key, blob, associated, Expect.hex(c, "mac"));
    }

    private static boolean isAes(JsonNode c) {
        return switch (Expect.text(c, "dem")) {
            case "Aes256Gcm" -> true;
            case "Hmac256Ctr" -> false;
            default -> throw new Mismatch("dem is not known: " + c.path("dem"));
        };
    }
}
