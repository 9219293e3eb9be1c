package dev.floe.node.net;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import dev.floe.ledger.Address;
import dev.floe.node.ChallengePeers;
import dev.floe.storage.net.NodeJson;
import dev.floe.storage.walrus.StorageNodeInfo;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Asks peers over plain HTTP: what they answer is signed. Closing ends all connections.
public final class HttpChallengePeers implements ChallengePeers, AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 16 << 10;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Override
    public SignedMessage attest(StorageNodeInfo peer, Address node, Bytes seed, Deadline deadline)
            throws InterruptedException {
        URI uri = URI.create("http://" + peer.networkAddress() + "/v1/challenge/0x"
                + node.bytes().toHex() + "/" + seed.toHex());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(deadline.remaining().plusMillis(1))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        } catch (IOException e) {
            throw new DataException.Unavailable("storage node " + peer + ": " + e.getMessage(), e);
        }
        if (answer.statusCode() != 200) {
            throw NodeJson.readError(answer.statusCode(), answer.body());
        }
        return signed(peer, new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static SignedMessage signed(StorageNodeInfo peer, String json) {
        try {
            JsonObject data = new JsonObject(json).getJsonObject("success").getJsonObject("data");
            Bytes signature = bytes(data, "signature");
            if (signature.size() != MinPk.Signature.SIZE_BYTES) {
                throw new DataException.Corrupt("signature of " + signature.size() + " bytes");
            }
            return new SignedMessage(bytes(data, "serializedMessage"), signature);
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new DataException.Corrupt("storage node " + peer + " answered no signed message", e);
        }
    }

    private static Bytes bytes(JsonObject data, String name) {
        return Bytes.copyOf(Base64.getDecoder().decode(data.getString(name)));
    }

    @Override
    public void close() {
        http.close();
    }
}
