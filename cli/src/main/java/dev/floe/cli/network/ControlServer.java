package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.floe.format.DataException;
import dev.floe.host.Entropy;
import dev.floe.host.PrivateFiles;
import dev.floe.node.Scrubber;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What only a local network can do, for commands of the same user: move the clock, end an epoch, stop and start
/// nodes, scrub. Every request carries a token from a file that only the owner of the network can read, so that
/// neither other users nor web pages can ask.
///
/// | `POST`                    | does                                     |
/// |---------------------------|------------------------------------------|
/// | `/epoch/advance`          | ends the storage epoch                   |
/// | `/clock/advance/PT24H`    | moves the clock ahead                    |
/// | `/nodes/NAME/stop`        | stops a storage node                     |
/// | `/nodes/NAME/start`       | starts it again                          |
/// | `/nodes/NAME/scrub`       | verifies every byte it stores            |
/// | `/fund/ADDRESS`           | gives 1,000 SUI and 1,000 WAL            |
final class ControlServer implements AutoCloseable {

    /// The header with the token.
    static final String HEADER = "X-Floe-Control";

    private static final String KEYS = "control";
    private static final String TOKEN = "token";
    private static final Duration EPOCH_TIME = Duration.ofMinutes(5);

    private final LocalNetwork network;
    private final byte[] token;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private ControlServer(LocalNetwork network, byte[] token, HttpServer server) {
        this.network = network;
        this.token = token;
        this.server = server;
    }

    static ControlServer start(LocalNetwork network, NetworkFolder folder, String host, int port) throws IOException {
        PrivateFiles files = PrivateFiles.open(folder.keys(KEYS));
        if (!files.list().contains(TOKEN)) {
            byte[] fresh = HexFormat.of().formatHex(Entropy.system().bytes(32)).getBytes(StandardCharsets.US_ASCII);
            files.create(TOKEN, fresh);
        }
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 16);
        } catch (BindException e) {
            throw new DataException.Unavailable("port " + port + " on " + host + " is taken; choose another --port", e);
        }
        ControlServer control = new ControlServer(network, token(folder), server);
        server.setExecutor(control.executor);
        server.createContext("/", control::handle);
        server.start();
        return control;
    }

    /// The token of a network.
    static byte[] token(NetworkFolder folder) throws IOException {
        return PrivateFiles.open(folder.keys(KEYS)).read(TOKEN, 256);
    }

    private void handle(HttpExchange exchange) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status = 200;
        try {
            String given = exchange.getRequestHeaders().getFirst(HEADER);
            if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.US_ASCII))) {
                throw new DataException.Denied("control: the header " + HEADER + " is missing or wrong");
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                throw new IllegalArgumentException("control: expected POST, got " + exchange.getRequestMethod());
            }
            act(exchange.getRequestURI().getPath(), answer);
        } catch (DataException.NotFound e) {
            status = 404;
            answer.put("error", e.getMessage());
        } catch (DataException.Denied e) {
            status = 403;
            answer.put("error", e.getMessage());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            status = 400;
            answer.put("error", e.getMessage());
        } catch (DataException | IllegalStateException | IOException e) {
            status = 503;
            answer.put("error", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 503;
            answer.put("error", "the network is stopping");
        }
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void act(String path, ObjectNode answer) throws IOException, InterruptedException {
        String[] parts = path.split("/", -1);
        if (path.equals("/epoch/advance")) {
            answer.put("epoch", network.epochs().advance(EPOCH_TIME));
        } else if (path.startsWith("/clock/advance/") && parts.length == 4) {
            network.ledger().advanceClock(Duration.parse(parts[3]));
            answer.put("time", network.ledger().info().time().toString());
        } else if (path.startsWith("/fund/") && parts.length == 3) {
            network.fund(dev.floe.ledger.Address.parse(parts[2]));
        } else if (path.startsWith("/nodes/") && parts.length == 4) {
            node(parts[2], parts[3], answer);
        } else {
            throw new DataException.NotFound("control: there is nothing at " + path);
        }
    }

    private void node(String name, String verb, ObjectNode answer) throws IOException, InterruptedException {
        switch (verb) {
            case "stop" -> answer.put("changed", network.stop(name));
            case "start" -> answer.put("changed", network.start(name));
            case "scrub" -> {
                LocalNode node = network.running().get(name);
                if (node == null) {
                    throw new IllegalStateException("storage node '" + name + "' does not run");
                }
                Scrubber.Report report = node.life().scrubber().pass();
                answer.put("pieces", report.pieces())
                        .put("bytes", report.bytes())
                        .put("bad", report.bad())
                        .put("unreadable", report.unreadable());
            }
            default -> throw new DataException.NotFound("control: nodes cannot '" + verb + "'");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
