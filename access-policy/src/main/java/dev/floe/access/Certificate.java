package dev.floe.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.internal.Json;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.PersonalMessage;
import dev.floe.ledger.UserSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A user's signed statement that a session key may fetch keys of one package for some minutes.
///
/// @param user whose access it uses
/// @param sessionKey raw Ed25519 public key, 32 bytes
/// @param creationTimeMillis when it begins
/// @param ttlMinutes how long it lasts
/// @param signature the user's signature over [#message], serialized as Sui does; not checked here
/// @param mvrName the package's registered name, if the message names it so
public record Certificate(
        Address user,
        Bytes sessionKey,
        long creationTimeMillis,
        int ttlMinutes,
        Bytes signature,
        Optional<String> mvrName) {

    static final int MAX_NAME_CHARS = 256;
    private static final int MAX_TTL = 0xFFFF;
    /// The last moment of the year 9999: later ones have no text with four digits of a year.
    private static final long MAX_TIME_MILLIS = 253_402_300_799_999L;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    public Certificate {
        if (sessionKey.size() != 32 || ttlMinutes < 0 || ttlMinutes > MAX_TTL) {
            throw new IllegalArgumentException("certificate: a session key has 32 bytes, got " + sessionKey.size()
                    + "; minutes are 0 to " + MAX_TTL + ", got " + ttlMinutes);
        }
    }

    /// The text that the user signs as a personal message.
    ///
    /// @param packageName the registered name, else the first package id as `0x` and 64 digits
    public static Bytes message(String packageName, int ttlMinutes, long creationTimeMillis, Bytes sessionKey) {
        String text = "Accessing keys of package " + packageName + " for " + ttlMinutes + " mins from "
                + TIME.format(Instant.ofEpochMilli(creationTimeMillis)) + " UTC, session key "
                + Json.base64(sessionKey);
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The text that [#user] must have signed for this package.
    public Bytes message(Address firstPackage) {
        return message(mvrName.orElse(firstPackage.toString()), ttlMinutes, creationTimeMillis, sessionKey);
    }

    /// Whether [#user] signed this for that package; false for anything malformed.
    public boolean isSigned(Address firstPackage) {
        try {
            return PersonalMessage.verifies(message(firstPackage), UserSignature.parse(signature), user);
        } catch (DataException.Corrupt | IllegalArgumentException _) {
            return false;
        }
    }

    /// When it ends.
    public Instant expiry() {
        return Instant.ofEpochMilli(creationTimeMillis).plusSeconds(60L * ttlMinutes);
    }

    /// Reads the JSON form.
    ///
    /// @throws DataException.Corrupt if `json` is anything else
    static Certificate read(JsonNode json) {
        JsonNode name = json.path("mvr_name");
        return new Certificate(
                address(Json.text(json, "user", 66)),
                sized(json, "session_vk", 32),
                Json.unsigned(json, "creation_time", MAX_TIME_MILLIS),
                (int) Json.unsigned(json, "ttl_min", MAX_TTL),
                Json.base64(json, "signature", UserSignature.MAX_BYTES),
                name.isMissingNode() || name.isNull()
                        ? Optional.empty()
                        : Optional.of(Json.text(json, "mvr_name", MAX_NAME_CHARS)));
    }

    /// The JSON form, fields in the order of the official SDK.
    ObjectNode toJson() {
        ObjectNode json = Json.newObject()
                .put("user", user.toString())
                .put("session_vk", Json.base64(sessionKey))
                .put("creation_time", creationTimeMillis)
                .put("ttl_min", ttlMinutes)
                .put("signature", Json.base64(signature));
        mvrName.ifPresent(name -> json.put("mvr_name", name));
        return json;
    }

    static Bytes sized(JsonNode json, String name, int sizeBytes) {
        Bytes bytes = Json.base64(json, name, sizeBytes);
        if (bytes.size() != sizeBytes) {
            throw new DataException.Corrupt("field `" + name + "`: expected " + sizeBytes + " bytes");
        }
        return bytes;
    }

    static Address address(String text) {
        try {
            return Address.parseLenient(text);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("field `user`: not an address");
        }
    }
}
