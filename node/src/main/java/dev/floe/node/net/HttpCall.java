package dev.floe.node.net;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/// One request and its answer, for blocking code on a virtual thread. The event loop is never waited on by itself.
final class HttpCall {

    /// Pieces of an answer on their way to the socket; more wait.
    private static final int PIECES_IN_FLIGHT = 4;

    private static final int PIECE_BYTES = 256 << 10;
    private static final long MAX_DISCARDED_BYTES = 64 << 10;

    private final HttpEdge.Shared shared;
    private final HttpServerRequest request;
    private final BodySource source;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "event loop");
    private final Semaphore window = new Semaphore(PIECES_IN_FLIGHT);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean hasBegun;
    private volatile boolean isBroken;
    private long takenBytes;

    HttpCall(HttpEdge.Shared shared, HttpServerRequest request) {
        this.shared = shared;
        this.request = request;
        source = new BodySource(request);
        request.response().closeHandler(_ -> breakOff());
        request.response().exceptionHandler(_ -> breakOff());
    }

    private void breakOff() {
        isBroken = true;
        ended.complete(null);
        window.release(PIECES_IN_FLIGHT); // nobody waits for a client that is gone
    }

    String method() {
        return request.method().name();
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /// The path, as it came: not decoded.
    String path() {
        return request.path() == null ? "" : request.path();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(request.params().get(name));
    }

    List<String> queries(String name) {
        return request.params().getAll(name);
    }

    /// Names of all query parameters.
    Set<String> queryNames() {
        return request.params().names();
    }

    /// The body, whole.
    ///
    /// @throws HttpFailure if it is longer than `maxBytes`, comes too slowly, or there is no memory for it
    byte[] body(long maxBytes) throws InterruptedException, IOException {
        long announced = requireLength(maxBytes);
        if (announced > 0) {
            take(announced);
        }
        BodyCollector collector = new BodyCollector(shared, maxBytes, announced);
        context.runOnContext(_ -> collector.read(source));
        return await(collector.body());
    }

    /// The body as a stream of at most `maxBytes` bytes; reading past that fails.
    InputStream bodyStream(long maxBytes) {
        requireLength(maxBytes);
        return new BodyStream(context, source, maxBytes);
    }

    /// The length of the body, if it was announced.
    OptionalLong announcedLength() {
        String text = request.getHeader("content-length");
        return text != null && text.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private long requireLength(long maxBytes) {
        long announced = announcedLength().orElse(-1);
        if (announced > maxBytes) {
            throw new HttpFailure(413, "body of " + announced + " bytes, at most " + maxBytes + " are taken");
        }
        return announced;
    }

    private void take(long bytes) {
        if (!shared.bytes().tryTake(bytes)) {
            throw new HttpFailure(503, "no memory for a body of " + bytes + " bytes now");
        }
        takenBytes += bytes;
    }

    /// Answers whole.
    void send(int status, Map<String, String> headers, byte[] body) {
        hasBegun = true;
        context.runOnContext(_ -> {
            HttpServerResponse response = begin(status, headers);
            response.putHeader("content-length", Integer.toString(body.length));
            (isHead() || body.length == 0 ? response.end() : response.end(Buffer.buffer(body)))
                    .onComplete(_ -> ended.complete(null));
        });
    }

    /// Begins an answer whose body comes by [#write]; end it with [#end].
    ///
    /// @param length of the body, if it is known
    void start(int status, Map<String, String> headers, OptionalLong length) {
        hasBegun = true;
        context.runOnContext(_ -> {
            HttpServerResponse response = begin(status, headers);
            if (length.isPresent()) {
                response.putHeader("content-length", Long.toString(length.getAsLong()));
            } else {
                response.setChunked(true);
            }
        });
    }

    private HttpServerResponse begin(int status, Map<String, String> headers) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status)
                .putHeader("access-control-allow-origin", "*")
                .putHeader("access-control-expose-headers", "*")
                .putHeader("x-content-type-options", "nosniff");
        headers.forEach(response::putHeader);
        return response;
    }

    /// Sends the rest of `piece`; waits while the client is slow.
    ///
    /// @throws IOException if the client is gone
    void write(ByteBuffer piece) throws IOException, InterruptedException {
        window.acquire();
        requireClient();
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        context.runOnContext(_ -> request.response().write(Buffer.buffer(copy)).onComplete(result -> {
            isBroken |= result.failed();
            window.release();
        }));
    }

    /// Sends a piece of any size, cut into pieces that fit into the window.
    void writeAll(ByteBuffer piece) throws IOException {
        try {
            while (piece.hasRemaining()) {
                int count = Math.min(piece.remaining(), PIECE_BYTES);
                write(piece.slice(piece.position(), count));
                piece.position(piece.position() + count);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while answering", e);
        }
    }

    /// As [#writeAll], for callers that cannot throw checked exceptions.
    void writeUnchecked(ByteBuffer piece) {
        try {
            writeAll(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers a HEAD request: the headers of a body of `length` bytes.
    void head(int status, Map<String, String> headers, long length) {
        hasBegun = true;
        context.runOnContext(_ -> begin(status, headers)
                .putHeader("content-length", Long.toString(length))
                .end()
                .onComplete(_ -> ended.complete(null)));
    }

    private void requireClient() throws IOException {
        if (isBroken) {
            throw new IOException("the client is gone");
        }
    }

    /// Ends an answer that was begun with [#start].
    void end() {
        context.runOnContext(_ -> request.response().end().onComplete(_ -> ended.complete(null)));
    }

    /// Whether something was answered already.
    boolean hasBegun() {
        return hasBegun;
    }

    /// Breaks the connection, so that nobody takes what was sent for the whole.
    void abort() {
        context.runOnContext(_ -> {
            request.response().reset();
            ended.complete(null);
        });
    }

    /// Waits until the answer has left, and gives memory back. Called once, at the end of the handler.
    void finish() {
        try {
            if (hasBegun) {
                ended.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("never completed with a failure", e);
        } finally {
            shared.bytes().giveBack(takenBytes);
            takenBytes = 0;
            context.runOnContext(_ -> dropBody());
        }
    }

    /// What is left of a body nobody wants is read if it is little, so that the connection can be used again.
    private void dropBody() {
        if (!source.isOver()) {
            source.discard(MAX_DISCARDED_BYTES);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws InterruptedException, IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case HttpFailure failure -> throw failure;
                case null, default -> throw new IOException("the client is gone", e);
            }
        }
    }
}
