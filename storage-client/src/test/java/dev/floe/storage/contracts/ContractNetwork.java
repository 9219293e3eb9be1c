package dev.floe.storage.contracts;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Pure;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.staking.NodeCandidate;
import dev.floe.storage.staking.StakingContract;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The storage contracts on an embedded ledger, with nodes that only have keys.
final class ContractNetwork implements AutoCloseable {

    static final int SHARDS = 10;
    static final long STORAGE_PRICE = 5;
    static final long WRITE_PRICE = 2;
    static final Duration EPOCH = Duration.ofHours(1);

    private static final int EPOCHS_AHEAD = 10;
    private static final long WAL = 1_000_000_000L;
    private static final MinPk BLS = MinPk.walrus();

    /// A registered node.
    record Node(Address id, Address cap, SecretKey key) {}

    final LocalLedger ledger;
    final Wallet wallet;
    final Address walPackage;
    final Address walrus;
    final Address system;
    final Address walCoin;
    final Address upgradeManager;
    final Address emergencyCap;
    final StakingContract staking;
    final List<Node> nodes = new ArrayList<>();

    private final Keypair key;

    ContractNetwork(Seed seed, int nodeCount) throws IOException {
        ledger = LocalLedger.open(
                new SimFileStore(seed.child(0)), new SystemTime(), seed.child(1).entropy(), LocalLedgerOptions.DEFAULT);
        key = Keypair.generate(SignatureScheme.ED25519, seed.child(2).entropy());
        wallet = new Wallet(ledger, key);
        ledger.faucet(wallet.address(), 1_000_000_000_000L);

        ExecutedTransaction wal = publish(Contracts.WAL, Map.of());
        walPackage = packageOf(wal);
        walCoin = wal.created(ledger, StructTag.coin(walType())).id();
        Address treasury = wal.created(ledger, StructTag.of(walPackage, "wal", "ProtectedTreasury"))
                .id();

        ExecutedTransaction published = publish(Contracts.WALRUS, Map.of(Contracts.WAL, walPackage));
        walrus = packageOf(published);
        Address initCap = published.created(ledger, type("init", "InitCap")).id();
        Address upgradeCap = published
                .created(ledger, StructTag.of(Address.SUI, "package", "UpgradeCap"))
                .id();

        ExecutedTransaction started = execute(tx -> {
            Argument emergency = tx.call(
                    walrus + "::init::initialize_walrus",
                    List.of(),
                    tx.object(initCap),
                    tx.object(upgradeCap),
                    tx.u64(0),
                    tx.u64(EPOCH.toMillis()),
                    tx.pure(Pure.u16(SHARDS)),
                    tx.pure(Pure.u32(EPOCHS_AHEAD)),
                    tx.clock());
            tx.transferObjects(List.of(emergency), tx.address(wallet.address()));
        });
        system = started.created(ledger, type("system", "System")).id();
        upgradeManager =
                started.created(ledger, type("upgrade", "UpgradeManager")).id();
        emergencyCap =
                started.created(ledger, type("upgrade", "EmergencyUpgradeCap")).id();
        Address stakingId = started.created(ledger, type("staking", "Staking")).id();
        staking = new StakingContract(walrus, walPackage, system, stakingId, treasury);
        for (int i = 0; i < nodeCount; i++) {
            nodes.add(register(
                    "node-" + i,
                    SecretKey.generate(
                            Bytes.copyOf(seed.child(100 + i).entropy().bytes(32)))));
        }
        // Members stand in the order of their ids.
        nodes.sort(Comparator.comparing(node -> node.id().toString()));
        execute(tx -> {
            staking.endVoting(tx);
            staking.changeEpoch(tx);
            nodes.forEach(node -> staking.syncDone(tx, node.cap(), 1));
        });
    }

    /// Runs commands and requires that they succeed.
    ExecutedTransaction execute(Consumer<Transaction> commands) {
        Transaction tx = new Transaction();
        commands.accept(tx);
        return wallet.execute(tx).requireSuccess();
    }

    /// A certificate of these members for a message.
    Certificate certify(StorageMessage message, int... signers) {
        Map<Integer, MinPk.Signature> signatures = new HashMap<>();
        for (int signer : signers) {
            signatures.put(signer, BLS.sign(nodes.get(signer).key(), message.toBcs()));
        }
        return Certificate.aggregate(BLS, message.toBcs(), signatures);
    }

    StructTag walType() {
        return StructTag.of(walPackage, "wal", "WAL");
    }

    StructTag type(String module, String name) {
        return StructTag.of(walrus, module, name);
    }

    /// The contents of an object.
    BcsReader read(Address id) {
        return BcsReader.of("object", ledger.object(id).move().contents());
    }

    void nextEpoch(long epoch) {
        ledger.advanceClock(EPOCH);
        execute(tx -> {
            staking.endVoting(tx);
            staking.changeEpoch(tx);
            nodes.forEach(node -> staking.syncDone(tx, node.cap(), epoch));
        });
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.key().close());
        key.close();
        ledger.close();
    }

    ExecutedTransaction publish(String name, Map<String, Address> published) {
        CompiledPackage compiled = Contracts.load(name, published);
        return execute(tx -> {
            Argument cap = tx.publish(compiled.modules(), compiled.dependencies());
            tx.transferObjects(List.of(cap), tx.address(wallet.address()));
        });
    }

    static Address packageOf(ExecutedTransaction published) {
        return published.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow();
    }

    private Node register(String name, SecretKey secret) {
        Bytes publicKey = BLS.publicKey(secret).toBytes();
        StorageMessage proof = new StorageMessage.ProofOfPossession(
                0, new Digest(wallet.address().bytes()), publicKey);
        ExecutedTransaction registered = execute(tx -> {
            Argument cap = staking.registerCandidate(
                    tx,
                    new NodeCandidate(
                            name,
                            "127.0.0.1:1",
                            publicKey,
                            Bytes.copyOf(new byte[33]),
                            BLS.sign(secret, proof.toBcs()).toBytes(),
                            0,
                            new NodeCandidate.Votes(STORAGE_PRICE, WRITE_PRICE, 1L << 30)));
            tx.transferObjects(List.of(cap), tx.address(wallet.address()));
        });
        SuiObject cap = registered.created(ledger, type("storage_node", "StorageNodeCap"));
        MoveObject contents = cap.move();
        BcsReader in = BcsReader.of("cap", contents.contents());
        Address.read(in);
        Address id = Address.read(in);
        execute(tx -> {
            Argument coin =
                    tx.splitCoins(tx.object(walCoin), tx.u64(1000 * WAL)).nested(0);
            Argument staked = staking.stake(tx, coin, id);
            tx.transferObjects(List.of(staked), tx.address(wallet.address()));
        });
        return new Node(id, cap.id(), secret);
    }
}
