package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.network.NetworkFile;
import dev.floe.cli.network.NetworkFolder;
import dev.floe.format.DataException;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.net.SuiGrpcLedger;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which ledger a command speaks with.
public final class NetworkOptions {

    static final String FILE = "network.json";

    private static final int MAX_FILE = 64 * 1024;

    @Option(
            names = "--network",
            paramLabel = "NETWORK",
            defaultValue = "${FLOE_NETWORK:-local}",
            description = {
                "The ledger: local (of floe up, else http://127.0.0.1:9000), testnet, mainnet, a URL, or the folder",
                "of floe up or floe ledger run. Default: $FLOE_NETWORK, else local."
            })
    private String network = "local";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long each call may take. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 30;

    /// Connects when first used; the caller closes it.
    public Ledger connect() throws IOException {
        return SuiGrpcLedger.connect(endpoint(), timeout(), new SystemTime());
    }

    /// How long a call may take.
    public Duration timeout() {
        if (timeoutSeconds < 1 || timeoutSeconds > 3600) {
            throw new IllegalArgumentException("--timeout: expected 1 to 3600 seconds, got " + timeoutSeconds);
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /// Where the ledger is.
    public URI endpoint() throws IOException {
        return switch (network) {
            case "local" -> local();
            case "testnet" -> URI.create("https://fullnode.testnet.sui.io:443");
            case "mainnet" -> URI.create("https://fullnode.mainnet.sui.io:443");
            default -> network.contains("://") ? parse(network) : ofFolder(Path.of(network));
        };
    }

    /// Where coins for tests are given away.
    public URI faucet() throws IOException {
        return switch (network) {
            case "mainnet" ->
                throw new IllegalArgumentException("faucet: mainnet has none; coins there are worth money");
            case "testnet" -> URI.create("https://faucet.testnet.sui.io/v2/gas");
            default -> endpoint().resolve("/v2/gas");
        };
    }

    /// What the folder of a local network says about it; empty for other networks, and for a ledger without
    /// storage.
    public Optional<NetworkFile> networkFile() throws IOException {
        return switch (network) {
            case "local" -> NetworkFolder.standard().read();
            case "testnet", "mainnet" -> Optional.empty();
            default -> network.contains("://") ? Optional.empty() : new NetworkFolder(Path.of(network)).read();
        };
    }

    /// Whether this is the main network.
    public boolean isMainnet() {
        return network.equals("mainnet");
    }

    /// The folder of a local network.
    public NetworkFolder folder() {
        return network.equals("local") ? NetworkFolder.standard() : new NetworkFolder(Path.of(network));
    }

    /// The network of `floe up` when there is one, else where `floe ledger run` listens.
    private static URI local() throws IOException {
        return NetworkFolder.standard().read().map(NetworkFile::ledger).orElse(URI.create("http://127.0.0.1:9000"));
    }

    private static URI ofFolder(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--network: expected local, testnet, mainnet, a URL, or a folder with "
                    + FILE + ", got '" + folder + "'");
        }
        if (Files.size(file) > MAX_FILE) {
            throw new DataException.Corrupt(file + ": expected at most " + MAX_FILE + " bytes");
        }
        String ledger =
                new ObjectMapper().readTree(file.toFile()).path("ledger").asText("");
        if (ledger.isEmpty()) {
            throw new DataException.Corrupt(file + ": the field ledger is missing");
        }
        return parse(ledger);
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("--network: not a URL: '" + text + "'", e);
        }
    }
}
