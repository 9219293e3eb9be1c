package dev.floe.ledger.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsWriter;
import dev.floe.format.DataException;
import dev.floe.host.SystemTime;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.Page;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Ledger] promises.
abstract class LedgerContract {

    private static final long GIFT = 10_000_000_000L;
    private static final Address BOB = Address.ofLong(0xB0B);

    private final Seed seed = Seed.of("ledger contract");
    private LocalLedger local;
    private Ledger ledger;
    private Keypair alice;

    /// The ledger under test, which shows what `backing` holds.
    abstract Ledger open(LocalLedger backing);

    @BeforeEach
    void prepare() throws IOException {
        local = LocalLedger.open(new SimFileStore(seed), new SystemTime(), seed.entropy(), LocalLedgerOptions.DEFAULT);
        ledger = open(local);
        alice = Keypair.generate(SignatureScheme.ED25519, seed.child(1).entropy());
        for (int i = 0; i < 3; i++) {
            local.faucet(alice.address(), GIFT);
        }
    }

    @AfterEach
    void close() {
        ledger.close();
        local.close();
    }

    @Test
    void tellsTheChain() {
        assertThat(ledger.info().chain()).isEqualTo(local.info().chain());
        assertThat(ledger.info().checkpoint()).isEqualTo(local.info().checkpoint());
        assertThat(ledger.info().referenceGasPrice()).isPositive();
    }

    @Test
    void readsObjectsAndSaysWhatIsMissing() {
        Coin coin = coins().getFirst();
        assertThat(ledger.object(coin.ref().id()).ref()).isEqualTo(coin.ref());
        assertThat(ledger.object(Address.SUI).asPackage().modules()).containsKey("coin");
        assertThat(ledger.objects(List.of(BOB, coin.ref().id())))
                .containsOnlyKeys(coin.ref().id());
        assertThatThrownBy(() -> ledger.object(BOB)).isInstanceOf(DataException.NotFound.class);
    }

    @Test
    void pagesEndWithoutToken() {
        PageRequest two = PageRequest.first(2);
        Page<Coin> first = ledger.coins(alice.address(), StructTag.SUI, two);
        assertThat(first.items()).hasSize(2);
        Page<Coin> second =
                ledger.coins(alice.address(), StructTag.SUI, two.at(first.next().orElseThrow()));
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isEmpty();
        assertThat(Page.all(10, page -> ledger.balances(alice.address(), page))).hasSize(1);
    }

    @Test
    void balancesOfNobodyAreZero() {
        assertThat(ledger.balance(alice.address(), StructTag.SUI).total()).isEqualTo(3 * GIFT);
        assertThat(ledger.balance(BOB, StructTag.SUI).total()).isZero();
        assertThat(ledger.balance(BOB, StructTag.of(BOB, "no", "COIN")).total()).isZero();
    }

    @Test
    void executesOnceAndShowsTheResult() {
        SignedTransaction signed = alice.sign(transfer(coins().getFirst().ref(), 1234));
        ExecutedTransaction done = ledger.execute(signed).requireSuccess();
        assertThat(ledger.balance(BOB, StructTag.SUI).total()).isEqualTo(1234);
        assertThat(ledger.transaction(done.digest())).isEqualTo(done);
        assertThat(ledger.await(done.digest(), Duration.ofSeconds(5))).isEqualTo(done);
        assertThat(ledger.execute(signed).effects()).isEqualTo(done.effects());
        assertThat(done.signed().orElseThrow().data()).isEqualTo(signed.data());
        assertThat(done.checkpoint()).isPresent();
        assertThat(ledger.balance(BOB, StructTag.SUI).total()).isEqualTo(1234);
    }

    @Test
    void simulatesWithoutATrace() {
        TransactionData data = transfer(coins().getFirst().ref(), 99);
        Simulation simulation = ledger.simulate(data, Ledger.Checks.FULL).requireSuccess();
        assertThat(simulation.effects().gas().net()).isPositive();
        assertThat(simulation.results()).hasSize(2);
        assertThat(simulation.basis())
                .contains(new Simulation.Basis(
                        ledger.info().checkpoint(), ledger.info().time()));
        assertThat(ledger.balance(BOB, StructTag.SUI).total()).isZero();
        TransactionData unpaid = new TransactionData(
                data.kind(),
                data.sender(),
                new GasData(List.of(), alice.address(), 1000, 50_000_000),
                data.expiration());
        ledger.simulate(unpaid, Ledger.Checks.FULL).requireSuccess();
        assertThat(ledger.simulate(transfer(coins().getFirst().ref(), 2 * GIFT), Ledger.Checks.FULL)
                        .effects()
                        .status()
                        .isSuccess())
                .isFalse();
    }

    @Test
    void refusesStaleInputsBadSignaturesAndUnknownInputs() {
        ObjectRef coin = coins().getFirst().ref();
        SignedTransaction rival = alice.sign(transfer(coin, 1));
        ledger.execute(alice.sign(transfer(coin, 2)));
        assertThatThrownBy(() -> ledger.execute(rival)).isInstanceOf(IllegalStateException.class);
        Keypair mallory =
                Keypair.generate(SignatureScheme.SECP256R1, seed.child(2).entropy());
        TransactionData data = transfer(coins().getLast().ref(), 3);
        SignedTransaction forged = new SignedTransaction(data, List.of(mallory.sign(data.signingDigest())));
        assertThatThrownBy(() -> ledger.execute(forged)).isInstanceOf(DataException.Denied.class);
        ObjectRef unknown = new ObjectRef(Address.ofLong(77), 1, coin.digest());
        assertThatThrownBy(() -> ledger.execute(alice.sign(transfer(unknown, 4))))
                .isInstanceOf(DataException.NotFound.class);
    }

    @Test
    void saysWhenATransactionIsUnknown() {
        TransactionDigest unknown = transfer(coins().getFirst().ref(), 5).digest();
        assertThatThrownBy(() -> ledger.transaction(unknown)).isInstanceOf(DataException.NotFound.class);
        assertThatThrownBy(() -> ledger.await(unknown, Duration.ofMillis(20)))
                .isInstanceOf(DataException.Unavailable.class);
    }

    @Test
    void eventsEndAtTheTip() {
        EventPage page = ledger.events(EventQuery.of(new EventFilter.All()), EventCursor.START, 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.atTip()).isTrue();
        assertThat(ledger.events(EventQuery.of(new EventFilter.Sender(BOB)), page.next(), 10)
                        .atTip())
                .isTrue();
    }

    @Test
    void describesFunctions() {
        FunctionInfo split = ledger.function(Address.SUI, "coin", "split");
        assertThat(split).isEqualTo(local.function(Address.SUI, "coin", "split"));
        assertThat(split.parameters().getLast().isTxContext()).isTrue();
        assertThatThrownBy(() -> ledger.function(Address.SUI, "coin", "no_such"))
                .isInstanceOf(DataException.NotFound.class);
    }

    private List<Coin> coins() {
        return ledger.coins(alice.address(), StructTag.SUI, PageRequest.FIRST).items();
    }

    private TransactionData transfer(ObjectRef coin, long amount) {
        ProgrammableTransaction kind = new ProgrammableTransaction(
                List.of(new CallArg.Pure(new BcsWriter().u64(amount).toBytes()), new CallArg.Pure(BOB.bytes())),
                List.of(
                        new Command.SplitCoins(new Argument.GasCoin(), List.of(new Argument.Input(0))),
                        new Command.TransferObjects(List.of(new Argument.Result(0)), new Argument.Input(1))));
        return new TransactionData(
                kind,
                alice.address(),
                new GasData(List.of(coin), alice.address(), 1000, 50_000_000),
                new Expiration.None());
    }
}
