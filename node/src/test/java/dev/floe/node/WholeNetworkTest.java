package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsReader;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Pure;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.node.net.Gateway;
import dev.floe.node.net.GatewayServer;
import dev.floe.node.net.HttpChallengePeers;
import dev.floe.node.net.NodeServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.contracts.Contracts;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.net.HttpNodeClients;
import dev.floe.storage.staking.NodeCandidate;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.NetworkOptions;
import dev.floe.storage.walrus.WalrusAccount;
import dev.floe.storage.walrus.WalrusIds;
import dev.floe.storage.walrus.WalrusNetwork;
import dev.floe.storage.walrus.WalrusPublisher;
import dev.floe.storage.walrus.WalrusSystem;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything real but the disks: contracts on the embedded ledger, nodes over HTTP, the storage client, a gateway.
class WholeNetworkTest {

    private static final int SHARDS = 10;
    private static final int NODES = 4;
    private static final long WAL = 1_000_000_000L;
    private static final Duration EPOCH = Duration.ofHours(1);
    private static final MinPk BLS = MinPk.walrus();
    private static final Time TIME = new SystemTime();

    @TempDir
    Path scratch;

    private record Member(Address id, Address cap, SecretKey key, int port) {}

    private final List<AutoCloseable> closing = new ArrayList<>();
    private final List<StorageNode> nodes = new ArrayList<>();
    private final List<NodeServer> servers = new ArrayList<>();

    @Test
    void storesReadsChangesItsEpochAndChallengesItsNodes() throws Exception {
        Seed seed = Seed.of("WholeNetworkTest");
        LocalLedger ledger = LocalLedger.open(
                new SimFileStore(seed.child(0)), TIME, seed.child(1).entropy(), LocalLedgerOptions.DEFAULT);
        Keypair key = Keypair.generate(SignatureScheme.ED25519, seed.child(2).entropy());
        Wallet wallet = new Wallet(ledger, key);
        ledger.faucet(wallet.address(), 1_000_000_000_000L);
        try {
            run(seed, ledger, wallet);
        } finally {
            for (AutoCloseable each : closing.reversed()) {
                each.close();
            }
            key.close();
            ledger.close();
        }
    }

    private void run(Seed seed, LocalLedger ledger, Wallet wallet) throws Exception {
        ExecutedTransaction wal = publish(wallet, Contracts.WAL, Map.of());
        Address walPackage = packageOf(wal);
        Address coin = wal.created(ledger, StructTag.coin(StructTag.of(walPackage, "wal", "WAL")))
                .id();
        ExecutedTransaction published = publish(wallet, Contracts.WALRUS, Map.of(Contracts.WAL, walPackage));
        Address walrus = packageOf(published);
        ExecutedTransaction started = execute(wallet, tx -> {
            Argument emergency = tx.call(
                    walrus + "::init::initialize_walrus",
                    List.of(),
                    tx.object(published
                            .created(ledger, StructTag.of(walrus, "init", "InitCap"))
                            .id()),
                    tx.object(published
                            .created(ledger, StructTag.of(Address.SUI, "package", "UpgradeCap"))
                            .id()),
                    tx.u64(0),
                    tx.u64(EPOCH.toMillis()),
                    tx.pure(Pure.u16(SHARDS)),
                    tx.pure(Pure.u32(10)),
                    tx.clock());
            tx.transferObjects(List.of(emergency), tx.address(wallet.address()));
        });
        Address system = started.created(ledger, StructTag.of(walrus, "system", "System"))
                .id();
        Address stakingId = started.created(ledger, StructTag.of(walrus, "staking", "Staking"))
                .id();
        Address treasury = wal.created(ledger, StructTag.of(walPackage, "wal", "ProtectedTreasury"))
                .id();
        Address challenges = started.created(ledger, StructTag.of(walrus, "storage_challenge", "ChallengeManager"))
                .id();
        StakingContract staking = new StakingContract(walrus, walPackage, system, stakingId, treasury);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            SecretKey secret = SecretKey.generate(
                    Bytes.copyOf(seed.child(100 + i).entropy().bytes(32)));
            members.add(register(wallet, staking, coin, "node-" + i, secret));
        }
        execute(wallet, tx -> {
            staking.endVoting(tx);
            staking.changeEpoch(tx);
        });
        WalrusSystem onChain = WalrusSystem.of(ledger, new WalrusIds(system, stakingId));
        HttpNodeClients clients = new HttpNodeClients(
                HttpNodeClients.Scheme.HTTP, onChain.committees().current().shards());
        closing.add(clients);
        for (Member member : members) {
            start(
                    seed,
                    member,
                    new LedgerChain(onChain, staking, wallet, member.id(), member.cap(), Optional.of(challenges), TIME),
                    clients);
        }
        // Nodes say by themselves that they have their shards.
        await(() -> onChain.committees().phase() instanceof EpochPhase.Running);

        NetworkOptions options = NetworkOptions.defaults();
        WalrusNetwork network = new WalrusNetwork(onChain::committees, clients, options);
        WalrusPublisher publisher =
                new WalrusPublisher(network, new WalrusAccount(onChain, wallet), new SimFileStore(seed.child(7)));
        Gateway gateway = new Gateway(
                network,
                network::quilt,
                _ -> {},
                Optional.empty(),
                Optional.of(new Gateway.Publishing(
                        publisher,
                        onChain.committees().current().shards(),
                        scratch,
                        1 << 20,
                        1 << 20,
                        2,
                        Optional.empty())));
        GatewayServer server = GatewayServer.start(gateway, "127.0.0.1", 0, Optional.empty(), ServerLimits.DEFAULT);
        closing.add(server);

        byte[] content = new byte[100_000];
        seed.random().nextBytes(content);
        BlobId id = put(server, content);
        assertThat(get(server, id, "")).isEqualTo(content);
        assertThat(get(server, id, "bytes=1000-1999")).isEqualTo(Arrays.copyOfRange(content, 1000, 2000));

        // One of four down: still right.
        servers.get(1).close();
        assertThat(get(server, id, "bytes=-777"))
                .isEqualTo(Arrays.copyOfRange(content, content.length - 777, content.length));

        ledger.advanceClock(EPOCH);
        execute(wallet, tx -> {
            staking.endVoting(tx);
            staking.changeEpoch(tx);
        });
        await(() -> onChain.committees().current().epoch() == 2
                && onChain.committees().phase() instanceof EpochPhase.Running);
        await(() -> nodes.stream().allMatch(node -> node.epoch() == 2));
        assertThat(get(server, id, "bytes=5-9")).isEqualTo(Arrays.copyOfRange(content, 5, 10));

        // Three show their samples and pass; the one that cannot be reached does not, and pays for it.
        NodeChain chain = nodes.getFirst().chain();
        // The round of epoch 1 may have ended with any of them; this one is epoch 2's.
        await(() -> chain.challenge().orElseThrow().epoch() == 2
                && chain.challenge().orElseThrow().passed().size() == NODES - 1);
        assertThat(chain.challenge().orElseThrow().passed())
                .doesNotContain(members.get(1).id());
        ledger.advanceClock(EPOCH.dividedBy(7));
        ledger.faucet(wallet.address(), 1); // the clock object moves with a transaction
        await(() -> chain.challenge().orElseThrow().isSettled());
        assertThat(nodes.getFirst().states().challengeable(2)).containsExactly(id);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        var deadline = TestNetwork.soon();
        while (!condition.holds()) {
            assertThat(deadline.sleep(Duration.ofMillis(20))).isTrue();
        }
    }

    private void start(Seed seed, Member member, LedgerChain chain, HttpNodeClients clients) throws IOException {
        NodeLimits limits = NodeLimits.DEFAULT.withMinFreeBytes(0);
        StorageNode.Setup setup = new StorageNode.Setup(chain, limits, TIME, seed.entropy(), EncodeOptions.defaults());
        StorageNode node = StorageNode.open(
                new SimFileStore(seed.child(member.port())), NodeKeys.of(member.id(), member.key()), setup);
        NodeServer server =
                NodeServer.start(node, "127.0.0.1", member.port(), Optional.empty(), ServerLimits.DEFAULT, TIME);
        nodes.add(node);
        servers.add(server);
        closing.add(node);
        closing.add(server);
        NodeLife life = NodeLife.start(node, clients, NodeLife.Pace.LOCAL, TIME, seed.random());
        HttpChallengePeers peers = new HttpChallengePeers();
        life.takeChallenges(clients, peers);
        closing.add(peers);
        closing.add(life);
    }

    private static BlobId put(GatewayServer server, byte[] content) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint() + "/v1/blobs?epochs=5"))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build();
        String text = new String(send(request).body(), StandardCharsets.UTF_8);
        JsonObject created = new JsonObject(text).getJsonObject("newlyCreated");
        assertThat(created).as(text).isNotNull();
        return BlobId.parse(created.getJsonObject("blobObject").getString("blobId"));
    }

    private static byte[] get(GatewayServer server, BlobId id, String range) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.endpoint() + "/v1/blobs/" + id));
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        HttpResponse<byte[]> answer = send(request.build());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(range.isEmpty() ? 200 : 206);
        return answer.body();
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static ExecutedTransaction execute(Wallet wallet, Consumer<Transaction> commands) {
        Transaction tx = new Transaction();
        commands.accept(tx);
        return wallet.execute(tx).requireSuccess();
    }

    private static ExecutedTransaction publish(Wallet wallet, String name, Map<String, Address> before)
            throws IOException {
        CompiledPackage compiled = Contracts.load(name, before);
        return execute(wallet, tx -> {
            Argument cap = tx.publish(compiled.modules(), compiled.dependencies());
            tx.transferObjects(List.of(cap), tx.address(wallet.address()));
        });
    }

    private static Address packageOf(ExecutedTransaction published) {
        return published.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow();
    }

    private static Member register(Wallet wallet, StakingContract staking, Address coin, String name, SecretKey secret)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Bytes publicKey = BLS.publicKey(secret).toBytes();
        StorageMessage proof = new StorageMessage.ProofOfPossession(
                0, new Digest(wallet.address().bytes()), publicKey);
        ExecutedTransaction registered = execute(wallet, tx -> {
            Argument cap = staking.registerCandidate(
                    tx,
                    new NodeCandidate(
                            name,
                            "127.0.0.1:" + port,
                            publicKey,
                            Bytes.copyOf(new byte[33]),
                            BLS.sign(secret, proof.toBcs()).toBytes(),
                            0,
                            new NodeCandidate.Votes(5, 2, 1L << 40)));
            tx.transferObjects(List.of(cap), tx.address(wallet.address()));
        });
        SuiObject cap = registered.created(
                wallet.ledger(), StructTag.of(staking.packageId(), "storage_node", "StorageNodeCap"));
        BcsReader in = BcsReader.of("cap", cap.move().contents());
        Address.read(in);
        Address id = Address.read(in);
        execute(wallet, tx -> {
            Argument part = tx.splitCoins(tx.object(coin), tx.u64(1000 * WAL)).nested(0);
            tx.transferObjects(List.of(staking.stake(tx, part, id)), tx.address(wallet.address()));
        });
        return new Member(id, cap.id(), secret, port);
    }
}
