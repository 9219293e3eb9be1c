package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.DenialAdvisor;
import dev.floe.access.EncryptedObject;
import dev.floe.access.Identity;
import dev.floe.access.market.Policy;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.cli.network.NetworkFile;
import dev.floe.format.Bytes;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.ledger.Address;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.SuiObject;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe encrypt`.
@Command(
        name = "encrypt",
        description = {
            "Encrypt FILE (at most 64 MiB) under a policy: whom the policy lets have the key can decrypt it.",
            "The result is a Seal object that every Seal client opens. No key server is asked."
        })
public final class EncryptCommand extends FloeCommand {

    @Parameters(paramLabel = "FILE", description = "What to encrypt.")
    private Path file = Path.of("");

    @Option(
            names = "--package",
            paramLabel = "ID",
            defaultValue = "",
            description = "The policy package, its first version. Default: that of --policy.")
    private String packageId = "";

    @Option(
            names = "--policy",
            paramLabel = "ID",
            defaultValue = "",
            description = "A policy of Floe's own package, instead of --package and --id.")
    private String policyId = "";

    @Option(
            names = "--artifact",
            paramLabel = "ID",
            defaultValue = "",
            description = "With --policy: what FILE is, 32 bytes. Default: the SHA-256 of its content.")
    private String artifact = "";

    @Option(
            names = "--id",
            paramLabel = "HEX",
            defaultValue = "",
            description = "What the policy knows it by; mostly the policy object's id and bytes of your own.")
    private String id = "";

    @Option(
            names = "--key-server",
            paramLabel = "ID",
            split = ",",
            description = {
                "Objects of the key servers to trust; may be repeated or separated by commas. Default: all those of the",
                "local network."
            })
    private List<String> keyServers = new ArrayList<>();

    @Option(
            names = "--threshold",
            paramLabel = "T",
            defaultValue = "0",
            description = "How many of them it takes. Default: more than half.")
    private int threshold;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write. Default: FILE.sealed.")
    private Path target = Path.of("");

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Override
    protected int run(Output out) throws Exception {
        if (Files.size(file) > EncryptedObject.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(file + ": more than 64 MiB; publish big data with a data key instead");
        }
        List<Address> servers = keyServers();
        int needed = threshold == 0 ? servers.size() / 2 + 1 : threshold;
        if (policyId.isEmpty() && (packageId.isEmpty() || id.isEmpty())) {
            throw new IllegalArgumentException("--policy, or --package and --id, must say for whom to encrypt");
        }
        Path to = target.toString().isEmpty() ? Path.of(file + ".sealed") : target;
        Identity identity;
        try (Ledger ledger = network.connect();
                SealConnection seal = new SealConnection(ledger, servers, DenialAdvisor.NONE)) {
            identity = policyId.isEmpty() ? named() : ofPolicy(ledger);
            requireFirstVersion(ledger, identity.packageId());
            EncryptedObject object =
                    seal.client().encrypt(identity, needed, Bytes.copyOf(Files.readAllBytes(file)), Bytes.EMPTY);
            write(to, object.toBytes().toByteArray());
        }
        out.line("encrypted " + file + " to " + to + ", " + needed + " of " + servers.size() + " key servers open it");
        out.json(JsonNodeFactory.instance
                .objectNode()
                .put("file", to.toString())
                .put("id", identity.toString())
                .put("threshold", needed));
        return 0;
    }

    private List<Address> keyServers() throws java.io.IOException {
        List<Address> named = keyServers.stream().map(Address::parse).toList();
        List<Address> servers = !named.isEmpty()
                ? named
                : network.networkFile()
                        .map(local -> local.keyServers().stream()
                                .map(NetworkFile.KeyServer::object)
                                .toList())
                        .orElse(List.of());
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("--key-server: name at least one; this network's file names none");
        }
        return servers;
    }

    private Identity named() {
        return new Identity(Address.parse(packageId), Bytes.parseHex(id.startsWith("0x") ? id.substring(2) : id));
    }

    private Identity ofPolicy(Ledger ledger) throws java.io.IOException {
        SuiObject object = ledger.object(Address.parse(policyId));
        Policy policy = Policy.of(object);
        Address what = artifact.isEmpty() ? sha256(Files.readAllBytes(file)) : Address.parse(artifact);
        return policy.keyOf(what).identity(object.move().type().address());
    }

    private static Address sha256(byte[] content) {
        try {
            return Address.copyOf(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void requireFirstVersion(Ledger ledger, Address packageId) {
        if (ledger.object(packageId).asPackage().version() != 1) {
            throw new IllegalArgumentException("--package: " + packageId
                    + " is not the first version of its package; ids are under the first one");
        }
    }

    static void write(Path to, byte[] content) throws java.io.IOException {
        Path absolute = to.toAbsolutePath().normalize();
        DurableFile.write(
                DiskFileStore.open(Objects.requireNonNull(absolute.getParent())),
                absolute.getFileName().toString(),
                ByteBuffer.wrap(content));
    }
}
