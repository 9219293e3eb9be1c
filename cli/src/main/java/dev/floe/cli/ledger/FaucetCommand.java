package dev.floe.cli.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe faucet`.
@Command(name = "faucet", description = "Get coins of SUI for tests, from a local ledger or from testnet.")
public final class FaucetCommand extends FloeCommand {

    private static final int MAX_ANSWER = 1 << 20;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Whom to give to. Default: the address of --key.")
    private String address = "";

    @Override
    protected int run(Output out) throws Exception {
        Address recipient;
        if (address.isEmpty()) {
            try (Keypair own = key.open()) {
                recipient = own.address();
            }
        } else {
            recipient = Address.parse(address);
        }
        JsonNode answer = ask(network.faucet(), recipient, network.timeout());
        long total = 0;
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("address", recipient.toString());
        for (JsonNode coin : answer.path("coins_sent")) {
            long amount = coin.path("amount").asLong();
            total = Math.addExact(total, amount);
            document.withArray("coins")
                    .addObject()
                    .put("id", coin.path("id").asText())
                    .put("amount", Long.toString(amount));
        }
        out.line(total + " MIST to " + recipient);
        out.json(document.put("total", Long.toString(total)));
        return 0;
    }

    private static JsonNode ask(URI faucet, Address recipient, Duration timeout) throws InterruptedException {
        String body = "{\"FixedAmountRequest\":{\"recipient\":\"" + recipient + "\"}}";
        HttpRequest request = HttpRequest.newBuilder(faucet)
                .timeout(timeout)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200 && response.statusCode() != 201) {
                throw new DataException.Unavailable("faucet " + faucet + ": expected status 200, got "
                        + response.statusCode() + (response.statusCode() == 429 ? "; wait and try again" : ""));
            }
            if (response.body().length > MAX_ANSWER) {
                throw new DataException.Corrupt("faucet " + faucet + ": its answer is over " + MAX_ANSWER + " bytes");
            }
            JsonNode answer = new ObjectMapper().readTree(response.body());
            if (!answer.path("status").asText().equals("Success")) {
                throw new DataException.Unavailable("faucet " + faucet + " gave nothing: " + answer.path("status"));
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new DataException.Corrupt("faucet " + faucet + ": its answer is no JSON", e);
        } catch (IOException e) {
            throw new DataException.Unavailable(
                    "faucet " + faucet + ": no answer (" + e + "); is the ledger running? floe ledger run", e);
        }
    }
}
