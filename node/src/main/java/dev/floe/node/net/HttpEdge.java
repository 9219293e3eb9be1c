package dev.floe.node.net;

import dev.floe.format.DataException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// An HTTP server on one event loop, whose handlers are blocking code on virtual threads: accepting, limits,
/// back-pressure and cross-origin rules are here, what requests mean is not. HTTP/1.1 and HTTP/2.
final class HttpEdge implements AutoCloseable {

    private static final int MAX_STREAMS_PER_CONNECTION = 256;
    private static final System.Logger LOG = System.getLogger(HttpEdge.class.getName());

    /// Answers requests.
    interface Handler {
        /// Answers one request; runs on a virtual thread of its own.
        void handle(HttpCall call) throws Exception;

        /// Answers a request that failed with `failure`, if nothing was answered yet.
        void fail(HttpCall call, Throwable failure);
    }

    /// What all requests share.
    record Shared(Vertx vertx, ByteBudget bytes, ServerLimits limits) {}

    private final ServerLimits limits;
    private final Handler handler;
    private final Semaphore requests;
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 0).factory());
    private final Vertx vertx;
    private final HttpServer server;
    private final Shared shared;

    /// Starts to serve.
    ///
    /// @param port the port, 0 for any free one
    /// @param tls key and certificate; without them plain HTTP
    /// @throws DataException.Unavailable if the port is taken
    HttpEdge(String host, int port, Optional<PemKeyCertOptions> tls, ServerLimits limits, Handler handler) {
        this.limits = limits;
        this.handler = handler;
        requests = new Semaphore(limits.maxRequests());
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setDisableTCCL(true));
        shared = new Shared(vertx, new ByteBudget(limits.maxBufferedBytes()), limits);
        server = vertx.createHttpServer(options(host, port, tls));
        server.connectionHandler(this::opened);
        server.requestHandler(this::accept);
        server.invalidRequestHandler(HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER);
        server.exceptionHandler(_ -> {});
        try {
            server.listen().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            close();
            throw new DataException.Unavailable(
                    "cannot listen on " + host + ":" + port + ": " + e.getCause()
                            + "; choose another port or 0 for any free one",
                    e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("interrupted while starting the server", e);
        }
    }

    private HttpServerOptions options(String host, int port, Optional<PemKeyCertOptions> tls) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxHeaderSize(limits.http().maxHeaderBytes())
                .setMaxInitialLineLength(limits.http().maxRequestLineBytes())
                .setDecompressionSupported(false)
                .setTcpNoDelay(true)
                .setIdleTimeout((int) limits.http().idleTimeout().toSeconds())
                .setHttp2ClearTextEnabled(true)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                        .setMaxHeaderListSize(limits.http().maxHeaderBytes())
                        .setInitialWindowSize(1 << 20));
        tls.ifPresent(key -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(key));
        return options;
    }

    /// The port that is served.
    int port() {
        return server.actualPort();
    }

    /// Requests answered since the start.
    long served() {
        return served.get();
    }

    /// Requests refused for load since the start.
    long refused() {
        return refused.get();
    }

    /// Requests in progress.
    int inProgress() {
        return limits.maxRequests() - requests.availablePermits();
    }

    /// Bytes of bodies in memory.
    long bufferedBytes() {
        return shared.bytes().used();
    }

    private void opened(HttpConnection connection) {
        if (connections.size() >= limits.maxConnections()) {
            return; // what it asks is refused, and it is closed
        }
        connections.add(connection);
        connection.closeHandler(_ -> connections.remove(connection));
        connection.exceptionHandler(_ -> {});
    }

    private void accept(HttpServerRequest request) {
        request.response().exceptionHandler(_ -> {});
        if (request.method().equals(HttpMethod.OPTIONS)) {
            preflight(request);
        } else if (isClosing.get() || !connections.contains(request.connection())) {
            refuse(request, 503, "the server stops, or has too many connections");
        } else if (!requests.tryAcquire()) {
            refuse(request, 429, "too many requests in progress");
        } else {
            HttpCall call = new HttpCall(shared, request);
            workers.execute(() -> work(call));
        }
    }

    private void work(HttpCall call) {
        try {
            handler.handle(call);
        } catch (Throwable e) {
            fail(call, e);
        } finally {
            call.finish();
            served.incrementAndGet();
            requests.release();
        }
    }

    private void fail(HttpCall call, Throwable failure) {
        if (call.hasBegun()) {
            call.abort(); // visibly, never a short success
            return;
        }
        try {
            handler.fail(call, failure);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "event=answer-failed", e);
        }
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        refused.incrementAndGet();
        HttpServerResponse response = request.response();
        response.putHeader("access-control-allow-origin", "*")
                .putHeader("retry-after", "1")
                .putHeader("content-type", "text/plain; charset=utf-8")
                .setStatusCode(status);
        if (request.version() == HttpVersion.HTTP_2 && status == 429) {
            response.end(message + "; try again later\n"); // other streams of the connection go on
        } else {
            if (request.version() != HttpVersion.HTTP_2) {
                response.putHeader("connection", "close");
            }
            response.end(message + "; try again later\n")
                    .onComplete(_ -> request.connection().close());
        }
    }

    private static void preflight(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("access-control-allow-origin", "*")
                .putHeader("access-control-allow-methods", "GET, HEAD, PUT, POST, OPTIONS")
                .putHeader("access-control-allow-headers", "*")
                .putHeader("access-control-max-age", "86400")
                .setStatusCode(204)
                .end();
    }

    /// Stops: refuses new requests, lets those in progress finish for a while, then cuts them. Closing twice does
    /// nothing.
    @Override
    public void close() {
        if (isClosing.getAndSet(true)) {
            return;
        }
        CountDownLatch closed = new CountDownLatch(1);
        try {
            requests.tryAcquire(limits.maxRequests(), limits.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vertx.close().onComplete(_ -> closed.countDown());
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }
}
