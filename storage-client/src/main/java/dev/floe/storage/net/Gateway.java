package dev.floe.storage.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A connection to one public gateway: an aggregator or a publisher.
final class Gateway implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_MESSAGE = 200;

    private final URI root;
    private final Time time;
    private final Duration timeout;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    Gateway(URI root, Time time, Duration timeout) {
        String scheme = root.getScheme();
        if (scheme == null || root.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("gateway: expected http://host or https://host, got " + root);
        }
        this.root = root;
        this.time = time;
        this.timeout = timeout;
        http = HttpClient.newBuilder()
                .executor(executor)
                .connectTimeout(CONNECT_TIMEOUT)
                .version(scheme.equals("http") ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Deadline deadline() {
        return Deadline.in(time, timeout);
    }

    HttpRequest.Builder request(String path) {
        String base = root.toString();
        return HttpRequest.newBuilder(
                URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request, long maxBytes, Deadline deadline) {
        try {
            return HttpExchanges.send(http, request, "gateway " + root, maxBytes, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("gateway " + root + ": interrupted", e);
        }
    }

    /// What an answer other than the one hoped for means.
    DataException failure(String what, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        String text = what + ": gateway " + root + " answered " + status + " " + message(answer.body());
        return switch (status) {
            case 404 -> new DataException.NotFound(text);
            case 401, 403, 451 -> new DataException.Denied(text);
            default ->
                status == 429 || status >= 500
                        ? new DataException.Unavailable(text + "; try again later or elsewhere")
                        : new DataException.Corrupt(text);
        };
    }

    private static String message(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * MAX_MESSAGE), StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), MAX_MESSAGE)).replaceAll("\\p{Cntrl}", " ");
    }

    static JsonNode json(byte[] body) {
        return NodeJson.readTree(body);
    }

    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
