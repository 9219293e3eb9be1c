package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.GIFT;
import static dev.floe.ledger.local.LedgerFixture.error;
import static dev.floe.ledger.local.LedgerFixture.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands that need no Move code, and what is refused before execution.
final class CoinCommandsTest {

    private LedgerFixture t;

    @BeforeEach
    void open() throws IOException {
        t = new LedgerFixture("coins");
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    @Test
    void splitsAndTransfers() {
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(1000)), build.input(u64(5)))));
        build.transfer(t.bob.address(), new Argument.NestedResult(0, 0), new Argument.NestedResult(0, 1));
        ExecutedTransaction done = build.execute().requireSuccess();
        assertThat(t.ledger.balance(t.bob.address(), StructTag.SUI).coins()).isEqualTo(3 * GIFT + 1005);
        assertThat(done.effects().changed().stream().filter(ObjectChange::isCreated))
                .hasSize(2);
        assertThat(done.effects().changed()).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
        assertThat(done.effects().gas().computation()).isEqualTo(1_000_000);
        assertThat(done.effects().gas().storage()).isEqualTo(3 * 988_000);
        assertThat(done.effects().gasObject().orElseThrow().isMutated()).isTrue();
        assertThat(t.ledger.transaction(done.digest())).isEqualTo(done);
        t.ledger.proof(done.digest()).orElseThrow().verify(t.ledger.publicKey());
    }

    @Test
    void severalGasCoinsBecomeOne() {
        ObjectRef[] all = t.coins(t.alice).stream().map(Coin::ref).toArray(ObjectRef[]::new);
        LedgerFixture.Build build = t.build(t.alice).pay(all);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(2 * GIFT)))));
        build.transfer(t.bob.address(), build.last());
        build.execute().requireSuccess();
        assertThat(t.coins(t.alice)).hasSize(1);
        assertThat(t.ledger.balance(t.bob.address(), StructTag.SUI).coins()).isEqualTo(5 * GIFT);
    }

    @Test
    void gasCoinsAreMergedAlsoWhenExecutionFails() {
        ObjectRef[] all = t.coins(t.alice).stream().map(Coin::ref).toArray(ObjectRef[]::new);
        LedgerFixture.Build build = t.build(t.alice).pay(all);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(4 * GIFT)))));
        ExecutedTransaction failed = build.execute();
        assertThat(error(failed)).isEqualTo(ExecutionError.Plain.INSUFFICIENT_COIN_BALANCE);
        assertThat(t.coins(t.alice)).hasSize(1);
        assertThat(failed.effects().changed()).hasSize(3);
    }

    @Test
    void theWholeGasCoinMayBeGivenAway() {
        ObjectRef first = t.coins(t.alice).getFirst().ref();
        LedgerFixture.Build build = t.build(t.alice).pay(first);
        build.transfer(t.bob.address(), new Argument.GasCoin());
        ExecutedTransaction done = build.execute().requireSuccess();
        assertThat(t.coins(t.bob)).anyMatch(coin -> coin.ref().id().equals(first.id()));
        assertThat(t.ledger.balance(t.bob.address(), StructTag.SUI).coins())
                .isEqualTo(4 * GIFT - done.effects().gas().net());
    }

    @Test
    void mergesAndDeletes() {
        List<Coin> coins = t.coins(t.alice);
        LedgerFixture.Build build = t.build(t.alice).pay(coins.get(0).ref());
        Argument into = build.object(t.ledger.object(coins.get(1).ref().id()));
        Argument from = build.object(t.ledger.object(coins.get(2).ref().id()));
        ExecutedTransaction done =
                build.add(new Command.MergeCoins(into, List.of(from))).execute().requireSuccess();
        assertThat(done.effects().changed().stream().filter(ObjectChange::isDeleted))
                .hasSize(1);
        assertThatThrownBy(() -> t.ledger.object(coins.get(2).ref().id())).isInstanceOf(DataException.NotFound.class);
        assertThat(t.ledger.object(coins.get(2).ref().id(), coins.get(2).ref().version()))
                .isPresent();
    }

    @Test
    void aCoinThatIsLeftOverFailsTheTransaction() {
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(7)))));
        assertThat(error(build.execute())).isEqualTo(new ExecutionError.UnusedValueWithoutDrop(0, 0));
    }

    @Test
    void argumentErrorsNameArgumentAndCommand() {
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(t.bob.address(), new Argument.Result(3));
        assertThat(error(build.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(0, new CommandArgumentError.IndexOutOfBounds(3)));
        LedgerFixture.Build twice = t.build(t.alice);
        twice.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(twice.input(u64(1)), twice.input(u64(1)))));
        twice.transfer(t.bob.address(), new Argument.Result(0));
        assertThat(error(twice.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(0, new CommandArgumentError.InvalidResultArity(0)));
        LedgerFixture.Build moved = t.build(t.alice);
        moved.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(moved.input(u64(1)))));
        moved.transfer(t.bob.address(), new Argument.Result(0));
        moved.transfer(t.alice.address(), new Argument.Result(0));
        ExecutedTransaction failed = moved.execute();
        assertThat(error(failed))
                .isEqualTo(new ExecutionError.InvalidArgument(0, CommandArgumentError.Plain.INVALID_VALUE_USAGE));
        assertThat(t.ledger.balance(t.bob.address(), StructTag.SUI).coins()).isEqualTo(3 * GIFT);
    }

    @Test
    void pureValuesAreNoObjectsAndTheOtherWayRound() {
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(t.bob.address(), build.input(u64(3)));
        assertThat(error(build.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(0, CommandArgumentError.Plain.INVALID_TRANSFER_OBJECT));
        LedgerFixture.Build amount = t.build(t.alice);
        amount.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(new Argument.GasCoin())));
        assertThat(error(amount.execute())).isInstanceOf(ExecutionError.InvalidArgument.class);
        LedgerFixture.Build bytes = t.build(t.alice);
        bytes.add(new Command.SplitCoins(
                new Argument.GasCoin(), List.of(bytes.input(LedgerFixture.address(t.bob.address())))));
        assertThat(error(bytes.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(1, CommandArgumentError.Plain.INVALID_BCS_BYTES));
    }

    @Test
    void vectorsOfCoinsAreMadeOfCoinsOnly() {
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.MakeMoveVec(Optional.of(TypeTag.Primitive.U64), List.of(build.input(u64(1)))));
        build.execute().requireSuccess();
        LedgerFixture.Build none = t.build(t.alice);
        none.add(new Command.MakeMoveVec(Optional.empty(), List.of(none.input(u64(1)))));
        assertThat(error(none.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(
                        0, CommandArgumentError.Plain.INVALID_MAKE_MOVE_VEC_NON_OBJECT_ARGUMENT));
    }

    @Test
    void staleVersionsForeignObjectsAndBadSignaturesLeaveNoTrace() {
        long before = t.ledger.transactionCount();
        Coin coin = t.coins(t.alice).getFirst();
        LedgerFixture.Build theirs = t.build(t.bob);
        theirs.transfer(
                t.bob.address(), theirs.object(t.ledger.object(coin.ref().id())));
        assertThatThrownBy(theirs::execute).isInstanceOf(DataException.Denied.class);
        LedgerFixture.Build stale = t.build(t.alice);
        stale.pay(new ObjectRef(
                coin.ref().id(), coin.ref().version() - 1, coin.ref().digest()));
        stale.transfer(t.bob.address(), new Argument.GasCoin());
        assertThatThrownBy(stale::execute)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("now");
        LedgerFixture.Build good = t.build(t.alice);
        good.transfer(t.bob.address(), new Argument.GasCoin());
        SignedTransaction forged = new SignedTransaction(
                good.data(), List.of(t.bob.sign(good.data().signingDigest())));
        assertThatThrownBy(() -> t.ledger.execute(forged)).isInstanceOf(DataException.Denied.class);
        Keypair eve =
                Keypair.generate(SignatureScheme.SECP256R1, t.seed.child(9).entropy());
        SignedTransaction other = new SignedTransaction(
                good.data(),
                List.of(t.alice.sign(t.build(t.alice)
                        .budget(9_000_000)
                        .transfer(eve.address(), new Argument.GasCoin())
                        .data()
                        .signingDigest())));
        assertThatThrownBy(() -> t.ledger.execute(other)).isInstanceOf(DataException.Denied.class);
        assertThatThrownBy(() -> t.ledger.execute(new SignedTransaction(good.data(), List.of())))
                .isInstanceOf(DataException.Denied.class);
        assertThat(t.ledger.transactionCount()).isEqualTo(before);
    }

    @Test
    void executingAgainGivesTheSameResult() {
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(t.bob.address(), new Argument.GasCoin());
        SignedTransaction signed = build.sign();
        ExecutedTransaction first = t.ledger.execute(signed);
        assertThat(t.ledger.execute(signed)).isEqualTo(first);
    }

    @Test
    void simulationChangesNothingAndSaysWhatExecutionWill() {
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(1000)))));
        build.transfer(t.bob.address(), build.last());
        long before = t.ledger.transactionCount();
        Simulation simulated =
                t.ledger.simulate(build.data(), Ledger.Checks.FULL).requireSuccess();
        assertThat(simulated.results()).hasSize(2);
        assertThat(simulated.results().getFirst().returned().getFirst().type()).isEqualTo(StructTag.GAS_COIN);
        assertThat(t.ledger.transactionCount()).isEqualTo(before);
        assertThat(build.execute().effects()).isEqualTo(simulated.effects());
    }
}
