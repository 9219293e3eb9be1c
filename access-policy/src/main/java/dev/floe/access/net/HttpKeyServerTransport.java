package dev.floe.access.net;

import dev.floe.access.KeyServerTransport;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Speaks with key servers by the JDK's HTTP client. Redirects are not followed: a request is signed for whom it
/// names.
public final class HttpKeyServerTransport implements KeyServerTransport {

    private static final int MAX_BODY_BYTES = 1 << 20;

    private final HttpClient client;
    private final Duration timeout;

    /// @param timeout for each request, from connecting to the last byte
    public HttpKeyServerTransport(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Reply send(String url, Map<String, String> headers, Optional<Bytes> body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(timeout);
            headers.forEach(request::header);
            body.ifPresentOrElse(
                    bytes -> request.header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray())),
                    request::GET);
            return reply(
                    client.sendAsync(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES)),
                    url);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(url + ": not a usable address: " + e.getMessage(), e);
        }
    }

    /// Waits for the whole answer: the client's own timeout ends with the headers.
    private Reply reply(CompletableFuture<HttpResponse<byte[]>> sent, String url) {
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            Map<String, String> received = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> received.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            return new Reply(response.statusCode(), received, Bytes.copyOf(response.body()));
        } catch (ExecutionException e) {
            throw new DataException.Unavailable(url + ": " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new DataException.Unavailable(url + ": no answer within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable(url + ": interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable e) {
        if (e == null) {
            return "unknown";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
