package dev.floe.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.Deadline;
import dev.floe.host.DiskFileStore;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client side against a ledger that executes.
final class WalletTest {

    private static final long GIFT = 10_000_000_000L;

    private final Seed seed = Seed.of("wallet");
    private final Time time = new SystemTime();
    private final Keypair key =
            Keypair.generate(SignatureScheme.SECP256K1, seed.child(1).entropy());
    private final Address friend =
            Keypair.generate(SignatureScheme.ED25519, seed.child(2).entropy()).address();

    @TempDir
    private Path folder;

    private LocalLedger ledger;
    private Wallet wallet;

    @BeforeEach
    void open() throws IOException {
        ledger = LocalLedger.open(DiskFileStore.open(folder), time, seed.entropy(), LocalLedgerOptions.DEFAULT);
        wallet = new Wallet(ledger, key);
    }

    @AfterEach
    void close() {
        ledger.close();
        key.close();
    }

    @Test
    void manyAtOnceFromOneWalletAllSucceed() throws Exception {
        ledger.faucet(wallet.address(), GIFT);
        List<Future<ExecutedTransaction>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                sent.add(threads.submit(() -> wallet.execute(transfer(1_000))));
            }
        }
        for (Future<ExecutedTransaction> one : sent) {
            assertThat(one.get().effects().status().isSuccess()).isTrue();
        }
        assertThat(ledger.balance(friend, StructTag.SUI).total()).isEqualTo(20_000);
    }

    @Test
    void whatIsPaidIsWhatTheEffectsSay() {
        ledger.faucet(wallet.address(), GIFT);
        ExecutedTransaction sent = wallet.execute(transfer(5));
        long left = ledger.balance(wallet.address(), StructTag.SUI).total();
        assertThat(left).isEqualTo(GIFT - 5 - sent.effects().gas().net());
        assertThat(sent.created(ledger, StructTag.GAS_COIN).owner()).isEqualTo(new Owner.AddressOwner(friend));
    }

    @Test
    void aTransactionIsBuiltAnewWhenItsObjectChangedMeanwhile() {
        ledger.faucet(wallet.address(), GIFT);
        Address coin =
                wallet.execute(coinToSelf()).created(ledger, StructTag.GAS_COIN).id();
        Transaction prepared = new Transaction();
        prepared.transferObjects(List.of(prepared.object(coin)), prepared.address(friend));
        prepared.resolve(ledger);
        Transaction other = new Transaction();
        other.mergeCoins(
                other.object(coin), other.splitCoins(other.gas(), other.u64(7)).nested(0));
        wallet.execute(other);
        wallet.execute(prepared);
        assertThat(ledger.object(coin).move().coinBalance()).hasValue(1_007);
    }

    @Test
    void tooLittleMoneyIsSaidWithTheNumbers() {
        ledger.faucet(wallet.address(), 1_000_000);
        assertThatThrownBy(() -> wallet.execute(transfer(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(wallet.address().toString())
                .hasMessageContaining("has 1000000");
    }

    @Test
    void theGasCoinIsNeverOneThatTheTransactionUses() {
        ledger.faucet(wallet.address(), GIFT);
        ledger.faucet(wallet.address(), GIFT / 2);
        Coin largest = ledger.coins(wallet.address(), StructTag.SUI, PageRequest.FIRST).items().stream()
                .max((a, b) -> Long.compareUnsigned(a.balance(), b.balance()))
                .orElseThrow();
        Transaction tx = new Transaction();
        tx.transferObjects(List.of(tx.object(largest.ref().id())), tx.address(friend));
        wallet.execute(tx);
        assertThat(ledger.balance(friend, StructTag.SUI).total()).isEqualTo(GIFT);
    }

    @Test
    void aFollowerAtTheTipGivesUpAtItsDeadline() {
        EventFollower follower =
                new EventFollower(ledger, EventQuery.of(new EventFilter.Sender(friend)), EventCursor.START);
        assertThat(follower.next(Deadline.in(time, Duration.ofMillis(20)))).isEmpty();
    }

    private Transaction transfer(long amount) {
        Transaction tx = new Transaction();
        Argument coin = tx.splitCoins(tx.gas(), tx.u64(amount)).nested(0);
        tx.transferObjects(List.of(coin), tx.address(friend));
        return tx;
    }

    private Transaction coinToSelf() {
        Transaction tx = new Transaction();
        Argument coin = tx.splitCoins(tx.gas(), tx.u64(1_000)).nested(0);
        tx.transferObjects(List.of(coin), tx.address(wallet.address()));
        return tx;
    }
}
