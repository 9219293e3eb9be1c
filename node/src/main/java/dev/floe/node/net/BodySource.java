package dev.floe.node.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// The body of a request before anybody wants it: held back, with what already happened to it. Handlers must be set
/// while the request is new, or an early end goes by unseen. Event loop only.
final class BodySource {

    /// Takes a body; event loop only.
    interface Taker {
        void part(Buffer bytes);

        void end();

        void failed(Throwable cause);
    }

    private final HttpServerRequest request;
    private @Nullable Taker taker;
    private @Nullable Throwable failure;
    private boolean hasEnded;

    BodySource(HttpServerRequest request) {
        this.request = request;
        request.pause();
        request.handler(part -> {
            if (taker != null) {
                taker.part(part);
            }
        });
        request.endHandler(_ -> {
            hasEnded = true;
            if (taker != null) {
                taker.end();
            }
        });
        request.exceptionHandler(cause -> {
            failure = cause;
            if (taker != null) {
                taker.failed(cause);
            }
        });
    }

    /// Gives the body to `next` from now on; nothing comes before [#more] or [#all].
    void to(Taker next) {
        taker = next;
        if (failure != null) {
            next.failed(failure);
        } else if (hasEnded) {
            next.end();
        }
    }

    /// Asks for `parts` more.
    void more(int parts) {
        if (!hasEnded) {
            request.fetch(parts);
        }
    }

    /// Asks for all there is.
    void all() {
        if (!hasEnded) {
            request.resume();
        }
    }

    /// Asks for nothing more.
    void hold() {
        if (!hasEnded) {
            request.pause();
        }
    }

    /// Whether all of it has come, or nothing more will.
    boolean isOver() {
        return hasEnded || failure != null;
    }

    /// Throws the rest away, and breaks the connection if that is more than `maxBytes`.
    void discard(long maxBytes) {
        to(new Taker() {
            private long left = maxBytes;

            @Override
            public void part(Buffer bytes) {
                left -= bytes.length();
                if (left < 0) {
                    cut();
                }
            }

            @Override
            public void end() {}

            @Override
            public void failed(Throwable cause) {}
        });
        all();
    }

    private void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
        } else {
            request.connection().close();
        }
    }
}
