package dev.floe.storage.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.floe.format.Axis;
import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.StoredStatus;
import dev.floe.storage.walrus.SymbolQuery;
import dev.floe.storage.walrus.SyncedSlivers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One storage node over HTTP. Does not retry, follow redirects or decompress; bodies are bounded by what the
/// network's size allows, and read in memory. Made by [HttpNodeClients].
final class HttpNodeClient implements NodeClient {

    private static final String BCS_TYPE = "application/octet-stream";
    private static final int MAX_JSON_BYTES = 64 << 10;
    private static final int BCS_OVERHEAD = 128;
    /// Most bytes of an answer to a sync request: whatever its count, a server stays below this or is not believed.
    private static final long MAX_SYNC_BYTES = 1L << 30;

    private final HttpClient http;
    private final URI root;
    private final String who;
    private final StorageShards shards;

    HttpNodeClient(HttpClient http, URI root, String who, StorageShards shards) {
        this.http = http;
        this.root = root;
        this.who = who;
        this.shards = shards;
    }

    @Override
    public BlobMetadataWithId metadata(BlobId id, Deadline deadline) throws InterruptedException {
        return getBcs(blob(id, "/metadata"), maxMetadataBytes(), BlobMetadataWithId::read, deadline);
    }

    @Override
    public StoredStatus metadataStatus(BlobId id, Deadline deadline) throws InterruptedException {
        return NodeJson.readStoredStatus(getJson(blob(id, "/metadata/status"), deadline));
    }

    @Override
    public PutOutcome putMetadata(BlobId id, BlobMetadata metadata, boolean pending, Deadline deadline)
            throws InterruptedException {
        return put(blob(id, "/metadata") + pending(pending), metadata.toBcs(), deadline);
    }

    @Override
    public SliverData sliver(BlobId id, int pair, Axis axis, int maxBytes, Deadline deadline)
            throws InterruptedException {
        return getBcs(
                sliverPath(id, pair, axis), (long) maxBytes + BCS_OVERHEAD, in -> SliverData.read(in, axis), deadline);
    }

    @Override
    public StoredStatus sliverStatus(BlobId id, int pair, Axis axis, Deadline deadline) throws InterruptedException {
        return NodeJson.readStoredStatus(getJson(sliverPath(id, pair, axis) + "/status", deadline));
    }

    @Override
    public PutOutcome putSliver(BlobId id, int pair, SliverData sliver, boolean pending, Deadline deadline)
            throws InterruptedException {
        return put(sliverPath(id, pair, sliver.axis()) + pending(pending), sliver.toBcs(), deadline);
    }

    @Override
    public SignedMessage confirmation(BlobId id, Persistence persistence, Duration wait, Deadline deadline)
            throws InterruptedException {
        String kind = switch (persistence) {
            case Persistence.Permanent _ -> "/confirmation/permanent";
            case Persistence.Deletable deletable ->
                "/confirmation/deletable/0x" + deletable.objectId().toHex();
        };
        String query = wait.isPositive() ? "?wait_for_registration=true&wait_millis=" + wait.toMillis() : "";
        return NodeJson.readSigned(getJson(blob(id, kind) + query, deadline));
    }

    @Override
    public List<GeneralRecoverySymbol> recoverySymbols(BlobId id, SymbolQuery query, Deadline deadline)
            throws InterruptedException {
        String text = switch (query) {
            case SymbolQuery.ById byId ->
                byId.ids().stream()
                        .map(symbol -> "id=" + symbol.primary() + "-" + symbol.secondary())
                        .collect(Collectors.joining("&"));
            case SymbolQuery.ForSliver sliver ->
                "targetSliver=" + sliver.target() + "&targetType="
                        + sliver.targetAxis().text();
        };
        String proof =
                query.proofAxis().map(axis -> "&proofAxis=" + axis.text()).orElse("");
        int count = query instanceof SymbolQuery.ById byId ? byId.ids().size() : shards.count();
        long maxBytes = BCS_OVERHEAD + (long) count * maxSymbolBytes();
        return getBcs(
                blob(id, "/recoverySymbols?") + text + proof,
                maxBytes,
                in -> in.vector(count, GeneralRecoverySymbol::read),
                deadline);
    }

    @Override
    public SymbolsByTarget decodingSymbols(BlobId id, Axis targetAxis, List<Integer> targets, Deadline deadline)
            throws InterruptedException {
        String text =
                targets.stream().map(target -> "targetSlivers=" + target + "&").collect(Collectors.joining());
        long maxBytes = BCS_OVERHEAD + (long) targets.size() * shards.count() * maxSymbolBytes();
        return getBcs(
                blob(id, "/decodingSymbols?") + text + "targetType=" + targetAxis.text(),
                maxBytes,
                SymbolsByTarget::read,
                deadline);
    }

    @Override
    public SignedMessage inconsistencyProof(BlobId id, InconsistencyProof proof, Deadline deadline)
            throws InterruptedException {
        HttpRequest.Builder request = request(
                        blob(id, "/inconsistencyProof/") + proof.targetAxis().text())
                .header("Content-Type", BCS_TYPE)
                .POST(body(proof.toBcs()));
        return NodeJson.readSigned(
                NodeJson.readSuccess(send(request, MAX_JSON_BYTES, deadline).body()));
    }

    @Override
    public BlobStatus blobStatus(BlobId id, Deadline deadline) throws InterruptedException {
        return NodeJson.readBlobStatus(getJson(blob(id, "/status"), deadline));
    }

    @Override
    public NodeHealth health(Deadline deadline) throws InterruptedException {
        return NodeJson.readHealth(getJson("/v1/health", deadline));
    }

    @Override
    public SyncedSlivers syncShard(MinPk.PublicKey caller, SignedMessage signed, Deadline deadline)
            throws InterruptedException {
        HttpRequest.Builder request = request("/v1/migrate/sync_shard")
                .header("Content-Type", BCS_TYPE)
                .header(
                        "Authorization",
                        Base64.getEncoder().encodeToString(caller.toBytes().toByteArray()))
                .POST(body(signed.toBcs()));
        return decode(send(request, MAX_SYNC_BYTES, deadline), SyncedSlivers::read);
    }

    private PutOutcome put(String path, Bytes content, Deadline deadline) throws InterruptedException {
        HttpRequest.Builder request =
                request(path).header("Content-Type", BCS_TYPE).PUT(body(content));
        return switch (send(request, MAX_JSON_BYTES, deadline).statusCode()) {
            case 201 -> PutOutcome.CREATED;
            case 202 -> PutOutcome.BUFFERED;
            default -> PutOutcome.PRESENT;
        };
    }

    private JsonNode getJson(String path, Deadline deadline) throws InterruptedException {
        return NodeJson.readSuccess(
                send(request(path), MAX_JSON_BYTES, deadline).body());
    }

    private <T> T getBcs(String path, long maxBytes, Function<BcsReader, T> read, Deadline deadline)
            throws InterruptedException {
        return decode(send(request(path), maxBytes, deadline), read);
    }

    private <T> T decode(HttpResponse<byte[]> answer, Function<BcsReader, T> read) {
        BcsReader in = BcsReader.of("answer of " + who, answer.body());
        T value = read.apply(in);
        in.end();
        return value;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, long maxBytes, Deadline deadline)
            throws InterruptedException {
        HttpResponse<byte[]> answer =
                HttpExchanges.send(http, request, who, Math.max(maxBytes, MAX_JSON_BYTES), deadline);
        if (answer.statusCode() / 100 != 2) {
            throw NodeJson.readError(answer.statusCode(), answer.body());
        }
        return answer;
    }

    private static HttpRequest.BodyPublisher body(Bytes content) {
        return BodyPublishers.ofByteArray(content.toByteArray());
    }

    private static String blob(BlobId id, String rest) {
        return "/v1/blobs/" + id + rest;
    }

    private static String sliverPath(BlobId id, int pair, Axis axis) {
        return blob(id, "/slivers/") + pair + "/" + axis.text();
    }

    private static String pending(boolean pending) {
        return pending ? "?pending=true" : "";
    }

    private long maxMetadataBytes() {
        return BCS_OVERHEAD + 66L * shards.count();
    }

    /// A symbol with proof of up to 12 hashes.
    private static long maxSymbolBytes() {
        return StorageShards.MAX_SYMBOL_SIZE + 512L;
    }

    @Override
    public String toString() {
        return who;
    }
}
