package dev.floe.cli.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.access.ApprovalCall;
import dev.floe.access.Certificate;
import dev.floe.access.ElGamal;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.Ibe;
import dev.floe.access.Identity;
import dev.floe.access.KeyServerInfo;
import dev.floe.access.SessionKey;
import dev.floe.cli.vectors.Expect;
import dev.floe.cli.vectors.Mismatch;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.PersonalMessage;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.UserSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Vectors of `seal/` about sessions, requests and on-chain objects.
final class SealWireSuites {

    private static final Curve CURVE = Curve.best();
    private static final ElGamal ELGAMAL = new ElGamal(new Ibe(CURVE));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SealWireSuites() {}

    static void session(JsonNode c) {
        Address packageId = Address.parse(Expect.text(c, "package_id"));
        Optional<String> name =
                c.path("mvr_name").isTextual() ? Optional.of(Expect.text(c, "mvr_name")) : Optional.empty();
        Instant creation = Instant.ofEpochMilli(Expect.number(c, "creation_time_ms"));
        SignatureScheme scheme = SignatureScheme.parse(Expect.text(c, "user_scheme"));
        byte[] userSecret = Expect.hex(c, "user_secret_key").toByteArray();
        byte[] seed = Expect.hex(c, "session_secret_key").toByteArray();
        Address user = Address.parse(Expect.text(c, "user_address"));
        try (Keypair keypair = Keypair.ofSecret(scheme, userSecret);
                SessionKey session =
                        SessionKey.ofSeed(seed, creation, user, packageId, name, Expect.integer(c, "ttl_min"))) {
            Expect.equal(
                    "user_public_key",
                    Expect.hex(c, "user_public_key"),
                    keypair.publicKey().bytes());
            Expect.equal("user_address", user, keypair.address());
            Expect.equal("session_public_key", Expect.hex(c, "session_public_key"), session.publicKey());
            Expect.equal("personal_message", Expect.hex(c, "personal_message"), session.message());
            Expect.equal(
                    "personal_message_utf8",
                    Expect.text(c, "personal_message_utf8"),
                    new String(session.message().toByteArray(), StandardCharsets.UTF_8));
            Bytes intent = Bytes.parseHex("030000"
                    + new BcsWriter().bytes(session.message()).toBytes().toHex());
            Expect.equal("intent_message", Expect.hex(c, "intent_message"), intent);
            UserSignature given = UserSignature.parseBase64(Expect.text(c, "user_signature_base64"));
            Expect.equal("signature verifies", true, PersonalMessage.verifies(session.message(), given, user));
            session.accept(given);
            Certificate certificate = session.certificate();
            Expect.equal("the certificate is signed", true, certificate.isSigned(packageId));
            Expect.equal("for another package", name.isPresent(), certificate.isSigned(Address.ofLong(9)));
            if (scheme == SignatureScheme.ED25519) {
                Expect.equal("user_signature_base64", given, keypair.signPersonalMessage(session.message()));
            }
            JsonNode exported = json(session.revealExport());
            Expect.equal("certificate_json", Expect.field(c, "certificate_json"), exported.path("certificate"));
        }
    }

    static void fetchRequest(JsonNode c) {
        Bytes body = utf8(Expect.text(c, "body_json"));
        FetchKeyRequest request = FetchKeyRequest.parse(CURVE, body);
        Expect.equal("body_json that was read and written", body, request.toBody());
        Expect.equal("signed_bytes", Expect.hex(c, "signed_bytes"), request.signedBytes());
        Expect.equal("request signature verifies", true, request.isSigned());
        Address packageId = Address.parse(Expect.text(c, "package_id"));
        Expect.equal("the certificate is signed", true, request.certificate().isSigned(packageId));
        Bytes kind = Expect.hex(c, "transaction_kind_bytes");
        Expect.equal("ptb_bytes", Expect.hex(c, "ptb_bytes"), request.ptb());
        ApprovalCall call = ApprovalCall.parse(request.ptb());
        List<Bytes> expected = new ArrayList<>();
        Expect.field(c, "expected_full_ids").forEach(id -> expected.add(Bytes.parseHex(id.asText())));
        List<Bytes> ids = call.innerIds().stream()
                .map(id -> new Identity(call.packageId(), id).fullId())
                .toList();
        Expect.equal("expected_full_ids", expected, ids);
        Scalar secret = Scalar.parse(Expect.hex(c, "elgamal_secret_key"));
        Expect.equal(
                "enc_key",
                Expect.hex(c, "enc_key"),
                ELGAMAL.encryptionKey(secret).compressed());
        Expect.equal(
                "enc_verification_key",
                Expect.hex(c, "enc_verification_key"),
                ELGAMAL.verificationKey(secret).compressed());
        Certificate certificate = request.certificate();
        try (SessionKey session = SessionKey.ofSeed(
                Expect.hex(c, "session_secret_key").toByteArray(),
                Instant.ofEpochMilli(certificate.creationTimeMillis()),
                certificate.user(),
                packageId,
                certificate.mvrName(),
                certificate.ttlMinutes())) {
            session.accept(UserSignature.parse(certificate.signature()));
            FetchKeyRequest ours = FetchKeyRequest.signed(
                    ProgrammableTransaction.parseKind(kind),
                    ELGAMAL.encryptionKey(secret),
                    ELGAMAL.verificationKey(secret),
                    session);
            Expect.equal(
                    "request_signature_base64",
                    Expect.text(c, "request_signature_base64"),
                    Base64.getEncoder().encodeToString(ours.signature().toByteArray()));
            Expect.equal("our body_json", body, ours.toBody());
        }
    }

    static void keyServer(JsonNode c) {
        Address id = Address.parse(Expect.text(c, "object_id"));
        KeyServerInfo.Versions versions = KeyServerInfo.Versions.parse(Expect.hex(c, "object_bcs"));
        int version = Expect.integer(c, "dynamic_field_version");
        Expect.equal("object id", id, versions.id());
        Expect.equal("version is there", true, versions.first() <= version && version <= versions.last());
        Expect.equal(
                "dynamic_field_name_bcs",
                Expect.hex(c, "dynamic_field_name_bcs"),
                new BcsWriter().u64(version).toBytes());
        JsonNode value = Expect.field(c, "value");
        KeyServerInfo info = KeyServerInfo.parse(CURVE, id, version, Expect.hex(c, "value_bcs"));
        Expect.equal("name", Expect.text(value, "name"), info.name());
        Expect.equal("pk", Expect.hex(value, "pk"), info.publicKey().compressed());
        switch (info.type()) {
            case KeyServerInfo.Independent one ->
                Expect.equal(
                        "url",
                        value.has("url")
                                ? Expect.text(value, "url")
                                : value.at("/serverType/Independent/url").asText(),
                        one.url());
            case KeyServerInfo.Committee committee -> committee(value.at("/serverType/Committee"), committee);
        }
    }

    private static void committee(JsonNode expected, KeyServerInfo.Committee committee) {
        Expect.equal("version", Expect.number(expected, "version"), committee.version());
        Expect.equal("threshold", Expect.integer(expected, "threshold"), committee.threshold());
        List<KeyServerInfo.Member> members = new ArrayList<>();
        Expect.field(expected, "partialKeyServers")
                .forEach(member -> members.add(new KeyServerInfo.Member(
                        Expect.text(member, "name"),
                        Expect.text(member, "url"),
                        CURVE.g2(Expect.hex(member, "partialPk")),
                        Expect.integer(member, "partyId"))));
        Expect.equal("partialKeyServers", members, committee.members());
    }

    static void signedMessage(JsonNode c) {
        Bytes message = Certificate.message(
                Expect.text(c, "package_name"),
                Expect.integer(c, "ttl_min"),
                Expect.number(c, "creation_time_ms"),
                Bytes.copyOf(Base64.getDecoder().decode(Expect.text(c, "session_public_key_base64"))));
        Expect.equal("message", utf8(Expect.text(c, "message")), message);
    }

    /// The schema leaves open how the parts are called; the signed bytes are the longest hex (or Base64) of the
    /// case. They must be exactly a transaction and two keys, and be what we sign for those.
    static void signedRequest(JsonNode c) {
        Bytes signed = Bytes.EMPTY;
        for (var field : c.properties()) {
            Bytes bytes = bytes(field.getValue().asText());
            signed = bytes.size() > signed.size() ? bytes : signed;
        }
        BcsReader in = BcsReader.of("signed request", signed);
        Bytes ptb = in.byteString(FetchKeyRequest.MAX_BODY_BYTES);
        Bytes encryptionKey = in.byteString(48);
        Bytes verificationKey = in.byteString(96);
        in.end();
        ProgrammableTransaction.parseKind(Bytes.parseHex("00" + ptb.toHex()));
        Expect.equal(
                "signed bytes",
                signed,
                FetchKeyRequest.signedBytes(ptb, CURVE.g1(encryptionKey), CURVE.g2(verificationKey)));
        for (var field : c.properties()) {
            String name = field.getKey();
            if (name.startsWith("ptb") && field.getValue().isTextual()) {
                Expect.equal(name, bytes(field.getValue().asText()), ptb);
            } else if (name.startsWith("enc_verification_key")) {
                Expect.equal(name, bytes(field.getValue().asText()), verificationKey);
            } else if (name.startsWith("enc_key")) {
                Expect.equal(name, bytes(field.getValue().asText()), encryptionKey);
            }
        }
    }

    private static Bytes bytes(String text) {
        try {
            return text.matches("[0-9a-f]*")
                    ? Bytes.parseHex(text)
                    : Bytes.copyOf(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Bytes.EMPTY; // prose
        }
    }

    static JsonNode json(Bytes text) {
        try {
            return MAPPER.readTree(new String(text.toByteArray(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new Mismatch("no JSON: " + e.getOriginalMessage());
        }
    }

    static Bytes utf8(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }
}
