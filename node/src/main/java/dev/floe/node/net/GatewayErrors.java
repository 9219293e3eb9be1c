package dev.floe.node.net;

import dev.floe.format.DataException;
import dev.floe.storage.walrus.NodeRefusedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Refusals of aggregator and publisher in the form Walrus gives them.
final class GatewayErrors {

    private static final String DOMAIN = "daemon.walrus.space";

    /// A refusal with a reason that clients go by.
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int http;
        private final String reason;

        Refusal(int http, String reason, String message) {
            super(message);
            this.http = http;
            this.reason = reason;
        }
    }

    private GatewayErrors() {}

    static void answer(HttpCall call, Throwable failure) {
        Refusal refusal = refusal(failure);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", Answers.JSON);
        if (refusal.http == 429 || refusal.http == 503) {
            headers.put("retry-after", "1");
        }
        JsonObject detail = new JsonObject()
                .put("@type", "ErrorInfo")
                .put("reason", refusal.reason)
                .put("domain", DOMAIN)
                .put("metadata", new JsonObject());
        JsonObject error = new JsonObject()
                .put("status", status(refusal.http))
                .put("code", refusal.http)
                .put("message", refusal.getMessage())
                .put("details", new JsonArray().add(detail));
        call.send(
                refusal.http,
                headers,
                new JsonObject().put("error", error).encode().getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal refusal(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case DataException.NotFound e -> new Refusal(404, "BLOB_NOT_FOUND", message(e));
            case DataException.Unavailable e -> new Refusal(503, "BLOB_UNAVAILABLE", message(e));
            case DataException.Corrupt e -> new Refusal(502, "BLOB_INCONSISTENT", message(e));
            case DataException.Denied e -> new Refusal(451, "FORBIDDEN_BLOB", message(e));
            case IllegalArgumentException e -> new Refusal(400, "INVALID_ARGUMENT", message(e));
            case UncheckedIOException e -> new Refusal(503, "BLOB_UNAVAILABLE", message(e));
            default -> other(Answers.refusal(failure));
        };
    }

    private static Refusal other(NodeRefusedException refused) {
        return new Refusal(refused.httpStatus(), status(refused.httpStatus()), message(refused));
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static String status(int http) {
        return switch (http) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 413 -> "SIZE_EXCEEDED";
            case 416 -> "RANGE_NOT_SATISFIABLE";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 451 -> "UNAVAILABLE_FOR_LEGAL_REASONS";
            case 500, 502 -> "INTERNAL";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INVALID_ARGUMENT";
        };
    }
}
