package dev.floe.node.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.node.NodeCounters;
import dev.floe.node.StorageNode;
import dev.floe.node.StoredPiece;
import dev.floe.storage.net.NodeJson;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.SymbolQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The routes of a storage node. Source: `walrus-protocol.md` §3.2; ours besides: ranges of slivers, `/metrics` and
/// `/health`.
final class NodeRoutes implements HttpEdge.Handler {

    private static final int PIECE_BYTES = 256 << 10;
    private static final int BODY_MARGIN = 128;
    private static final int MAX_PROOF_PART_BYTES = 512;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    private final StorageNode node;
    private final StorageShards shards;
    private final ServerLimits limits;
    private final Time time;
    private final MinPk scheme = MinPk.walrus();
    private volatile @Nullable HttpEdge edge;

    NodeRoutes(StorageNode node, ServerLimits limits, Time time) {
        this.node = node;
        this.limits = limits;
        this.time = time;
        shards = node.shards();
    }

    /// Says whose load the metrics tell.
    void served(HttpEdge by) {
        edge = by;
    }

    @Override
    public void handle(HttpCall call) throws Exception {
        node.counters().add(NodeCounters.Name.REQUESTS, 1);
        List<String> path = List.of(call.path().split("/", -1));
        boolean isBlob = path.size() >= 5 && path.size() <= 8 && path.get(1).equals("v1");
        if (isBlob && path.get(2).equals("blobs")) {
            blob(call, BlobId.parse(path.get(3)), path.subList(4, path.size()));
            return;
        }
        if (path.size() == 5 && path.get(1).equals("v1") && path.get(2).equals("challenge")) {
            attest(call, path.get(3), path.get(4));
            return;
        }
        switch (route(call, call.path())) {
            case "GET /v1/health" -> Answers.success(call, 200, NodeJson.of(node.health(deadline())));
            case "GET /health" -> Answers.text(call, 200, Answers.JSON, "{\"status\":\"ok\"}");
            case "GET /metrics" -> Answers.text(call, 200, Metrics.TYPE, Metrics.of(node, edge));
            case "GET /v1/api" -> Answers.text(call, 200, "text/plain; charset=utf-8", ApiText.NODE);
            case "POST /v1/migrate/sync_shard" -> syncShard(call);
            default -> throw noRoute(call);
        }
    }

    private static String route(HttpCall call, String path) {
        return (call.isHead() ? "GET" : call.method()) + " " + path;
    }

    private static HttpFailure noRoute(HttpCall call) {
        boolean isKnownMethod = List.of("GET", "HEAD", "PUT", "POST").contains(call.method());
        return new HttpFailure(isKnownMethod ? 404 : 405, "no such route; see /v1/api");
    }

    @Override
    public void fail(HttpCall call, Throwable failure) {
        NodeRefusedException refused = Answers.refusal(failure);
        if (refused.httpStatus() == 500) {
            node.counters().add(NodeCounters.Name.REQUESTS_FAILED, 1);
        }
        if (refused.httpStatus() == 429 || refused.httpStatus() == 503) {
            node.counters().add(NodeCounters.Name.REQUESTS_REFUSED, 1);
        }
        Answers.refuse(call, refused);
    }

    private void blob(HttpCall call, BlobId id, List<String> rest) throws Exception {
        String last = rest.getLast();
        switch (route(call, rest.getFirst()) + " " + rest.size()) {
            case "GET metadata 1" ->
                Answers.bcs(call, node.metadata(id, deadline()).toBcs());
            case "PUT metadata 1" -> putMetadata(call, id);
            case "GET metadata 2" -> {
                requireLast(last, "status", call);
                Answers.success(call, 200, NodeJson.of(node.metadataStatus(id, deadline())));
            }
            case "GET slivers 3" -> sliver(call, id, pair(rest), Axis.parse(last));
            case "PUT slivers 3" -> putSliver(call, id, pair(rest), Axis.parse(last));
            case "GET slivers 4" -> {
                requireLast(last, "status", call);
                Axis axis = Axis.parse(rest.get(2));
                Answers.success(call, 200, NodeJson.of(node.sliverStatus(id, pair(rest), axis, deadline())));
            }
            case "GET confirmation 2" -> {
                requireLast(last, "permanent", call);
                confirm(call, id, Persistence.PERMANENT);
            }
            case "GET confirmation 3" -> {
                requireLast(rest.get(1), "deletable", call);
                confirm(call, id, new Persistence.Deletable(objectId(last)));
            }
            case "GET recoverySymbols 1" -> recoverySymbols(call, id);
            case "GET decodingSymbols 1" -> decodingSymbols(call, id);
            case "POST inconsistencyProof 2" -> inconsistency(call, id, Axis.parse(last));
            case "GET status 1" -> Answers.success(call, 200, NodeJson.of(node.blobStatus(id, deadline())));
            default -> throw noRoute(call);
        }
    }

    private static void requireLast(String got, String expected, HttpCall call) {
        if (!got.equals(expected)) {
            throw noRoute(call);
        }
    }

    private static int pair(List<String> rest) {
        return number(rest.get(1), "sliver pair");
    }

    static int number(String text, String what) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(what + ": expected a number, got " + printable(text));
        }
        return Integer.parseInt(text);
    }

    private static Digest objectId(String text) {
        if (!text.matches("0x[0-9a-fA-F]{1,64}")) {
            throw new IllegalArgumentException(
                    "object id: expected 0x and up to 64 hex digits, got " + printable(text));
        }
        return Digest.parseHex("0".repeat(66 - text.length()) + text.substring(2));
    }

    private static String printable(String text) {
        String shortened = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
    }

    private void putMetadata(HttpCall call, BlobId id) throws IOException, InterruptedException {
        node.requireRoom(0);
        Bytes body = octets(call, BODY_MARGIN + 66L * shards.count());
        if (body.size() >= 2 && (body.get(0) != 0 || body.get(1) != 1)) {
            throw new NodeRefusedException(
                    NodeReason.UNSUPPORTED_ENCODING_TYPE,
                    "expected metadata version 0 with encoding type 1 (RS2), got bytes "
                            + body.slice(0, 2).toHex());
        }
        BlobMetadata metadata = decode(NodeReason.INVALID_METADATA, "metadata", body, BlobMetadata::read);
        put(call, node.putMetadata(id, metadata, isPending(call), deadline()), "metadata");
    }

    private void putSliver(HttpCall call, BlobId id, int pair, Axis axis) throws IOException, InterruptedException {
        long longest = (long) shards.symbolsPerSliver(axis) * StorageShards.MAX_SYMBOL_SIZE + BODY_MARGIN;
        long announced = call.announcedLength().orElse(0);
        if (announced > longest) {
            throw new NodeRefusedException(
                    NodeReason.SLIVER_TOO_LARGE, "sliver of " + announced + " bytes, at most " + longest);
        }
        node.requireRoom(announced);
        Bytes body = octets(call, longest);
        SliverData sliver = decode(NodeReason.INVALID_SLIVER, "sliver", body, in -> SliverData.read(in, axis));
        put(call, node.putSliver(id, pair, sliver, isPending(call), deadline()), "sliver");
    }

    private static void put(HttpCall call, PutOutcome outcome, String what) {
        int status = switch (outcome) {
            case CREATED -> 201;
            case PRESENT -> 200;
            case BUFFERED -> 202;
        };
        String text = switch (outcome) {
            case CREATED -> what + " stored";
            case PRESENT -> what + " was already stored";
            case BUFFERED -> what + " buffered until the blob is registered";
        };
        Answers.success(call, status, JsonNodeFactory.instance.textNode(text));
    }

    private static boolean isPending(HttpCall call) {
        return isTrue(call, "pending");
    }

    private static boolean isTrue(HttpCall call, String name) {
        String text = call.query(name).orElse("false");
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + ": expected true or false, got " + printable(text));
        };
    }

    /// A sliver, or a range of it, straight from disk: a piece in memory at a time.
    private void sliver(HttpCall call, BlobId id, int pair, Axis axis) throws IOException, InterruptedException {
        try (StoredPiece piece = node.openSliver(id, pair, axis)) {
            long size = piece.sizeBytes();
            Ranges ranges = Ranges.parse(call.header("range"), size, limits.http());
            if (ranges.isUnsatisfiable()) {
                call.send(416, Map.of("content-range", "bytes */" + size), new byte[0]);
                return;
            }
            Ranges.Span span = ranges.single().orElse(new Ranges.Span(0, size));
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("content-type", Answers.OCTETS);
            headers.put("accept-ranges", "bytes");
            boolean isPart = ranges.single().isPresent();
            if (isPart) {
                headers.put("content-range", span.header(size));
            }
            // The first piece before the headers: damage found there is an answer, not a broken connection.
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, span.length()));
            piece.read(span.start(), buffer);
            if (call.isHead()) {
                call.head(isPart ? 206 : 200, headers, span.length());
                return;
            }
            if (span.length() <= PIECE_BYTES) {
                call.send(isPart ? 206 : 200, headers, buffer.array());
                node.counters().add(NodeCounters.Name.BYTES_SERVED, span.length());
                return;
            }
            call.start(isPart ? 206 : 200, headers, OptionalLong.of(span.length()));
            call.write(buffer.flip());
            for (long at = span.start() + PIECE_BYTES; at < span.end(); at += PIECE_BYTES) {
                ByteBuffer next = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, span.end() - at));
                piece.read(at, next);
                call.write(next.flip());
            }
            call.end();
            node.counters().add(NodeCounters.Name.BYTES_SERVED, span.length());
        }
    }

    private void confirm(HttpCall call, BlobId id, Persistence persistence) throws InterruptedException {
        Duration wait = Duration.ZERO;
        if (isTrue(call, "wait_for_registration")) {
            wait = call.query("wait_millis")
                    .map(text -> Duration.ofMillis(number(text, "wait_millis")))
                    .orElse(DEFAULT_WAIT);
        }
        SignedMessage signed = node.confirmation(id, persistence, wait, deadline());
        Answers.success(call, 200, NodeJson.confirmation(signed));
    }

    private void recoverySymbols(HttpCall call, BlobId id) {
        Optional<Axis> proofAxis = call.query("proofAxis").map(Axis::parse);
        SymbolQuery query;
        if (call.query("targetSliver").isPresent()) {
            int target = number(call.query("targetSliver").get(), "targetSliver");
            query = new SymbolQuery.ForSliver(target, targetType(call), proofAxis);
        } else {
            query = new SymbolQuery.ById(
                    call.queries("id").stream().map(NodeRoutes::symbolId).toList(), proofAxis);
        }
        List<GeneralRecoverySymbol> symbols = node.recoverySymbols(id, query, deadline());
        Answers.bcs(
                call,
                new BcsWriter()
                        .vector(symbols, (out, symbol) -> symbol.write(out))
                        .toBytes());
    }

    private static Axis targetType(HttpCall call) {
        return Axis.parse(call.query("targetType")
                .orElseThrow(() -> new IllegalArgumentException("targetType: expected primary or secondary")));
    }

    private static SymbolQuery.SymbolId symbolId(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("id: expected primary-secondary, got " + printable(text));
        }
        return new SymbolQuery.SymbolId(number(text.substring(0, dash), "id"), number(text.substring(dash + 1), "id"));
    }

    private void decodingSymbols(HttpCall call, BlobId id) {
        List<Integer> targets = call.queries("targetSlivers").stream()
                .flatMap(text -> List.of(text.split(",", 1_000)).stream())
                .map(text -> number(text, "targetSlivers"))
                .toList();
        Answers.bcs(
                call,
                node.decodingSymbols(id, targetType(call), targets, deadline()).toBcs());
    }

    private void inconsistency(HttpCall call, BlobId id, Axis axis) throws IOException, InterruptedException {
        long longest = BODY_MARGIN
                + (long) shards.symbolsPerSliver(axis) * (StorageShards.MAX_SYMBOL_SIZE + MAX_PROOF_PART_BYTES);
        InconsistencyProof proof = decode(
                NodeReason.INVALID_PROOF,
                "inconsistency proof",
                octets(call, longest),
                in -> InconsistencyProof.read(in, axis));
        Answers.success(call, 200, NodeJson.of(node.inconsistencyProof(id, proof, deadline())));
    }

    private void syncShard(HttpCall call) throws IOException, InterruptedException {
        String authorization = call.header("authorization")
                .orElseThrow(() -> new HttpFailure(401, "the header Authorization must hold the caller's BLS key"));
        MinPk.PublicKey caller;
        SignedMessage request;
        try {
            caller = scheme.publicKey(Bytes.copyOf(Base64.getDecoder().decode(authorization)));
            request = Bcs.decode("sync request", octets(call, 2_048), SignedMessage::read);
        } catch (DataException.Corrupt | IllegalArgumentException e) {
            throw new NodeRefusedException(NodeReason.REQUEST_UNAUTHORIZED, String.valueOf(e.getMessage()));
        }
        Answers.bcs(call, node.syncShard(caller, request, deadline()).toBcs());
    }

    private void attest(HttpCall call, String challenged, String seed) throws InterruptedException {
        if (!call.method().equals("POST") || !seed.matches("[0-9a-f]{64}")) {
            throw noRoute(call);
        }
        SignedMessage signed =
                node.attestChallenge(new Address(objectId(challenged).bytes()), Bytes.parseHex(seed));
        Answers.success(call, 200, NodeJson.of(signed));
    }

    private static Bytes octets(HttpCall call, long maxBytes) throws IOException, InterruptedException {
        String type = call.header("content-type").orElse(Answers.OCTETS);
        if (!type.equals(Answers.OCTETS)) {
            throw new HttpFailure(415, "content type: expected application/octet-stream");
        }
        return Bytes.copyOf(call.body(maxBytes));
    }

    private static <T> T decode(NodeReason reason, String what, Bytes body, Function<BcsReader, T> read) {
        try {
            return Bcs.decode(what, body, read);
        } catch (DataException.Corrupt e) {
            throw new NodeRefusedException(reason, String.valueOf(e.getMessage()));
        }
    }

    private Deadline deadline() {
        return Deadline.in(time, limits.requestTime());
    }
}
