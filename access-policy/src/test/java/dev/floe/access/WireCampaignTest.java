package dev.floe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.ledger.Address;
import dev.floe.testkit.Campaign;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Everything that comes from outside, mutated: taken, or refused as malformed, soon and without much memory.
final class WireCampaignTest {

    private final Curve curve = Curve.best();

    /// Points are expensive to check, so their parsers get a part of the inputs.
    private static long few() {
        return Math.max(1, Campaign.inputs() / 20);
    }

    @Test
    void requestsTransactionsAndSessions() throws IOException {
        try (SealWorld world = new SealWorld("wire", 0);
                SessionKey session = world.session(world.user)) {
            FetchKeyRequest request = world.request(session, world.approval(world.identity(1), world.identity(2)));
            Bytes body = request.toBody();
            assertThat(FetchKeyRequest.parse(curve, body).toBody()).isEqualTo(body);
            Campaign.allowing(DataException.Corrupt.class)
                    .run(
                            "fetch-key-request",
                            List.of(body.toByteArray()),
                            few(),
                            input -> FetchKeyRequest.parse(curve, Bytes.copyOf(input)));
            Campaign.allowing(DataException.Corrupt.class, IllegalArgumentException.class)
                    .run(
                            "approval-call",
                            List.of(request.ptb().toByteArray()),
                            input -> ApprovalCall.parse(Bytes.copyOf(input)));
            Campaign.allowing(DataException.Corrupt.class)
                    .run(
                            "session-export",
                            List.of(session.revealExport().toByteArray()),
                            few(),
                            input -> SessionKey.parseExport(Bytes.copyOf(input)));
        }
    }

    @Test
    void answersAndKeyServerObjects() {
        ElGamal.Encrypted encrypted = new ElGamal.Encrypted(curve.g1Generator(), curve.g1Generator());
        FetchKeyResponse response = new FetchKeyResponse(
                List.of(new FetchKeyResponse.Key(Bytes.parseHex("00".repeat(33) + "ff"), encrypted)));
        assertThat(FetchKeyResponse.parse(curve, response.toBody())).isEqualTo(response);
        Campaign.allowing(DataException.Corrupt.class)
                .run(
                        "fetch-key-response",
                        List.of(response.toBody().toByteArray()),
                        few(),
                        input -> FetchKeyResponse.parse(curve, Bytes.copyOf(input)));
        Bytes key = curve.g2Generator().compressed();
        Bytes committee = new BcsWriter()
                .string("c")
                .u8(0)
                .bytes(key)
                .uleb(1)
                .u32(0)
                .u16(1)
                .uleb(1)
                .string("m")
                .string("http://m")
                .bytes(key)
                .u16(0)
                .toBytes();
        assertThat(KeyServerInfo.parse(curve, Address.ofLong(1), 2, committee).url())
                .isEmpty();
        Campaign.allowing(DataException.Corrupt.class)
                .run(
                        "key-server",
                        List.of(committee.toByteArray()),
                        few(),
                        input -> KeyServerInfo.parse(curve, Address.ofLong(1), 2, Bytes.copyOf(input)));
    }

    @Test
    void jsonIsBoundedInDepthAndHasNoNameTwice() {
        for (String text : List.of(
                "{\"decryption_keys\":[],\"decryption_keys\":[]}",
                "{\"decryption_keys\":[]} {}",
                "[]",
                "{\"decryption_keys\":" + "[".repeat(40) + "]".repeat(40) + "}",
                "{\"decryption_keys\":{}}",
                "")) {
            assertThatThrownBy(() -> FetchKeyResponse.parse(curve, SealWorld.utf8(text)))
                    .isInstanceOf(DataException.Corrupt.class);
        }
    }
}
