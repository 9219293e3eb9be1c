package dev.floe.access.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.MasterKey;
import dev.floe.access.internal.Json;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.PrivateFiles;
import dev.floe.ledger.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The folder of one key server: `keyserver.json` (settings, no secret), `secrets/master.key` and `secrets/log.key`
/// (32 bytes in hex, mode 0600), `log/releases`.
public final class KeyServerFolder {

    private static final String SETTINGS = "keyserver.json";
    private static final String MASTER = "master.key";
    private static final String LOG = "log.key";
    private static final int MAX_SETTINGS = 1 << 20;

    private final Path folder;
    private final FileStore files;
    private final PrivateFiles secrets;
    private final Entropy entropy;

    private KeyServerFolder(Path folder, FileStore files, PrivateFiles secrets, Entropy entropy) {
        this.folder = folder;
        this.files = files;
        this.secrets = secrets;
        this.entropy = entropy;
    }

    /// What a key server is set to.
    ///
    /// @param sealPackage the published Seal package
    /// @param open the on-chain object of its one key, in open mode
    /// @param clients in permissioned mode, in the order of their keys' indices
    public record Settings(Address sealPackage, Optional<Address> open, List<ClientSettings> clients) {
        public Settings {
            clients = List.copyOf(clients);
            if (open.isPresent() != clients.isEmpty()) {
                throw new IllegalArgumentException("key server: either one key for all packages, or clients");
            }
        }
    }

    /// A client of a permissioned key server.
    ///
    /// @param name for logs
    /// @param keyServer the on-chain object of its key
    /// @param packages first versions of its packages
    public record ClientSettings(String name, Address keyServer, Set<Address> packages) {
        public ClientSettings {
            packages = Set.copyOf(packages);
        }
    }

    /// Opens a folder, making it and fresh secrets when there are none.
    public static KeyServerFolder open(Path folder, Entropy entropy) throws IOException {
        FileStore files = DiskFileStore.open(folder);
        PrivateFiles secrets = PrivateFiles.open(folder.resolve("secrets"));
        return new KeyServerFolder(folder, files, secrets, entropy);
    }

    /// The settings; empty before [#save].
    ///
    /// @throws DataException.Corrupt if the file is malformed
    public Optional<Settings> settings() throws IOException {
        if (!files.exists(SETTINGS)) {
            return Optional.empty();
        }
        JsonNode json = Json.object(SETTINGS, read(SETTINGS), MAX_SETTINGS);
        List<ClientSettings> clients = new ArrayList<>();
        for (JsonNode client : json.path("clients")) {
            Set<Address> packages = new LinkedHashSet<>();
            client.path("packages").forEach(id -> packages.add(address(id.asText())));
            clients.add(new ClientSettings(
                    Json.text(client, "name", 200), address(Json.text(client, "keyServer", 66)), packages));
        }
        Optional<Address> open =
                json.has("keyServer") ? Optional.of(address(Json.text(json, "keyServer", 66))) : Optional.empty();
        return Optional.of(new Settings(address(Json.text(json, "sealPackage", 66)), open, clients));
    }

    /// Writes the settings.
    public void save(Settings settings) throws IOException {
        ObjectNode json =
                Json.newObject().put("sealPackage", settings.sealPackage().toString());
        settings.open().ifPresent(id -> json.put("keyServer", id.toString()));
        if (!settings.clients().isEmpty()) {
            ArrayNode list = json.putArray("clients");
            for (ClientSettings client : settings.clients()) {
                ArrayNode packages = list.addObject()
                        .put("name", client.name())
                        .put("keyServer", client.keyServer().toString())
                        .putArray("packages");
                client.packages().stream().sorted().forEach(id -> packages.add(id.toString()));
            }
        }
        DurableFile.write(
                files, SETTINGS, ByteBuffer.wrap((json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /// The master keys: the one of open mode first; with a seed, as many as asked for.
    ///
    /// @param override the content of the environment variable `MASTER_KEY`, instead of the file
    /// @param clients 0 for open mode
    public List<MasterKey> masterKeys(Optional<String> override, int clients) throws IOException {
        byte[] secret = override.isPresent() ? parse("MASTER_KEY", override.get()) : secret(MASTER);
        try {
            if (clients == 0) {
                return List.of(MasterKey.parse(Bytes.copyOf(secret)));
            }
            List<MasterKey> keys = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                keys.add(MasterKey.derive(Bytes.copyOf(secret), i));
            }
            return keys;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The keys that `settings` name.
    ///
    /// @throws IllegalStateException if there are none
    public KeyRing keyRing(Settings settings, Optional<String> override) throws IOException {
        List<MasterKey> keys = masterKeys(override, settings.clients().size());
        if (settings.open().isPresent()) {
            return new KeyRing.Open(
                    new KeyRing.Held("all", keys.getFirst(), settings.open().get()));
        }
        List<KeyRing.Client> clients = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ClientSettings client = settings.clients().get(i);
            clients.add(new KeyRing.Client(
                    new KeyRing.Held(client.name(), keys.get(i), client.keyServer()), client.packages()));
        }
        return new KeyRing.Permissioned(clients);
    }

    /// Opens the log; the caller closes it. Take [#lock] first.
    public ReleaseLog openLog() throws IOException {
        byte[] seed = secret(LOG);
        try {
            return ReleaseLog.open(logFiles(), entropy, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// Where the log is.
    public FileStore logFiles() throws IOException {
        return DiskFileStore.open(folder.resolve("log"));
    }

    /// The key that verifies the log.
    public Bytes logPublicKey() throws IOException {
        byte[] seed = secret(LOG);
        try {
            return ReleaseLog.publicKey(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// Takes the folder for this process: one server, or one reader of the log.
    public FileStore.StoreLock lock() throws IOException {
        return files.lock();
    }

    private byte[] secret(String name) throws IOException {
        try {
            return parse(name, new String(secrets.read(name, 200), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            // A scalar below the order, so that it serves as a key and as a seed.
            byte[] fresh = MasterKey.fromRandom(Bytes.copyOf(entropy.bytes(64)))
                    .revealScalar()
                    .toBytes()
                    .toByteArray();
            secrets.create(name, (Bytes.copyOf(fresh).toHex() + "\n").getBytes(StandardCharsets.US_ASCII));
            return fresh;
        }
    }

    private static byte[] parse(String name, String text) {
        String hex = text.strip();
        if (!hex.matches("(0x)?[0-9a-fA-F]{64}")) {
            throw new DataException.Corrupt(name + ": expected 32 bytes in hex"); // never the text itself
        }
        return Bytes.parseHex(hex.startsWith("0x") ? hex.substring(2) : hex).toByteArray();
    }

    private Bytes read(String name) throws IOException {
        try (FileStore.OpenFile file = files.openRead(name)) {
            if (file.sizeBytes() > MAX_SETTINGS) {
                throw new DataException.Corrupt(name + ": expected at most " + MAX_SETTINGS + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(0, content);
            return Bytes.copyOf(content.array());
        }
    }

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(SETTINGS + ": not an id: " + text, e);
        }
    }
}
