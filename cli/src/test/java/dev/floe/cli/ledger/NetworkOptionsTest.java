package dev.floe.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Which ledger a name means; nothing here needs a network.
final class NetworkOptionsTest {

    @Test
    void publicNetworksHaveTheirNodesAndFaucets() throws IOException {
        assertThat(options("testnet").endpoint()).isEqualTo(URI.create("https://fullnode.testnet.sui.io:443"));
        assertThat(options("testnet").faucet()).isEqualTo(URI.create("https://faucet.testnet.sui.io/v2/gas"));
        assertThat(options("mainnet").endpoint()).isEqualTo(URI.create("https://fullnode.mainnet.sui.io:443"));
        assertThatThrownBy(() -> options("mainnet").faucet())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mainnet has none");
        assertThat(options("local").endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(options("http://127.0.0.1:31400").faucet()).isEqualTo(URI.create("http://127.0.0.1:31400/v2/gas"));
    }

    @Test
    void aFolderNamesItsLedger(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> options(folder.toString()).endpoint())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected local, testnet, mainnet, a URL, or a folder with network.json");
        Path file = folder.resolve(NetworkOptions.FILE);
        Files.writeString(file, "{\"ledger\": \"http://127.0.0.1:31400\"}");
        assertThat(options(folder.toString()).endpoint()).isEqualTo(URI.create("http://127.0.0.1:31400"));
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> options(folder.toString()).endpoint())
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("the field ledger is missing");
    }

    @Test
    void otherNamesAndTimesAreRefused() {
        assertThatThrownBy(() -> options("tesnet").endpoint())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 'tesnet'");
        assertThatThrownBy(() -> options("http://a b").endpoint()).hasMessageContaining("not a URL");
        NetworkOptions slow = CommandLine.populateCommand(new NetworkOptions(), "--timeout", "0");
        assertThatThrownBy(slow::timeout).hasMessageContaining("expected 1 to 3600 seconds, got 0");
    }

    private static NetworkOptions options(String network) {
        return CommandLine.populateCommand(new NetworkOptions(), "--network", network);
    }
}
