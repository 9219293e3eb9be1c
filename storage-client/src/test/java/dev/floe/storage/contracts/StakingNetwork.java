package dev.floe.storage.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.Pure;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionData;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The contracts on an embedded ledger, seen from staking: one account runs all nodes and owns all WAL. After every
/// transaction all WAL is counted.
final class StakingNetwork implements AutoCloseable {

    static final long WAL = 1_000_000_000L;
    static final long UNIT = 1 << 20;
    static final long EPOCH_MILLIS = 800_000;
    static final long WINDOW_MILLIS = EPOCH_MILLIS / 8;
    static final MinPk BLS = MinPk.walrus();

    private static final long GAS_BUDGET = 50_000_000_000L;

    /// A registered node.
    record Node(Address id, Address cap, SecretKey key) {}

    /// What a transaction ended with: empty, or `module code` of its abort; the code of an overflow is
    /// `arithmetic`.
    record Outcome(LedgerTransaction transaction, Optional<String> abort) {}

    final LocalLedger ledger;
    final WalCensus census;
    final List<Node> nodes = new ArrayList<>();
    final Address walPackage;
    final Address walrus;
    final Address staking;
    final Address system;
    final Address treasury;
    final Address slashing;
    final Address challenges;
    final Address purse;

    private final Seed seed;
    private final Keypair key;
    private final Address gas;
    private final Address stakingInner;
    private final Address systemInner;
    private boolean isCounting;
    private int keysMade;

    StakingNetwork(Seed seed, int shards) throws IOException {
        this.seed = seed;
        ledger = LocalLedger.open(
                new SimFileStore(seed.child(0)), new SystemTime(), seed.child(1).entropy(), LocalLedgerOptions.DEFAULT);
        key = Keypair.generate(SignatureScheme.ED25519, seed.child(2).entropy());
        gas = ledger.faucet(key.address(), 5_000_000_000_000_000L).written().stream()
                .filter(object -> object.data() instanceof MoveObject move
                        && move.coinBalance().orElse(0) == 5_000_000_000_000_000L)
                .findFirst()
                .orElseThrow()
                .id();
        LedgerTransaction wal = publish(Contracts.WAL, Map.of());
        walPackage = packageOf(wal);
        StructTag walType = StructTag.of(walPackage, "wal", "WAL");
        census = new WalCensus(ledger, walType);
        census.observe(wal);
        isCounting = true;
        purse = created(wal, StructTag.coin(walType));
        treasury = created(wal, StructTag.of(walPackage, "wal", "ProtectedTreasury"));
        LedgerTransaction published = publish(Contracts.WALRUS, Map.of(Contracts.WAL, walPackage));
        walrus = packageOf(published);
        Address initCap = created(published, type("init", "InitCap"));
        Address upgradeCap = created(published, StructTag.of(Address.SUI, "package", "UpgradeCap"));
        LedgerTransaction started = run(tx -> {
            Argument emergency = tx.call(
                    walrus + "::init::initialize_walrus",
                    List.of(),
                    tx.object(initCap),
                    tx.object(upgradeCap),
                    tx.u64(0),
                    tx.u64(EPOCH_MILLIS),
                    tx.pure(Pure.u16(shards)),
                    tx.pure(Pure.u32(12)),
                    tx.clock());
            keep(tx, emergency);
        });
        staking = created(started, type("staking", "Staking"));
        system = created(started, type("system", "System"));
        slashing = created(started, type("slashing", "SlashingManager"));
        challenges = created(started, type("storage_challenge", "ChallengeManager"));
        stakingInner = fieldOf(staking);
        systemInner = fieldOf(system);
    }

    // Transactions.

    /// Executes commands; they may abort.
    Outcome attempt(Consumer<Transaction> commands) {
        Transaction tx = new Transaction();
        commands.accept(tx);
        TransactionData data = new TransactionData(
                tx.resolve(ledger),
                key.address(),
                new GasData(List.of(ledger.object(gas).ref()), key.address(), 1000, GAS_BUDGET),
                new Expiration.None());
        LedgerTransaction done = ledger.submit(key.sign(data));
        if (isCounting) {
            census.observe(done);
            assertThat(census.sum()).as("all WAL, against the supply").isEqualTo(census.supply());
        }
        if (done.effects().status() instanceof ExecutionStatus.Failure(ExecutionError error, var _)) {
            if (error instanceof ExecutionError.MoveAbort(var location, long code)) {
                return new Outcome(done, Optional.of(location.module() + " " + code));
            }
            if (error instanceof ExecutionError.MovePrimitiveRuntimeError(var location)) {
                return new Outcome(done, Optional.of(location.orElseThrow().module() + " arithmetic"));
            }
            throw new AssertionError(error.toString());
        }
        return new Outcome(done, Optional.empty());
    }

    /// Executes commands that must succeed.
    LedgerTransaction run(Consumer<Transaction> commands) {
        Outcome outcome = attempt(commands);
        assertThat(outcome.abort()).as("abort").isEmpty();
        return outcome.transaction();
    }

    /// A call of the package `walrus` without type arguments.
    Argument.Result call(Transaction tx, String function, Argument... arguments) {
        return tx.call(walrus + "::" + function, List.of(), arguments);
    }

    void keep(Transaction tx, Argument object) {
        tx.transferObjects(List.of(object), tx.address(key.address()));
    }

    /// Takes WAL out of the purse.
    Argument pay(Transaction tx, long amount) {
        return tx.splitCoins(tx.object(purse), tx.u64(amount)).nested(0);
    }

    /// Who sends all transactions.
    Address sender() {
        return key.address();
    }

    // Nodes and epochs.

    Node register(int commission, long capacity, long storagePrice) {
        SecretKey secret = newKey();
        Bytes publicKey = BLS.publicKey(secret).toBytes();
        LedgerTransaction done = run(
                tx -> register(tx, publicKey, proof(secret, epoch(), sender()), commission, capacity, storagePrice));
        Address cap = created(done, type("storage_node", "StorageNodeCap"));
        Node node = new Node(census.tree(cap).at("node_id").id(), cap, secret);
        nodes.add(node);
        return node;
    }

    void register(Transaction tx, Bytes key, Bytes proof, int commission, long capacity, long storagePrice) {
        Argument text = tx.string("");
        Argument cap = call(
                tx,
                "staking::register_candidate",
                tx.object(staking),
                tx.string("node"),
                tx.string("127.0.0.1:1"),
                call(tx, "node_metadata::new", text, text, text),
                tx.bytes(key),
                tx.bytes(Bytes.copyOf(new byte[33])),
                tx.bytes(proof),
                tx.pure(Pure.u16(commission)),
                tx.u64(storagePrice),
                tx.u64(1),
                tx.u64(capacity));
        keep(tx, cap);
    }

    SecretKey newKey() {
        return SecretKey.generate(
                Bytes.copyOf(seed.child(1000 + keysMade++).entropy().bytes(32)));
    }

    static Bytes proof(SecretKey secret, long epoch, Address sender) {
        Bytes publicKey = BLS.publicKey(secret).toBytes();
        return BLS.sign(
                        secret,
                        new StorageMessage.ProofOfPossession(epoch, new Digest(sender.bytes()), publicKey).toBcs())
                .toBytes();
    }

    /// Returns the new stake.
    Address stake(Address node, long amount) {
        LedgerTransaction done = run(tx ->
                keep(tx, call(tx, "staking::stake_with_pool", tx.object(staking), pay(tx, amount), tx.address(node))));
        return created(done, type("staked_wal", "StakedWal"));
    }

    void vote() {
        run(tx -> call(tx, "staking::voting_end", tx.object(staking), tx.clock()));
    }

    LedgerTransaction change() {
        return run(tx -> call(
                tx,
                "staking::initiate_epoch_change_v2",
                tx.object(staking),
                tx.object(system),
                tx.object(treasury),
                tx.clock()));
    }

    /// All members have their shards.
    void sync() {
        List<Address> members = members();
        long epoch = epoch();
        run(tx -> nodes.stream()
                .filter(node -> members.contains(node.id()))
                .forEach(node -> call(
                        tx,
                        "staking::epoch_sync_done",
                        tx.object(staking),
                        tx.object(node.cap()),
                        tx.pure(Pure.u32(epoch)),
                        tx.clock())));
    }

    void nextEpoch() {
        pass(EPOCH_MILLIS);
        vote();
        change();
        sync();
    }

    void pass(long millis) {
        ledger.advanceClock(Duration.ofMillis(millis));
    }

    // Challenges.

    /// The members of the committee, in its order.
    List<Node> memberNodes() {
        return members().stream()
                .map(id -> nodes.stream()
                        .filter(node -> node.id().equals(id))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    void reveal(Transaction tx, Node node) {
        call(
                tx,
                "storage_challenge::reveal",
                tx.object(challenges),
                tx.object(staking),
                tx.object(system),
                tx.address(node.id()),
                tx.bytes(reveal(node)),
                tx.clock());
    }

    /// Is the seed of this epoch's challenge there?
    boolean isChallengeDrawn() {
        WalCensus.MoveTree round = census.tree(challenges).at("round");
        return round.at("epoch").number() == epoch()
                && round.at("deadline").inside().size() > 0;
    }

    /// A node's part of the seed of the present epoch.
    Bytes reveal(Node node) {
        Bytes message = new BcsWriter()
                .u8(128)
                .u8(0)
                .u8(3)
                .u32(epoch())
                .fixed(challenges.bytes())
                .fixed(lastSeed())
                .toBytes();
        return BLS.sign(node.key(), message).toBytes();
    }

    /// What is signed for a node that passed.
    Bytes passed(Address node) {
        return new BcsWriter()
                .u8(129)
                .u8(0)
                .u8(3)
                .u32(epoch())
                .fixed(node.bytes())
                .fixed(lastSeed())
                .toBytes();
    }

    Bytes lastSeed() {
        WalCensus.MoveTree seedBytes = census.tree(challenges).at("last_seed");
        byte[] bytes = new byte[seedBytes.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) seedBytes.at(i).number();
        }
        return Bytes.copyOf(bytes);
    }

    // State.

    /// `StakingInnerV1`.
    WalCensus.MoveTree stakingState() {
        return census.tree(stakingInner).at("value");
    }

    /// `SystemStateInnerV1`.
    WalCensus.MoveTree systemState() {
        return census.tree(systemInner).at("value");
    }

    long epoch() {
        return stakingState().at("epoch").number();
    }

    /// The current committee in its order.
    List<Address> members() {
        WalCensus.MoveTree contents = stakingState().at("committee").inside().at("contents");
        List<Address> members = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            members.add(contents.at(i).at("key").id());
        }
        return members;
    }

    StructTag type(String module, String name) {
        return StructTag.of(walrus, module, name);
    }

    /// The object of a type that a transaction made.
    static Address created(LedgerTransaction done, StructTag type) {
        Set<Address> made = done.effects().changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .collect(Collectors.toSet());
        return done.written().stream()
                .filter(object -> made.contains(object.id())
                        && object.data() instanceof MoveObject move
                        && move.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " was written"))
                .id();
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.key().close());
        key.close();
        ledger.close();
    }

    LedgerTransaction publish(String name, Map<String, Address> published) {
        CompiledPackage compiled = Contracts.load(name, published);
        return run(tx -> keep(tx, tx.publish(compiled.modules(), compiled.dependencies())));
    }

    static Address packageOf(LedgerTransaction published) {
        return published.written().stream()
                .filter(object -> object.data() instanceof MovePackage)
                .map(SuiObject::id)
                .findFirst()
                .orElseThrow();
    }

    private Address fieldOf(Address object) {
        return ledger.dynamicFields(object, PageRequest.first(10))
                .items()
                .getFirst()
                .fieldId();
    }
}
