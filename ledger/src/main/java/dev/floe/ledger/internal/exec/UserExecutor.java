package dev.floe.ledger.internal.exec;

import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.Owner;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Executes transactions of users on a state: all commands or none, and gas in any case. Changes nothing itself.
/// Safe for concurrent use.
final class UserExecutor {

    /// Instructions that one unit of computation buys.
    static final long FUEL_PER_UNIT = 10;

    private static final long MAX_MEMORY_BYTES = 256L << 20;

    private final Digest chain;

    UserExecutor(Digest chain) {
        this.chain = chain;
    }

    /// What is checked.
    enum Mode {
        /// Everything; signatures were checked before.
        EXECUTE,
        /// Everything but signatures; a payment may be made up.
        SIMULATE,
        /// Any function, any owner, no gas.
        INSPECT
    }

    /// What execution gave, and the machine with the packages it published.
    record Executed(Outcome outcome, MoveVm vm, Map<Address, LiveObject> before) {}

    /// @throws RuntimeException as [InputObjects#load] and [TransactionChecks] say, if the transaction is refused
    Executed execute(TransactionData data, TransactionDigest digest, State state, MoveVm vm, Mode mode) {
        TransactionChecks.shape(data.kind());
        if (mode != Mode.INSPECT) {
            TransactionChecks.gas(data.gas());
            TransactionChecks.expiration(data.expiration(), state.epoch(), chain);
        }
        InputObjects inputs = InputObjects.load(data, digest, state, mode);
        TransactionContext context = context(data, digest, state, inputs, mode);
        Run run = new Run(data, context, inputs, state, vm, mode);
        run.execute();
        return run.settle();
    }

    private static TransactionContext context(
            TransactionData data, TransactionDigest digest, State state, InputObjects inputs, Mode mode) {
        Address payer = data.gas().owner();
        boolean isInspection = mode == Mode.INSPECT;
        return new TransactionContext(
                digest,
                data.sender(),
                payer.equals(data.sender()) ? Optional.empty() : Optional.of(payer),
                state.epoch().number(),
                state.epoch().startMillis(),
                isInspection ? GasSchedule.REFERENCE_PRICE : data.gas().price(),
                isInspection ? GasSchedule.MAX_BUDGET : data.gas().budget(),
                inputs.lamport());
    }

    /// One execution.
    private static final class Run {
        private final TransactionData data;
        private final TransactionContext context;
        private final InputObjects inputs;
        private final MoveVm vm;
        private final Mode mode;
        private final Metering metering;
        private final ObjectRuntime runtime;
        private final PackagePublisher publisher;
        private @Nullable Commands commands;
        private @Nullable Changes changes;
        private ExecutionStatus status = new ExecutionStatus.Success();

        Run(TransactionData data, TransactionContext context, InputObjects inputs, State state, MoveVm vm, Mode mode) {
            this.data = data;
            this.context = context;
            this.inputs = inputs;
            this.vm = vm;
            this.mode = mode;
            long units = mode == Mode.INSPECT
                    ? GasSchedule.MAX_UNITS
                    : Math.min(context.gasBudget() / context.gasPrice(), GasSchedule.MAX_UNITS);
            this.metering = new Metering(units * FUEL_PER_UNIT, MAX_MEMORY_BYTES);
            Map<Address, Owner> owners = new HashMap<>();
            inputs.inputs().forEach((id, input) -> owners.put(id, input.before().owner()));
            this.runtime = new ObjectRuntime(context, state, vm, metering, owners, inputs.receivable());
            this.publisher = new PackagePublisher(state, runtime, metering);
        }

        void execute() {
            int command = -1;
            try {
                Workspace workspace = workspace();
                commands = new Commands(context, workspace, runtime, metering, publisher, vm, mode != Mode.EXECUTE);
                for (Command next : data.kind().commands()) {
                    command++;
                    commands.execute(next);
                }
                command = -1;
                if (mode != Mode.INSPECT) {
                    requireNothingLeft(workspace);
                }
                giveBudgetBack(workspace);
                changes = Changes.ofSuccess(inputs, workspace, runtime, publisher);
            } catch (ExecutionFailure e) {
                fail(e.error(), command);
            } catch (MoveException e) {
                fail(MoveErrors.of(e.failure()), command);
            } catch (StackOverflowError _) {
                fail(ExecutionError.Plain.VM_INVARIANT_VIOLATION, command);
            }
        }

        private void fail(ExecutionError error, int command) {
            status = new ExecutionStatus.Failure(error, command < 0 ? Optional.empty() : Optional.of((long) command));
            changes = null;
        }

        private Workspace workspace() {
            List<Slot> slots = new ArrayList<>(data.kind().inputs().size());
            for (CallArg input : data.kind().inputs()) {
                slots.add(slot(input));
            }
            long funds = 0;
            for (LiveObject coin : inputs.payment()) {
                funds += InputObjects.balance(coin);
            }
            // The budget is kept back, so that commands cannot spend what gas will cost.
            MoveValue gas = MoveObjects.coin(inputs.payment().getFirst().id(), funds - reserved());
            Slot gasSlot = Slot.gas(vm.type(StructTag.GAS_COIN), gas);
            return new Workspace(gasSlot, slots, metering, mode == Mode.INSPECT);
        }

        private long reserved() {
            return inputs.isMockGas() ? 0 : context.gasBudget();
        }

        private Slot slot(CallArg input) {
            return switch (input) {
                case CallArg.Pure pure -> Slot.pure(pure.bytes().toByteArray());
                case ObjectArg.Receiving receiving -> Slot.receiving(received(receiving.id()));
                case ObjectArg object -> objectSlot(object.id());
                case CallArg.FundsWithdrawal _ ->
                    throw new ExecutionFailure(ExecutionError.Plain.FEATURE_NOT_YET_SUPPORTED);
            };
        }

        private LiveObject received(Address id) {
            LiveObject object = inputs.receivable().get(id);
            if (object == null) {
                throw new IllegalStateException("receiving input " + id + " was not loaded");
            }
            return object;
        }

        private Slot objectSlot(Address id) {
            InputObjects.Input input = inputs.inputs().get(id);
            if (input == null) {
                throw new IllegalStateException("input " + id + " was not loaded");
            }
            MoveObject move = input.before().object().move();
            MoveType type = vm.type(move.type());
            MoveValue value = MoveBcs.read(type, move.contents().toByteArray(), metering);
            return Slot.object(input.before(), input.isMutable(), type, value);
        }

        private static void requireNothingLeft(Workspace workspace) {
            for (int i = 0; i < workspace.results().size(); i++) {
                List<Slot> results = workspace.results().get(i);
                for (int j = 0; j < results.size(); j++) {
                    MoveType type = results.get(j).type();
                    if (results.get(j).value() != null
                            && type != null
                            && !type.abilities().has(AbilitySet.DROP)) {
                        throw new ExecutionFailure(new ExecutionError.UnusedValueWithoutDrop(i, j));
                    }
                }
            }
        }

        /// The gas coin gets the budget back, wherever it is now; the cost is taken when it is known.
        private void giveBudgetBack(Workspace workspace) {
            MoveValue coin = workspace.gas().value();
            if (coin == null) {
                ObjectRuntime.Given given =
                        runtime.given().get(inputs.payment().getFirst().id());
                if (given == null) {
                    throw new ExecutionFailure(ExecutionError.Plain.INVARIANT_VIOLATION);
                }
                coin = given.value();
            }
            long balance = MoveObjects.coinBalance(coin) + reserved();
            if (balance < 0) {
                throw new ExecutionFailure(ExecutionError.Plain.COIN_BALANCE_OVERFLOW);
            }
            MoveObjects.setCoinBalance(coin, balance);
        }

        Executed settle() {
            long units = (metering.fuelUsed() + FUEL_PER_UNIT - 1) / FUEL_PER_UNIT;
            if (changes != null) {
                Optional<Settlement> paid = Settlement.of(changes, inputs, context, units);
                if (paid.isPresent()) {
                    return executed(changes, paid.get());
                }
                fail(ExecutionError.Plain.INSUFFICIENT_GAS, -1);
            }
            Changes failed = Changes.ofFailure(inputs);
            failed = withSmashedFunds(failed);
            Optional<Settlement> paid = Settlement.of(failed, inputs, context, units);
            if (paid.isPresent()) {
                return executed(failed, paid.get());
            }
            return executed(failed, Settlement.computationOnly(failed, inputs, context, units));
        }

        private Changes withSmashedFunds(Changes failed) {
            long funds = 0;
            for (LiveObject coin : inputs.payment()) {
                funds += InputObjects.balance(coin);
            }
            LiveObject first = inputs.payment().getFirst();
            failed.after()
                    .put(
                            first.id(),
                            new Changes.After(
                                    MoveObject.coin(first.id(), StructTag.SUI, context.lamport(), funds),
                                    first.owner()));
            return failed;
        }

        private Executed executed(Changes left, Settlement settlement) {
            boolean isSuccess = status.isSuccess();
            List<Event> events = isSuccess ? List.copyOf(runtime.events()) : List.of();
            Map<Address, LiveObject> written = new HashMap<>();
            settlement.written().forEach(object -> written.put(object.id(), object));
            List<ObjectChange> changed = changed(left, written);
            Address gas = inputs.payment().getFirst().id();
            int gasIndex = 0;
            while (!changed.get(gasIndex).id().equals(gas)) {
                gasIndex++;
            }
            Set<TransactionDigest> dependencies = new TreeSet<>(inputs.dependencies());
            dependencies.addAll(left.dependencies());
            dependencies.remove(context.digest());
            TransactionEffects effects = new TransactionEffects(
                    status,
                    context.epoch(),
                    settlement.cost(),
                    context.digest(),
                    Optional.of(gasIndex),
                    events.isEmpty() ? Optional.empty() : Optional.of(Event.digestOf(events)),
                    List.copyOf(dependencies),
                    context.lamport(),
                    changed,
                    inputs.unchanged(),
                    Optional.empty());
            List<Address> removed = changed.stream()
                    .filter(change -> change.output() instanceof ObjectChange.Output.NotExist)
                    .map(ObjectChange::id)
                    .toList();
            Outcome outcome = new Outcome(
                    effects,
                    events,
                    settlement.written(),
                    removed,
                    commands == null ? List.of() : List.copyOf(commands.commandResults()));
            return new Executed(outcome, isSuccess && commands != null ? commands.vm() : vm, left.before());
        }

        private static List<ObjectChange> changed(Changes left, Map<Address, LiveObject> written) {
            Set<Address> ids = new TreeSet<>(left.before().keySet());
            ids.addAll(written.keySet());
            ids.addAll(left.deleted());
            List<ObjectChange> changed = new ArrayList<>(ids.size());
            for (Address id : ids) {
                LiveObject before = left.before().get(id);
                LiveObject after = written.get(id);
                ObjectChange.Input input = before == null
                        ? new ObjectChange.Input.NotExist()
                        : new ObjectChange.Input.Exist(before.version(), before.digest(), before.owner());
                changed.add(new ObjectChange(id, input, output(after), operation(left, id, after)));
            }
            return changed;
        }

        private static ObjectChange.Output output(@Nullable LiveObject after) {
            if (after == null) {
                return new ObjectChange.Output.NotExist();
            }
            return after.object().data() instanceof MovePackage pkg
                    ? new ObjectChange.Output.PackageWrite(pkg.version(), after.digest())
                    : new ObjectChange.Output.ObjectWrite(after.digest(), after.owner());
        }

        private static ObjectChange.IdOperation operation(Changes left, Address id, @Nullable LiveObject after) {
            if (after == null) {
                return left.deleted().contains(id) ? ObjectChange.IdOperation.DELETED : ObjectChange.IdOperation.NONE;
            }
            return left.created().contains(id) ? ObjectChange.IdOperation.CREATED : ObjectChange.IdOperation.NONE;
        }
    }
}
