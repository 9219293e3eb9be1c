package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.pure;
import static dev.floe.ledger.local.LedgerFixture.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.SimpleSignature;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.move.Packages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that want more than they may have: each fails with its own error, and costs gas but changes nothing.
final class HostileCallsTest {

    private static final StructTag BAG = StructTag.of(Address.SUI, "bag", "Bag");
    private static final StructTag UPGRADE_CAP = StructTag.of(Address.SUI, "package", "UpgradeCap");

    private LedgerFixture t;

    @BeforeEach
    void open() throws IOException {
        t = new LedgerFixture("hostile");
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    @Test
    void anEndlessLoopEndsWhenTheBudgetIsSpent() {
        Address scenarios = scenarios();
        long budget = 20_000_000;
        LedgerFixture.Build loop = t.build(t.alice).budget(budget);
        loop.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(loop.input(u64(5)))));
        loop.transfer(t.bob.address(), loop.last());
        loop.call(scenarios + "::control::collatz", List.of(), loop.input(u64(0)));
        ExecutedTransaction failed = Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1), () -> fails(loop, ExecutionError.Plain.INSUFFICIENT_GAS, Optional.of(2L)));
        assertThat(failed.effects().gas().computation()).isBetween(budget / 2, budget);
    }

    @Test
    void deepRecursionHitsTheLimitOfTheMachine() {
        Address scenarios = scenarios();
        LedgerFixture.Build shallow = t.build(t.alice);
        shallow.call(scenarios + "::control::recursion", List.of(), shallow.input(u64(500)));
        shallow.execute().requireSuccess();
        LedgerFixture.Build deep = t.build(t.alice);
        deep.call(scenarios + "::control::recursion", List.of(), deep.input(u64(-1)));
        ExecutionStatus.Failure status = failure(failsWithoutTrace(deep));
        assertThat(status.command()).contains(0L);
        assertThat(status.error())
                .isInstanceOfSatisfying(
                        ExecutionError.MovePrimitiveRuntimeError.class,
                        limit -> assertThat(limit.location().orElseThrow().functionName())
                                .contains("recursion"));
    }

    @Test
    void privateFunctionsAreNoneOfTheCallersBusiness() {
        Address scenarios = scenarios();
        LedgerFixture.Build build = t.build(t.alice);
        build.call(scenarios + "::control::is_even", List.of(), build.input(u64(4)));
        build.call(scenarios + "::control::is_odd", List.of(), build.input(u64(3)));
        fails(build, ExecutionError.Plain.NON_ENTRY_FUNCTION_INVOKED, Optional.of(1L));
    }

    @Test
    void privateEntryFunctionsTakeNothingThatAnOpenDebtTouched() {
        ExecutedTransaction published = publish(CompiledPackage.resource(HostileCallsTest.class, "hello"));
        Address hello = packageOf(published);
        SuiObject cap = published.created(t.ledger, UPGRADE_CAP);
        LedgerFixture.Build owing = t.build(t.alice);
        Argument text = owing.input(text("Ada"));
        authorize(owing, cap, text);
        Argument ticket = owing.last();
        owing.call(hello + "::hello::sign", List.of(), owing.input(shared("GuestBook")), text);
        owing.call("0x2::package::commit_upgrade", List.of(), ticket);
        fails(
                owing,
                argument(1, CommandArgumentError.Plain.INVALID_ARGUMENT_TO_PRIVATE_ENTRY_FUNCTION),
                Optional.of(1L));
        LedgerFixture.Build apart = t.build(t.alice);
        apart.call(hello + "::hello::sign", List.of(), apart.input(shared("GuestBook")), apart.input(text("Ada")));
        apart.execute().requireSuccess();
    }

    @Test
    void valuesWithoutDropCannotBeLeftOver() {
        LedgerFixture.Build coins = t.build(t.alice);
        coins.call("0x2::coin::zero", List.of(StructTag.SUI));
        coins.transfer(t.alice.address(), coins.last());
        coins.add(new Command.SplitCoins(
                new Argument.GasCoin(), List.of(coins.input(u64(1)), coins.input(u64(2)), coins.input(u64(3)))));
        coins.transfer(t.bob.address(), new Argument.NestedResult(2, 0), new Argument.NestedResult(2, 2));
        fails(coins, new ExecutionError.UnusedValueWithoutDrop(2, 1), Optional.empty());
        ExecutedTransaction published = publish(CompiledPackage.resource(HostileCallsTest.class, "hello"));
        LedgerFixture.Build ticket = t.build(t.alice);
        authorize(ticket, published.created(t.ledger, UPGRADE_CAP), ticket.input(text("Ada")));
        fails(ticket, new ExecutionError.UnusedValueWithoutDrop(0, 0), Optional.empty());
    }

    @Test
    void argumentsOfOtherTypesAreRefused() {
        bag(false);
        LedgerFixture.Build object = t.build(t.alice);
        object.call("0x2::coin::value", List.of(StructTag.SUI), object.object(only("Bag")));
        fails(object, argument(0, CommandArgumentError.Plain.TYPE_MISMATCH), Optional.of(0L));
        LedgerFixture.Build merge = t.build(t.alice);
        merge.add(new Command.MergeCoins(new Argument.GasCoin(), List.of(merge.object(only("Bag")))));
        fails(merge, argument(1, CommandArgumentError.Plain.TYPE_MISMATCH), Optional.of(0L));
        LedgerFixture.Build result = t.build(t.alice);
        result.call("0x2::coin::zero", List.of(StructTag.SUI));
        Argument zero = result.last();
        result.call("0x2::bag::length", List.of(), zero);
        result.transfer(t.alice.address(), zero);
        fails(result, argument(0, CommandArgumentError.Plain.TYPE_MISMATCH), Optional.of(1L));
    }

    @Test
    void pureBytesThatAreNotTheTypeAreRefused() {
        Address scenarios = scenarios();
        for (byte[] number : List.of(new byte[0], new byte[7], new byte[9], new byte[32])) {
            refusesPure(scenarios + "::control::recursion", number);
        }
        refusesPure(scenarios + "::texts::to_ascii", new byte[] {2, (byte) 0xC3, 0x28});
        refusesPure(scenarios + "::texts::to_ascii", new byte[] {3, (byte) 0xED, (byte) 0xA0, (byte) 0x80});
        refusesPure(scenarios + "::texts::to_ascii", new byte[] {5, 'a'});
        refusesPure(scenarios + "::texts::to_ascii", new byte[] {1, 'a', 'b'});
        refusesPure(scenarios + "::texts::utf8", new byte[] {(byte) 0x81, 0, 'a'});
        refusesPure(scenarios + "::texts::option_unwrap", new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0});
        LedgerFixture.Build good = t.build(t.alice);
        good.call(scenarios + "::texts::to_ascii", List.of(), good.input(text("ab")));
        good.execute().requireSuccess();
    }

    @Test
    void whatWasMovedIsGone() {
        LedgerFixture.Build result = t.build(t.alice);
        result.call("0x2::coin::zero", List.of(StructTag.SUI));
        Argument zero = result.last();
        result.transfer(t.bob.address(), zero);
        result.call("0x2::coin::value", List.of(StructTag.SUI), zero);
        fails(result, argument(0, CommandArgumentError.Plain.INVALID_VALUE_USAGE), Optional.of(2L));
        LedgerFixture.Build input = t.build(t.alice);
        Argument bag = input.object(bag(false));
        input.call("0x2::bag::destroy_empty", List.of(), bag);
        input.transfer(t.bob.address(), bag);
        fails(input, argument(0, CommandArgumentError.Plain.INVALID_VALUE_USAGE), Optional.of(1L));
        LedgerFixture.Build gas = t.build(t.alice);
        gas.transfer(t.bob.address(), new Argument.GasCoin());
        gas.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(gas.input(u64(5)))));
        fails(gas, argument(0, CommandArgumentError.Plain.INVALID_VALUE_USAGE), Optional.of(1L));
        LedgerFixture.Build twice = t.build(t.alice);
        twice.call("0x2::coin::zero", List.of(StructTag.SUI));
        twice.transfer(t.bob.address(), twice.last(), twice.last());
        fails(twice, argument(1, CommandArgumentError.Plain.INVALID_VALUE_USAGE), Optional.of(1L));
    }

    @Test
    void sharedObjectsStayShared() {
        bag(true);
        LedgerFixture.Build transfer = t.build(t.alice);
        transfer.transfer(t.alice.address(), transfer.input(shared("Bag")));
        fails(transfer, ExecutionError.Plain.SHARED_OBJECT_OPERATION_NOT_ALLOWED, Optional.empty());
        LedgerFixture.Build freeze = t.build(t.alice);
        freeze.call("0x2::transfer::public_freeze_object", List.of(BAG), freeze.input(shared("Bag")));
        fails(freeze, ExecutionError.Plain.SHARED_OBJECT_OPERATION_NOT_ALLOWED, Optional.empty());
        LedgerFixture.Build again = t.build(t.alice);
        again.call("0x2::transfer::public_share_object", List.of(BAG), again.input(shared("Bag")));
        again.execute().requireSuccess();
        assertThat(only("Bag").owner()).isInstanceOf(Owner.Shared.class);
    }

    @Test
    void signaturesOfOtherKeysAreRefused() {
        Keypair mallory =
                Keypair.generate(SignatureScheme.ED25519, t.seed.child(9).entropy());
        LedgerFixture.Build build = t.build(t.alice);
        build.transfer(mallory.address(), new Argument.GasCoin());
        TransactionData data = build.data();
        SimpleSignature theirs =
                (SimpleSignature) mallory.sign(data).signatures().getFirst();
        SimpleSignature dressed = new SimpleSignature(t.alice.publicKey(), theirs.signature());
        Map<Address, SuiObject> before = state();
        long count = t.ledger.transactionCount();
        for (SimpleSignature forged : List.of(theirs, dressed)) {
            assertThatThrownBy(() -> t.ledger.execute(new SignedTransaction(data, List.of(forged))))
                    .isInstanceOf(DataException.Denied.class);
        }
        assertThat(t.ledger.transactionCount()).isEqualTo(count);
        assertThat(state()).isEqualTo(before);
        t.ledger.execute(t.alice.sign(data)).requireSuccess();
    }

    @Test
    void aReplayIsTheTransactionThatWas() {
        LedgerFixture.Build pay = t.build(t.alice);
        pay.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(pay.input(u64(77)))));
        pay.transfer(t.bob.address(), pay.last());
        SignedTransaction signed = pay.sign();
        ExecutedTransaction first = t.ledger.execute(signed).requireSuccess();
        LedgerFixture.Build next = t.build(t.alice);
        next.transfer(t.bob.address(), new Argument.GasCoin());
        next.execute().requireSuccess();
        Map<Address, SuiObject> before = state();
        long count = t.ledger.transactionCount();
        assertThat(t.ledger.execute(signed)).isEqualTo(first);
        assertThat(t.ledger.transactionCount()).isEqualTo(count);
        assertThat(state()).isEqualTo(before);
    }

    private void refusesPure(String target, byte[] bytes) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(target, List.of(), build.input(pure(Bytes.copyOf(bytes))));
        fails(build, argument(0, CommandArgumentError.Plain.INVALID_BCS_BYTES), Optional.of(0L));
    }

    private ExecutedTransaction fails(LedgerFixture.Build build, ExecutionError error, Optional<Long> command) {
        ExecutedTransaction done = failsWithoutTrace(build);
        assertThat(done.effects().status()).isEqualTo(new ExecutionStatus.Failure(error, command));
        return done;
    }

    /// Executes what must fail; afterwards only the gas coin holds less, and versions of inputs are higher.
    private ExecutedTransaction failsWithoutTrace(LedgerFixture.Build build) {
        Map<Address, SuiObject> before = state();
        SignedTransaction signed = build.sign();
        Address gas = signed.data().gas().payment().getFirst().id();
        ExecutedTransaction done = t.ledger.execute(signed);
        assertThat(done.effects().status()).isInstanceOf(ExecutionStatus.Failure.class);
        assertThat(done.events()).isEmpty();
        Map<Address, SuiObject> after = state();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((id, old) -> {
            SuiObject now = Objects.requireNonNull(after.get(id));
            assertThat(now.owner()).isEqualTo(old.owner());
            if (old.data() instanceof MoveObject move && id.equals(gas)) {
                assertThat(now.move().coinBalance().orElseThrow())
                        .isLessThan(move.coinBalance().orElseThrow());
            } else if (old.data() instanceof MoveObject move) {
                assertThat(now.move().contents()).isEqualTo(move.contents());
            } else {
                assertThat(now).isEqualTo(old);
            }
        });
        return done;
    }

    private static ExecutionStatus.Failure failure(ExecutedTransaction done) {
        return (ExecutionStatus.Failure) done.effects().status();
    }

    private Map<Address, SuiObject> state() {
        Map<Address, SuiObject> state = new TreeMap<>();
        t.liveObjects().forEach(object -> state.put(object.id(), object));
        return state;
    }

    private static ExecutionError argument(int index, CommandArgumentError error) {
        return new ExecutionError.InvalidArgument(index, error);
    }

    private Address scenarios() {
        return packageOf(publish(CompiledPackage.resource(Packages.class, "scenarios")));
    }

    private ExecutedTransaction publish(CompiledPackage compiled) {
        LedgerFixture.Build build = t.build(t.alice).budget(2_000_000_000);
        build.add(new Command.Publish(compiled.modules(), compiled.dependencies()));
        build.transfer(t.alice.address(), build.last());
        return build.execute().requireSuccess();
    }

    private static Address packageOf(ExecutedTransaction published) {
        return published.effects().changed().stream()
                .filter(change -> change.output() instanceof ObjectChange.Output.PackageWrite)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /// Makes an upgrade ticket, which must be used up; the text stands for a digest.
    private static void authorize(LedgerFixture.Build build, SuiObject cap, Argument digest) {
        build.call(
                "0x2::package::authorize_upgrade",
                List.of(),
                build.object(cap),
                build.input(pure(new BcsWriter().u8(0).toBytes())),
                digest);
    }

    private SuiObject bag(boolean isShared) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call("0x2::bag::new", List.of());
        if (isShared) {
            build.call("0x2::transfer::public_share_object", List.of(BAG), build.last());
        } else {
            build.transfer(t.alice.address(), build.last());
        }
        return build.execute().requireSuccess().created(t.ledger, BAG);
    }

    private CallArg shared(String type) {
        SuiObject object = only(type);
        return new ObjectArg.Shared(object.id(), ((Owner.Shared) object.owner()).initialSharedVersion(), true);
    }

    private SuiObject only(String type) {
        return t.liveObjects().stream()
                .filter(object -> object.data() instanceof MoveObject move
                        && move.type().name().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static CallArg text(String value) {
        return pure(new BcsWriter().string(value).toBytes());
    }
}
