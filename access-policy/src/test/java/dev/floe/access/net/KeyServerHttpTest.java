package dev.floe.access.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.access.EncryptedObject;
import dev.floe.access.FetchKeyRequest;
import dev.floe.access.KeyServerTransport;
import dev.floe.access.KeyServerTransport.Reply;
import dev.floe.access.SealClient;
import dev.floe.access.SealWorld;
import dev.floe.access.SessionKey;
import dev.floe.format.Bytes;
import dev.floe.testkit.Mutator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The wire form: headers, statuses, limits, CORS.
final class KeyServerHttpTest {

    private static final Map<String, String> CLIENT =
            Map.of("Client-Sdk-Version", "1.4.12", "Client-Sdk-Type", "typescript");

    private SealWorld world;
    private KeyServerHttp http;
    private final HttpKeyServerTransport transport = new HttpKeyServerTransport(Duration.ofSeconds(20));

    @BeforeEach
    void open() throws IOException {
        world = new SealWorld("key-server-http", 1);
        http = KeyServerHttp.start(world.parties.getFirst().server(), "127.0.0.1", 0, 0);
        world.grant(world.user.address());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        http.close();
        world.close();
    }

    private Reply post(Map<String, String> headers, Bytes body) {
        return transport.send(http.endpoint() + "/v1/fetch_key", headers, Optional.of(body));
    }

    private Reply get(String path, Map<String, String> headers) {
        return transport.send(http.endpoint() + path, headers, Optional.empty());
    }

    private Bytes request() {
        try (SessionKey session = world.session(world.user)) {
            FetchKeyRequest request = world.request(session, world.approval(world.identity(1)));
            return request.toBody();
        }
    }

    private static String text(Reply reply) {
        return new String(reply.body().toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void decryptsOverHttp() {
        KeyServerTransport toHere = new KeyServerTransport() {
            @Override
            public Reply send(String url, Map<String, String> headers, Optional<Bytes> body) {
                String path = url.substring(world.parties.getFirst().url().length());
                return transport.send(http.endpoint() + path, headers, body);
            }

            @Override
            public void close() {}
        };
        SealClient client = world.client(toHere);
        EncryptedObject object = client.encrypt(world.identity(1), 1, SealWorld.utf8("m"), Bytes.EMPTY);
        try (SessionKey session = world.session(world.user)) {
            assertThat(client.decrypt(object, session, world.approval(world.identity(1))))
                    .isEqualTo(SealWorld.utf8("m"));
        }
    }

    @Test
    void everyAnswerBelowV1TellsTheVersionAndIsOpenToBrowsers() {
        for (Reply reply : List.of(
                post(CLIENT, request()),
                post(Map.of(), request()),
                get("/v1/service", CLIENT),
                get("/v1/nothing", CLIENT))) {
            assertThat(reply.headers())
                    .containsEntry("x-keyserver-version", "0.6.10")
                    .containsKey("x-keyserver-gitversion")
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-expose-headers", "*");
        }
    }

    @Test
    void headersAreCheckedFirst() {
        assertThat(text(post(Map.of(), request()))).contains("\"MissingRequiredHeader\"");
        Reply bad = post(Map.of("Client-Sdk-Version", "one"), request());
        assertThat(bad.status()).isEqualTo(400);
        assertThat(text(bad)).contains("\"InvalidSDKVersion\"");
        Reply old = post(Map.of("Client-Sdk-Version", "0.4.4", "Client-Sdk-Type", "typescript"), request());
        assertThat(old.status()).isEqualTo(426);
        assertThat(text(old)).contains("\"DeprecatedSDKVersion\"");
        assertThat(post(Map.of("Client-Sdk-Version", "0.0.1", "Client-Sdk-Type", "mine"), request())
                        .status())
                .isEqualTo(200);
        assertThat(post(Map.of("Client-Sdk-Version", "0.6.1", "Client-Sdk-Type", "aggregator"), request())
                        .status())
                .isEqualTo(426);
    }

    @Test
    void otherRoutes() {
        String id = world.parties.getFirst().id().toString();
        assertThat(text(get("/v1/service?service_id=" + id, CLIENT)))
                .contains("\"service_id\":\"" + id + "\"")
                .contains("\"pop\":\"");
        assertThat(text(get("/v1/service?service_id=0x1", CLIENT))).contains("\"InvalidServiceId\"");
        assertThat(text(get("/v1/service", CLIENT))).contains("\"InvalidServiceId\"");
        assertThat(text(get("/v1/debug/committee_partial_pk", CLIENT))).isEqualTo("Unsupported");
        assertThat(text(get("/health", Map.of()))).contains("\"status\":\"UP\"");
        assertThat(get("/metrics", Map.of()).status()).isEqualTo(404);
        post(CLIENT, request());
        assertThat(text(transport.send(http.metricsEndpoint().toString(), Map.of(), Optional.empty())))
                .contains("total_requests ")
                .contains("released_requests ")
                .contains("key_server_version{version=\"0.6.10\"} 1");
    }

    @Test
    void bodiesAreBoundedAndMustBeRequests() throws Exception {
        assertThat(post(CLIENT, SealWorld.utf8("x".repeat((180 << 10) + 1))).status())
                .isEqualTo(413);
        assertThat(post(CLIENT, SealWorld.utf8("{\"ptb\":")).status()).isEqualTo(400);
        HttpRequest form = HttpRequest.newBuilder(URI.create(http.endpoint() + "/v1/fetch_key"))
                .header("Client-Sdk-Version", "1.0.0")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpRequest preflight = HttpRequest.newBuilder(URI.create(http.endpoint() + "/v1/fetch_key"))
                .header("Origin", "http://x")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(form, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(415);
            HttpResponse<String> answer = client.send(preflight, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("access-control-allow-headers"))
                    .contains("*");
        }
    }

    @Test
    void mutatedBodiesGetAnAnswerAndNeverKeys() {
        Bytes good = request();
        Mutator mutator = new Mutator(world.seed.child(5).random(), List.of(good.toByteArray()), 64 << 10);
        Map<Integer, Integer> statuses = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            byte[] body = mutator.next();
            Reply reply = post(CLIENT, Bytes.copyOf(body));
            statuses.merge(reply.status(), 1, Integer::sum);
            if (reply.status() == 200) {
                // Only what means the same as the signed request, such as another order of members.
                assertThat(FetchKeyRequest.parse(world.ibe.curve(), Bytes.copyOf(body))
                                .signedBytes())
                        .isEqualTo(
                                FetchKeyRequest.parse(world.ibe.curve(), good).signedBytes());
            }
        }
        assertThat(statuses.keySet()).isSubsetOf(200, 400, 403, 413);
        assertThat(statuses).containsKey(400);
    }
}
