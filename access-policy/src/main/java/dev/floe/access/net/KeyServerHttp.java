package dev.floe.access.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.server.KeyServer;
import dev.floe.access.server.Refusal;
import dev.floe.access.server.SealError;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/// Serves a [KeyServer] over HTTP: the wire form of `docs/reference/seal.md` §2, metrics on a port of their own.
/// The network runs on one event loop, requests on virtual threads. Safe for concurrent use.
public final class KeyServerHttp implements AutoCloseable {

    /// The version that clients see; they refuse servers below 0.4.1.
    public static final String VERSION = "0.6.10";

    /// Where the signed head of the log after a release stands: Base64 of [LogHead#toBytes].
    public static final String LOG_HEAD = "X-KeyServer-Log-Head";

    private static final String GIT_VERSION = "floe-0.1.0";
    private static final int MAX_REQUESTS = 64;
    private static final int IDLE_SECONDS = 60;
    private static final System.Logger LOG = System.getLogger(KeyServerHttp.class.getName());

    private final KeyServer keyServer;
    private final String host;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("key-server-", 0).factory());
    private final Semaphore running = new Semaphore(MAX_REQUESTS);
    private final Vertx vertx;
    private final HttpServer service;
    private final HttpServer metrics;

    private KeyServerHttp(KeyServer keyServer, String host, int port, int metricsPort) {
        this.keyServer = keyServer;
        this.host = host;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setDisableTCCL(true));
        this.service = server(port).requestHandler(this::serve);
        this.metrics = server(metricsPort).requestHandler(this::serveMetrics);
        listen(service, port);
        listen(metrics, metricsPort);
    }

    /// Starts to serve; the key server stays the caller's.
    ///
    /// @param host the address to bind
    /// @param port of the service, 0 for any free one
    /// @param metricsPort of the metrics, 0 for any free one
    /// @throws DataException.Unavailable if a port is taken
    public static KeyServerHttp start(KeyServer keyServer, String host, int port, int metricsPort) {
        return new KeyServerHttp(keyServer, host, port, metricsPort);
    }

    /// Where clients find it.
    public URI endpoint() {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + service.actualPort());
    }

    /// Where its metrics are.
    public URI metricsEndpoint() {
        return URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + metrics.actualPort() + "/metrics");
    }

    /// Stops to serve. Closing twice does nothing.
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "event=close failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }

    private HttpServer server(int port) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(16 << 10)
                .setMaxInitialLineLength(4 << 10)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setIdleTimeout(IDLE_SECONDS));
        server.exceptionHandler(ignored -> {});
        return server;
    }

    private void listen(HttpServer server, int port) {
        try {
            server.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            close();
            throw new DataException.Unavailable(
                    "key server: cannot listen on " + host + ":" + port + ": " + e.getCause()
                            + "; choose another port or 0 for any free one",
                    e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("key server: interrupted while starting", e);
        }
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.exceptionHandler(ignored -> {});
        response.putHeader("access-control-allow-origin", "*").putHeader("access-control-expose-headers", "*");
        if (request.method().equals(HttpMethod.OPTIONS)) {
            response.putHeader("access-control-allow-methods", "*")
                    .putHeader("access-control-allow-headers", "*")
                    .putHeader("access-control-max-age", "86400")
                    .setStatusCode(200)
                    .end();
            return;
        }
        if (request.path() != null && request.path().startsWith("/v1/")) {
            response.putHeader("X-KeyServer-Version", VERSION).putHeader("X-KeyServer-GitVersion", GIT_VERSION);
        }
        String route = request.method() + " " + request.path();
        switch (route) {
            case "POST /v1/fetch_key" -> receive(request);
            case "GET /v1/service" -> run(request, () -> service(request));
            case "GET /v1/debug/committee_partial_pk" ->
                run(request, () -> {
                    check(request);
                    text(response, 400, "Unsupported");
                });
            case "GET /health" -> run(request, () -> health(response));
            default -> {
                keyServer.metrics().count("unknown_routes");
                text(response, 404, "");
            }
        }
    }

    private void serveMetrics(HttpServerRequest request) {
        request.response().exceptionHandler(ignored -> {});
        if (request.method().equals(HttpMethod.GET) && "/metrics".equals(request.path())) {
            request.response().putHeader("content-type", "text/plain; version=0.0.4");
            String text = keyServer.metrics().text() + "key_server_version{version=\"" + VERSION + "\"} 1\n";
            request.response().end(text);
        } else {
            text(request.response(), 404, "");
        }
    }

    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        boolean[] isTooLong = {false};
        request.exceptionHandler(ignored -> {});
        request.handler(chunk -> {
            if (isTooLong[0]) {
                return;
            }
            if (body.length() + chunk.length() > FetchKeyRequest.MAX_BODY_BYTES) {
                isTooLong[0] = true;
                request.response().putHeader("connection", "close");
                text(request.response(), 413, "length limit exceeded");
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(ignored -> {
            if (!isTooLong[0]) {
                run(request, () -> fetchKeys(request, Bytes.copyOf(body.getBytes())));
            }
        });
    }

    private void fetchKeys(HttpServerRequest request, Bytes body) {
        check(request);
        String type = request.getHeader("content-type");
        if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            text(request.response(), 415, "Expected request with `Content-Type: application/json`");
            return;
        }
        KeyServer.Answer answer;
        try {
            answer = keyServer.fetchKeys(body);
        } catch (DataException.Corrupt | IllegalArgumentException e) {
            text(request.response(), 400, String.valueOf(e.getMessage()));
            return;
        }
        request.response().putHeader(LOG_HEAD, base64(answer.head().toBytes()));
        json(request.response(), 200, answer.response().toBody());
    }

    private void service(HttpServerRequest request) {
        check(request);
        String id = Optional.ofNullable(request.getParam("service_id")).orElse("");
        Address keyServerId;
        try {
            keyServerId = Address.parseLenient(id);
        } catch (IllegalArgumentException e) {
            throw new Refusal(SealError.INVALID_SERVICE_ID, "service_id is missing or not an object id", e);
        }
        Bytes proof = keyServer.proofOfPossession(keyServerId).compressed();
        json(
                request.response(),
                200,
                utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("service_id", keyServerId.toString())
                        .put("pop", base64(proof))
                        .toString()));
    }

    private void health(HttpServerResponse response) {
        boolean isHealthy = keyServer.isHealthy();
        json(
                response,
                isHealthy ? 200 : 503,
                utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("status", isHealthy ? "UP" : "DOWN")
                        .put("name", "key-server")
                        .put("version", VERSION)
                        .put("log_head", base64(keyServer.head().toBytes()))
                        .toString()));
    }

    private void check(HttpServerRequest request) {
        ClientHeaders client = ClientHeaders.check(
                Optional.ofNullable(request.getHeader("Client-Sdk-Type")),
                Optional.ofNullable(request.getHeader("Client-Sdk-Version")));
        keyServer.metrics().count("client_sdk{type=\"" + client.label() + "\"}");
    }

    private void run(HttpServerRequest request, Runnable work) {
        HttpServerResponse response = request.response();
        if (!running.tryAcquire()) {
            refuse(response, new Refusal(SealError.FAILURE, "too many requests at once, try again"));
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    work.run();
                } catch (Refusal refusal) {
                    log(request, refusal);
                    refuse(response, refusal);
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "event=request-failed path=" + request.path() + " kind=" + e.getClass());
                    refuse(response, new Refusal(SealError.FAILURE, "internal failure, try again", e));
                } finally {
                    running.release();
                }
            });
        } catch (RejectedExecutionException e) {
            running.release();
            refuse(response, new Refusal(SealError.FAILURE, "the server is stopping", e));
        }
    }

    /// Causes stay here. They may name objects of the request, never what a client sent as a secret.
    private static void log(HttpServerRequest request, Refusal refusal) {
        if (refusal.error() == SealError.FAILURE) {
            Throwable cause = refusal.getCause();
            LOG.log(
                    Level.WARNING,
                    "event=failure path=" + request.path() + " reason=" + refusal.getMessage() + " cause="
                            + (cause == null ? "none" : cause.getMessage()));
        }
    }

    private static void refuse(HttpServerResponse response, Refusal refusal) {
        json(
                response,
                refusal.error().status(),
                utf8(JsonNodeFactory.instance
                        .objectNode()
                        .put("error", refusal.error().code())
                        .put("message", refusal.getMessage())
                        .toString()));
    }

    private static void json(HttpServerResponse response, int status, Bytes body) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/json")
                    .end(Buffer.buffer(body.toByteArray()));
        }
    }

    private static void text(HttpServerResponse response, int status, String body) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end(body);
        }
    }

    private static Bytes utf8(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
