package dev.floe.ledger.net.internal.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.sui.rpc.ExecutedTransactionProto.ExecutedTransaction;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.SimulateTransactionRequest;
import dev.floe.sui.rpc.TransactionExecutionServiceProto.SimulateTransactionResponse;
import dev.floe.sui.rpc.TransactionProto;
import dev.floe.testkit.Campaign;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final SimulateTransactionRequest REQUEST = SimulateTransactionRequest.newBuilder()
            .setTransaction(TransactionProto.Transaction.newBuilder()
                    .setSender("0x2")
                    .setKind(TransactionProto.TransactionKind.newBuilder()
                            .setProgrammableTransaction(TransactionProto.ProgrammableTransaction.newBuilder()
                                    .addInputs(
                                            TransactionProto.Input.newBuilder().setObjectId("0x5")))))
            .setReadMask(FieldMask.newBuilder().addPaths("transaction.effects.status"))
            .setDoGasSelection(true)
            .build();

    @Test
    void knowsContentTypes() {
        assertThat(Wire.of("application/grpc")).isEqualTo(Wire.GRPC);
        assertThat(Wire.of("application/grpc+proto")).isEqualTo(Wire.GRPC);
        assertThat(Wire.of("application/grpc-web+proto; charset=utf-8")).isEqualTo(Wire.WEB);
        assertThat(Wire.of("application/grpc-web-text")).isEqualTo(Wire.WEB_TEXT);
        assertThat(Wire.of("application/json")).isNull();
        assertThat(Wire.of("application/grpc+json")).isNull();
        assertThat(Wire.WEB_TEXT.answerType("application/grpc-web-text+proto"))
                .isEqualTo("application/grpc-web-text+proto");
    }

    @Test
    void readsFramesThatWerePaddedPieceByPiece() {
        byte[] frame = Wire.GRPC.message("hello".getBytes(StandardCharsets.US_ASCII));
        for (int split = 0; split <= frame.length; split++) {
            String text = base64(frame, 0, split) + base64(frame, split, frame.length);
            byte[] message = new byte[5];
            Wire.WEB_TEXT
                    .requestMessage(text.getBytes(StandardCharsets.US_ASCII))
                    .get(message);
            assertThat(message).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
        }
    }

    private static String base64(byte[] bytes, int from, int to) {
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(bytes, from, to));
    }

    @Test
    void refusesWhatIsNotOneMessage() {
        byte[] frame = Wire.GRPC.message(new byte[3]);
        frame[0] = 1;
        assertThatThrownBy(() -> Wire.WEB.requestMessage(frame)).hasMessageContaining("compressed");
        frame[0] = 0;
        frame[4] = 4;
        assertThatThrownBy(() -> Wire.WEB.requestMessage(frame)).hasMessageContaining("length 4");
        frame[1] = -1;
        assertThatThrownBy(() -> Wire.WEB.requestMessage(frame)).hasMessageContaining("length 42781");
        assertThatThrownBy(() -> Wire.WEB.requestMessage(new byte[4])).hasMessageContaining("4 bytes");
        assertThatThrownBy(() -> Wire.WEB_TEXT.requestMessage("!!!!".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("Base64");
    }

    @Test
    void encodesMessagesOfStatusesInPercent() {
        assertThat(Wire.percentEncode("a% ü\n")).isEqualTo("a%25 %C3%BC%0A");
    }

    @Test
    void readsTimeouts() {
        assertThat(GrpcTimeout.parse("1500m")).isEqualTo(Duration.ofMillis(1500));
        assertThat(GrpcTimeout.parse("99999999H")).isEqualTo(Duration.ofHours(99_999_999));
        assertThat(GrpcTimeout.parse("7u")).isEqualTo(Duration.ofNanos(7000));
        for (String bad : List.of("", "m", "5", "5x", "-5m", "123456789m", "1.5S", "５m")) {
            assertThatThrownBy(() -> GrpcTimeout.parse(bad)).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void masksSelectSubtreesThroughRepeatedFields() {
        ExecutedTransaction.Builder full =
                ExecutedTransaction.newBuilder().setDigest("d").setCheckpoint(7);
        full.getEffectsBuilder().setVersion(2).getStatusBuilder().setSuccess(true);
        full.getEffectsBuilder().addChangedObjectsBuilder().setObjectId("a").setObjectType("t");
        FieldMask paths = FieldMask.newBuilder()
                .addPaths("effects.status")
                .addPaths("effects.changed_objects.object_id")
                .addPaths("checkpoint")
                .build();
        ReadMask mask = ReadMask.of(paths, true, ExecutedTransaction.getDescriptor(), "digest");
        ExecutedTransaction trimmed = mask.trim(full.build());
        ExecutedTransaction.Builder expected = ExecutedTransaction.newBuilder().setCheckpoint(7);
        expected.getEffectsBuilder().getStatusBuilder().setSuccess(true);
        expected.getEffectsBuilder().addChangedObjectsBuilder().setObjectId("a");
        assertThat(trimmed).isEqualTo(expected.build());
        assertThat(mask.wants("effects")).isTrue();
        assertThat(mask.wants("events")).isFalse();
        assertThat(mask.below("effects").wants("status.success")).isTrue();
        FieldMask parentToo = paths.toBuilder().addPaths("effects").build();
        assertThat(ReadMask.of(parentToo, true, ExecutedTransaction.getDescriptor())
                        .trim(full.build())
                        .getEffects())
                .isEqualTo(full.getEffects());
        assertThatThrownBy(() -> ReadMask.of(
                        FieldMask.newBuilder().addPaths("effects.nothing").build(),
                        true,
                        ExecutedTransaction.getDescriptor()))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("effects.nothing");
    }

    @Test
    void survivesMutatedBodies() {
        byte[] web = Wire.WEB.message(REQUEST.toByteArray());
        byte[] text = Wire.WEB_TEXT.message(REQUEST.toByteArray());
        for (Wire wire : List.of(Wire.WEB, Wire.WEB_TEXT)) {
            Campaign.Report report = Campaign.allowing(RpcException.class, InvalidProtocolBufferException.class)
                    .run("rpc bodies " + wire, List.of(web, text), body -> parse(wire, body));
            assertThat(report.accepted()).isBetween(1L, report.inputs() - 1);
        }
    }

    private static void parse(Wire wire, byte[] body) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(wire.requestMessage(body));
        in.setRecursionLimit(64);
        SimulateTransactionRequest request = SimulateTransactionRequest.parser().parseFrom(in);
        ReadMask.of(request.getReadMask(), request.hasReadMask(), SimulateTransactionResponse.getDescriptor(), "*");
    }
}
