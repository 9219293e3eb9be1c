package dev.floe.node.net;

import dev.floe.format.DataException;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.Optional;

/// Serves an aggregator and, if there is something to publish with, a publisher on one port, with the HTTP API of
/// Walrus. Safe for concurrent use.
public final class GatewayServer implements AutoCloseable {

    private final HttpEdge edge;
    private final String host;
    private final boolean isSecure;

    private GatewayServer(HttpEdge edge, String host, boolean isSecure) {
        this.edge = edge;
        this.host = host;
        this.isSecure = isSecure;
    }

    /// Starts to serve; what `gateway` is made of stays the caller's.
    ///
    /// @param host the address to bind; a publisher pays for whoever can reach it
    /// @param port the port, 0 for any free one
    /// @param tls key and certificate; without them plain HTTP
    /// @throws DataException.Unavailable if the port is taken
    public static GatewayServer start(
            Gateway gateway, String host, int port, Optional<TlsKey> tls, ServerLimits limits) {
        Optional<PemKeyCertOptions> options = tls.map(TlsKey::options);
        HttpEdge edge = new HttpEdge(host, port, options, limits, new Routes(gateway, limits));
        return new GatewayServer(edge, host, tls.isPresent());
    }

    private static final class Routes implements HttpEdge.Handler {
        private final AggregatorRoutes aggregator;
        private final Optional<PublisherRoutes> publisher;

        Routes(Gateway gateway, ServerLimits limits) {
            aggregator = new AggregatorRoutes(gateway, limits);
            publisher = gateway.publishing().map(side -> new PublisherRoutes(side, gateway.objects()));
        }

        @Override
        public void handle(HttpCall call) throws Exception {
            boolean isRead = call.method().equals("GET") || call.isHead();
            boolean isDone = isRead
                    ? aggregator.handle(call)
                    : publisher.isPresent() && publisher.get().handle(call);
            if (!isDone) {
                throw new HttpFailure(404, "no such route; see /v1/api");
            }
        }

        @Override
        public void fail(HttpCall call, Throwable failure) {
            GatewayErrors.answer(call, failure);
        }
    }

    /// The port that is served.
    public int port() {
        return edge.port();
    }

    /// Where clients find it.
    public URI endpoint() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create((isSecure ? "https://" : "http://") + shown + ":" + port());
    }

    /// Stops to serve. Closing twice does nothing.
    @Override
    public void close() {
        edge.close();
    }
}
