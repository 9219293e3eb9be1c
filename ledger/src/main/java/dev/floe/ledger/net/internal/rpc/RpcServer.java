package dev.floe.ledger.net.internal.rpc;

import dev.floe.format.DataException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Serves gRPC (HTTP/2 without TLS) and gRPC-Web (HTTP/1.1 or HTTP/2, binary and text) on one port, with CORS and a
/// few plain routes. Handlers run on virtual threads; the network runs on one event loop.
public final class RpcServer implements AutoCloseable {

    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_STREAMS_PER_CONNECTION = 256;
    private static final int MAX_ROUTE_BODY_BYTES = 64 << 10;

    private final Map<String, RpcMethod<?>> methods = new HashMap<>();
    private final Map<String, HttpRoute> routes = new HashMap<>();
    private final RpcLimits limits;
    private final Supplier<Map<String, String>> chainHeaders;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("rpc-", 0).factory());
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final HttpServer server;
    private final Shared shared;

    /// What the calls of one server share.
    record Shared(Vertx vertx, ExecutorService workers, ByteBudget bytes, Semaphore calls, RpcLimits limits) {}

    /// Starts to serve.
    ///
    /// @param host         the address to bind
    /// @param port         the port, 0 for any free one
    /// @param chainHeaders asked for the `x-sui-…` headers of each answer; must be cheap
    /// @throws DataException.Unavailable if the port is taken
    public RpcServer(
            String host,
            int port,
            List<RpcMethod<?>> methods,
            List<HttpRoute> routes,
            Supplier<Map<String, String>> chainHeaders,
            RpcLimits limits) {
        methods.forEach(method -> this.methods.put("/" + method.path(), method));
        routes.forEach(route -> this.routes.put(route.method() + " " + route.path(), route));
        this.limits = limits;
        this.chainHeaders = chainHeaders;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setDisableTCCL(true));
        this.shared = new Shared(
                vertx, workers, new ByteBudget(limits.maxBufferedBytes()), new Semaphore(limits.maxCalls()), limits);
        this.server = vertx.createHttpServer(options(host, port));
        server.connectionHandler(this::opened);
        server.requestHandler(this::handle);
        // A request that breaks HTTP: answer 400 where there is something to answer, and close.
        server.invalidRequestHandler(HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
        server.exceptionHandler(ignored -> {});
        try {
            server.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            close();
            throw new DataException.Unavailable(
                    "ledger server: cannot listen on " + host + ":" + port + ": " + e.getCause()
                            + "; choose another port or 0 for any free one",
                    e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("ledger server: interrupted while starting", e);
        }
    }

    private HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxFormAttributeSize(MAX_LINE_BYTES)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                // Also cuts calls that are silent for so long, hence longer than callTimeout; streams send heartbeats.
                .setIdleTimeout((int) limits.idleTimeout().toSeconds())
                .setHttp2ClearTextEnabled(true)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                        .setMaxHeaderListSize(MAX_HEADER_BYTES)
                        .setInitialWindowSize(1 << 20));
    }

    /// The port that is served.
    public int port() {
        return server.actualPort();
    }

    /// Bytes of requests and answers in memory now.
    public long bufferedBytes() {
        return shared.bytes().used();
    }

    /// Calls in progress now.
    public int callsInProgress() {
        return limits.maxCalls() - shared.calls().availablePermits();
    }

    /// Open connections now.
    public int openConnections() {
        return connections.size();
    }

    private void opened(HttpConnection connection) {
        if (connections.size() >= limits.maxConnections()) {
            return; // over the limit: what it asks is refused and it is closed
        }
        connections.add(connection);
        connection.closeHandler(ignored -> connections.remove(connection));
        connection.exceptionHandler(ignored -> {});
    }

    private void handle(HttpServerRequest request) {
        if (!connections.contains(request.connection())) {
            request.response()
                    .setStatusCode(503)
                    .putHeader("connection", "close")
                    .end()
                    .onComplete(ignored -> request.connection().close());
            return;
        }
        request.response().exceptionHandler(ignored -> {});
        String type = request.getHeader("content-type");
        Wire wire = type == null || !request.method().equals(HttpMethod.POST) ? null : Wire.of(type);
        if (wire != null && type != null) {
            RpcExchange exchange = new RpcExchange(shared, request, wire, type, chainHeaders.get());
            request.response().closeHandler(ignored -> exchange.close());
            exchange.receive(methods.get(request.path()));
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            Cors.preflight(request);
        } else {
            HttpRoute route = routes.get(request.method() + " " + request.path());
            new RouteExchange(shared, request, MAX_ROUTE_BODY_BYTES).receive(route);
        }
    }

    /// Stops: no new calls, open ones are cut. Closing twice does nothing.
    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            System.getLogger(RpcServer.class.getName()).log(System.Logger.Level.WARNING, "event=close failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }
}
