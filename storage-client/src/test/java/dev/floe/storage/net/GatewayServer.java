package dev.floe.storage.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.storage.LocalStore;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Aggregator and publisher as the reference behaves: one range with both ends, no HEAD, its JSON.
final class GatewayServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final HttpServer server;
    private final LocalStore blobs;

    /// What it does wrong.
    enum Fault {
        NONE,
        OTHER_RANGE,
        OTHER_SIZE,
        FEWER_BYTES,
        BUSY,
        OTHER_ID
    }

    volatile Fault fault = Fault.NONE;

    GatewayServer(LocalStore blobs) throws IOException {
        this.blobs = blobs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/blobs", this::answer);
        server.start();
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (fault == Fault.BUSY) {
                send(exchange, 429, "busy".getBytes(StandardCharsets.UTF_8));
            } else if (exchange.getRequestMethod().equals("PUT")) {
                store(exchange);
            } else {
                read(exchange);
            }
        }
    }

    private void read(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        BlobId id = BlobId.parse(path.substring(path.lastIndexOf('/') + 1));
        long size;
        try {
            size = blobs.sizeBytes(id);
        } catch (DataException.NotFound e) {
            send(exchange, 404, new byte[0]);
            return;
        }
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        if (!range.matches()) {
            send(
                    exchange,
                    200,
                    size == 0
                            ? new byte[0]
                            : blobs.read(id, new ByteRange(0, size)).toByteArray());
            return;
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2));
        if (to >= size) {
            send(exchange, 416, new byte[0]);
            return;
        }
        byte[] bytes = blobs.read(id, ByteRange.between(from, to + 1)).toByteArray();
        long told = fault == Fault.OTHER_RANGE ? from + 1 : from;
        long toldSize = fault == Fault.OTHER_SIZE && from > 0 ? size + 1 : size;
        exchange.getResponseHeaders().set("Content-Range", "bytes " + told + "-" + to + "/" + toldSize);
        send(exchange, 206, fault == Fault.FEWER_BYTES ? new byte[bytes.length / 2] : bytes);
    }

    private void store(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        StoredBlob stored;
        try (ByteArea area = ByteArea.allocated(body.length)) {
            area.write(0, MemorySegment.ofArray(body));
            stored = blobs.publish(area, PublishOptions.DEFAULT);
        }
        String id = fault == Fault.OTHER_ID ? "other" : stored.id().toString();
        String object = "0x" + "00".repeat(31) + "07";
        String json = stored.isNew()
                ? "{\"newlyCreated\":{\"blobObject\":{\"id\":\"%s\",\"blobId\":\"%s\",\"storage\":{\"endEpoch\":9}},\"cost\":5}}"
                        .formatted(object, id)
                : "{\"alreadyCertified\":{\"blobId\":\"%s\",\"object\":\"%s\",\"endEpoch\":9}}".formatted(id, object);
        send(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
