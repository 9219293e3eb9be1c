package dev.floe.cli.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.DataException;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a local network is.
///
/// | path            | holds                                                                |
/// |-----------------|----------------------------------------------------------------------|
/// | `network.json`  | see [NetworkFile]                                                    |
/// | `ledger/`       | the embedded ledger                                                  |
/// | `nodes/NAME/`   | what a storage node stores; may be wiped, the others heal it         |
/// | `key-servers/NAME/` | a key server: its secrets (mode 0700), its log of releases       |
/// | `keys/NAME/`    | secrets: the operator's, the publisher's, the nodes'; mode 0700      |
/// | `publisher/`    | uploads under way                                                    |
///
/// @param path the folder
public record NetworkFolder(Path path) {

    private static final int MAX_FILE = 1 << 20;
    private static final String UNFINISHED = "unfinished";

    /// The folder of the network that `--network local` means.
    public static NetworkFolder standard() {
        return new NetworkFolder(KeyOptions.home().resolve("local"));
    }

    Path ledger() {
        return path.resolve("ledger");
    }

    Path node(String name) {
        return path.resolve("nodes").resolve(name);
    }

    Path keyServer(String name) {
        return path.resolve("key-servers").resolve(name);
    }

    Path keys(String name) {
        return path.resolve("keys").resolve(name);
    }

    /// What the folder says about its network; empty if there is none.
    ///
    /// @throws DataException.Corrupt if the file is damaged
    public Optional<NetworkFile> read() throws IOException {
        Path file = path.resolve(NetworkFile.NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_FILE) {
            throw new DataException.Corrupt(file + ": expected at most " + MAX_FILE + " bytes");
        }
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            // What floe ledger run writes has no format: there is a ledger, but no storage network.
            return json.has("format") ? Optional.of(NetworkFile.parse(file.toString(), json)) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new DataException.Corrupt(file + ": it is no JSON", e);
        }
    }

    /// Writes what other commands find the network by.
    void write(NetworkFile file) throws IOException {
        put(NetworkFile.NAME, file.toJson().toPrettyString() + "\n");
    }

    /// Remembers that a new network is being made, so that one that was never finished can be made anew.
    void begin() throws IOException {
        put(UNFINISHED, "floe up is making this network\n");
    }

    /// The network is made.
    void finish() throws IOException {
        Files.deleteIfExists(path.resolve(UNFINISHED));
    }

    /// Whether making the network was cut off.
    boolean isUnfinished() {
        return Files.exists(path.resolve(UNFINISHED));
    }

    private void put(String name, String content) throws IOException {
        DurableFile.write(DiskFileStore.open(path), name, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }
}
