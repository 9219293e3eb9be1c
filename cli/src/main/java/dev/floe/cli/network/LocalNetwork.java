package dev.floe.cli.network;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.host.DiskFileStore;
import dev.floe.host.Entropy;
import dev.floe.host.Parallel;
import dev.floe.host.PrivateFiles;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.ledger.net.LedgerServer;
import dev.floe.node.net.Gateway;
import dev.floe.node.net.GatewayServer;
import dev.floe.node.net.HttpChallengePeers;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.contracts.Contracts;
import dev.floe.storage.net.HttpNodeClients;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.walrus.Consistency;
import dev.floe.storage.walrus.NetworkOptions;
import dev.floe.storage.walrus.WalrusAccount;
import dev.floe.storage.walrus.WalrusIds;
import dev.floe.storage.walrus.WalrusNetwork;
import dev.floe.storage.walrus.WalrusPublisher;
import dev.floe.storage.walrus.WalrusSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A whole storage network in this process: ledger, storage nodes, and what stands before them. Its folder is one
/// process's at a time. Safe for concurrent use.
final class LocalNetwork implements AutoCloseable {

    private static final Duration EPOCH_POLL = Duration.ofSeconds(1);
    private static final String OPERATOR = "operator";
    private static final String PUBLISHER = "publisher";
    private static final long MAX_BLOB = 1L << 30;
    private static final long MAX_QUILT = 100L << 20;
    private static final int CONCURRENT_UPLOADS = 8;
    private static final int KEY_SERVERS = 3;
    private static final System.Logger LOG = System.getLogger(LocalNetwork.class.getName());

    /// How a network is made, and where it listens.
    ///
    /// @param nodes         how many storage nodes
    /// @param storageShards how many storage shards
    /// @param ports         where it listens
    /// @param epoch         how long a storage epoch lasts
    record Settings(int nodes, int storageShards, Ports ports, Duration epoch) {

        /// Most nodes in one process.
        static final int MAX_NODES = 100;

        Settings {
            if (nodes < 1 || nodes > MAX_NODES) {
                throw new IllegalArgumentException("--nodes: expected 1 to " + MAX_NODES + ", got " + nodes);
            }
            if (storageShards < Math.max(4, nodes)) {
                throw new IllegalArgumentException("--storage-shards: expected " + Math.max(4, nodes)
                        + " or more, one for each node and 4 at least, got " + storageShards);
            }
            new StorageShards(storageShards);
            if (epoch.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("--epoch: expected a second or more, got " + epoch);
            }
        }
    }

    private final NetworkFolder folder;
    private final NetworkFile file;
    private final LocalLedger ledger;
    private final Keypair operatorKey;
    private final Time time;
    private final WalrusSystem system;
    private final StakingContract contract;
    private final EpochDriver epochs;
    private final HttpNodeClients clients;
    private final HttpChallengePeers challengers = new HttpChallengePeers();
    /// The nodes that run, by name. Guarded by itself.
    private final Map<String, LocalNode> nodes = new TreeMap<>();
    private final Map<String, NodeSecrets> secrets = new TreeMap<>();
    /// What to close, the newest first.
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Thread clockwork;

    private LocalNetwork(NetworkFolder folder, NetworkFile file, LocalLedger ledger, Keypair operatorKey, Time time) {
        this.folder = folder;
        this.file = file;
        this.ledger = ledger;
        this.operatorKey = operatorKey;
        this.time = time;
        this.system =
                WalrusSystem.of(ledger, new WalrusIds(file.requireObject("system"), file.requireObject("staking")));
        this.contract = Genesis.contract(file.packages(), file.objects());
        this.epochs = new EpochDriver(ledger, system, contract, new Wallet(ledger, operatorKey), time);
        this.clients = new HttpNodeClients(HttpNodeClients.Scheme.HTTP, new StorageShards(file.storageShards()));
        this.clockwork = Thread.ofVirtual().name("floe-epochs").unstarted(this::keepEpochs);
    }

    /// Starts the network of a folder, making a new one when there is none. Returns when everything answers.
    ///
    /// @throws IllegalArgumentException if the folder's network was made with other settings
    /// @throws DataException.Unavailable if a port is taken
    static LocalNetwork start(NetworkFolder folder, Settings settings, Time time)
            throws IOException, InterruptedException {
        DiskFileStore.open(folder.path());
        Optional<NetworkFile> known = folder.read();
        known.ifPresent(file -> requireSame(file, settings));
        if (known.isEmpty() && folder.isUnfinished()) {
            deleteTree(folder.ledger());
        } else if (known.isEmpty() && Files.exists(folder.ledger())) {
            throw new DataException.Corrupt(folder.path() + ": there is a ledger but no " + NetworkFile.NAME
                    + "; put the file back or choose another --dir");
        }
        if (known.isEmpty()) {
            folder.begin();
        }
        LocalLedger ledger = LocalLedger.open(
                DiskFileStore.open(folder.ledger()), time, Entropy.system(), LocalLedgerOptions.DEFAULT);
        LocalNetwork network = null;
        try {
            Keypair operator = key(folder, OPERATOR);
            NetworkFile file = known.isPresent() ? known.get() : make(folder, settings, ledger, operator);
            network = new LocalNetwork(folder, file, ledger, operator, time);
            network.run(settings.ports());
            folder.write(file);
            folder.finish();
            return network;
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (network == null) {
                ledger.close();
            } else {
                network.close();
            }
            throw e;
        }
    }

    private static NetworkFile make(NetworkFolder folder, Settings settings, LocalLedger ledger, Keypair operator)
            throws IOException, InterruptedException {
        Wallet wallet = new Wallet(ledger, operator);
        ledger.faucet(wallet.address(), 1_000_000 * Genesis.SUI);
        Ports ports = settings.ports();
        List<Genesis.Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < settings.nodes(); i++) {
            String name = "node-" + (i + 1);
            NodeSecrets keys = NodeSecrets.openOrCreate(folder.keys(name), Entropy.system());
            candidates.add(new Genesis.Candidate(name, ports.host() + ":" + ports.node(i), keys));
        }
        try {
            Genesis.Made made = new Genesis(ledger, wallet).run(candidates, settings.storageShards(), settings.epoch());
            URI root = URI.create("http://" + ports.host() + ":" + ports.ledger());
            return new NetworkFile(
                    root,
                    ledger.info().chainId(),
                    root.resolve("/v2/gas"),
                    settings.storageShards(),
                    made.packages(),
                    made.objects(),
                    URI.create("http://" + ports.host() + ":" + ports.gateway()),
                    URI.create("http://" + ports.host() + ":" + ports.gateway()),
                    URI.create("http://" + ports.host() + ":" + ports.control()),
                    made.nodes().stream()
                            .map(node ->
                                    new NetworkFile.Node(node.name(), node.cap().nodeId(), node.address()))
                            .toList(),
                    keyServers(folder, ports, wallet, made));
        } finally {
            candidates.forEach(candidate -> candidate.keys().close());
        }
    }

    private static List<NetworkFile.KeyServer> keyServers(
            NetworkFolder folder, Ports ports, Wallet wallet, Genesis.Made made) throws IOException {
        Address seal = Objects.requireNonNull(made.packages().get(Contracts.SEAL));
        List<NetworkFile.KeyServer> servers = new ArrayList<>();
        for (int i = 0; i < KEY_SERVERS; i++) {
            String name = "key-server-" + (i + 1);
            URI url = URI.create("http://" + ports.host() + ":" + ports.keyServer(i));
            Address id = LocalKeyServer.register(folder.keyServer(name), wallet, seal, name, url.toString());
            servers.add(new NetworkFile.KeyServer(name, id, url));
        }
        return servers;
    }

    private void run(Ports ports) throws IOException, InterruptedException {
        for (NetworkFile.Node node : file.nodes()) {
            secrets.put(node.name(), NodeSecrets.openOrCreate(folder.keys(node.name()), Entropy.system()));
        }
        open.add(LedgerServer.start(ledger, ports.host(), ports.ledger()));
        List<LocalNode> started = Parallel.map(file.nodes(), file.nodes().size(), this::open);
        for (int i = 0; i < started.size(); i++) {
            nodes.put(file.nodes().get(i).name(), started.get(i));
        }
        openGateway(ports);
        for (NetworkFile.KeyServer server : file.keyServers()) {
            open.add(LocalKeyServer.start(
                    folder.keyServer(server.name()),
                    ledger,
                    time,
                    ports.host(),
                    server.url().getPort()));
        }
        open.add(ControlServer.start(this, folder, ports.host(), ports.control()));
        clockwork.start();
    }

    /// The aggregator, and a publisher that pays with an account of its own.
    private void openGateway(Ports ports) throws IOException {
        Keypair payer = key(folder, PUBLISHER);
        open.add(payer);
        if (ledger.balance(payer.address(), system.walType()).total() == 0) {
            fund(payer.address());
        }
        Wallet wallet = new Wallet(ledger, payer);
        WalrusNetwork network = new WalrusNetwork(system::committees, clients, NetworkOptions.defaults());
        open.add(network);
        Path scratch = Files.createDirectories(folder.path().resolve(PUBLISHER));
        WalrusPublisher publisher =
                new WalrusPublisher(network, new WalrusAccount(system, wallet), DiskFileStore.open(scratch));
        open.add(publisher);
        Gateway.Publishing publishing = new Gateway.Publishing(
                publisher,
                new StorageShards(file.storageShards()),
                scratch,
                MAX_BLOB,
                MAX_QUILT,
                CONCURRENT_UPLOADS,
                Optional.of(new BlobHandover(system, wallet)));
        Gateway gateway = new Gateway(
                network,
                network::quilt,
                id -> requireConsistent(network, id, scratch),
                Optional.of(new LedgerBlobs(system)),
                Optional.of(publishing));
        open.add(GatewayServer.start(gateway, ports.host(), ports.gateway(), Optional.empty(), ServerLimits.DEFAULT));
    }

    private static void requireConsistent(WalrusNetwork network, BlobId id, Path scratch) {
        try (ByteArea whole = ByteArea.temporary(scratch, network.sizeBytes(id))) {
            network.download(id, whole, Consistency.STRICT);
        } catch (IOException e) {
            throw new DataException.Unavailable("blob " + id + ": no room to check it: " + e.getMessage(), e);
        }
    }

    private LocalNode open(NetworkFile.Node node) throws IOException {
        LocalNode.Surroundings around = new LocalNode.Surroundings(
                system, contract, Optional.ofNullable(file.objects().get("challenges")), clients, challengers, time);
        NodeSecrets keys = Objects.requireNonNull(secrets.get(node.name()));
        return LocalNode.start(folder.node(node.name()), node, keys, around);
    }

    NetworkFile file() {
        return file;
    }

    LocalLedger ledger() {
        return ledger;
    }

    WalrusSystem system() {
        return system;
    }

    EpochDriver epochs() {
        return epochs;
    }

    /// Stops a node, as if its machine were gone.
    ///
    /// @return false if it did not run
    boolean stop(String name) throws IOException {
        synchronized (nodes) {
            file.requireNode(name);
            LocalNode node = nodes.remove(name);
            if (node != null) {
                node.close();
            }
            return node != null;
        }
    }

    /// Starts a node again; what its folder lacks is healed.
    ///
    /// @return false if it runs
    boolean start(String name) throws IOException {
        synchronized (nodes) {
            NetworkFile.Node node = file.requireNode(name);
            if (nodes.containsKey(name)) {
                return false;
            }
            nodes.put(name, open(node));
            return true;
        }
    }

    /// The nodes that run.
    Map<String, LocalNode> running() {
        synchronized (nodes) {
            return new TreeMap<>(nodes);
        }
    }

    /// Gives somebody SUI and WAL to try things with.
    void fund(Address who) {
        ledger.faucet(who, 1_000 * Genesis.SUI);
        Wallet operator = new Wallet(ledger, operatorKey);
        Transaction tx = new Transaction();
        Argument sui = tx.splitCoins(tx.gas(), tx.u64(1_000 * Genesis.SUI)).nested(0);
        Argument wal = tx.call(
                file.requirePackage("wal_exchange") + "::wal_exchange::exchange_all_for_wal",
                List.of(),
                tx.object(file.requireObject("exchange")),
                sui);
        tx.transferObjects(List.of(wal), tx.address(who));
        operator.execute(tx);
    }

    private void keepEpochs() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                time.sleep(EPOCH_POLL);
                epochs.step();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "event=epoch-step-failed why=\"" + e.getMessage() + "\"");
            }
        }
    }

    @Override
    public void close() {
        clockwork.interrupt();
        List<AutoCloseable> all = new ArrayList<>();
        synchronized (nodes) {
            all.addAll(nodes.values());
            nodes.clear();
        }
        all.addAll(open.reversed());
        all.add(clients);
        all.add(challengers);
        all.add(ledger);
        all.addAll(secrets.values());
        all.add(operatorKey);
        for (AutoCloseable part : all) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "event=close-failed why=\"" + e.getMessage() + "\"");
            }
        }
    }

    private static Keypair key(NetworkFolder folder, String name) throws IOException {
        Keystore keystore = new Keystore(PrivateFiles.open(folder.keys(name)));
        if (keystore.names().isEmpty()) {
            try (Keypair made = Keypair.generate(SignatureScheme.ED25519, Entropy.system())) {
                keystore.add(name, made);
            }
        }
        return keystore.open(name);
    }

    private static void requireSame(NetworkFile file, Settings settings) {
        if (file.nodes().size() != settings.nodes() || file.storageShards() != settings.storageShards()) {
            throw new IllegalArgumentException(
                    "this folder's network has " + file.nodes().size() + " nodes and "
                            + file.storageShards() + " storage shards, not " + settings.nodes() + " and "
                            + settings.storageShards() + "; leave the options out or choose another --dir");
        }
        if (file.ledger().getPort() != settings.ports().ledger()) {
            throw new IllegalArgumentException("this folder's network listens on port "
                    + file.ledger().getPort() + " and above; its nodes are registered there. Leave --port out or choose"
                    + " another --dir");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
