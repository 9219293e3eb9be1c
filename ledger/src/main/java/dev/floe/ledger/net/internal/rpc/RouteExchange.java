package dev.floe.ledger.net.internal.rpc;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request to a plain route, or to nothing at all.
final class RouteExchange {

    private final RpcServer.Shared shared;
    private final HttpServerRequest request;
    private final int maxBytes;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "event loop");

    RouteExchange(RpcServer.Shared shared, HttpServerRequest request, int maxBytes) {
        this.shared = shared;
        this.request = request;
        this.maxBytes = maxBytes;
    }

    void receive(@Nullable HttpRoute route) {
        if (route == null) {
            answer(failure(404, "NOT_FOUND", "no such route"));
            return;
        }
        if (!shared.calls().tryAcquire()) {
            answer(failure(503, "UNAVAILABLE", "too many calls in progress"));
            return;
        }
        BodyReader body = new BodyReader(shared, maxBytes, bytes -> run(route, bytes), refusal -> {
            shared.calls().release();
            switch (refusal) {
                case TOO_LARGE -> answer(failure(413, "INVALID_ARGUMENT", "body over " + maxBytes + " bytes"));
                case OVERLOAD -> answer(failure(503, "UNAVAILABLE", "overload"));
                case TOO_SLOW -> answer(failure(408, "UNAVAILABLE", "body did not arrive in time"));
                case GONE -> {}
            }
        });
        body.read(request);
    }

    private void run(HttpRoute route, byte[] body) {
        shared.workers().execute(() -> {
            HttpRoute.Answer answer;
            try {
                answer = route.handler().answer(body);
            } catch (Throwable e) {
                RpcException status = Failures.of(e);
                answer = failure(
                        Failures.httpStatus(status.code()), status.code().name(), status.text());
            } finally {
                shared.bytes().giveBack(body.length);
                shared.calls().release();
            }
            HttpRoute.Answer done = answer;
            context.runOnContext(ignored -> answer(done));
        });
    }

    private void answer(HttpRoute.Answer answer) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer.status() == 413 || answer.status() == 408) {
            // The rest of the body is not wanted.
            response.putHeader("connection", "close");
            shared.vertx().setTimer(200, ignored -> request.connection().close());
        }
        Cors.expose(response);
        response.setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .putHeader("x-content-type-options", "nosniff")
                .end(answer.json());
    }

    private static HttpRoute.Answer failure(int status, String code, String message) {
        return new HttpRoute.Answer(
                status,
                new JsonObject().put("code", code).put("message", message).encode());
    }
}
