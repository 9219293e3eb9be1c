package dev.floe.ledger.net.internal.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.Status.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One gRPC or gRPC-Web call: reads the request, runs the handler on a virtual thread, writes what it sends.
///
/// Everything that touches the connection runs on the event loop. The handler is never interrupted: an interrupt
/// would close the files it may be writing. When time is up the client gets its answer, and the handler's is
/// dropped.
final class RpcExchange implements RpcCall {

    /// Deepest nesting of messages that is parsed.
    private static final int MAX_DEPTH = 64;

    private static final long CANCELLED_H2 = 8;

    private final RpcServer.Shared shared;
    private final HttpServerRequest request;
    private final Wire wire;
    private final String requestType;
    private final Map<String, String> headers;
    private final Context context = Objects.requireNonNull(Vertx.currentContext(), "event loop");

    // Event loop only.
    private long deadlineTimer = -1;
    private boolean started;
    private boolean finished;

    // Handler thread only: the last message sent, not yet on its way.
    private byte @Nullable [] held;

    private volatile boolean closed;
    private final List<Runnable> closeActions = new ArrayList<>(); // guarded by itself

    RpcExchange(
            RpcServer.Shared shared,
            HttpServerRequest request,
            Wire wire,
            String requestType,
            Map<String, String> headers) {
        this.shared = shared;
        this.request = request;
        this.wire = wire;
        this.requestType = requestType;
        this.headers = headers;
    }

    void receive(@Nullable RpcMethod<?> method) {
        try {
            check(method);
            startDeadline();
        } catch (RpcException e) {
            request.handler(ignored -> {});
            finish(null, e);
            return;
        }
        if (!shared.calls().tryAcquire()) {
            request.handler(ignored -> {});
            finish(null, RpcException.of(Code.RESOURCE_EXHAUSTED, "too many calls in progress; try again"));
            return;
        }
        RpcMethod<?> known = Objects.requireNonNull(method);
        long maxBody = wire.maxBodyBytes(shared.limits().maxMessageBytes());
        new BodyReader(shared, maxBody, body -> shared.workers().execute(() -> run(known, body)), refusal -> {
                    shared.calls().release();
                    refuse(refusal);
                })
                .read(request);
    }

    private void check(@Nullable RpcMethod<?> method) {
        if (wire == Wire.GRPC && request.version() != HttpVersion.HTTP_2) {
            throw RpcException.of(
                    Code.INVALID_ARGUMENT, "application/grpc needs HTTP/2; over HTTP/1.1 use application/grpc-web");
        }
        if (method == null) {
            throw RpcException.of(Code.UNIMPLEMENTED, "unknown method " + shown(request.path()));
        }
        String encoding = request.getHeader("grpc-encoding");
        if (encoding != null && !encoding.equals("identity")) {
            throw RpcException.of(Code.UNIMPLEMENTED, "grpc-encoding " + shown(encoding) + " is not supported");
        }
    }

    private void startDeadline() {
        Duration limit = shared.limits().callTimeout();
        String asked = request.getHeader("grpc-timeout");
        if (asked != null) {
            Duration wanted = GrpcTimeout.parse(asked);
            limit = wanted.compareTo(limit) < 0 ? wanted : limit;
        }
        Duration timeout = limit;
        deadlineTimer = shared.vertx()
                .setTimer(
                        Math.max(1, timeout.toMillis()),
                        ignored -> finish(
                                null,
                                RpcException.of(
                                        Code.DEADLINE_EXCEEDED, "no answer within " + timeout.toMillis() + " ms")));
    }

    private void refuse(BodyReader.Refusal refusal) {
        switch (refusal) {
            case TOO_LARGE -> {
                finish(
                        null,
                        RpcException.of(
                                Code.RESOURCE_EXHAUSTED,
                                "request message over " + shared.limits().maxMessageBytes() + " bytes"));
                // Nothing more of that body is wanted; the answer leaves first.
                shared.vertx().setTimer(200, ignored -> abort());
            }
            case OVERLOAD -> finish(null, RpcException.of(Code.RESOURCE_EXHAUSTED, "server is full; try again"));
            case TOO_SLOW -> finish(null, RpcException.of(Code.DEADLINE_EXCEEDED, "request did not arrive in time"));
            case GONE -> close();
        }
    }

    /// On a virtual thread.
    private <Q extends MessageLite> void run(RpcMethod<Q> method, byte[] body) {
        RpcException failure = null;
        try {
            method.handler().handle(parse(method, body), this);
        } catch (Throwable e) {
            failure = Failures.of(e);
        } finally {
            shared.bytes().giveBack(body.length);
            shared.calls().release();
        }
        byte[] last = held;
        held = null;
        RpcException status = failure;
        context.runOnContext(ignored -> finish(last, status));
    }

    private <Q extends MessageLite> Q parse(RpcMethod<Q> method, byte[] body) {
        ByteBuffer message = wire.requestMessage(body);
        CodedInputStream in = CodedInputStream.newInstance(message);
        in.setRecursionLimit(MAX_DEPTH);
        try {
            Q parsed = method.parser().parseFrom(in);
            in.checkLastTagWas(0);
            return parsed;
        } catch (InvalidProtocolBufferException e) {
            throw RpcException.of(Code.INVALID_ARGUMENT, "request: not a message of this method: " + e.getMessage());
        }
    }

    @Override
    public void send(MessageLite message) {
        flush();
        byte[] bytes = wire.message(message.toByteArray());
        if (!shared.bytes().tryTake(bytes.length)) {
            throw RpcException.of(Code.RESOURCE_EXHAUSTED, "server is full; try again");
        }
        held = bytes;
    }

    @Override
    public void flush() {
        byte[] bytes = held;
        if (bytes == null) {
            return;
        }
        held = null;
        CompletableFuture<?> written = new CompletableFuture<>();
        context.runOnContext(ignored -> write(bytes).onComplete(done -> {
            shared.bytes().giveBack(bytes.length);
            if (done.succeeded()) {
                written.complete(null);
            } else {
                written.completeExceptionally(done.cause());
            }
        }));
        try {
            written.get();
        } catch (ExecutionException e) {
            throw RpcException.of(Code.CANCELLED, "client has gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.of(Code.CANCELLED, "interrupted");
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (closeActions) {
            if (!closed) {
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    private Future<Void> write(byte[] bytes) {
        if (finished || closed) {
            return Future.failedFuture("closed");
        }
        shared.vertx().cancelTimer(deadlineTimer);
        HttpServerResponse response = start();
        return guarded(response.write(Buffer.buffer(bytes)));
    }

    /// `written`, with the connection cut when the client does not read.
    private Future<Void> guarded(Future<Void> written) {
        if (written.isComplete()) {
            return written;
        }
        Promise<Void> outcome = Promise.promise();
        long timer = shared.vertx().setTimer(shared.limits().writeTimeout().toMillis(), ignored -> {
            abort();
            outcome.tryFail("client reads too slowly");
        });
        written.onComplete(done -> {
            shared.vertx().cancelTimer(timer);
            if (done.succeeded()) {
                outcome.tryComplete();
            } else {
                outcome.tryFail(done.cause());
            }
        });
        return outcome.future();
    }

    private HttpServerResponse start() {
        HttpServerResponse response = request.response();
        if (!started) {
            started = true;
            response.setChunked(true);
            response.putHeader("content-type", wire.answerType(requestType));
            headers.forEach(response::putHeader);
            if (wire.isWeb()) {
                Cors.expose(response);
            }
        }
        return response;
    }

    private void finish(byte @Nullable [] last, @Nullable RpcException failure) {
        if (finished || closed || request.response().closed()) {
            shared.vertx().cancelTimer(deadlineTimer);
            shared.bytes().giveBack(last == null ? 0 : last.length);
            return;
        }
        finished = true;
        shared.vertx().cancelTimer(deadlineTimer);
        boolean onlyStatus = !started && last == null;
        HttpServerResponse response = start();
        byte[] message = last == null ? new byte[0] : last;
        Future<Void> end;
        if (wire.isWeb()) {
            Buffer body = Buffer.buffer(message).appendBytes(wire.trailer(trailerText(failure)));
            if (!response.headWritten()) {
                response.setChunked(false);
            }
            end = response.end(body);
        } else {
            // Without any message the status stands in the headers ("trailers-only").
            statusFields(failure).forEach(onlyStatus ? response::putHeader : response::putTrailer);
            if (message.length > 0) {
                response.write(Buffer.buffer(message));
            }
            end = response.end();
        }
        guarded(end).onComplete(ignored -> shared.bytes().giveBack(message.length));
        close();
    }

    private static Map<String, String> statusFields(@Nullable RpcException failure) {
        if (failure == null) {
            return Map.of("grpc-status", "0");
        }
        String status = Integer.toString(failure.code().value());
        String message = Wire.percentEncode(failure.text());
        return failure.hasDetails()
                ? Map.of(
                        "grpc-status",
                        status,
                        "grpc-message",
                        message,
                        "grpc-status-details-bin",
                        Base64.getEncoder().encodeToString(failure.toStatus().toByteArray()))
                : Map.of("grpc-status", status, "grpc-message", message);
    }

    private static String trailerText(@Nullable RpcException failure) {
        StringBuilder text = new StringBuilder();
        statusFields(failure)
                .forEach((name, value) ->
                        text.append(name).append(':').append(value).append("\r\n"));
        return text.toString();
    }

    private void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(CANCELLED_H2);
        } else {
            request.connection().close();
        }
    }

    /// The connection is gone, or the call is over.
    void close() {
        List<Runnable> actions;
        synchronized (closeActions) {
            if (closed) {
                return;
            }
            closed = true;
            actions = List.copyOf(closeActions);
            closeActions.clear();
        }
        shared.vertx().cancelTimer(deadlineTimer);
        actions.forEach(Runnable::run);
    }

    private static String shown(String text) {
        return "'" + (text.length() <= 200 ? text : text.substring(0, 200) + "…") + "'";
    }
}
