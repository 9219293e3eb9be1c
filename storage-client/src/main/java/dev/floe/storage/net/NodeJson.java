package dev.floe.storage.net;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.SignedMessage;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.BlobStatus.DeletableCounts;
import dev.floe.storage.walrus.BlobStatus.StatusEvent;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StoredStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.OptionalLong;

/// The JSON bodies of a storage node's REST API, both ways. Source: `walrus-protocol.md` §3.
///
/// Readers throw [DataException.Corrupt] when a body is not what it should be.
public final class NodeJson {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARACTERS)
                            .build())
                    .build())
            .build();

    private NodeJson() {}

    /// The body of an answer: `{"success":{"code":…,"data":…}}`.
    public static Bytes success(int httpStatus, JsonNode data) {
        ObjectNode success = NODES.objectNode().put("code", httpStatus).set("data", data);
        return encode(NODES.objectNode().set("success", success));
    }

    /// The body of a refusal.
    public static Bytes error(NodeRefusedException refused) {
        ObjectNode detail = NODES.objectNode()
                .put("@type", "ErrorInfo")
                .put("reason", refused.reason().name())
                .put("domain", NodeReason.DOMAIN)
                .set("metadata", NODES.objectNode());
        ObjectNode error = NODES.objectNode()
                .put("code", refused.httpStatus())
                .put("status", refused.reason().status().name())
                .put("message", refused.getMessage())
                .set("details", NODES.arrayNode().add(detail));
        return encode(NODES.objectNode().set("error", error));
    }

    /// The refusal that a body with an error status is; any other body gives the reason [NodeReason#OTHER].
    public static NodeRefusedException readError(int httpStatus, byte[] body) {
        try {
            JsonNode error = MAPPER.readTree(body).path("error");
            String message = error.path("message").asText("");
            for (JsonNode detail : error.path("details")) {
                NodeReason reason =
                        NodeReason.find(detail.path("reason").asText("")).orElse(NodeReason.OTHER);
                boolean isOurs = detail.path("domain").asText("").equals(NodeReason.DOMAIN);
                if (isOurs && reason != NodeReason.OTHER) {
                    return new NodeRefusedException(reason, httpStatus, printable(message));
                }
            }
            String status = error.path("status").asText("");
            NodeReason reason =
                    status.equals("UNAVAILABLE") || httpStatus == 503 ? NodeReason.UNAVAILABLE : NodeReason.OTHER;
            return new NodeRefusedException(reason, httpStatus, "HTTP " + httpStatus + " " + printable(message));
        } catch (IOException e) {
            return new NodeRefusedException(NodeReason.OTHER, httpStatus, "HTTP " + httpStatus);
        }
    }

    /// The `data` of a successful answer.
    static JsonNode readSuccess(byte[] body) {
        try {
            JsonNode data = MAPPER.readTree(body).path("success").path("data");
            if (data.isMissingNode()) {
                throw new DataException.Corrupt("answer: expected {\"success\":{\"data\":…}}; drop this node");
            }
            return data;
        } catch (IOException e) {
            throw new DataException.Corrupt("answer: not JSON; drop this node", e);
        }
    }

    /// Any JSON within limits.
    static JsonNode readTree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new DataException.Corrupt("answer: not JSON; drop this source", e);
        }
    }

    /// `"nonexistent"`, `"buffered"` or `"stored"`.
    public static JsonNode of(StoredStatus status) {
        return NODES.textNode(status.name().toLowerCase(Locale.ROOT));
    }

    static StoredStatus readStoredStatus(JsonNode data) {
        for (StoredStatus status : StoredStatus.values()) {
            if (status.name().equalsIgnoreCase(data.asText())) {
                return status;
            }
        }
        throw bad("status", data);
    }

    /// A storage confirmation: `{"signed":{"serializedMessage":…,"signature":…}}`.
    public static JsonNode confirmation(SignedMessage message) {
        return NODES.objectNode().set("signed", of(message));
    }

    /// A signed message: `{"serializedMessage":…,"signature":…}`, both Base64.
    public static JsonNode of(SignedMessage message) {
        return NODES.objectNode()
                .put("serializedMessage", base64(message.message()))
                .put("signature", base64(message.signature()));
    }

    static SignedMessage readSigned(JsonNode data) {
        JsonNode signed = data.has("signed") ? data.path("signed") : data;
        Bytes message = bytes(signed.path("serializedMessage"), SignedMessage.MAX_MESSAGE_BYTES);
        Bytes signature = bytes(signed.path("signature"), MinPk.Signature.SIZE_BYTES);
        if (signature.size() != MinPk.Signature.SIZE_BYTES) {
            throw bad("signature", signed);
        }
        return new SignedMessage(message, signature);
    }

    /// The status of a blob.
    public static JsonNode of(BlobStatus status) {
        return switch (status) {
            case BlobStatus.Nonexistent _ -> NODES.textNode("nonexistent");
            case BlobStatus.Invalid invalid ->
                NODES.objectNode().set("invalid", NODES.objectNode().set("event", of(invalid.event())));
            case BlobStatus.Permanent permanent -> {
                ObjectNode fields = NODES.objectNode()
                        .put("endEpoch", permanent.endEpoch())
                        .put("isCertified", permanent.isCertified());
                fields.set("statusEvent", of(permanent.event()));
                fields.set("deletableCounts", of(permanent.deletables()));
                fields.set("initialCertifiedEpoch", of(permanent.initialCertifiedEpoch()));
                yield NODES.objectNode().set("permanent", fields);
            }
            case BlobStatus.Deletable deletable -> {
                ObjectNode fields = NODES.objectNode();
                fields.set("initialCertifiedEpoch", of(deletable.initialCertifiedEpoch()));
                fields.set("deletableCounts", of(deletable.deletables()));
                yield NODES.objectNode().set("deletable", fields);
            }
        };
    }

    static BlobStatus readBlobStatus(JsonNode data) {
        if (data.asText().equals("nonexistent")) {
            return new BlobStatus.Nonexistent();
        }
        if (data.has("invalid")) {
            return new BlobStatus.Invalid(readEvent(data.path("invalid").path("event")));
        }
        if (data.has("permanent")) {
            JsonNode fields = data.path("permanent");
            return new BlobStatus.Permanent(
                    epoch(fields.path("endEpoch")),
                    fields.path("isCertified").asBoolean(),
                    readEvent(fields.path("statusEvent")),
                    readCounts(fields.path("deletableCounts")),
                    readEpoch(fields.path("initialCertifiedEpoch")));
        }
        if (data.has("deletable")) {
            JsonNode fields = data.path("deletable");
            return new BlobStatus.Deletable(
                    readEpoch(fields.path("initialCertifiedEpoch")), readCounts(fields.path("deletableCounts")));
        }
        throw bad("blob status", data);
    }

    private static JsonNode of(StatusEvent event) {
        return NODES.objectNode()
                .put("txDigest", event.transaction())
                .put("eventSeq", Long.toUnsignedString(event.sequence()));
    }

    private static StatusEvent readEvent(JsonNode event) {
        try {
            return new StatusEvent(
                    printable(event.path("txDigest").asText("")),
                    Long.parseUnsignedLong(event.path("eventSeq").asText("")));
        } catch (NumberFormatException e) {
            throw new DataException.Corrupt("event of a blob status: not a number; drop this node", e);
        }
    }

    private static JsonNode of(DeletableCounts counts) {
        return NODES.objectNode()
                .put("count_deletable_total", counts.total())
                .put("count_deletable_certified", counts.certified());
    }

    private static DeletableCounts readCounts(JsonNode counts) {
        return new DeletableCounts(
                counts.path("count_deletable_total").asLong(),
                counts.path("count_deletable_certified").asLong());
    }

    private static JsonNode of(OptionalLong epoch) {
        return epoch.isPresent() ? NODES.numberNode(epoch.getAsLong()) : NODES.nullNode();
    }

    private static OptionalLong readEpoch(JsonNode epoch) {
        return epoch.isNumber() ? OptionalLong.of(epoch(epoch)) : OptionalLong.empty();
    }

    private static long epoch(JsonNode epoch) {
        if (!epoch.isIntegralNumber() || !epoch.canConvertToLong() || epoch.asLong() < 0 || epoch.asLong() >> 32 != 0) {
            throw bad("epoch", epoch);
        }
        return epoch.asLong();
    }

    /// How a node is.
    public static JsonNode of(NodeHealth health) {
        ObjectNode json = NODES.objectNode();
        json.putObject("uptime")
                .put("secs", health.uptime().toSeconds())
                .put("nanos", health.uptime().toNanosPart());
        json.put("epoch", health.epoch())
                .put("publicKey", "0x" + health.publicKey().toHex())
                .put("nodeStatus", health.nodeStatus());
        json.putObject("eventProgress")
                .put("persisted", health.events().persisted())
                .put("pending", health.events().pending());
        json.putNull("shardDetail");
        ObjectNode summary =
                json.putObject("shardSummary").put("owned", health.shards().owned());
        summary.putObject("ownedShardStatus")
                .put("unknown", health.shards().unknown())
                .put("ready", health.shards().ready())
                .put("inTransfer", health.shards().inTransfer())
                .put("inRecovery", health.shards().inRecovery());
        summary.put("readOnly", health.shards().readOnly());
        return json;
    }

    static NodeHealth readHealth(JsonNode json) {
        try {
            JsonNode summary = json.path("shardSummary");
            JsonNode owned = summary.path("ownedShardStatus");
            return new NodeHealth(
                    Duration.ofSeconds(
                            json.path("uptime").path("secs").asLong(),
                            json.path("uptime").path("nanos").asLong()),
                    epoch(json.path("epoch")),
                    Bytes.parseHex(json.path("publicKey").asText("")),
                    printable(json.path("nodeStatus").asText("")),
                    new NodeHealth.EventProgress(
                            json.path("eventProgress").path("persisted").asLong(),
                            json.path("eventProgress").path("pending").asLong()),
                    new NodeHealth.ShardSummary(
                            summary.path("owned").asInt(),
                            owned.path("unknown").asInt(),
                            owned.path("ready").asInt(),
                            owned.path("inTransfer").asInt(),
                            owned.path("inRecovery").asInt(),
                            summary.path("readOnly").asInt()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new DataException.Corrupt("health of a node: " + e.getMessage(), e);
        }
    }

    private static Bytes encode(JsonNode json) {
        try {
            return Bytes.copyOf(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }

    private static Bytes bytes(JsonNode base64, int maxBytes) {
        String text = base64.asText("");
        if (text.length() > 4 * ((maxBytes + 2) / 3)) {
            throw new DataException.Corrupt("Base64 of more than " + maxBytes + " bytes; drop this node");
        }
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("not Base64; drop this node", e);
        }
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static DataException.Corrupt bad(String what, JsonNode got) {
        return new DataException.Corrupt(what + ": not expected: " + printable(got.toString()) + "; drop this node");
    }

    /// At most 200 characters, none of them a control character.
    private static String printable(String text) {
        String cut = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
