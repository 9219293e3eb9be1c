package dev.floe.cli.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.Ibe;
import dev.floe.access.MasterKey;
import dev.floe.access.server.KeyServerFolder;
import dev.floe.access.server.KeyServerRegistration;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.cli.ledger.NetworkOptions;
import dev.floe.format.bls.Curve;
import dev.floe.host.Entropy;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.Wallet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe keyserver new`.
@Command(
        name = "new",
        description = {
            "Make a key server in DIR: fresh keys there (mode 0600), its object on the ledger.",
            "Back up DIR/secrets: without the master key, what was encrypted for this server loses a share."
        })
final class KeyServerNewCommand extends FloeCommand {

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The key server's folder.")
    private Path folder = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name on the ledger.")
    private String name = "";

    @Option(names = "--url", paramLabel = "URL", required = true, description = "Where clients will find it.")
    private String url = "";

    @Option(
            names = "--seal-package",
            paramLabel = "ID",
            defaultValue = "",
            description = "The published Seal package. Without it, one is published.")
    private String sealPackage = "";

    @Option(
            names = "--client",
            paramLabel = "NAME=PACKAGE[,PACKAGE]",
            description = {
                "Permissioned mode: a key of its own for this client's policy packages (first versions) and nobody",
                "else. May be repeated; the order matters. Without it, one key serves all packages."
            })
    private List<String> clients = new ArrayList<>();

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Override
    protected int run(Output out) throws Exception {
        KeyServerFolder server = KeyServerFolder.open(folder, Entropy.system());
        if (server.settings().isPresent()) {
            throw new IllegalStateException("there is a key server in " + folder + "; run it with floe keyserver run");
        }
        try (Keypair signer = key.open();
                Ledger ledger = network.connect()) {
            Wallet wallet = new Wallet(ledger, signer);
            Address seal = sealPackage.isEmpty() ? KeyServerRegistration.publish(wallet) : Address.parse(sealPackage);
            KeyServerFolder.Settings settings = register(server, wallet, seal);
            server.save(settings);
            print(out, server, settings);
            return 0;
        }
    }

    private KeyServerFolder.Settings register(KeyServerFolder server, Wallet wallet, Address seal) throws Exception {
        Ibe ibe = new Ibe(Curve.best());
        Optional<String> override = Optional.ofNullable(System.getenv(KeyServerRunCommand.MASTER_KEY));
        List<MasterKey> keys = server.masterKeys(override, clients.size());
        if (clients.isEmpty()) {
            Address id = KeyServerRegistration.register(wallet, seal, name, url, ibe.publicKey(keys.getFirst()));
            return new KeyServerFolder.Settings(seal, Optional.of(id), List.of());
        }
        List<KeyServerFolder.ClientSettings> registered = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String[] parts = clients.get(i).split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("--client: expected NAME=PACKAGE, got '" + clients.get(i) + "'");
            }
            Set<Address> packages = new LinkedHashSet<>();
            for (String id : parts[1].split(",", -1)) {
                packages.add(Address.parse(id));
            }
            Address id = KeyServerRegistration.register(
                    wallet, seal, name + "/" + parts[0], url, ibe.publicKey(keys.get(i)));
            registered.add(new KeyServerFolder.ClientSettings(parts[0], id, packages));
        }
        return new KeyServerFolder.Settings(seal, Optional.empty(), registered);
    }

    private static void print(Output out, KeyServerFolder server, KeyServerFolder.Settings settings) throws Exception {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("sealPackage", settings.sealPackage().toString())
                .put("logPublicKey", server.logPublicKey().toHex());
        out.line("seal package " + settings.sealPackage());
        settings.open().ifPresent(id -> {
            out.line("key server   " + id);
            document.put("keyServer", id.toString());
        });
        for (KeyServerFolder.ClientSettings client : settings.clients()) {
            out.line("key server   " + client.keyServer() + " for " + client.name());
            document.withArray("clients")
                    .addObject()
                    .put("name", client.name())
                    .put("keyServer", client.keyServer().toString());
        }
        out.line("log key      " + server.logPublicKey().toHex());
        out.json(document);
    }
}
