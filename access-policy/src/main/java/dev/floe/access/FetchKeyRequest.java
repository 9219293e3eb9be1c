package dev.floe.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.access.internal.Ed25519;
import dev.floe.access.internal.Json;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.ledger.ProgrammableTransaction;

/// What a client posts to `/v1/fetch_key`.
///
/// @param ptb BCS of the programmable transaction: a transaction kind without its leading 0
/// @param encryptionKey what the answer is encrypted to
/// @param verificationKey lets anyone check the answer
/// @param signature raw Ed25519 by the session key over [#signedBytes]
/// @param certificate binds the session key to the user
public record FetchKeyRequest(
        Bytes ptb, G1 encryptionKey, G2 verificationKey, Bytes signature, Certificate certificate) {

    /// Most bytes of a body that servers read, as the official one.
    public static final int MAX_BODY_BYTES = 180 << 10;

    /// Makes and signs a request.
    ///
    /// @param approval the transaction whose `seal_approve` calls ask for the keys
    public static FetchKeyRequest signed(
            ProgrammableTransaction approval, G1 encryptionKey, G2 verificationKey, SessionKey session) {
        Bytes kind = Bytes.copyOf(approval.toKindBcs());
        Bytes ptb = kind.slice(1, kind.size());
        Bytes signature = session.signBytes(signedBytes(ptb, encryptionKey, verificationKey));
        return new FetchKeyRequest(ptb, encryptionKey, verificationKey, signature, session.certificate());
    }

    /// Parses a body.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if `body` is anything else; the text names the field
    public static FetchKeyRequest parse(Curve curve, Bytes body) {
        JsonNode json = Json.object("request", body, MAX_BODY_BYTES);
        return new FetchKeyRequest(
                Json.base64(json, "ptb", MAX_BODY_BYTES),
                curve.g1(Certificate.sized(json, "enc_key", G1.COMPRESSED_BYTES)),
                curve.g2(Certificate.sized(json, "enc_verification_key", G2.COMPRESSED_BYTES)),
                Certificate.sized(json, "request_signature", Ed25519.SIGNATURE_BYTES),
                Certificate.read(Json.field(json, "certificate")));
    }

    /// The body, byte for byte as the official SDK writes it.
    public Bytes toBody() {
        return Json.bytes(Json.newObject()
                .put("ptb", Json.base64(ptb))
                .put("enc_key", Json.base64(encryptionKey.compressed()))
                .put("enc_verification_key", Json.base64(verificationKey.compressed()))
                .put("request_signature", Json.base64(signature))
                .set("certificate", certificate.toJson()));
    }

    /// What the session key signs: BCS of the transaction and both keys, each with its length.
    public Bytes signedBytes() {
        return signedBytes(ptb, encryptionKey, verificationKey);
    }

    /// Whether the certificate's session key signed this.
    public boolean isSigned() {
        return Ed25519.verifies(certificate.sessionKey(), signedBytes(), signature);
    }

    /// What the session key of such a request signs.
    public static Bytes signedBytes(Bytes ptb, G1 encryptionKey, G2 verificationKey) {
        return new BcsWriter()
                .bytes(ptb)
                .bytes(encryptionKey.compressed())
                .bytes(verificationKey.compressed())
                .toBytes();
    }
}
