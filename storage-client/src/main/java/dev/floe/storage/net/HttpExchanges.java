package dev.floe.storage.net;

import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests with a deadline for the whole exchange, and takes bodies up to a limit.
final class HttpExchanges {

    private HttpExchanges() {}

    /// The answer to `request`, whatever its status.
    ///
    /// @param who names the other side in messages
    /// @param maxBytes longest body accepted
    static HttpResponse<byte[]> send(
            HttpClient client, HttpRequest.Builder request, String who, long maxBytes, Deadline deadline)
            throws InterruptedException {
        if (deadline.isOver()) {
            throw new DataException.Unavailable(who + ": no time left to ask");
        }
        // The timeout of the request ends with the headers; the wait below covers the body too.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request.timeout(deadline.remaining()).build(), info -> new BoundedBody(who, info, maxBytes));
        try {
            return answer.get(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new DataException.Unavailable(who + ": no answer in time", e);
        } catch (ExecutionException e) {
            throw failure(who, e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException failure(String who, Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof DataException data) {
                return data;
            }
        }
        return cause instanceof IOException
                ? new DataException.Unavailable(who + ": " + describe(cause), cause)
                : new IllegalStateException(who + ": " + cause, cause);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /// Collects a body, and gives up as soon as it is longer than allowed.
    private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
        private static final int MAX_FIRST_BYTES = 1 << 20;

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final String who;
        private final long maxBytes;
        private final OptionalLong announced;
        private final ByteArrayOutputStream received;
        private Flow.@Nullable Subscription subscription;

        BoundedBody(String who, HttpResponse.ResponseInfo info, long maxBytes) {
            this.who = who;
            this.maxBytes = maxBytes;
            announced = info.headers().firstValueAsLong("content-length");
            received = new ByteArrayOutputStream(Math.clamp(announced.orElse(0), 0, MAX_FIRST_BYTES));
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            if (announced.orElse(0) > maxBytes) {
                tooLong(newSubscription);
            } else {
                newSubscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (body.isDone()) {
                    return;
                }
                if (received.size() + (long) buffer.remaining() > maxBytes) {
                    tooLong(subscription);
                    return;
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                received.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(received.toByteArray());
        }

        private void tooLong(Flow.@Nullable Subscription toCancel) {
            body.completeExceptionally(
                    new DataException.Corrupt(who + ": answer of more than " + maxBytes + " bytes; drop this source"));
            if (toCancel != null) {
                toCancel.cancel();
            }
        }
    }
}
