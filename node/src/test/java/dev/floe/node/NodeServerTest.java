package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.node.net.NodeServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.StoredStatus;
import dev.floe.storage.walrus.SymbolQuery;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The REST API over real HTTP, by the client that the storage client has for it.
class NodeServerTest {

    private static final NodeLimits LIMITS = NodeLimits.DEFAULT.withMinFreeBytes(0);
    private static TestNetwork network;
    private static RandomGenerator random;

    @BeforeAll
    static void start() throws IOException {
        random = Seed.of("NodeServerTest").random();
        network = new TestNetwork(10, 4, LIMITS);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    private static TestBlob blob(int bytes) {
        return TestBlob.random(network.shards, bytes, random);
    }

    private static void assertRefused(NodeReason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NodeRefusedException.class,
                        e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
    }

    @Test
    void takesABlobAndConfirmsItOnceEverythingIsThere() throws InterruptedException {
        TestBlob blob = blob(3_000);
        NodeClient client = network.client(0);
        int pair = network.shards.pairOfShard(network.info(0).shards().getFirst(), blob.id());
        assertRefused(
                NodeReason.NOT_REGISTERED,
                () -> client.putMetadata(blob.id(), blob.metadata().metadata(), false, TestNetwork.soon()));
        network.chain.register(blob.id(), 5, false, TestNetwork.object(1));
        network.follow();
        assertRefused(
                NodeReason.METADATA_NOT_FOUND,
                () -> client.putSliver(blob.id(), pair, blob.sliver(Axis.PRIMARY, pair), false, TestNetwork.soon()));
        assertRefused(NodeReason.MISSING_SLIVERS, () -> confirm(client, blob, Persistence.PERMANENT));
        assertThat(client.putMetadata(blob.id(), blob.metadata().metadata(), false, TestNetwork.soon()))
                .isEqualTo(PutOutcome.CREATED);
        assertThat(client.putMetadata(blob.id(), blob.metadata().metadata(), false, TestNetwork.soon()))
                .isEqualTo(PutOutcome.PRESENT);
        assertThat(client.metadata(blob.id(), TestNetwork.soon())).isEqualTo(blob.metadata());
        assertThat(client.metadataStatus(blob.id(), TestNetwork.soon())).isEqualTo(StoredStatus.STORED);
        assertThat(client.sliverStatus(blob.id(), pair, Axis.PRIMARY, TestNetwork.soon()))
                .isEqualTo(StoredStatus.NONEXISTENT);
        network.send(blob, 0);
        assertThat(client.sliverStatus(blob.id(), pair, Axis.PRIMARY, TestNetwork.soon()))
                .isEqualTo(StoredStatus.STORED);
        for (Axis axis : Axis.values()) {
            assertThat(client.sliver(blob.id(), pair, axis, 1 << 20, TestNetwork.soon()))
                    .isEqualTo(blob.sliver(axis, pair));
        }
        SignedMessage signed = confirm(client, blob, Persistence.PERMANENT);
        assertThat(StorageMessage.decode(signed.message()))
                .isEqualTo(new StorageMessage.BlobCertified(network.chain.epoch(), blob.id(), Persistence.PERMANENT));
        assertThat(signed.isSignedBy(MinPk.walrus(), network.info(0).key())).isTrue();
        assertRefused(
                NodeReason.NOT_REGISTERED,
                () -> confirm(client, blob, new Persistence.Deletable(TestNetwork.object(1))));
    }

    private static SignedMessage confirm(NodeClient client, TestBlob blob, Persistence persistence)
            throws InterruptedException {
        return client.confirmation(blob.id(), persistence, Duration.ZERO, TestNetwork.soon());
    }

    @Test
    void confirmsADeletableBlobForItsObjectAndTellsItsStatus() throws InterruptedException {
        TestBlob blob = blob(10);
        Digest object = TestNetwork.object(2);
        NodeClient client = network.client(1);
        assertThat(client.blobStatus(blob.id(), TestNetwork.soon())).isEqualTo(new BlobStatus.Nonexistent());
        network.chain.register(blob.id(), 6, true, object);
        network.chain.unknownEvent();
        network.follow();
        network.send(blob, 1);
        SignedMessage signed = confirm(client, blob, new Persistence.Deletable(object));
        assertThat(StorageMessage.decode(signed.message()))
                .isEqualTo(new StorageMessage.BlobCertified(
                        network.chain.epoch(), blob.id(), new Persistence.Deletable(object)));
        assertThat(client.blobStatus(blob.id(), TestNetwork.soon()))
                .isEqualTo(
                        new BlobStatus.Deletable(java.util.OptionalLong.empty(), new BlobStatus.DeletableCounts(1, 0)));
        network.chain.certify(blob.id(), 6, true, object);
        network.chain.register(blob.id(), 9, false, TestNetwork.object(3));
        network.follow();
        BlobStatus status = client.blobStatus(blob.id(), TestNetwork.soon());
        assertThat(status).isInstanceOfSatisfying(BlobStatus.Permanent.class, permanent -> {
            assertThat(permanent.endEpoch()).isEqualTo(9);
            assertThat(permanent.isCertified()).isFalse();
            assertThat(permanent.deletables()).isEqualTo(new BlobStatus.DeletableCounts(1, 1));
        });
        network.chain.delete(blob.id(), object);
        network.chain.delete(blob.id(), TestNetwork.object(3));
        network.follow();
        assertThat(client.blobStatus(blob.id(), TestNetwork.soon())).isEqualTo(new BlobStatus.Nonexistent());
        assertThat(network.members.get(1).node.store().pieces(blob.id())).isEmpty();
    }

    @Test
    void buffersUploadsUntilTheRegistrationComes() throws InterruptedException {
        TestBlob blob = blob(700);
        NodeClient client = network.client(2);
        assertThat(client.putMetadata(blob.id(), blob.metadata().metadata(), true, TestNetwork.soon()))
                .isEqualTo(PutOutcome.BUFFERED);
        for (int shard : network.info(2).shards()) {
            int pair = network.shards.pairOfShard(shard, blob.id());
            for (Axis axis : Axis.values()) {
                assertThat(client.putSliver(blob.id(), pair, blob.sliver(axis, pair), true, TestNetwork.soon()))
                        .isEqualTo(PutOutcome.BUFFERED);
                assertThat(client.sliverStatus(blob.id(), pair, axis, TestNetwork.soon()))
                        .isEqualTo(StoredStatus.BUFFERED);
            }
        }
        assertThat(network.members.get(2).node.store().pieces(blob.id())).isEmpty();
        Thread follower = Thread.ofVirtual().unstarted(() -> {
            network.chain.register(blob.id(), 5, false, TestNetwork.object(4));
            network.follow();
        });
        follower.start();
        SignedMessage signed =
                client.confirmation(blob.id(), Persistence.PERMANENT, Duration.ofSeconds(15), TestNetwork.soon());
        assertThat(signed.isSignedBy(MinPk.walrus(), network.info(2).key())).isTrue();
        follower.join();
        assertThat(network.members.get(2).node.pendingBytes()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() throws InterruptedException {
        TestBlob blob = blob(900);
        TestBlob other = blob(900);
        network.chain.register(blob.id(), 5, false, TestNetwork.object(5));
        network.follow();
        NodeClient client = network.client(0);
        assertRefused(
                NodeReason.INVALID_METADATA,
                () -> client.putMetadata(blob.id(), other.metadata().metadata(), false, TestNetwork.soon()));
        client.putMetadata(blob.id(), blob.metadata().metadata(), false, TestNetwork.soon());
        int pair = network.shards.pairOfShard(network.info(0).shards().getFirst(), blob.id());
        int foreign = network.shards.pairOfShard(network.info(1).shards().getFirst(), blob.id());
        assertRefused(NodeReason.INVALID_SLIVER, () -> put(client, blob, pair, other.sliver(Axis.PRIMARY, pair)));
        assertRefused(
                NodeReason.SLIVER_INDEX_MISMATCH, () -> put(client, blob, pair, blob.sliver(Axis.PRIMARY, foreign)));
        assertRefused(
                NodeReason.SHARD_NOT_ASSIGNED, () -> put(client, blob, foreign, blob.sliver(Axis.PRIMARY, foreign)));
        assertRefused(NodeReason.INDEX_OUT_OF_RANGE, () -> put(client, blob, 10, blob.sliver(Axis.PRIMARY, 0)));
        assertRefused(
                NodeReason.SHARD_NOT_ASSIGNED,
                () -> client.sliver(blob.id(), foreign, Axis.PRIMARY, 1 << 20, TestNetwork.soon()));
        SliverData good = blob.sliver(Axis.SECONDARY, pair);
        byte[] flipped = good.symbols().toByteArray();
        flipped[random.nextInt(flipped.length)] ^= 1;
        SliverData bad = new SliverData(good.axis(), good.index(), good.symbolSize(), Bytes.copyOf(flipped));
        assertRefused(NodeReason.INVALID_SLIVER, () -> put(client, blob, pair, bad));
        assertThat(network.members.get(0).node.store().pieces(blob.id())).hasSize(1);
    }

    private static void put(NodeClient client, TestBlob blob, int pair, SliverData sliver) throws InterruptedException {
        client.putSliver(blob.id(), pair, sliver, false, TestNetwork.soon());
    }

    @Test
    void givesSymbolsThatProveThemselves() throws InterruptedException {
        TestBlob blob = blob(2_000);
        network.store(blob, 7);
        NodeClient client = network.client(3);
        for (Axis axis : Axis.values()) {
            int target = random.nextInt(10);
            List<GeneralRecoverySymbol> symbols = client.recoverySymbols(
                    blob.id(), new SymbolQuery.ForSliver(target, axis, Optional.empty()), TestNetwork.soon());
            assertThat(symbols).hasSize(network.info(3).shards().size());
            assertThat(symbols)
                    .allMatch(symbol -> symbol.verifies(blob.metadata().metadata(), axis, target));
            SymbolsByTarget bare = client.decodingSymbols(blob.id(), axis, List.of(target, 1, 2), TestNetwork.soon());
            assertThat(bare.symbols().get(target))
                    .containsExactlyElementsOf(
                            symbols.stream().map(GeneralRecoverySymbol::symbol).toList());
        }
        int shard = network.info(3).shards().getFirst();
        int row = network.shards.pairOfShard(shard, blob.id());
        List<GeneralRecoverySymbol> one = client.recoverySymbols(
                blob.id(),
                new SymbolQuery.ById(List.of(new SymbolQuery.SymbolId(row, 4)), Optional.of(Axis.PRIMARY)),
                TestNetwork.soon());
        assertThat(one)
                .singleElement()
                .matches(symbol -> symbol.verifies(blob.metadata().metadata(), Axis.SECONDARY, 4));
        assertRefused(
                NodeReason.RECOVERY_SYMBOL_OUT_OF_RANGE,
                () -> client.recoverySymbols(
                        blob.id(), new SymbolQuery.ForSliver(10, Axis.PRIMARY, Optional.empty()), TestNetwork.soon()));
        assertRefused(
                NodeReason.METADATA_NOT_FOUND,
                () -> client.recoverySymbols(
                        blob(5).id(),
                        new SymbolQuery.ForSliver(1, Axis.PRIMARY, Optional.empty()),
                        TestNetwork.soon()));
    }

    @Test
    void aDamagedSliverIsNeverServed() throws InterruptedException, IOException {
        TestBlob blob = blob(2_500);
        network.store(blob, 7);
        int pair = network.shards.pairOfShard(network.info(1).shards().getFirst(), blob.id());
        Piece piece = Piece.sliver(blob.id(), Axis.PRIMARY, pair);
        network.members.get(1).files.corrupt(piece.path(), old -> {
            byte[] bytes = old.clone();
            bytes[bytes.length - 3] ^= 1;
            return bytes;
        });
        assertRefused(
                NodeReason.UNAVAILABLE,
                () -> network.client(1).sliver(blob.id(), pair, Axis.PRIMARY, 1 << 20, TestNetwork.soon()));
        assertRefused(
                NodeReason.SLIVER_NOT_FOUND,
                () -> network.client(1).sliver(blob.id(), pair, Axis.PRIMARY, 1 << 20, TestNetwork.soon()));
    }

    @Test
    void tellsHealthAndMetrics() throws Exception {
        assertThat(network.client(0).health(TestNetwork.soon()).epoch()).isEqualTo(network.chain.epoch());
        HttpResponse<byte[]> metrics = raw("GET", "/metrics", Optional.empty());
        assertThat(new String(metrics.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("floe_node_slivers ")
                .contains("# TYPE floe_node_requests_total counter");
        assertThat(raw("GET", "/v1/api", Optional.empty()).statusCode()).isEqualTo(200);
        assertThat(raw("OPTIONS", "/v1/blobs/x/metadata", Optional.empty()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void servesRangesOfSlivers() throws Exception {
        TestBlob blob = blob(40_000);
        network.store(blob, 7);
        int pair = network.shards.pairOfShard(network.info(0).shards().getFirst(), blob.id());
        byte[] whole = blob.sliver(Axis.PRIMARY, pair).toBcs().toByteArray();
        String path = "/v1/blobs/" + blob.id() + "/slivers/" + pair + "/primary";
        HttpResponse<byte[]> part = raw("GET", path, Optional.of("bytes=5-104"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("content-range")).contains("bytes 5-104/" + whole.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 5, 105));
        HttpResponse<byte[]> suffix = raw("GET", path, Optional.of("bytes=-7"));
        assertThat(suffix.body()).isEqualTo(Arrays.copyOfRange(whole, whole.length - 7, whole.length));
        HttpResponse<byte[]> open = raw("GET", path, Optional.of("bytes=9-"));
        assertThat(open.body()).isEqualTo(Arrays.copyOfRange(whole, 9, whole.length));
        assertThat(raw("GET", path, Optional.of("bytes=" + whole.length + "-")).statusCode())
                .isEqualTo(416);
        assertThat(raw("HEAD", path, Optional.empty()).headers().firstValue("accept-ranges"))
                .contains("bytes");
    }

    private static HttpResponse<byte[]> raw(String method, String path, Optional<String> range)
            throws IOException, InterruptedException {
        URI root = network.members.get(0).server.endpoint();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).method(method, BodyPublishers.noBody());
        range.ifPresent(value -> request.header("Range", value));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void garbageOnEveryRouteIsRefusedAndTheNodeLives() throws Exception {
        TestBlob blob = blob(100);
        network.store(blob, 8);
        String id = blob.id().toString();
        List<String> pieces = List.of(
                "v1",
                "blobs",
                id,
                "metadata",
                "slivers",
                "status",
                "primary",
                "secondary",
                "confirmation",
                "permanent",
                "deletable",
                "recoverySymbols",
                "decodingSymbols",
                "inconsistencyProof",
                "migrate",
                "sync_shard",
                "0",
                "9",
                "-1",
                "99999999999",
                "%2e%2e",
                "..",
                "",
                "%00",
                "0xZZ",
                "health",
                "é");
        List<String> queries = List.of(
                "",
                "?pending=true",
                "?pending=x",
                "?id=1-2",
                "?id=a-b",
                "?id=1",
                "?targetSliver=1",
                "?targetSliver=1&targetType=primary",
                "?targetSlivers=1,2&targetType=secondary",
                "?targetSlivers=&targetType=q",
                "?wait_for_registration=true&wait_millis=1",
                "?%ff=%zz");
        List<String> methods = List.of("GET", "PUT", "POST", "HEAD", "DELETE", "PATCH");
        URI root = network.members.get(0).server.endpoint();
        long inputs = Math.max(300, Long.getLong("floe.campaign.inputs", 100_000) / 60);
        int answered = 0;
        try (java.net.Socket socket = new java.net.Socket()) {
            assertThat(socket.isConnected()).isFalse();
        }
        RawHttp http = new RawHttp(root.getPort());
        for (long i = 0; i < inputs; i++) {
            StringBuilder path = new StringBuilder("/v1/blobs/" + id);
            if (random.nextInt(4) == 0) {
                path.setLength(0);
            }
            for (int part = random.nextInt(5); part > 0; part--) {
                path.append('/').append(pieces.get(random.nextInt(pieces.size())));
            }
            String target = (path.isEmpty() ? "/" : path) + queries.get(random.nextInt(queries.size()));
            byte[] body = new byte[random.nextInt(3) == 0 ? random.nextInt(300) : 0];
            random.nextBytes(body);
            String method = methods.get(random.nextInt(methods.size()));
            int status = http.status(method, target, body);
            assertThat(status).as("%s %s", method, target).isBetween(200, 499);
            answered++;
        }
        http.close();
        assertThat(answered).isEqualTo((int) inputs);
        assertThat(network.members.get(0).node.counters().get(NodeCounters.Name.REQUESTS_FAILED))
                .isZero();
        assertThat(network.client(0).metadata(blob.id(), TestNetwork.soon())).isEqualTo(blob.metadata());
    }

    @Test
    void aFullDiskAnswers507BeforeTheBody() throws Exception {
        TestNetwork.Member member = network.members.get(3);
        TestBlob blob = blob(1_000);
        network.chain.register(blob.id(), 5, false, TestNetwork.object(7));
        network.follow();
        member.files.limitTo(1);
        try {
            assertThatThrownBy(() -> network.client(3)
                            .putMetadata(blob.id(), blob.metadata().metadata(), false, TestNetwork.soon()))
                    .isInstanceOfSatisfying(
                            NodeRefusedException.class,
                            e -> assertThat(e.httpStatus()).isEqualTo(507));
        } finally {
            member.files.limitTo(Long.MAX_VALUE);
        }
        network.send(blob, 3);
        assertThat(confirm(network.client(3), blob, Persistence.PERMANENT)).isNotNull();
    }

    @Test
    void refusesAtOnceWhenItHasEnoughToDo() throws Exception {
        StorageNode node = network.members.get(0).node;
        TestBlob blob = blob(10);
        String waiting =
                "/v1/blobs/" + blob.id() + "/confirmation/permanent?wait_for_registration=true&wait_millis=20000";
        try (NodeServer busy = NodeServer.start(
                        node,
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        ServerLimits.DEFAULT.withMaxRequests(1),
                        TestNetwork.TIME);
                HttpClient http = HttpClient.newHttpClient()) {
            var first = http.sendAsync(
                    HttpRequest.newBuilder(URI.create(busy.endpoint() + waiting))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            HttpRequest second = HttpRequest.newBuilder(URI.create(busy.endpoint() + "/v1/health"))
                    .build();
            var deadline = TestNetwork.soon();
            HttpResponse<String> answer = http.send(second, HttpResponse.BodyHandlers.ofString());
            while (answer.statusCode() == 200 && deadline.sleep(Duration.ofMillis(5))) {
                answer = http.send(second, HttpResponse.BodyHandlers.ofString());
            }
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            network.chain.register(blob.id(), 5, false, TestNetwork.object(8));
            network.follow();
            // Now it says that slivers are missing, and there is room again as soon as that answer is through.
            assertThat(first.get().statusCode()).isEqualTo(400);
            answer = http.send(second, HttpResponse.BodyHandlers.ofString());
            while (answer.statusCode() == 429 && deadline.sleep(Duration.ofMillis(5))) {
                answer = http.send(second, HttpResponse.BodyHandlers.ofString());
            }
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesBodiesThatAreTooLongOrOfAnotherType() throws Exception {
        String path = "/v1/blobs/" + blob(1).id() + "/metadata";
        URI uri = URI.create(network.members.get(0).server.endpoint() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest tooLong = HttpRequest.newBuilder(uri)
                    .PUT(BodyPublishers.ofByteArray(new byte[50_000]))
                    .build();
            assertThat(http.send(tooLong, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
            HttpRequest text = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "text/plain")
                    .PUT(BodyPublishers.ofByteArray(new byte[5]))
                    .build();
            assertThat(http.send(text, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(415);
        }
    }

    @Test
    void keepsItsPromisesOverARestart() throws Exception {
        TestBlob blob = blob(600);
        network.store(blob, 7);
        TestNetwork.Member member = network.members.get(2);
        BlobStatus before = member.node.blobStatus(blob.id(), TestNetwork.soon());
        network.stop(member);
        network.start(member);
        assertThat(member.node.blobStatus(blob.id(), TestNetwork.soon())).isEqualTo(before);
        assertThat(member.node.missing(blob.id())).isEmpty();
        assertThat(confirm(network.client(2), blob, Persistence.PERMANENT)).isNotNull();
        assertThat(new BlobId(Digest.ZERO)).isNotEqualTo(blob.id());
    }
}
