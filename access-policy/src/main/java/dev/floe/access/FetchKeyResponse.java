package dev.floe.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.internal.Json;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G1;
import dev.floe.ledger.Address;
import java.util.ArrayList;
import java.util.List;

/// What a key server answers: an encrypted user key for each id that was asked for.
///
/// @param keys in the order of the calls, repeated ids repeated
public record FetchKeyResponse(List<Key> keys) {

    private static final int MAX_BODY_BYTES = 1 << 20;

    /// One key.
    ///
    /// @param fullId package and inner id
    /// @param encrypted the user key, to the client's key
    public record Key(Bytes fullId, ElGamal.Encrypted encrypted) {}

    public FetchKeyResponse {
        keys = List.copyOf(keys);
    }

    /// Parses an answer.
    ///
    /// @throws DataException.Corrupt if `body` is anything else
    public static FetchKeyResponse parse(Curve curve, Bytes body) {
        JsonNode list = Json.field(Json.object("answer", body, MAX_BODY_BYTES), "decryption_keys");
        if (!list.isArray() || list.size() > ApprovalCall.MAX_CALLS) {
            throw new DataException.Corrupt("answer: expected at most " + ApprovalCall.MAX_CALLS + " keys");
        }
        List<Key> keys = new ArrayList<>();
        for (JsonNode key : list) {
            JsonNode pair = Json.field(key, "encrypted_key");
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.path(0).isTextual()
                    || !pair.path(1).isTextual()) {
                throw new DataException.Corrupt("answer: an encrypted key is two texts");
            }
            keys.add(new Key(
                    fullId(Json.field(key, "id")),
                    new ElGamal.Encrypted(point(curve, pair.path(0)), point(curve, pair.path(1)))));
        }
        return new FetchKeyResponse(keys);
    }

    /// The JSON form.
    public Bytes toBody() {
        ObjectNode json = Json.newObject();
        ArrayNode list = json.putArray("decryption_keys");
        for (Key key : keys) {
            ObjectNode entry = list.addObject();
            ArrayNode id = entry.putArray("id");
            for (byte each : key.fullId().toByteArray()) {
                id.add(each & 0xFF);
            }
            entry.putArray("encrypted_key")
                    .add(Json.base64(key.encrypted().first().compressed()))
                    .add(Json.base64(key.encrypted().second().compressed()));
        }
        return Json.bytes(json);
    }

    private static Bytes fullId(JsonNode numbers) {
        if (!numbers.isArray() || numbers.size() > Address.SIZE_BYTES + Identity.MAX_INNER_BYTES) {
            throw new DataException.Corrupt("answer: an id is a list of bytes");
        }
        byte[] id = new byte[numbers.size()];
        for (int i = 0; i < id.length; i++) {
            JsonNode number = numbers.path(i);
            if (!number.isInt() || number.intValue() < 0 || number.intValue() > 0xFF) {
                throw new DataException.Corrupt("answer: an id is a list of bytes");
            }
            id[i] = (byte) number.intValue();
        }
        return Bytes.copyOf(id);
    }

    private static G1 point(Curve curve, JsonNode text) {
        return curve.g1(Json.base64("encrypted_key", text.textValue(), G1.COMPRESSED_BYTES));
    }
}
