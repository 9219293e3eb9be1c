package dev.floe.cli.network;

import dev.floe.host.Parallel;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.Pure;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.Wallet;
import dev.floe.storage.contracts.Contracts;
import dev.floe.storage.staking.NodeCandidate;
import dev.floe.storage.staking.StakingContract;
import dev.floe.storage.staking.StorageNodeCap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes a storage network on a new embedded ledger: publishes the packages, registers and stakes the nodes, and
/// goes into epoch 1, from which on blobs can be stored. All by transactions that anybody could send to a real
/// ledger.
final class Genesis {

    /// FROST of one WAL.
    static final long WAL = 1_000_000_000L;
    /// MIST of one SUI.
    static final long SUI = 1_000_000_000L;

    /// What each node stakes. Equal stakes give equal weights.
    private static final long STAKE = 1_000_000 * WAL;
    /// What each node pays its transactions with.
    private static final long NODE_GAS = 100 * SUI;
    /// What the exchange has to give away.
    private static final long EXCHANGE = 1_000_000_000 * WAL;
    /// Prices as on mainnet at its start; 1 PiB for all nodes, of which nothing is set aside.
    private static final NodeCandidate.Votes VOTES = new NodeCandidate.Votes(100_000, 20_000, 1L << 50);

    private static final int MAX_EPOCHS_AHEAD = 53;
    private static final int COMMISSION_BASIS_POINTS = 500;
    private static final int AT_ONCE = 16;

    private final LocalLedger ledger;
    private final Wallet operator;
    private final SortedMap<String, Address> packages = new TreeMap<>();
    private final SortedMap<String, Address> objects = new TreeMap<>();

    /// @param operator gets the supply of WAL and all capabilities; has coins for gas
    Genesis(LocalLedger ledger, Wallet operator) {
        this.ledger = ledger;
        this.operator = operator;
    }

    /// What was made.
    ///
    /// @param packages package ids by name
    /// @param objects  shared objects by name
    /// @param nodes    the nodes in the order given
    record Made(SortedMap<String, Address> packages, SortedMap<String, Address> objects, List<Registered> nodes) {}

    /// A node to register.
    ///
    /// @param address host and port
    record Candidate(String name, String address, NodeSecrets keys) {}

    /// A registered node.
    record Registered(String name, String address, StorageNodeCap cap) {}

    /// Does it all.
    Made run(List<Candidate> candidates, int storageShards, Duration epoch) throws InterruptedException {
        publishWal();
        publishWalrus(storageShards, epoch);
        fundExchange();
        StakingContract contract = contract(packages, objects);
        List<Registered> nodes = Parallel.map(candidates, AT_ONCE, candidate -> register(contract, candidate));
        stake(contract, nodes);
        Transaction change = new Transaction();
        contract.endVoting(change);
        contract.changeEpoch(change);
        operator.execute(change);
        Parallel.map(candidates, AT_ONCE, candidate -> {
            Transaction done = new Transaction();
            contract.syncDone(done, capOf(nodes, candidate.name()), 1);
            return new Wallet(ledger, candidate.keys().wallet()).execute(done);
        });
        publish(Contracts.SEAL);
        publish(Contracts.FLOE);
        return new Made(packages, objects, nodes);
    }

    /// The staking contract of a network.
    static StakingContract contract(SortedMap<String, Address> packages, SortedMap<String, Address> objects) {
        return new StakingContract(
                require(packages, "walrus"),
                require(packages, "wal"),
                require(objects, "system"),
                require(objects, "staking"),
                require(objects, "treasury"));
    }

    private void publishWal() {
        ExecutedTransaction done = publish(Contracts.WAL);
        objects.put("treasury", created(done, Contracts.WAL, "wal", "ProtectedTreasury"));
    }

    private void publishWalrus(int storageShards, Duration epoch) {
        ExecutedTransaction done = publish(Contracts.WALRUS);
        Transaction tx = new Transaction();
        Argument emergencyCap = tx.call(
                packages.get(Contracts.WALRUS) + "::init::initialize_walrus",
                List.of(),
                tx.object(created(done, Contracts.WALRUS, "init", "InitCap")),
                tx.object(done.created(ledger, StructTag.of(Address.SUI, "package", "UpgradeCap"))
                        .id()),
                tx.u64(0),
                tx.u64(epoch.toMillis()),
                tx.pure(Pure.u16(storageShards)),
                tx.pure(Pure.u32(MAX_EPOCHS_AHEAD)),
                tx.clock());
        tx.transferObjects(List.of(emergencyCap), tx.address(operator.address()));
        ExecutedTransaction initialized = operator.execute(tx);
        objects.put("system", created(initialized, Contracts.WALRUS, "system", "System"));
        objects.put("staking", created(initialized, Contracts.WALRUS, "staking", "Staking"));
        objects.put("slashing", created(initialized, Contracts.WALRUS, "slashing", "SlashingManager"));
        objects.put("challenges", created(initialized, Contracts.WALRUS, "storage_challenge", "ChallengeManager"));
        objects.put("upgradeManager", created(initialized, Contracts.WALRUS, "upgrade", "UpgradeManager"));
    }

    /// People who try the network get WAL for SUI, one for one, as on testnet.
    private void fundExchange() {
        publish(Contracts.WAL_EXCHANGE);
        Transaction tx = new Transaction();
        Argument admin = tx.call(
                packages.get(Contracts.WAL_EXCHANGE) + "::wal_exchange::new_funded",
                List.of(),
                tx.object(supply()),
                tx.u64(EXCHANGE));
        tx.transferObjects(List.of(admin), tx.address(operator.address()));
        ExecutedTransaction done = operator.execute(tx);
        objects.put("exchange", created(done, Contracts.WAL_EXCHANGE, "wal_exchange", "Exchange"));
    }

    private Registered register(StakingContract contract, Candidate candidate) {
        NodeSecrets keys = candidate.keys();
        Wallet wallet = new Wallet(ledger, keys.wallet());
        ledger.faucet(wallet.address(), NODE_GAS);
        NodeCandidate node = new NodeCandidate(
                candidate.name(),
                candidate.address(),
                keys.blsPublicKey().toBytes(),
                keys.network().publicKey().bytes(),
                keys.proofOfPossession(0),
                COMMISSION_BASIS_POINTS,
                VOTES);
        Transaction tx = new Transaction();
        tx.transferObjects(List.of(contract.registerCandidate(tx, node)), tx.address(wallet.address()));
        SuiObject cap = wallet.execute(tx)
                .created(ledger, StructTag.of(contract.packageId(), "storage_node", "StorageNodeCap"));
        return new Registered(candidate.name(), candidate.address(), StorageNodeCap.of(cap.move()));
    }

    private void stake(StakingContract contract, List<Registered> nodes) {
        Transaction tx = new Transaction();
        Argument supply = tx.object(supply());
        List<Argument> staked = new ArrayList<>();
        for (Registered node : nodes) {
            Argument coin = tx.splitCoins(supply, tx.u64(STAKE)).nested(0);
            staked.add(contract.stake(tx, coin, node.cap().nodeId()));
        }
        tx.transferObjects(staked, tx.address(operator.address()));
        operator.execute(tx);
    }

    private ExecutedTransaction publish(String name) {
        CompiledPackage compiled = Contracts.load(name, packages);
        Transaction tx = new Transaction();
        Argument cap = tx.publish(compiled.modules(), compiled.dependencies());
        tx.transferObjects(List.of(cap), tx.address(operator.address()));
        ExecutedTransaction done = operator.execute(tx);
        Address id = done.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("transaction " + done.digest() + " published nothing"));
        packages.put(name, id);
        return done;
    }

    private Address created(ExecutedTransaction done, String packageName, String module, String name) {
        return done.created(ledger, StructTag.of(require(packages, packageName), module, name))
                .id();
    }

    private Address supply() {
        StructTag wal = StructTag.of(require(packages, Contracts.WAL), "wal", "WAL");
        return ledger.coins(operator.address(), wal, PageRequest.FIRST).items().stream()
                .max((a, b) -> Long.compareUnsigned(a.balance(), b.balance()))
                .map(coin -> coin.ref().id())
                .orElseThrow(() -> new IllegalStateException("the operator has no WAL"));
    }

    private static Address capOf(List<Registered> nodes, String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .cap()
                .id();
    }

    private static Address require(SortedMap<String, Address> ids, String name) {
        return Objects.requireNonNull(ids.get(name), name);
    }
}
