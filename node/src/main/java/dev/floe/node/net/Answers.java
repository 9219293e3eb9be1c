package dev.floe.node.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.Entropy;
import dev.floe.storage.net.NodeJson;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/// Answers in the forms that the Walrus services use.
final class Answers {

    static final String OCTETS = "application/octet-stream";
    static final String JSON = "application/json";

    private static final System.Logger LOG = System.getLogger(Answers.class.getName());
    private static final Entropy ENTROPY = Entropy.system();

    private Answers() {}

    static void bcs(HttpCall call, Bytes content) {
        call.send(200, Map.of("content-type", OCTETS), content.toByteArray());
    }

    static void success(HttpCall call, int status, JsonNode data) {
        call.send(
                status,
                Map.of("content-type", JSON),
                NodeJson.success(status, data).toByteArray());
    }

    static void text(HttpCall call, int status, String type, String text) {
        call.send(status, Map.of("content-type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    /// The refusal that a failure is.
    static NodeRefusedException refusal(Throwable failure) {
        return switch (failure) {
            case NodeRefusedException e -> e;
            case HttpFailure e -> new NodeRefusedException(NodeReason.OTHER, e.status(), message(e));
            case DataException.NotFound e -> new NodeRefusedException(NodeReason.OTHER, 404, message(e));
            case DataException.Denied e -> new NodeRefusedException(NodeReason.OTHER, 403, message(e));
            case DataException.Unavailable e -> new NodeRefusedException(NodeReason.UNAVAILABLE, message(e));
            case DataException.Corrupt e -> new NodeRefusedException(NodeReason.UNAVAILABLE, message(e));
            case IllegalArgumentException e -> new NodeRefusedException(NodeReason.OTHER, 400, message(e));
            case InterruptedException _, IOException _ ->
                new NodeRefusedException(NodeReason.UNAVAILABLE, "interrupted");
            default -> bug(failure);
        };
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /// Nothing of what went wrong inside leaves the node but a number to ask by.
    private static NodeRefusedException bug(Throwable failure) {
        String requestId = HexFormat.of().formatHex(ENTROPY.bytes(8));
        LOG.log(System.Logger.Level.ERROR, "event=request-failed requestId=" + requestId, failure);
        return new NodeRefusedException(
                NodeReason.OTHER, 500, "this server failed; tell its operator the request id " + requestId);
    }

    static void refuse(HttpCall call, NodeRefusedException refused) {
        Map<String, String> headers = refused.httpStatus() == 429 || refused.httpStatus() == 503
                ? Map.of("content-type", JSON, "retry-after", "1")
                : Map.of("content-type", JSON);
        call.send(refused.httpStatus(), headers, NodeJson.error(refused).toByteArray());
    }
}
