package dev.floe.ledger.local;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypeTag;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A ledger in memory, some accounts with coins, and short ways to make transactions.
final class LedgerFixture implements AutoCloseable {

    static final long GIFT = 10_000_000_000L;
    static final long BUDGET = 500_000_000;

    final Seed seed;
    final SimFileStore files;
    final ManualTime time;
    final LocalLedger ledger;
    final Keypair alice;
    final Keypair bob;

    LedgerFixture(String name) throws IOException {
        this(name, new ManualTime());
    }

    LedgerFixture(String name, ManualTime time) throws IOException {
        this.time = time;
        seed = Seed.of(name);
        files = new SimFileStore(seed);
        ledger = LocalLedger.open(files, time, seed.entropy(), LocalLedgerOptions.DEFAULT);
        alice = Keypair.generate(SignatureScheme.ED25519, seed.child(1).entropy());
        bob = Keypair.generate(SignatureScheme.SECP256K1, seed.child(2).entropy());
        for (int i = 0; i < 3; i++) {
            ledger.faucet(alice.address(), GIFT);
            ledger.faucet(bob.address(), GIFT);
        }
    }

    /// Publishes a package of alice's.
    ///
    /// @return its id
    Address publish(CompiledPackage compiled) {
        Build build = build(alice);
        build.add(new Command.Publish(compiled.modules(), compiled.dependencies()));
        build.transfer(alice.address(), build.last());
        return packageOf(build.execute().requireSuccess());
    }

    /// The package that a transaction wrote.
    static Address packageOf(ExecutedTransaction done) {
        return done.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .map(ObjectChange::id)
                .findFirst()
                .orElseThrow();
    }

    List<Coin> coins(Keypair owner) {
        return ledger.coins(owner.address(), StructTag.SUI, PageRequest.first(1000))
                .items();
    }

    /// The coin with the most in it.
    ObjectRef richest(Keypair owner) {
        return Collections.max(coins(owner), Comparator.comparingLong(Coin::balance))
                .ref();
    }

    Build build(Keypair sender) {
        return new Build(sender);
    }

    static CallArg pure(Bytes bcs) {
        return new CallArg.Pure(bcs);
    }

    static CallArg u64(long value) {
        return pure(new BcsWriter().u64(value).toBytes());
    }

    static CallArg address(Address address) {
        return pure(address.bytes());
    }

    /// All SUI there is: coins, rebates in objects, fees.
    long supply() {
        long sum = 0;
        for (SuiObject object : liveObjects()) {
            sum += object.storageRebate();
            if (object.data() instanceof MoveObject move && move.type().equals(StructTag.GAS_COIN)) {
                sum += move.coinBalance().orElseThrow();
            }
        }
        for (long i = 0; i < ledger.transactionCount(); i++) {
            var gas = ledger.find(HistoryFilter.ALL, i, i + 1, true, 1)
                    .found()
                    .orElseThrow()
                    .effects()
                    .gas();
            sum += gas.computation() + gas.nonRefundableStorageFee();
        }
        return sum;
    }

    /// Objects of all accounts that were ever written and still live.
    List<SuiObject> liveObjects() {
        Set<Address> ids = new TreeSet<>();
        for (long i = 0; i < ledger.transactionCount(); i++) {
            ledger.find(HistoryFilter.ALL, i, i + 1, true, 1)
                    .found()
                    .orElseThrow()
                    .written()
                    .forEach(object -> ids.add(object.id()));
        }
        List<SuiObject> live = new ArrayList<>();
        List<Address> all = new ArrayList<>(ids);
        for (int i = 0; i < all.size(); i += 1000) {
            live.addAll(ledger.objects(all.subList(i, Math.min(all.size(), i + 1000)))
                    .values());
        }
        return live;
    }

    static ExecutionError error(ExecutedTransaction executed) {
        return ((ExecutionStatus.Failure) executed.effects().status()).error();
    }

    @Override
    public void close() {
        ledger.close();
    }

    /// A transaction in the making.
    final class Build {
        private final Keypair sender;
        private final List<CallArg> inputs = new ArrayList<>();
        private final List<Command> commands = new ArrayList<>();
        private List<ObjectRef> payment = List.of();
        private long budget = BUDGET;

        Build(Keypair sender) {
            this.sender = sender;
        }

        Argument input(CallArg input) {
            inputs.add(input);
            return new Argument.Input(inputs.size() - 1);
        }

        Argument object(SuiObject object) {
            return input(new ObjectArg.ImmOrOwned(object.ref()));
        }

        Build add(Command command) {
            commands.add(command);
            return this;
        }

        Argument.Result last() {
            return new Argument.Result(commands.size() - 1);
        }

        Build call(String target, List<TypeTag> types, Argument... arguments) {
            String[] parts = target.split("::");
            return add(new Command.MoveCall(Address.parse(parts[0]), parts[1], parts[2], types, List.of(arguments)));
        }

        Build transfer(Address to, Argument... objects) {
            return add(new Command.TransferObjects(List.of(objects), input(address(to))));
        }

        Build pay(ObjectRef... coins) {
            payment = List.of(coins);
            return this;
        }

        Build budget(long newBudget) {
            budget = newBudget;
            return this;
        }

        TransactionData data() {
            List<ObjectRef> coins =
                    payment.isEmpty() ? List.of(coins(sender).getFirst().ref()) : payment;
            return new TransactionData(
                    new ProgrammableTransaction(inputs, commands),
                    sender.address(),
                    new GasData(coins, sender.address(), 1000, budget),
                    new Expiration.None());
        }

        SignedTransaction sign() {
            return sender.sign(data());
        }

        ExecutedTransaction execute() {
            return ledger.execute(sign());
        }
    }
}
