package dev.floe.ledger.local;

import static dev.floe.ledger.local.LedgerFixture.error;
import static dev.floe.ledger.local.LedgerFixture.pure;
import static dev.floe.ledger.local.LedgerFixture.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypeTag;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Packages, calls, objects: with the example package `hello` and the framework.
final class MoveCallTest {

    private LedgerFixture t;
    private Address hello = Address.ZERO;
    private Address cap = Address.ZERO;

    @BeforeEach
    void publish() throws IOException {
        t = new LedgerFixture("calls");
        CompiledPackage compiled = CompiledPackage.resource(MoveCallTest.class, "hello");
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.Publish(compiled.modules(), compiled.dependencies()));
        build.transfer(t.alice.address(), build.last());
        ExecutedTransaction done = build.execute().requireSuccess();
        hello = LedgerFixture.packageOf(done);
        cap = done.created(t.ledger, StructTag.of(Address.SUI, "package", "UpgradeCap"))
                .id();
    }

    @AfterEach
    void close() {
        t.ledger.verify();
        assertThat(t.supply()).isEqualTo(5_000_000_000_000_000_000L);
        t.close();
    }

    @Test
    void initRunsWhenPublishing() {
        SuiObject book = book();
        assertThat(book.owner()).isInstanceOf(Owner.Shared.class);
        assertThat(owned("HostCap")).hasSize(1);
        assertThat(t.ledger.object(hello).asPackage().linkage()).containsKey(Address.SUI);
        assertThat(t.ledger.packages().modules(hello)).containsExactly("hello");
    }

    @Test
    void entryFunctionsChangeSharedObjectsAndEmitEvents() {
        ExecutedTransaction done = sign("Ada").requireSuccess();
        assertThat(done.events()).hasSize(1);
        assertThat(done.events().getFirst().type()).isEqualTo(StructTag.of(hello, "hello", "Signed"));
        assertThat(BcsReader.of("visits", book().move().contents().slice(38, 46))
                        .u64())
                .isEqualTo(1);
        assertThat(owned("Keepsake")).hasSize(1);
        sign("Grace").requireSuccess();
        var all = t.ledger.events(EventQuery.of(new EventFilter.Module(hello, "hello")), EventCursor.START, 1);
        assertThat(all.events()).hasSize(1);
        assertThat(all.atTip()).isFalse();
        var rest = t.ledger.events(EventQuery.of(new EventFilter.Module(hello, "hello")), all.next(), 10);
        assertThat(rest.events()).hasSize(1);
        assertThat(rest.atTip()).isTrue();
        t.ledger.proof(done.digest()).orElseThrow().verifyEvents(t.ledger.publicKey(), done.events());
    }

    @Test
    void abortsNameWhereAndLeaveOnlyGas() {
        SuiObject before = book();
        ExecutedTransaction failed = sign("");
        assertThat(error(failed)).isInstanceOfSatisfying(ExecutionError.MoveAbort.class, abort -> {
            assertThat(abort.code()).isZero();
            assertThat(abort.location().functionName()).contains("sign");
            assertThat(abort.location().packageId()).isEqualTo(hello);
        });
        assertThat(failed.events()).isEmpty();
        assertThat(book().move().contents()).isEqualTo(before.move().contents());
        assertThat(book().version()).isGreaterThan(before.version());
        assertThat(owned("Keepsake")).isEmpty();
    }

    @Test
    void sharedObjectsThatAreReadOnlyCannotBeChanged() {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(hello + "::hello::sign", List.of(), build.input(shared(false)), build.input(text("x")));
        assertThat(error(build.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(0, CommandArgumentError.Plain.INVALID_OBJECT_BY_MUT_REF));
        LedgerFixture.Build read = t.build(t.alice);
        read.call(hello + "::hello::visits", List.of(), read.input(shared(false)));
        ExecutedTransaction done = read.execute().requireSuccess();
        assertThat(done.effects().unchanged()).hasSize(1);
        assertThat(done.effects().changed()).hasSize(1);
    }

    @Test
    void callsThatDoNotFitAreExecutionErrors() {
        LedgerFixture.Build none = t.build(t.alice);
        none.call(hello + "::hello::nothing", List.of());
        assertThat(error(none.execute())).isEqualTo(ExecutionError.Plain.FUNCTION_NOT_FOUND);
        LedgerFixture.Build init = t.build(t.alice);
        init.call(hello + "::hello::init", List.of());
        assertThat(error(init.execute())).isEqualTo(ExecutionError.Plain.NON_ENTRY_FUNCTION_INVOKED);
        LedgerFixture.Build arity = t.build(t.alice);
        arity.call(hello + "::hello::visits", List.of());
        assertThat(error(arity.execute())).isEqualTo(ExecutionError.Plain.ARITY_MISMATCH);
        LedgerFixture.Build types = t.build(t.alice);
        types.call(hello + "::hello::visits", List.of(StructTag.SUI), types.input(shared(false)));
        assertThat(error(types.execute())).isEqualTo(ExecutionError.Plain.TYPE_ARITY_MISMATCH);
        LedgerFixture.Build mismatch = t.build(t.alice);
        Coin second = t.coins(t.alice).get(1);
        mismatch.call(
                hello + "::hello::visits",
                List.of(),
                mismatch.object(t.ledger.object(second.ref().id())));
        assertThat(error(mismatch.execute()))
                .isEqualTo(new ExecutionError.InvalidArgument(0, CommandArgumentError.Plain.TYPE_MISMATCH));
        LedgerFixture.Build unknown = t.build(t.alice);
        unknown.call("0x2::coin::zero", List.of(StructTag.of(hello, "hello", "Nobody")));
        assertThat(error(unknown.execute()))
                .isEqualTo(new ExecutionError.InvalidTypeArgument(0, ExecutionError.TypeArgumentError.TYPE_NOT_FOUND));
    }

    @Test
    void resultsFlowBetweenCommands() {
        LedgerFixture.Build build = t.build(t.alice);
        build.add(new Command.SplitCoins(new Argument.GasCoin(), List.of(build.input(u64(70)))));
        Argument coin = build.last();
        build.call("0x2::coin::split", List.of(StructTag.SUI), coin, build.input(u64(30)));
        Argument part = build.last();
        build.call("0x2::coin::value", List.of(StructTag.SUI), part);
        build.transfer(t.bob.address(), coin, part);
        Simulation simulated =
                t.ledger.simulate(build.data(), Ledger.Checks.FULL).requireSuccess();
        assertThat(BcsReader.of(
                                "value",
                                simulated.results().get(2).returned().getFirst().bcs())
                        .u64())
                .isEqualTo(30);
        assertThat(simulated.results().get(1).mutated()).hasSize(1);
        build.execute().requireSuccess();
    }

    @Test
    void dynamicFieldsAreObjectsOfTheirParent() {
        List<TypeTag> types = List.of(TypeTag.Primitive.U64, TypeTag.Primitive.U64);
        LedgerFixture.Build bag = t.build(t.alice);
        bag.call("0x2::bag::new", List.of());
        Argument made = bag.last();
        for (long i = 0; i < 5; i++) {
            bag.call("0x2::bag::add", types, made, bag.input(u64(i)), bag.input(u64(100 + i)));
        }
        bag.transfer(t.alice.address(), made);
        SuiObject object = bag.execute().requireSuccess().created(t.ledger, StructTag.of(Address.SUI, "bag", "Bag"));
        assertThat(t.ledger.dynamicFields(object.id(), PageRequest.first(3)).items())
                .hasSize(3);
        assertThat(t.ledger.dynamicFields(object.id(), PageRequest.FIRST).items())
                .hasSize(5);
        LedgerFixture.Build remove = t.build(t.alice);
        Argument again = remove.object(t.ledger.object(object.id()));
        for (long i = 0; i < 5; i++) {
            remove.call("0x2::bag::remove", types, again, remove.input(u64(i)));
        }
        remove.call("0x2::bag::destroy_empty", List.of(), again);
        ExecutedTransaction done = remove.execute().requireSuccess();
        assertThat(done.effects().changed().stream().filter(ObjectChange::isDeleted))
                .hasSize(6);
        assertThat(t.ledger.dynamicFields(object.id(), PageRequest.FIRST).items())
                .isEmpty();
    }

    @Test
    void upgradesKeepTypesAndNeedTheirTicket() {
        CompiledPackage compiled = CompiledPackage.resource(MoveCallTest.class, "hello");
        LedgerFixture.Build build = t.build(t.alice);
        Argument capability = build.object(t.ledger.object(cap));
        build.call(
                "0x2::package::authorize_upgrade",
                List.of(),
                capability,
                build.input(pure(new BcsWriter().u8(0).toBytes())),
                build.input(pure(new BcsWriter().bytes(compiled.digest()).toBytes())));
        build.add(new Command.Upgrade(compiled.modules(), compiled.dependencies(), hello, build.last()));
        build.call("0x2::package::commit_upgrade", List.of(), capability, build.last());
        ExecutedTransaction done = build.execute().requireSuccess();
        Address second = LedgerFixture.packageOf(done);
        assertThat(t.ledger.object(second).version()).isEqualTo(2);
        LedgerFixture.Build call = t.build(t.alice);
        call.call(second + "::hello::sign", List.of(), call.input(shared(true)), call.input(text("Ada")));
        ExecutedTransaction signed = call.execute().requireSuccess();
        assertThat(signed.events().getFirst().packageId()).isEqualTo(second);
        assertThat(signed.events().getFirst().type().address()).isEqualTo(hello);
        LedgerFixture.Build wrong = t.build(t.alice);
        Argument held = wrong.object(t.ledger.object(cap));
        wrong.call(
                "0x2::package::authorize_upgrade",
                List.of(),
                held,
                wrong.input(pure(new BcsWriter().u8(0).toBytes())),
                wrong.input(pure(new BcsWriter().bytes(new byte[32]).toBytes())));
        wrong.add(new Command.Upgrade(compiled.modules(), compiled.dependencies(), second, wrong.last()));
        wrong.call("0x2::package::commit_upgrade", List.of(), held, wrong.last());
        assertThat(error(wrong.execute())).isInstanceOf(ExecutionError.PackageUpgrade.class);
    }

    @Test
    void inspectionsNeedNoGasAndNoRights() {
        TransactionData data = new TransactionData(
                new ProgrammableTransaction(
                        List.of(shared(false)),
                        List.of(new Command.MoveCall(
                                hello, "hello", "visits", List.of(), List.of(new Argument.Input(0))))),
                Address.ZERO,
                new GasData(List.of(), Address.ZERO, 0, 0),
                new Expiration.None());
        Simulation seen = t.ledger.simulate(data, Ledger.Checks.RELAXED).requireSuccess();
        assertThat(seen.results().getFirst().returned().getFirst().type()).isEqualTo(TypeTag.Primitive.U64);
        LedgerFixture.Build theirs = t.build(t.bob);
        Argument foreign = theirs.object(owned("HostCap").getFirst());
        theirs.call(
                hello + "::hello::set_greeting",
                List.of(),
                theirs.input(shared(true)),
                foreign,
                theirs.input(text("Hi")));
        t.ledger.simulate(theirs.data(), Ledger.Checks.RELAXED).requireSuccess();
        assertThatThrownBy(() -> t.ledger.simulate(theirs.data(), Ledger.Checks.FULL))
                .isInstanceOf(DataException.Denied.class);
    }

    @Test
    void everythingIsThereAfterARestart() throws IOException {
        sign("Ada").requireSuccess();
        SuiObject before = book();
        t.ledger.close();
        try (var again = LocalLedger.open(t.files, t.time, t.seed.entropy(), LocalLedgerOptions.DEFAULT)) {
            assertThat(again.object(before.id())).isEqualTo(before);
            assertThat(again.function(hello, "hello", "sign").isEntry()).isTrue();
            again.verify();
        }
        t = new LedgerFixture("unused");
    }

    private ExecutedTransaction sign(String name) {
        LedgerFixture.Build build = t.build(t.alice);
        build.call(hello + "::hello::sign", List.of(), build.input(shared(true)), build.input(text(name)));
        return build.execute();
    }

    private CallArg shared(boolean mutable) {
        SuiObject book = book();
        return new ObjectArg.Shared(book.id(), ((Owner.Shared) book.owner()).initialSharedVersion(), mutable);
    }

    private SuiObject book() {
        return t.liveObjects().stream()
                .filter(object -> object.data() instanceof MoveObject move
                        && move.type().name().equals("GuestBook"))
                .findFirst()
                .orElseThrow();
    }

    private List<SuiObject> owned(String name) {
        return t.ledger
                .ownedObjects(t.alice.address(), StructTag.of(hello, "hello", name), PageRequest.FIRST)
                .items();
    }

    private static CallArg text(String value) {
        return pure(new BcsWriter().string(value).toBytes());
    }
}
