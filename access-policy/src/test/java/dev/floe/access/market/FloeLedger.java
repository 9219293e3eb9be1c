package dev.floe.access.market;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.Transaction;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.Wallet;
import dev.floe.storage.contracts.Contracts;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An embedded ledger in memory with the package `floe` and some people with money.
final class FloeLedger implements AutoCloseable {

    static final long GIFT = 4_000_000_000_000L;
    private static final long BUDGET = 500_000_000;

    final Seed seed;
    final ManualTime time = new ManualTime();
    final LocalLedger ledger;
    final FloePackage at;
    final Market market;
    final PolicyActions policies;
    final MarketActions actions;
    private final Map<String, Wallet> wallets = new HashMap<>();

    FloeLedger(String name) throws IOException {
        this(name, Duration.ofDays(1));
    }

    FloeLedger(String name, Duration epoch) throws IOException {
        seed = Seed.of(name);
        ledger = LocalLedger.open(
                new SimFileStore(seed), time, seed.entropy(), LocalLedgerOptions.DEFAULT.withEpochDuration(epoch));
        CompiledPackage compiled = Contracts.load(Contracts.FLOE, Map.of());
        Transaction tx = new Transaction();
        tx.transferObjects(
                List.of(tx.publish(compiled.modules(), compiled.dependencies())), tx.address(address("publisher")));
        at = FloePackage.published(ledger, wallet("publisher").execute(tx));
        market = new Market(ledger, at, time);
        policies = new PolicyActions(at);
        actions = new MarketActions(at);
    }

    Wallet wallet(String name) {
        return wallets.computeIfAbsent(name, n -> {
            Keypair key = Keypair.generate(
                    SignatureScheme.ED25519, seed.child(n.hashCode()).entropy());
            ledger.faucet(key.address(), GIFT);
            return new Wallet(ledger, key);
        });
    }

    Address address(String name) {
        return wallet(name).address();
    }

    ExecutedTransaction execute(String who, Transaction tx) {
        return wallet(who).execute(tx);
    }

    SuiObject created(ExecutedTransaction executed, String module, String name) {
        return executed.created(ledger, at.type(module, name));
    }

    Policy createPolicy(String owner, Rule rule) {
        ExecutedTransaction executed = execute(owner, policies.create("test", rule, address(owner)));
        return Policy.of(created(executed, "policy", "Policy"));
    }

    /// What key servers do: empty when the keys would be released, else why not.
    Optional<ExecutionError> ask(Address user, List<KeyId> keys, Evidence evidence) {
        return simulate(user, Approvals.of(ledger, at, keys, evidence));
    }

    Optional<ExecutionError> simulate(Address user, ProgrammableTransaction tx) {
        GasData gas = new GasData(List.of(), user, 1000, BUDGET);
        ExecutionStatus status = ledger.simulate(
                        new TransactionData(tx, user, gas, new Expiration.None()), Ledger.Checks.FULL)
                .effects()
                .status();
        return status instanceof ExecutionStatus.Failure failure ? Optional.of(failure.error()) : Optional.empty();
    }

    static Address artifact(int number) {
        byte[] bytes = new byte[Address.SIZE_BYTES];
        bytes[31] = (byte) number;
        return new Address(Bytes.copyOf(bytes));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
