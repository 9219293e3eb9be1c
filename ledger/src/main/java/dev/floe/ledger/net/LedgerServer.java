package dev.floe.ledger.net;

import dev.floe.ledger.LedgerInfo;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.rpc.HttpRoute;
import dev.floe.ledger.net.internal.rpc.RpcLimits;
import dev.floe.ledger.net.internal.rpc.RpcServer;
import dev.floe.ledger.net.internal.service.Faucet;
import dev.floe.ledger.net.internal.service.LocalChain;
import dev.floe.ledger.net.internal.service.Methods;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Serves an embedded ledger on one port: `sui.rpc.v2` over gRPC (HTTP/2 without TLS) and gRPC-Web (HTTP/1.1), the
/// faucet at `POST /v2/gas`, and `GET /health`. Safe for concurrent use.
public final class LedgerServer implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private final RpcServer server;
    private final String host;

    private LedgerServer(RpcServer server, String host) {
        this.server = server;
        this.host = host;
    }

    /// Starts to serve `ledger` on the loopback interface.
    ///
    /// @param port the port; 0 for any free one
    /// @throws dev.floe.format.DataException.Unavailable if the port is taken
    public static LedgerServer start(LocalLedger ledger, int port) {
        return start(ledger, "127.0.0.1", port);
    }

    /// Starts to serve `ledger`. There is no authentication, and the faucet gives to everyone: bind to other than
    /// the loopback interface only for tests among friends.
    ///
    /// @param host the address to bind
    /// @param port the port; 0 for any free one
    /// @throws dev.floe.format.DataException.Unavailable if the port is taken
    public static LedgerServer start(LocalLedger ledger, String host, int port) {
        RpcServer server = new RpcServer(
                host,
                port,
                Methods.of(ledger, HEARTBEAT),
                List.of(Faucet.route(ledger), new HttpRoute("GET", "/health", body -> health(ledger))),
                () -> headers(ledger),
                RpcLimits.DEFAULT);
        return new LedgerServer(server, host);
    }

    /// Where clients find it, such as `http://127.0.0.1:9000`.
    public URI endpoint() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + shown + ":" + port());
    }

    /// The port that is served.
    public int port() {
        return server.port();
    }

    /// Stops to serve; the ledger stays open. Closing twice does nothing.
    @Override
    public void close() {
        server.close();
    }

    private static HttpRoute.Answer health(LocalLedger ledger) {
        LedgerInfo info = ledger.info();
        JsonObject json = new JsonObject()
                .put("status", "ok")
                .put("chain", info.chainId())
                .put("epoch", Long.toUnsignedString(info.epoch()))
                .put("checkpoint", Long.toUnsignedString(info.checkpoint()));
        return new HttpRoute.Answer(200, json.encode());
    }

    private static Map<String, String> headers(LocalLedger ledger) {
        LedgerInfo info = ledger.info();
        return Map.of(
                "x-sui-chain-id", info.chainId(),
                "x-sui-chain", LocalChain.NAME,
                "x-sui-epoch", Long.toUnsignedString(info.epoch()),
                "x-sui-checkpoint-height", Long.toUnsignedString(info.checkpoint()),
                "x-sui-timestamp-ms", Long.toString(info.time().toEpochMilli()),
                "x-sui-timestamp", info.time().toString(),
                "x-sui-lowest-available-checkpoint", "0",
                "x-sui-lowest-available-checkpoint-objects", "0");
    }
}
