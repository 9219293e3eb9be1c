package dev.floe.node.net;

import dev.floe.host.Time;
import dev.floe.node.StorageNode;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.util.Optional;

/// Serves a storage node's REST API as Walrus defines it, `GET /metrics` and `GET /health`. Safe for concurrent
/// use.
public final class NodeServer implements AutoCloseable {

    private final HttpEdge edge;
    private final String host;
    private final boolean isSecure;

    private NodeServer(HttpEdge edge, String host, boolean isSecure) {
        this.edge = edge;
        this.host = host;
        this.isSecure = isSecure;
    }

    /// Starts to serve `node`, which stays the caller's.
    ///
    /// @param host the address to bind
    /// @param port the port, 0 for any free one
    /// @param tls the node's TLS key; without it plain HTTP
    /// @throws dev.floe.format.DataException.Unavailable if the port is taken
    public static NodeServer start(
            StorageNode node, String host, int port, Optional<TlsKey> tls, ServerLimits limits, Time time) {
        NodeRoutes routes = new NodeRoutes(node, limits, time);
        Optional<PemKeyCertOptions> options = tls.map(TlsKey::options);
        HttpEdge edge = new HttpEdge(host, port, options, limits, routes);
        routes.served(edge);
        return new NodeServer(edge, host, tls.isPresent());
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

    /// Stops to serve; the node stays open. Closing twice does nothing.
    @Override
    public void close() {
        edge.close();
    }
}
