package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.u64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.testkit.Campaign;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Races, mutated transactions, random mixes: one winner, no trace of the rest, and never more or less SUI.
final class AdversarialTest {

    private static final long SUPPLY = 5_000_000_000_000_000_000L;
    private static final int RACES = 1000;

    private LedgerFixture t;

    @BeforeEach
    void open() throws IOException {
        t = new LedgerFixture("adversarial");
    }

    @AfterEach
    void close() {
        t.close();
    }

    @Test
    void ofTwoSpendsOfOneCoinOneWins() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int race = 0; race < RACES; race++) {
                ObjectRef coin = largest(t.alice).ref();
                List<Callable<Boolean>> rivals = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    LedgerFixture.Build build = t.build(t.alice).pay(coin);
                    build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(1 + i)))));
                    build.transfer(t.alice.address(), build.last());
                    SignedTransaction signed = build.budget(5_000_000).sign();
                    rivals.add(() -> wins(signed));
                }
                int winners = 0;
                for (Future<Boolean> rival : threads.invokeAll(rivals)) {
                    winners += rival.get() ? 1 : 0;
                }
                assertThat(winners).as("race " + race).isEqualTo(1);
                if (race % 100 == 99) {
                    collect();
                }
            }
        }
        assertThat(t.supply()).isEqualTo(SUPPLY);
        t.ledger.verify();
    }

    private Coin largest(Keypair owner) {
        return t.coins(owner).stream()
                .max((a, b) -> Long.compare(a.balance(), b.balance()))
                .orElseThrow();
    }

    private boolean wins(SignedTransaction signed) {
        try {
            t.ledger.execute(signed).requireSuccess();
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("now");
            return false;
        }
    }

    /// Pays with all coins, so that they become one.
    private void collect() {
        ObjectRef[] all = t.coins(t.alice).stream()
                .sorted((a, b) -> Long.compare(b.balance(), a.balance()))
                .limit(256)
                .map(Coin::ref)
                .toArray(ObjectRef[]::new);
        LedgerFixture.Build build = t.build(t.alice).pay(all);
        build.transfer(t.alice.address(), new Argument.GasCoin());
        build.execute().requireSuccess();
    }

    @Test
    void theSameTransactionFromManyIsExecutedOnce() throws Exception {
        long before = t.ledger.transactionCount();
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(t.bob.address(), new Argument.GasCoin());
        SignedTransaction signed = build.sign();
        List<Callable<ExecutedTransaction>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(() -> t.ledger.execute(signed));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutedTransaction first = t.ledger.execute(signed);
            for (Future<ExecutedTransaction> call : threads.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(first);
            }
        }
        assertThat(t.ledger.transactionCount()).isEqualTo(before + 1);
    }

    @Test
    void mutatedTransactionsAreRefusedWithoutATrace() {
        List<byte[]> corpus = new ArrayList<>();
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(9)), build.input(u64(5)))));
        build.transfer(t.bob.address(), new Argument.NestedResult(0, 0), new Argument.NestedResult(0, 1));
        corpus.add(build.data().toBcs());
        LedgerFixture.Build call = t.build(t.alice);
        Argument coin =
                call.object(t.ledger.object(t.coins(t.alice).get(1).ref().id()));
        call.call("0x2::coin::split", List.of(StructTag.SUI), coin, call.input(u64(30)));
        call.add(new Command.MakeMoveVec(Optional.of(StructTag.GAS_COIN), List.of(call.last())));
        call.call("0x2::pay::join_vec", List.of(StructTag.SUI), coin, call.last());
        corpus.add(call.data().toBcs());
        long before = t.ledger.transactionCount();
        Campaign.Report report = Campaign.allowing(
                        DataException.Corrupt.class,
                        DataException.Denied.class,
                        DataException.NotFound.class,
                        IllegalStateException.class)
                .run("mutated transactions", corpus, bytes -> {
                    TransactionData data = TransactionData.parse(Bytes.copyOf(bytes));
                    t.ledger.simulate(data, Ledger.Checks.FULL);
                });
        assertThat(report.accepted()).isPositive();
        assertThat(t.ledger.transactionCount()).isEqualTo(before);
        assertThat(t.supply()).isEqualTo(SUPPLY);
    }

    @Test
    void randomMixesOfCommandsKeepTheSupply() {
        RandomGenerator random = t.seed.child(3).random();
        int succeeded = 0;
        for (int i = 0; i < 1500; i++) {
            var sender = random.nextBoolean() ? t.alice : t.bob;
            List<Coin> coins = new ArrayList<>(t.coins(sender));
            coins.sort((a, b) -> Long.compare(b.balance(), a.balance()));
            if (coins.getFirst().balance() < 30_000_000) {
                t.ledger.faucet(sender.address(), LedgerFixture.GIFT);
                continue;
            }
            LedgerFixture.Build build =
                    t.build(sender).pay(coins.removeFirst().ref()).budget(3_000_000 + random.nextLong(20_000_000));
            randomCommands(build, coins, random);
            succeeded += build.execute().effects().status().isSuccess() ? 1 : 0;
            if (i % 100 == 0) {
                assertThat(t.supply()).as(t.seed + " step " + i).isEqualTo(SUPPLY);
            }
        }
        assertThat(t.supply()).isEqualTo(SUPPLY);
        assertThat(succeeded).isBetween(300, 1450);
        t.ledger.verify();
    }

    private void randomCommands(LedgerFixture.Build build, List<Coin> coins, RandomGenerator random) {
        List<Argument> places = new ArrayList<>(List.of(new Argument.GasCoin()));
        coins.stream()
                .limit(3)
                .forEach(coin ->
                        places.add(build.object(t.ledger.object(coin.ref().id()))));
        int commands = 1 + random.nextInt(4);
        for (int i = 0; i < commands; i++) {
            Argument any = places.get(random.nextInt(places.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    build.add(new Command.SplitCoins(any, List.of(build.input(u64(random.nextLong(50_000_000))))));
                    places.add(build.last());
                    if (random.nextInt(4) != 0) {
                        build.transfer(recipient(random), build.last());
                    }
                }
                case 1 -> build.add(new Command.MergeCoins(any, List.of(places.get(random.nextInt(places.size())))));
                case 2 -> build.transfer(recipient(random), any);
                default -> {
                    build.call(
                            "0x2::coin::split", List.of(StructTag.SUI), any, build.input(u64(random.nextLong(9_000))));
                    build.transfer(recipient(random), build.last());
                }
            }
        }
    }

    private Address recipient(RandomGenerator random) {
        return random.nextBoolean() ? t.alice.address() : t.bob.address();
    }
}
