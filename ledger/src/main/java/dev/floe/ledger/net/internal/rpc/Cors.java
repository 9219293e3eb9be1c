package dev.floe.ledger.net.internal.rpc;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/// What browsers need to be allowed to call. No credentials are ever used, so every origin may.
final class Cors {

    private static final String EXPOSED =
            "grpc-status, grpc-message, grpc-status-details-bin, x-sui-chain-id, x-sui-chain, "
                    + "x-sui-epoch, x-sui-checkpoint-height, x-sui-timestamp-ms";
    private static final String ALLOWED =
            "content-type, x-grpc-web, x-user-agent, grpc-timeout, " + "x-sui-client-protocol-version, authorization";

    private Cors() {}

    static void preflight(HttpServerRequest request) {
        String asked = request.getHeader("access-control-request-headers");
        HttpServerResponse response = request.response();
        response.setStatusCode(204)
                .putHeader("access-control-allow-origin", "*")
                .putHeader("access-control-allow-methods", "GET, POST, OPTIONS")
                .putHeader("access-control-allow-headers", isHeaderList(asked) ? asked : ALLOWED)
                .putHeader("access-control-max-age", "86400")
                .end();
    }

    static void expose(HttpServerResponse response) {
        response.putHeader("access-control-allow-origin", "*").putHeader("access-control-expose-headers", EXPOSED);
    }

    private static boolean isHeaderList(@org.jspecify.annotations.Nullable String asked) {
        return asked != null
                && !asked.isBlank()
                && asked.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_, ".indexOf(c) >= 0));
    }
}
