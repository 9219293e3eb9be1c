package dev.floe.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.DataException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks the running network of a folder for what [ControlServer] can do.
final class ControlClient {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private ControlClient() {}

    /// @throws DataException.NotFound if there is no such network, or no such thing in it
    /// @throws DataException.Unavailable if it does not run
    static JsonNode post(NetworkOptions network, String path) throws IOException, InterruptedException {
        NetworkFile file = network.networkFile()
                .orElseThrow(
                        () -> new DataException.NotFound("only a local network can do this; start one with floe up"));
        HttpRequest request = HttpRequest.newBuilder(file.control().resolve(path))
                .timeout(LONGEST)
                .header(
                        ControlServer.HEADER,
                        new String(ControlServer.token(network.folder()), StandardCharsets.US_ASCII))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = new ObjectMapper().readTree(response.body());
            String error = answer.path("error").asText("the network refused");
            return switch (response.statusCode()) {
                case 200 -> answer;
                case 400 -> throw new IllegalArgumentException(error);
                case 403 -> throw new DataException.Denied(error);
                case 404 -> throw new DataException.NotFound(error);
                default -> throw new DataException.Unavailable(error);
            };
        } catch (java.net.ConnectException e) {
            URI control = file.control();
            throw new DataException.Unavailable(
                    "no network runs at " + control + "; start it with floe up --dir "
                            + network.folder().path(),
                    e);
        }
    }
}
