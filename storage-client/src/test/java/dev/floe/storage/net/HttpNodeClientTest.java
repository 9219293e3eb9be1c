package dev.floe.storage.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.EncodingType;
import dev.floe.format.MerkleNode;
import dev.floe.format.SliverData;
import dev.floe.format.SliverPairMetadata;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Deadline;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.StoredStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client side of the node API on the wire: paths, bodies, refusals, limits, deadlines, the pinned key.
final class HttpNodeClientTest {

    private static final StorageShards SHARDS = new StorageShards(7);
    private static final BlobId ID = new BlobId(Digest.ZERO);
    private static final MinPk SCHEME = MinPk.walrus();

    @TempDir
    private Path folder;

    /// What the server answers, and the request it saw last.
    private record Reply(int status, Bytes body) {}

    private final AtomicReference<Reply> reply = new AtomicReference<>(new Reply(200, Bytes.EMPTY));
    private final AtomicReference<String> seen = new AtomicReference<>("");
    private final AtomicReference<Bytes> seenBody = new AtomicReference<>(Bytes.EMPTY);

    private HttpServer server;
    private HttpNodeClients clients;
    private NodeClient node;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        clients = new HttpNodeClients(HttpNodeClients.Scheme.HTTP, SHARDS);
        node = clients.client(info("127.0.0.1:" + server.getAddress().getPort(), Bytes.EMPTY));
    }

    @AfterEach
    void stop() {
        clients.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            seen.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            seenBody.set(Bytes.copyOf(in.readAllBytes()));
            Reply now = Objects.requireNonNull(reply.get());
            exchange.sendResponseHeaders(
                    now.status(), now.body().size() == 0 ? -1 : now.body().size());
            if (now.body().size() > 0) {
                exchange.getResponseBody().write(now.body().toByteArray());
            }
        }
    }

    private static StorageNodeInfo info(String address, Bytes networkKey) {
        SecretKey key = SecretKey.generate(Bytes.copyOf(new byte[32]));
        return new StorageNodeInfo(Address.ofLong(1), "one", address, networkKey, SCHEME.publicKey(key), List.of(0));
    }

    private static Deadline soon() {
        return Deadline.in(new SystemTime(), Duration.ofSeconds(20));
    }

    private static BlobMetadata metadata() {
        SliverPairMetadata pair = new SliverPairMetadata(MerkleNode.of(Digest.ZERO), MerkleNode.of(Digest.ZERO));
        return new BlobMetadata(EncodingType.RS2, 100, Collections.nCopies(7, pair));
    }

    @Test
    void metadataGoesBothWays() throws InterruptedException {
        BlobMetadataWithId blob = new BlobMetadataWithId(ID, metadata());
        reply.set(new Reply(200, blob.toBcs()));
        assertThat(node.metadata(ID, soon())).isEqualTo(blob);
        assertThat(seen.get()).isEqualTo("GET /v1/blobs/" + ID + "/metadata");
        reply.set(new Reply(202, NodeJson.success(202, NodeJson.of(StoredStatus.BUFFERED))));
        assertThat(node.putMetadata(ID, blob.metadata(), true, soon())).isEqualTo(PutOutcome.BUFFERED);
        assertThat(seen.get()).isEqualTo("PUT /v1/blobs/" + ID + "/metadata?pending=true");
        assertThat(seenBody.get()).isEqualTo(blob.metadata().toBcs());
        reply.set(new Reply(200, NodeJson.success(200, NodeJson.of(StoredStatus.STORED))));
        assertThat(node.metadataStatus(ID, soon())).isEqualTo(StoredStatus.STORED);
    }

    @Test
    void sliversGoBothWaysAndTooLongOnesAreCutOff() throws InterruptedException {
        SliverData sliver = new SliverData(Axis.SECONDARY, 3, 2, Bytes.copyOf(new byte[6]));
        reply.set(new Reply(200, sliver.toBcs()));
        assertThat(node.sliver(ID, 3, Axis.SECONDARY, 6, soon())).isEqualTo(sliver);
        assertThat(seen.get()).isEqualTo("GET /v1/blobs/" + ID + "/slivers/3/secondary");
        reply.set(new Reply(201, NodeJson.success(201, NodeJson.of(StoredStatus.STORED))));
        assertThat(node.putSliver(ID, 3, sliver, false, soon())).isEqualTo(PutOutcome.CREATED);
        assertThat(seen.get()).isEqualTo("PUT /v1/blobs/" + ID + "/slivers/3/secondary");
        reply.set(new Reply(200, Bytes.copyOf(new byte[1 << 20])));
        assertThatThrownBy(() -> node.sliver(ID, 3, Axis.SECONDARY, 6, soon()))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("more than");
        reply.set(new Reply(200, Bytes.copyOf(new byte[] {1, 2, 3})));
        assertThatThrownBy(() -> node.sliver(ID, 3, Axis.SECONDARY, 6, soon()))
                .isInstanceOf(DataException.Corrupt.class);
    }

    @Test
    void confirmationsStatusesAndHealthAreRead() throws InterruptedException {
        SecretKey key = SecretKey.generate(Bytes.copyOf(new byte[32]));
        SignedMessage signed =
                SignedMessage.sign(SCHEME, key, new StorageMessage.BlobCertified(1, ID, Persistence.PERMANENT));
        reply.set(new Reply(200, NodeJson.success(200, NodeJson.confirmation(signed))));
        assertThat(node.confirmation(ID, Persistence.PERMANENT, Duration.ofSeconds(2), soon()))
                .isEqualTo(signed);
        assertThat(seen.get())
                .isEqualTo(
                        "GET /v1/blobs/" + ID + "/confirmation/permanent?wait_for_registration=true&wait_millis=2000");
        assertThat(node.confirmation(ID, new Persistence.Deletable(Digest.ZERO), Duration.ZERO, soon()))
                .isEqualTo(signed);
        assertThat(seen.get()).isEqualTo("GET /v1/blobs/" + ID + "/confirmation/deletable/0x" + Digest.ZERO.toHex());
        for (BlobStatus status : List.of(
                new BlobStatus.Nonexistent(),
                new BlobStatus.Invalid(new BlobStatus.StatusEvent("abc", 7)),
                new BlobStatus.Deletable(OptionalLong.of(3), new BlobStatus.DeletableCounts(2, 1)),
                new BlobStatus.Permanent(
                        9,
                        true,
                        new BlobStatus.StatusEvent("abc", -1),
                        BlobStatus.DeletableCounts.NONE,
                        OptionalLong.empty()))) {
            reply.set(new Reply(200, NodeJson.success(200, NodeJson.of(status))));
            assertThat(node.blobStatus(ID, soon())).isEqualTo(status);
        }
        NodeHealth health = new NodeHealth(
                Duration.ofMillis(1500),
                4,
                Bytes.copyOf(new byte[48]),
                "Active",
                new NodeHealth.EventProgress(10, 1),
                new NodeHealth.ShardSummary(3, 0, 2, 1, 0, 5));
        reply.set(new Reply(200, NodeJson.success(200, NodeJson.of(health))));
        assertThat(node.health(soon())).isEqualTo(health);
    }

    @Test
    void refusalsKeepTheirReason() {
        for (NodeReason reason : NodeReason.values()) {
            NodeRefusedException refused = new NodeRefusedException(reason, "because");
            reply.set(new Reply(refused.httpStatus(), NodeJson.error(refused)));
            assertThatThrownBy(() -> node.metadata(ID, soon()))
                    .isInstanceOfSatisfying(NodeRefusedException.class, got -> {
                        assertThat(got.reason()).isEqualTo(reason);
                        assertThat(got.httpStatus()).isEqualTo(reason.status().http());
                    });
        }
        reply.set(new Reply(500, Bytes.copyOf("<html>".getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(() -> node.metadata(ID, soon()))
                .isInstanceOfSatisfying(
                        NodeRefusedException.class,
                        got -> assertThat(got.isTemporary()).isTrue());
    }

    @Test
    void aSilentServerIsGivenUpAtTheDeadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            NodeClient hung = clients.client(info("127.0.0.1:" + silent.getLocalPort(), Bytes.EMPTY));
            Deadline soon = Deadline.in(new SystemTime(), Duration.ofMillis(200));
            assertThatThrownBy(() -> hung.metadata(ID, soon)).isInstanceOf(DataException.Unavailable.class);
        }
    }

    @Test
    void addressesThatAreMoreThanHostAndPortAreRefused() {
        for (String address : List.of("a", "a:1/x", "user@a:1", "a:1?b", "http://a:1", "", "a b:1", "[::1]")) {
            assertThatThrownBy(() -> clients.client(info(address, Bytes.EMPTY)))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyTheNodeWithThePinnedKeyIsTalkedTo() throws Exception {
        KeyStore keys = keyStore();
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        secure.createContext("/", this::answer);
        secure.start();
        try (HttpNodeClients tls = new HttpNodeClients(HttpNodeClients.Scheme.HTTPS, SHARDS)) {
            Bytes key = PinnedKey.compressed(keys.getCertificate("node").getPublicKey());
            assertThat(key.size()).isEqualTo(33);
            String address = "127.0.0.1:" + secure.getAddress().getPort();
            BlobMetadataWithId blob = new BlobMetadataWithId(ID, metadata());
            reply.set(new Reply(200, blob.toBcs()));
            assertThat(tls.client(info(address, key)).metadata(ID, soon())).isEqualTo(blob);
            byte[] other = key.toByteArray();
            other[20] ^= 1;
            assertThatThrownBy(
                            () -> tls.client(info(address, Bytes.copyOf(other))).metadata(ID, soon()))
                    .isInstanceOf(DataException.Unavailable.class)
                    .hasMessageContaining("server key: expected");
        } finally {
            secure.stop(0);
        }
    }

    /// A self-signed certificate that has expired by name and host, made by the JDK's own tool.
    private KeyStore keyStore() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=nobody",
                        "-startdate",
                        "-10d",
                        "-validity",
                        "1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "password".toCharArray());
        }
        return keys;
    }
}
