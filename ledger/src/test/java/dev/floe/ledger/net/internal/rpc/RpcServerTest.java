package dev.floe.ledger.net.internal.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.floe.sui.rpc.ExecutedTransactionProto.ExecutedTransaction;
import dev.floe.sui.rpc.LedgerServiceGrpc;
import dev.floe.sui.rpc.LedgerServiceProto.GetObjectRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetObjectResponse;
import dev.floe.sui.rpc.LedgerServiceProto.GetServiceInfoRequest;
import dev.floe.sui.rpc.LedgerServiceProto.GetServiceInfoResponse;
import dev.floe.sui.rpc.LedgerServiceProto.ListTransactionsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.ListTransactionsResponse;
import dev.floe.sui.rpc.NameServiceGrpc;
import dev.floe.sui.rpc.NameServiceProto.LookupNameRequest;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.QueryProto.QueryOptions;
import dev.floe.sui.rpc.QueryProto.Watermark;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcServerTest {

    private static final String INFO = "sui.rpc.v2.LedgerService/GetServiceInfo";
    private static final RpcLimits SMALL = new RpcLimits(
            1 << 20,
            8 << 20,
            16,
            20,
            Duration.ofSeconds(5),
            Duration.ofMillis(400),
            Duration.ofMillis(500),
            Duration.ofSeconds(1));

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final RpcServer server = new RpcServer(
            "127.0.0.1",
            0,
            List.of(
                    RpcMethod.unary(INFO, GetServiceInfoRequest.parser(), ignored -> info()),
                    RpcMethod.unary("sui.rpc.v2.LedgerService/GetObject", GetObjectRequest.parser(), this::object),
                    RpcMethod.streaming(
                            "sui.rpc.v2.LedgerService/ListTransactions", ListTransactionsRequest.parser(), this::list)),
            List.of(new HttpRoute(
                    "POST", "/echo", body -> new HttpRoute.Answer(200, "{\"bytes\":" + body.length + "}"))),
            () -> Map.of("x-sui-epoch", "7"),
            SMALL);
    private final ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
    private final LedgerServiceGrpc.LedgerServiceBlockingStub stub = LedgerServiceGrpc.newBlockingStub(channel);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        release.countDown();
        channel.shutdownNow();
        http.close();
        server.close();
    }

    private static GetServiceInfoResponse info() {
        return GetServiceInfoResponse.newBuilder().setChain("local").setEpoch(0).build();
    }

    private GetObjectResponse object(GetObjectRequest request) {
        return switch (request.getObjectId()) {
            case "missing" -> throw RpcException.notFound("Object ü 100% not found");
            case "bad" -> throw RpcException.invalid("object_id", "not an id");
            case "bug" -> throw new NullPointerException("secret");
            case "slow" -> {
                await(release);
                yield GetObjectResponse.getDefaultInstance();
            }
            case "large" ->
                GetObjectResponse.newBuilder()
                        .setObject(ObjectProto.Object.newBuilder().setObjectId("x".repeat(7 << 20)))
                        .build();
            default -> GetObjectResponse.getDefaultInstance();
        };
    }

    private void list(ListTransactionsRequest request, RpcCall call) {
        call.onClose(cancelled::countDown);
        int limit = request.getOptions().getLimit();
        for (int i = 0; i < limit; i++) {
            call.send(ListTransactionsResponse.newBuilder()
                    .setTransaction(ExecutedTransaction.newBuilder().setDigest("t" + i))
                    .setWatermark(Watermark.newBuilder()
                            .setCursor(ByteString.copyFrom(
                                    new byte[request.getOptions().getAfter().size() > 0 ? 100_000 : 8])))
                    .build());
        }
        if (request.hasStartCheckpoint()) {
            throw RpcException.of(Status.Code.ABORTED, "in the middle");
        }
        if (request.hasEndCheckpoint()) {
            call.flush();
            await(cancelled);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("test: latch never opened");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersNativeGrpc() {
        GetServiceInfoResponse answer = stub.getServiceInfo(GetServiceInfoRequest.getDefaultInstance());
        assertThat(answer.getChain()).isEqualTo("local");
        assertThat(answer.hasEpoch()).isTrue();
    }

    @Test
    void streamsNativeGrpc() {
        Iterator<ListTransactionsResponse> answers = stub.listTransactions(ListTransactionsRequest.newBuilder()
                .setOptions(QueryOptions.newBuilder().setLimit(200))
                .build());
        int count = 0;
        while (answers.hasNext()) {
            assertThat(answers.next().getTransaction().getDigest()).isEqualTo("t" + count++);
        }
        assertThat(count).isEqualTo(200);
    }

    @Test
    void tellsFailuresWithCodeTextAndDetails() {
        assertThatThrownBy(() -> stub.getObject(id("missing")))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
                    assertThat(e.getStatus().getDescription()).isEqualTo("Object ü 100% not found");
                });
        assertThatThrownBy(() -> stub.getObject(id("bad"))).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(io.grpc.protobuf.StatusProto.fromThrowable(e).getDetailsCount())
                    .isEqualTo(1);
        });
        assertThatThrownBy(() -> stub.getObject(id("bug"))).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(e.getStatus().getDescription()).doesNotContain("secret");
        });
        assertThatThrownBy(() ->
                        NameServiceGrpc.newBlockingStub(channel).lookupName(LookupNameRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void endsAStreamWithAnErrorAfterMessages() {
        Iterator<ListTransactionsResponse> answers = stub.listTransactions(ListTransactionsRequest.newBuilder()
                .setStartCheckpoint(1)
                .setOptions(QueryOptions.newBuilder().setLimit(2))
                .build());
        answers.next();
        answers.next();
        assertThatThrownBy(answers::hasNext)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("ABORTED");
    }

    @Test
    void keepsDeadlinesOfServerAndClient() throws Exception {
        HttpResponse<byte[]> answer = post(
                "sui.rpc.v2.LedgerService/GetObject",
                "application/grpc-web+proto",
                frame(id("slow").toByteArray()),
                "grpc-timeout",
                "50m");
        assertThat(new String(answer.body(), StandardCharsets.US_ASCII)).contains("grpc-status:4\r\n");
        assertThatThrownBy(() -> stub.withDeadlineAfter(Duration.ofMillis(50)).getObject(id("slow")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("DEADLINE_EXCEEDED");
    }

    @Test
    void tellsTheHandlerThatTheClientHasGone() throws Exception {
        Iterator<ListTransactionsResponse> answers = stub.listTransactions(ListTransactionsRequest.newBuilder()
                .setEndCheckpoint(1)
                .setOptions(QueryOptions.newBuilder().setLimit(1))
                .build());
        assertThat(answers.next().getTransaction().getDigest()).isEqualTo("t0");
        channel.shutdownNow();
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersGrpcWebBinaryAndText() throws Exception {
        byte[] expected = info().toByteArray();
        HttpResponse<byte[]> binary = post(INFO, "application/grpc-web+proto", frame(new byte[0]));
        assertThat(binary.headers().firstValue("content-type")).hasValue("application/grpc-web+proto");
        assertThat(binary.headers().firstValue("x-sui-epoch")).hasValue("7");
        assertThat(binary.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(new String(binary.body(), StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(frame(expected), StandardCharsets.ISO_8859_1)
                        + "\u0080\0\0\0\u000fgrpc-status:0\r\n");

        HttpResponse<byte[]> text =
                post(INFO, "application/grpc-web-text", Base64.getEncoder().encode(frame(new byte[0])));
        assertThat(text.headers().firstValue("content-type")).hasValue("application/grpc-web-text");
        assertThat(new String(text.body(), StandardCharsets.US_ASCII))
                .startsWith(Base64.getEncoder().encodeToString(frame(expected)));
    }

    @Test
    void answersUnknownPathsAndPlainRoutes() throws Exception {
        HttpResponse<byte[]> unknown = post("sui.rpc.v2.Nothing/At", "application/grpc-web", frame(new byte[0]));
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(new String(unknown.body(), StandardCharsets.US_ASCII)).contains("grpc-status:12\r\n");
        assertThat(post("echo", "application/json", new byte[7]).body())
                .asString()
                .isEqualTo("{\"bytes\":7}");
        assertThat(post("nothing", "application/json", new byte[7]).statusCode())
                .isEqualTo(404);
        assertThat(post("echo", "application/json", new byte[100_000]).statusCode())
                .isEqualTo(413);
        assertThat(post(INFO, "application/grpc", frame(new byte[0])).headers().firstValue("grpc-status"))
                .hasValue("3");
    }

    @Test
    void allowsBrowsersToCall() throws Exception {
        HttpRequest preflight = HttpRequest.newBuilder(uri(INFO))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("access-control-request-headers", "content-type,x-grpc-web,x-own")
                .build();
        HttpResponse<byte[]> answer = http.send(preflight, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-headers"))
                .hasValue("content-type,x-grpc-web,x-own");
        assertThat(answer.headers().firstValue("access-control-allow-methods")).hasValue("GET, POST, OPTIONS");
    }

    @Test
    void refusesLargeMessagesWithoutKeepingThem() throws Exception {
        assertThatThrownBy(() -> stub.getObject(id("x".repeat(2 << 20))))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("RESOURCE_EXHAUSTED");
        assertThat(stub.getServiceInfo(GetServiceInfoRequest.getDefaultInstance())
                        .getChain())
                .isEqualTo("local");
        assertThat(server.bufferedBytes()).isZero();
    }

    @Test
    void cutsClientsThatSendTooSlowly() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /" + INFO + " HTTP/1.1\r\nhost: a\r\ncontent-type: application/grpc-web\r\n"
                            + "content-length: 500\r\n\r\n\0")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).contains("grpc-status:4");
        }
        assertIdle();
    }

    @Test
    void cutsClientsThatReadTooSlowly() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            byte[] body = frame(ListTransactionsRequest.newBuilder()
                    .setOptions(QueryOptions.newBuilder().setLimit(10_000).setAfter(ByteString.copyFromUtf8("x")))
                    .build()
                    .toByteArray());
            socket.getOutputStream()
                    .write(("POST /sui.rpc.v2.LedgerService/ListTransactions HTTP/1.1\r\nhost: a\r\n"
                                    + "content-type: application/grpc-web\r\ncontent-length: " + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertIdle();
    }

    @Test
    void closesIdleConnectionsAndLimitsTheirNumber() throws Exception {
        try (Socket quiet = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            quiet.setSoTimeout(20_000);
            // A request line that never ends.
            quiet.getOutputStream().write("POST /".getBytes(StandardCharsets.US_ASCII));
            assertThat(quiet.getInputStream().readAllBytes()).isEmpty();
        }
        Socket[] many = new Socket[30];
        int refused = 0;
        for (int i = 0; i < many.length; i++) {
            many[i] = new Socket(InetAddress.getLoopbackAddress(), server.port());
            many[i].getOutputStream().write("GET /x HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket socket : many) {
            socket.setSoTimeout(10_000);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            refused += answer.endsWith("503") ? 1 : 0;
        }
        for (Socket socket : many) {
            socket.close();
        }
        assertThat(refused).isEqualTo(10);
    }

    private void assertIdle() throws Exception {
        for (int i = 0; i < 200 && (server.callsInProgress() > 0 || server.bufferedBytes() > 0); i++) {
            http.send(HttpRequest.newBuilder(uri("health")).build(), BodyHandlers.discarding());
        }
        assertThat(server.callsInProgress()).isZero();
        assertThat(server.bufferedBytes()).isZero();
    }

    private static GetObjectRequest id(String id) {
        return GetObjectRequest.newBuilder().setObjectId(id).build();
    }

    private static byte[] frame(byte[] message) {
        return Wire.GRPC.message(message);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + path);
    }

    private HttpResponse<byte[]> post(String path, String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("content-type", type)
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
