package dev.floe.node.net;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// Collects a body in memory within its limits; event loop only.
final class BodyCollector {

    private static final int RATE_CHECK_MILLIS = 5_000;

    private final HttpEdge.Shared shared;
    private final long maxBytes;
    private final long takenBefore;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final Buffer collected;
    private long seenAtLastCheck;
    private long taken;
    private long timer;

    BodyCollector(HttpEdge.Shared shared, long maxBytes, long announced) {
        this.shared = shared;
        this.maxBytes = maxBytes;
        this.takenBefore = Math.max(announced, 0);
        collected = Buffer.buffer((int) Math.min(takenBefore, 1 << 20));
    }

    CompletableFuture<byte[]> body() {
        return body;
    }

    void read(BodySource source) {
        timer = shared.vertx().setPeriodic(RATE_CHECK_MILLIS, _ -> checkRate(source));
        source.to(new BodySource.Taker() {
            @Override
            public void part(Buffer bytes) {
                take(source, bytes);
            }

            @Override
            public void end() {
                finish();
            }

            @Override
            public void failed(Throwable cause) {
                fail(new IOException("the connection broke", cause));
            }
        });
        source.all();
    }

    private void checkRate(BodySource source) {
        long least = shared.limits().http().minBodyBytesPerSecond() * (long) RATE_CHECK_MILLIS / 1000;
        if (collected.length() - seenAtLastCheck < least) {
            fail(new HttpFailure(408, "the body comes too slowly"));
            source.hold();
        }
        seenAtLastCheck = collected.length();
    }

    private void take(BodySource source, Buffer part) {
        if (body.isDone()) {
            return;
        }
        long length = (long) collected.length() + part.length();
        if (length > maxBytes) {
            fail(new HttpFailure(413, "body of more than " + maxBytes + " bytes"));
            source.hold();
        } else if (length > takenBefore + taken && !grow(length - takenBefore - taken)) {
            fail(new HttpFailure(503, "no memory for the body now"));
            source.hold();
        } else {
            collected.appendBuffer(part);
        }
    }

    private boolean grow(long bytes) {
        boolean isGiven = shared.bytes().tryTake(bytes);
        taken += isGiven ? bytes : 0;
        return isGiven;
    }

    private void finish() {
        shared.vertx().cancelTimer(timer);
        body.complete(collected.getBytes());
        shared.bytes().giveBack(taken);
        taken = 0;
    }

    private void fail(Exception failure) {
        shared.vertx().cancelTimer(timer);
        body.completeExceptionally(failure);
        shared.bytes().giveBack(taken);
        taken = 0;
    }
}
