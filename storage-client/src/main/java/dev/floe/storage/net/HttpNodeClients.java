package dev.floe.storage.net;

import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Clients of storage nodes over HTTP.
///
/// With [Scheme#HTTPS] each node must prove to have the secp256r1 key that the committee names; certificates'
/// names, dates and issuers do not count. [Scheme#HTTP] is for local networks: nothing but slivers, proofs and
/// signatures is verified then, which is all that reading and writing need. Closing ends all connections.
public final class HttpNodeClients implements NodeClients, AutoCloseable {

    /// How nodes are reached.
    public enum Scheme {
        /// In the clear, HTTP/1.1.
        HTTP,
        /// TLS with the node's pinned key, HTTP/2 where the node offers it.
        HTTPS
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}]):[0-9]{1,5}");

    private final Scheme scheme;
    private final StorageShards shards;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    /// By network key; one for all nodes without TLS. Guarded by this.
    private final Map<Bytes, HttpClient> clients = new HashMap<>();

    /// Clients of the nodes of a network of `shards`.
    public HttpNodeClients(Scheme scheme, StorageShards shards) {
        this.scheme = scheme;
        this.shards = shards;
    }

    /// The client of `node`.
    ///
    /// @throws IllegalArgumentException if the node's address is not `host:port`
    @Override
    public NodeClient client(StorageNodeInfo node) {
        String address = node.networkAddress();
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("storage node " + node.nodeId() + ": expected an address host:port");
        }
        URI root = URI.create((scheme == Scheme.HTTP ? "http://" : "https://") + address);
        return new HttpNodeClient(
                http(node.networkPublicKey()), root, "storage node " + node.name() + " at " + address, shards);
    }

    private synchronized HttpClient http(Bytes networkKey) {
        return switch (scheme) {
            case HTTP ->
                clients.computeIfAbsent(
                        Bytes.EMPTY,
                        _ -> builder().version(HttpClient.Version.HTTP_1_1).build());
            case HTTPS ->
                clients.computeIfAbsent(
                        networkKey,
                        key -> builder().sslContext(PinnedKey.context(key)).build());
        };
    }

    private HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .executor(executor)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
        executor.shutdownNow();
    }
}
