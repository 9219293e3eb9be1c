package dev.floe.cli.network;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.host.Entropy;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import dev.floe.ledger.SignatureScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `floe up`.
@Command(
        name = "up",
        description = {
            "Run a whole storage network on this machine until stopped: ledger, storage nodes, aggregator,",
            "publisher, key servers.",
            "Makes a new one in DIR when there is none, else goes on with the one that is there. It listens on this",
            "machine only. Other commands find it by DIR/network.json; the default DIR is what --network local means.",
            "Your default key is made if there is none, and gets 1,000 SUI and 1,000 WAL of this network."
        })
public final class UpCommand extends FloeCommand {

    @Option(names = "--dir", paramLabel = "DIR", description = "The network's folder. Default: $FLOE_HOME/local.")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--nodes", paramLabel = "K", description = "How many storage nodes. Default: 7.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--storage-shards", paramLabel = "N", description = "How many storage shards. Default: 31.")
    private Optional<Integer> storageShards = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "The first of the network's ports: ledger P, gateway P+1, nodes from P+21. Default: 31400.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--epoch",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "How long a storage epoch of a new network lasts. Default: ${DEFAULT-VALUE}, a day.")
    private long epochSeconds;

    /// The network is closed by whatever ends first: the process, or this method; closing twice does nothing.
    @SuppressWarnings("try")
    @Override
    protected int run(Output out) throws Exception {
        Time time = new SystemTime();
        long start = time.nanos();
        NetworkFolder folder = dir.map(NetworkFolder::new).orElseGet(NetworkFolder::standard);
        Optional<NetworkFile> known = folder.read();
        LocalNetwork.Settings settings = new LocalNetwork.Settings(
                nodes.or(() -> known.map(file -> file.nodes().size())).orElse(7),
                storageShards.or(() -> known.map(NetworkFile::storageShards)).orElse(31),
                new Ports(
                        "127.0.0.1",
                        port.or(() -> known.map(file -> file.ledger().getPort()))
                                .orElse(31_400)),
                Duration.ofSeconds(epochSeconds));
        LogFile.start(folder.path().resolve("log"));
        try (UntilStopped stop = new UntilStopped();
                LocalNetwork network = LocalNetwork.start(folder, settings, time)) {
            Address user = fundUser(network, known.isEmpty());
            announce(out, folder, network, user, Duration.ofNanos(time.nanos() - start));
            stop.await();
            return 0;
        }
    }

    private static Address fundUser(LocalNetwork network, boolean isNew) throws IOException {
        Keystore keystore = KeyOptions.keystore();
        boolean made = !keystore.names().contains(KeyOptions.DEFAULT);
        if (made) {
            try (Keypair fresh = Keypair.generate(SignatureScheme.ED25519, Entropy.system())) {
                keystore.add(KeyOptions.DEFAULT, fresh);
            }
        }
        try (Keypair key = keystore.open(KeyOptions.DEFAULT)) {
            if (made || isNew) {
                network.fund(key.address());
            }
            return key.address();
        }
    }

    private static void announce(Output out, NetworkFolder folder, LocalNetwork network, Address user, Duration took) {
        NetworkFile file = network.file();
        out.line("ledger      " + file.ledger());
        out.line("aggregator  " + file.aggregator());
        out.line("publisher   " + file.publisher());
        for (NetworkFile.Node node : file.nodes()) {
            out.line(String.format(java.util.Locale.ROOT, "%-11s http://%s", node.name(), node.address()));
        }
        for (NetworkFile.KeyServer server : file.keyServers()) {
            out.line(server.name() + "  " + server.url());
        }
        out.line("log         " + folder.path().resolve("log"));
        out.line("files       " + folder.path().resolve(NetworkFile.NAME));
        out.line("your key    " + user);
        out.line(String.format(
                java.util.Locale.ROOT,
                "ready after %.1f s: %d storage shards, storage epoch %d",
                took.toMillis() / 1000.0,
                file.storageShards(),
                network.system().staking().epoch()));
        out.json(file.toJson());
        out.hint("Stop it with Ctrl-C; floe up goes on where it was. Try: floe put FILE --epochs 5");
        out.raw().flush();
    }
}
