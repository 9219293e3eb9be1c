package dev.floe.ledger.net.internal.rpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/// Collects a request body within its limits; event loop only. Exactly one of the two outcomes is reported.
final class BodyReader {

    /// Why a body was not read.
    enum Refusal {
        /// Over the limit of this request.
        TOO_LARGE,
        /// All clients together hold too much.
        OVERLOAD,
        /// It did not come in time.
        TOO_SLOW,
        /// The connection broke.
        GONE
    }

    private final RpcServer.Shared shared;
    private final long maxBytes;
    private final Consumer<byte[]> onBody;
    private final Consumer<Refusal> onRefusal;
    private final Buffer collected = Buffer.buffer();
    private long timer;
    private boolean done;

    BodyReader(RpcServer.Shared shared, long maxBytes, Consumer<byte[]> onBody, Consumer<Refusal> onRefusal) {
        this.shared = shared;
        this.maxBytes = maxBytes;
        this.onBody = onBody;
        this.onRefusal = onRefusal;
    }

    void read(HttpServerRequest request) {
        timer = shared.vertx().setTimer(shared.limits().bodyTimeout().toMillis(), ignored -> {
            refuse(Refusal.TOO_SLOW);
            // What was answered can still leave before the connection is cut.
            shared.vertx().setTimer(1_000, late -> request.connection().close());
        });
        request.exceptionHandler(ignored -> refuse(Refusal.GONE));
        request.handler(this::take);
        request.endHandler(ignored -> {
            if (finish()) {
                byte[] body = collected.getBytes();
                onBody.accept(body);
            }
        });
    }

    /// Gives the bytes of a body that was handed out back to the budget.
    void release(byte[] body) {
        shared.bytes().giveBack(body.length);
    }

    private void take(Buffer part) {
        if (done) {
            return;
        }
        if (collected.length() + (long) part.length() > maxBytes) {
            refuse(Refusal.TOO_LARGE);
        } else if (!shared.bytes().tryTake(part.length())) {
            refuse(Refusal.OVERLOAD);
        } else {
            collected.appendBuffer(part);
        }
    }

    private void refuse(Refusal refusal) {
        if (finish()) {
            shared.bytes().giveBack(collected.length());
            onRefusal.accept(refusal);
        }
    }

    private boolean finish() {
        if (done) {
            return false;
        }
        done = true;
        shared.vertx().cancelTimer(timer);
        return true;
    }
}
