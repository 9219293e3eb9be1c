package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.ledger.Address;
import dev.floe.node.net.BlobObjects;
import dev.floe.node.net.Gateway;
import dev.floe.node.net.GatewayServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.testkit.Seed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aggregator and publisher over real HTTP.
class GatewayServerTest {

    private static final StorageShards SHARDS = new StorageShards(10);
    private static final int MAX_BLOB = 300_000;

    @TempDir
    static Path scratch;

    private static final MemoryBlobs BLOBS = new MemoryBlobs(SHARDS);
    private static RandomGenerator random;
    private static GatewayServer server;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        random = Seed.of("GatewayServerTest").random();
        Gateway.Publishing publishing =
                new Gateway.Publishing(BLOBS, SHARDS, scratch, MAX_BLOB, MAX_BLOB, 2, Optional.empty());
        Gateway gateway = new Gateway(
                BLOBS,
                Gateway.quiltsOf(BLOBS, SHARDS),
                _ -> {
                    throw new DataException.Corrupt("inconsistent");
                },
                Optional.of(GatewayServerTest::object),
                Optional.of(publishing));
        server = GatewayServer.start(gateway, "127.0.0.1", 0, Optional.empty(), ServerLimits.DEFAULT);
        http = HttpClient.newHttpClient();
    }

    private static BlobObjects.BlobObjectView object(Address id) {
        BlobId blob = BLOBS.blobs.keySet().stream().sorted().findFirst().orElseThrow();
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("content-type", "image/png");
        attributes.put("set-cookie", "evil=1");
        attributes.put("content-language", "de\r\nx: y");
        return new BlobObjects.BlobObjectView(
                id, blob, 5, 1, OptionalLong.of(1), true, Address.ofLong(9), 1, 6, 99_000, attributes);
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
        try (var left = java.nio.file.Files.list(scratch)) {
            assertThat(left.toList()).isEmpty();
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return content;
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.endpoint() + path));
    }

    private static BlobId put(byte[] content) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(to("/v1/blobs?epochs=3").PUT(BodyPublishers.ofByteArray(content)));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject json = new JsonObject(new String(answer.body(), StandardCharsets.UTF_8));
        JsonObject created = json.getJsonObject("newlyCreated");
        // Another test may have stored the same bytes before, as the one that sends garbage does with none at all.
        return BlobId.parse(
                created == null
                        ? json.getJsonObject("alreadyCertified").getString("blobId")
                        : created.getJsonObject("blobObject").getString("blobId"));
    }

    @Test
    void storesAndGivesBackAlsoWithoutAKnownLength() throws Exception {
        byte[] content = content(200_000);
        HttpResponse<byte[]> answer = send(to("/v1/blobs?epochs=2&permanent=true")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));
        JsonObject created =
                new JsonObject(new String(answer.body(), StandardCharsets.UTF_8)).getJsonObject("newlyCreated");
        assertThat(created.getLong("cost")).isEqualTo(77);
        assertThat(created.getJsonObject("blobObject").getString("encodingType"))
                .isEqualTo("RS2");
        assertThat(created.getJsonObject("blobObject").getBoolean("deletable")).isFalse();
        assertThat(created.getJsonObject("blobObject").getJsonObject("storage").getLong("endEpoch"))
                .isEqualTo(6);
        String id = created.getJsonObject("blobObject").getString("blobId");
        HttpResponse<byte[]> got = send(to("/v1/blobs/" + id));
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(content);
        assertThat(got.headers().firstValue("etag")).contains("\"" + id + "\"");
        assertThat(got.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(got.headers().firstValue("accept-ranges")).contains("bytes");
        HttpResponse<byte[]> again = send(to("/v1/blobs").PUT(BodyPublishers.ofByteArray(content)));
        assertThat(new JsonObject(new String(again.body(), StandardCharsets.UTF_8))
                        .getJsonObject("alreadyCertified")
                        .getString("blobId"))
                .isEqualTo(id);
    }

    @Test
    void anyRangeIsTheSliceOfTheBlob() throws Exception {
        byte[] content = content(50_000);
        BlobId id = put(content);
        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(content.length);
            int to = from + random.nextInt(content.length - from);
            String range = switch (i % 3) {
                case 0 -> from + "-" + to;
                case 1 -> from + "-";
                default -> "-" + (content.length - from);
            };
            HttpResponse<byte[]> part = send(to("/v1/blobs/" + id).header("Range", "bytes=" + range));
            int end = i % 3 == 0 ? to + 1 : content.length;
            assertThat(part.statusCode()).as(range).isEqualTo(206);
            assertThat(part.body()).as(range).isEqualTo(Arrays.copyOfRange(content, from, end));
            assertThat(part.headers().firstValue("content-range"))
                    .contains("bytes " + from + "-" + (end - 1) + "/" + content.length);
        }
    }

    @Test
    void rangesThatCannotBeOrAreMeantForAnotherVersion() throws Exception {
        byte[] content = content(1_000);
        BlobId id = put(content);
        HttpResponse<byte[]> past = send(to("/v1/blobs/" + id).header("Range", "bytes=1000-"));
        assertThat(past.statusCode()).isEqualTo(416);
        assertThat(past.headers().firstValue("content-range")).contains("bytes */1000");
        for (String odd : List.of("bytes=5-2", "bytes=x-", "items=0-1", "bytes=-", "bytes=0-0,".repeat(20))) {
            assertThat(send(to("/v1/blobs/" + id).header("Range", odd)).statusCode())
                    .as(odd)
                    .isEqualTo(200);
        }
        HttpRequest.Builder fresh = to("/v1/blobs/" + id).header("Range", "bytes=1-2");
        assertThat(send(fresh.copy().header("If-Range", "\"" + id + "\"")).statusCode())
                .isEqualTo(206);
        assertThat(send(fresh.copy().header("If-Range", "\"other\"")).statusCode())
                .isEqualTo(200);
        assertThat(send(to("/v1/blobs/" + id).header("If-None-Match", "\"" + id + "\""))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void severalRangesComeInOneAnswer() throws Exception {
        byte[] content = content(30_000);
        BlobId id = put(content);
        HttpResponse<byte[]> parts = send(to("/v1/blobs/" + id).header("Range", "bytes=0-9,15000-15999,-5"));
        assertThat(parts.statusCode()).isEqualTo(206);
        String type = parts.headers().firstValue("content-type").orElseThrow();
        String boundary = type.substring(type.indexOf("boundary=") + 9);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        int[][] spans = {{0, 10}, {15_000, 16_000}, {29_995, 30_000}};
        for (int[] span : spans) {
            expected.writeBytes(
                    ("\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes "
                                    + span[0] + "-" + (span[1] - 1) + "/30000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            expected.writeBytes(Arrays.copyOfRange(content, span[0], span[1]));
        }
        expected.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(parts.body()).isEqualTo(expected.toByteArray());
        // Three ranges over one byte ask for more than there is: the whole is cheaper for both.
        assertThat(send(to("/v1/blobs/" + id).header("Range", "bytes=0-9,0-9,0-9"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void headSaysTheLengthAndSendsNothing() throws Exception {
        BlobId id = put(content(12_345));
        HttpResponse<byte[]> head = send(to("/v1/blobs/" + id).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("content-length")).hasValue(12_345);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void anEmptyBlobIsOne() throws Exception {
        BlobId id = put(new byte[0]);
        HttpResponse<byte[]> got = send(to("/v1/blobs/" + id));
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEmpty();
        assertThat(send(to("/v1/blobs/" + id).header("Range", "bytes=0-")).statusCode())
                .isEqualTo(416);
    }

    @Test
    void attributesBecomeHeadersByAllowListOnly() throws Exception {
        put(content(10));
        HttpResponse<byte[]> got = send(to("/v1/blobs/by-object-id/0x123"));
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("content-type")).contains("image/png");
        assertThat(got.headers().firstValue("set-cookie")).isEmpty();
        assertThat(got.headers().firstValue("content-language")).isEmpty();
    }

    @Test
    void storesQuiltsAndReadsTheirFiles() throws Exception {
        byte[] first = content(3_000);
        byte[] second = content(77);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "b.bin", second);
        field(form, "a/ü.txt", first);
        field(
                form,
                "_metadata",
                "[{\"identifier\":\"b.bin\",\"tags\":{\"content-type\":\"text/css\",\"n\":5}}]"
                        .getBytes(StandardCharsets.UTF_8));
        form.writeBytes("--XX--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<byte[]> answer = send(to("/v1/quilts?epochs=1")
                .header("Content-Type", "multipart/form-data; boundary=XX")
                .PUT(BodyPublishers.ofByteArray(form.toByteArray())));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        JsonObject json = new JsonObject(text(answer));
        String quilt = json.getJsonObject("blobStoreResult")
                .getJsonObject("newlyCreated")
                .getJsonObject("blobObject")
                .getString("blobId");
        JsonArray stored = json.getJsonArray("storedQuiltBlobs");
        assertThat(stored).hasSize(2);
        String patchId = stored.getJsonObject(1).getString("quiltPatchId");
        HttpResponse<byte[]> byPatch = send(to("/v1/blobs/by-quilt-patch-id/" + patchId));
        assertThat(byPatch.body()).isEqualTo(second);
        assertThat(byPatch.headers().firstValue("content-type")).contains("text/css");
        assertThat(byPatch.headers().firstValue("x-quilt-patch-identifier")).contains("b.bin");
        HttpResponse<byte[]> byName = send(to("/v1/blobs/by-quilt-id/" + quilt + "/a%2F%C3%BC.txt"));
        assertThat(byName.statusCode()).isEqualTo(200);
        assertThat(byName.body()).isEqualTo(first);
        JsonArray list = new JsonArray(text(send(to("/v1/quilts/" + quilt + "/patches"))));
        assertThat(list.getJsonObject(1).getJsonObject("tags").getString("n")).isEqualTo("5");
        assertThat(send(to("/v1/blobs/by-quilt-id/" + quilt + "/none")).statusCode())
                .isEqualTo(404);
        assertThat(text(send(to("/v1/blobs/by-quilt-id/" + quilt + "/none")))).contains("QUILT_PATCH_NOT_FOUND");
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void field(ByteArrayOutputStream form, String name, byte[] content) {
        form.writeBytes(("--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesInTheWordsOfWalrus() throws Exception {
        BlobId unknown = TestBlob.of(SHARDS, content(9)).id();
        HttpResponse<byte[]> missing = send(to("/v1/blobs/" + unknown));
        assertThat(missing.statusCode()).isEqualTo(404);
        JsonObject error = new JsonObject(text(missing)).getJsonObject("error");
        assertThat(error.getString("status")).isEqualTo("NOT_FOUND");
        assertThat(error.getJsonArray("details").getJsonObject(0).getString("reason"))
                .isEqualTo("BLOB_NOT_FOUND");
        for (String query : List.of(
                "?epochs=x",
                "?wrong=1",
                "?permanent=true&deletable=true",
                "?encoding_type=RS9",
                "?send_object_to=0x1&share=true",
                "?share=true",
                "?epochs=0")) {
            assertThat(send(to("/v1/blobs" + query).PUT(BodyPublishers.ofByteArray(content(3))))
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(send(to("/v1/blobs").PUT(BodyPublishers.ofByteArray(content(MAX_BLOB + 1))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(to("/v1/quilts").PUT(BodyPublishers.ofByteArray(content(5))))
                        .statusCode())
                .isEqualTo(415);
        BlobId id = put(content(8));
        assertThat(send(to("/v1/blobs/" + id + "?strict_consistency_check=true"))
                        .statusCode())
                .isEqualTo(502);
        assertThat(send(to("/v1/blobs/" + id + "?strict_consistency_check=true&skip_consistency_check=true"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void garbageOnEveryRouteIsRefused() throws Exception {
        BlobId id = put(content(500));
        List<String> pieces = List.of(
                "v1",
                "blobs",
                id.toString(),
                "by-object-id",
                "by-quilt-patch-id",
                "by-quilt-id",
                "quilts",
                "patches",
                "status",
                "0x12",
                "%2e%2e",
                "..",
                "%zz",
                "",
                "tip-config",
                "é",
                "AAAA");
        List<String> queries = List.of("", "?epochs=1", "?x", "?strict_consistency_check=maybe", "?%", "?epochs=99999");
        List<String> methods = List.of("GET", "PUT", "POST", "HEAD", "DELETE");
        long inputs = Math.max(300, Long.getLong("floe.campaign.inputs", 100_000) / 60);
        List<Integer> seen = new ArrayList<>();
        try (RawHttp raw = new RawHttp(server.port())) {
            for (long i = 0; i < inputs; i++) {
                StringBuilder path = new StringBuilder(random.nextBoolean() ? "" : "/v1/blobs");
                for (int part = 1 + random.nextInt(6); part > 0; part--) {
                    path.append('/').append(pieces.get(random.nextInt(pieces.size())));
                }
                String method = methods.get(random.nextInt(methods.size()));
                String target = path + queries.get(random.nextInt(queries.size()));
                int status = raw.status(method, target, content(random.nextInt(2) * random.nextInt(200)));
                assertThat(status).as("%s %s", method, target).isBetween(200, 499);
                seen.add(status);
            }
        }
        assertThat(seen).contains(404, 400);
        assertThat(send(to("/v1/blobs/" + id)).statusCode()).isEqualTo(200);
    }

    @Test
    void garbageAsAFormIsRefusedOrAQuilt() throws Exception {
        for (int i = 0; i < 300; i++) {
            ByteArrayOutputStream form = new ByteArrayOutputStream();
            field(form, "f" + random.nextInt(3), content(random.nextInt(50)));
            field(form, random.nextBoolean() ? "_metadata" : "g", content(random.nextInt(50)));
            form.writeBytes("--XX--\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = form.toByteArray();
            for (int change = random.nextInt(4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            HttpResponse<byte[]> answer = send(to("/v1/quilts")
                    .header("Content-Type", "multipart/form-data; boundary=\"XX\"")
                    .PUT(BodyPublishers.ofByteArray(bytes)));
            assertThat(answer.statusCode()).isIn(200, 400);
        }
    }
}
