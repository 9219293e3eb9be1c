package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Command;
import dev.floe.ledger.CommandArgumentError.Plain;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.Simulation.CommandResult;
import dev.floe.ledger.Simulation.MutatedArgument;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.TypedValue;
import dev.floe.ledger.move.AbilitySet;
import dev.floe.ledger.move.Metering;
import dev.floe.ledger.move.MoveBcs;
import dev.floe.ledger.move.MoveFunction;
import dev.floe.ledger.move.MoveHost;
import dev.floe.ledger.move.MoveReference;
import dev.floe.ledger.move.MoveStruct;
import dev.floe.ledger.move.MoveType;
import dev.floe.ledger.move.MoveValue;
import dev.floe.ledger.move.MoveVector;
import dev.floe.ledger.move.MoveVm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Executes the commands of one programmable transaction.
final class Commands {

    private static final MoveType ADDRESS = MoveType.Primitive.ADDRESS;
    private static final MoveType U64 = MoveType.Primitive.U64;

    private final TransactionContext context;
    private final Workspace workspace;
    private final ObjectRuntime runtime;
    private final Metering metering;
    private final PackagePublisher publisher;
    private final boolean wantsResults;
    private final List<CommandResult> commandResults = new ArrayList<>();
    private MoveVm vm;

    Commands(
            TransactionContext context,
            Workspace workspace,
            ObjectRuntime runtime,
            Metering metering,
            PackagePublisher publisher,
            MoveVm vm,
            boolean wantsResults) {
        this.context = context;
        this.workspace = workspace;
        this.runtime = runtime;
        this.metering = metering;
        this.publisher = publisher;
        this.vm = vm;
        this.wantsResults = wantsResults;
    }

    /// What each command yielded, if asked for.
    List<CommandResult> commandResults() {
        return commandResults;
    }

    /// The machine with all packages published so far.
    MoveVm vm() {
        return vm;
    }

    /// Executes the next command.
    void execute(Command command) {
        metering.use(1);
        Workspace.Use use = workspace.use();
        Yield yield = switch (command) {
            case Command.MoveCall call -> call(use, call);
            case Command.TransferObjects transfer -> transfer(use, transfer);
            case Command.SplitCoins split -> split(use, split);
            case Command.MergeCoins merge -> merge(use, merge);
            case Command.MakeMoveVec vec -> makeVector(use, vec);
            case Command.Publish publish -> publish(publish);
            case Command.Upgrade upgrade -> upgrade(use, upgrade);
        };
        use.end(yield.types, yield.values);
        if (wantsResults) {
            commandResults.add(result(command, use, yield));
        }
    }

    private record Yield(List<MoveType> types, List<MoveValue> values) {
        static final Yield NOTHING = new Yield(List.of(), List.of());

        static Yield of(MoveType type, MoveValue value) {
            return new Yield(List.of(type), List.of(value));
        }
    }

    private Yield call(Workspace.Use use, Command.MoveCall call) {
        MoveFunction function = vm.function(call.packageId(), call.module(), call.function())
                .orElseThrow(() -> new ExecutionFailure(ExecutionError.Plain.FUNCTION_NOT_FOUND));
        boolean isPublic = function.visibility() == MoveFunction.Visibility.PUBLIC;
        if (!workspace.isRelaxed()
                && (!isPublic && !function.isEntry() || function.name().equals("init"))) {
            throw new ExecutionFailure(ExecutionError.Plain.NON_ENTRY_FUNCTION_INVOKED);
        }
        List<MoveType> typeArguments = typeArguments(function, call.typeArguments());
        List<MoveType> returns = new ArrayList<>();
        for (int i = 0; i < function.returns().size(); i++) {
            MoveType type = function.returns().get(i);
            if (type instanceof MoveType.Reference && !workspace.isRelaxed()) {
                throw new ExecutionFailure(new ExecutionError.InvalidPublicFunctionReturnType(i));
            }
            returns.add(type.substitute(typeArguments));
        }
        List<MoveType> parameters = function.parameters();
        boolean takesContext = !parameters.isEmpty() && MoveObjects.isTxContext(parameters.getLast());
        int arity = parameters.size() - (takesContext ? 1 : 0);
        if (call.arguments().size() != arity) {
            throw new ExecutionFailure(ExecutionError.Plain.ARITY_MISMATCH);
        }
        if (!isPublic && !workspace.isRelaxed()) {
            for (int i = 0; i < arity; i++) {
                use.requireCold(i, call.arguments().get(i));
            }
        }
        List<MoveValue> arguments = new ArrayList<>(parameters.size());
        for (int i = 0; i < arity; i++) {
            MoveType type = parameters.get(i).substitute(typeArguments);
            Argument argument = call.arguments().get(i);
            arguments.add(
                    type instanceof MoveType.Reference(boolean isMutable, MoveType target)
                            ? use.borrow(i, argument, target, isMutable)
                            : use.take(i, argument, type));
        }
        if (takesContext) {
            arguments.add(txContext());
        }
        runtime.enter(call.packageId(), call.module());
        List<MoveValue> values = vm.execute(function, typeArguments, arguments, runtime, metering);
        return dereferenced(returns, values);
    }

    private List<MoveType> typeArguments(MoveFunction function, List<TypeTag> tags) {
        if (function.typeParameters().size() != tags.size()) {
            throw new ExecutionFailure(ExecutionError.Plain.TYPE_ARITY_MISMATCH);
        }
        List<MoveType> types = new ArrayList<>(tags.size());
        for (int i = 0; i < tags.size(); i++) {
            MoveType type = type(i, tags.get(i));
            if (!type.abilities().containsAll(function.typeParameters().get(i))) {
                throw new ExecutionFailure(new ExecutionError.InvalidTypeArgument(
                        i, ExecutionError.TypeArgumentError.CONSTRAINT_NOT_SATISFIED));
            }
            types.add(type);
        }
        return types;
    }

    private MoveType type(int index, TypeTag tag) {
        try {
            return vm.type(tag);
        } catch (DataException.NotFound _) {
            throw new ExecutionFailure(
                    new ExecutionError.InvalidTypeArgument(index, ExecutionError.TypeArgumentError.TYPE_NOT_FOUND));
        } catch (IllegalArgumentException _) {
            throw new ExecutionFailure(new ExecutionError.InvalidTypeArgument(
                    index, ExecutionError.TypeArgumentError.CONSTRAINT_NOT_SATISFIED));
        }
    }

    /// Only an inspection gets this far with a reference as result; it sees a copy of what is referred to.
    private static Yield dereferenced(List<MoveType> types, List<MoveValue> values) {
        List<MoveType> targets = new ArrayList<>(types.size());
        List<MoveValue> copies = new ArrayList<>(values.size());
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) instanceof MoveType.Reference(boolean _, MoveType target)) {
                targets.add(target);
                copies.add(values.get(i).asReference().get().copy());
            } else {
                targets.add(types.get(i));
                copies.add(values.get(i));
            }
        }
        return new Yield(targets, copies);
    }

    private MoveValue txContext() {
        return MoveReference.box(MoveStruct.of(
                MoveValue.address(context.sender()),
                MoveValue.bytes(context.digest().value().toByteArray()),
                MoveValue.u64(context.epoch()),
                MoveValue.u64(context.epochStartMillis()),
                MoveValue.u64(runtime.idsCreated())));
    }

    private Yield transfer(Workspace.Use use, Command.TransferObjects transfer) {
        List<MoveType.Datatype> types = new ArrayList<>();
        List<MoveValue> objects = new ArrayList<>();
        for (int i = 0; i < transfer.objects().size(); i++) {
            Argument argument = transfer.objects().get(i);
            MoveType.Datatype type = use.objectType(i, argument, Plain.INVALID_TRANSFER_OBJECT);
            if (!type.abilities().has(AbilitySet.STORE)) {
                throw ExecutionFailure.argument(i, Plain.INVALID_TRANSFER_OBJECT);
            }
            types.add(type);
            objects.add(use.take(i, argument, type, true));
        }
        MoveValue address = use.take(transfer.objects().size(), transfer.address(), ADDRESS);
        for (int i = 0; i < objects.size(); i++) {
            runtime.transfer(types.get(i), objects.get(i), new MoveHost.Recipient.OfAddress(address.asAddress()));
        }
        return Yield.NOTHING;
    }

    private Yield split(Workspace.Use use, Command.SplitCoins split) {
        MoveType.Datatype type = coinType(use, 0, split.coin());
        MoveReference coin = use.borrow(0, split.coin(), type, true);
        List<MoveType> types = new ArrayList<>();
        List<MoveValue> coins = new ArrayList<>();
        for (int i = 0; i < split.amounts().size(); i++) {
            long amount = use.take(i + 1, split.amounts().get(i), U64).asLong();
            long balance = MoveObjects.coinBalance(coin.get());
            if (Long.compareUnsigned(amount, balance) > 0) {
                throw new ExecutionFailure(ExecutionError.Plain.INSUFFICIENT_COIN_BALANCE);
            }
            MoveObjects.setCoinBalance(coin.get(), balance - amount);
            metering.use(10);
            types.add(type);
            coins.add(MoveObjects.coin(runtime.freshId(), amount));
        }
        return new Yield(types, coins);
    }

    private Yield merge(Workspace.Use use, Command.MergeCoins merge) {
        MoveType.Datatype type = coinType(use, 0, merge.destination());
        MoveReference target = use.borrow(0, merge.destination(), type, true);
        for (int i = 0; i < merge.sources().size(); i++) {
            MoveValue source = use.take(i + 1, merge.sources().get(i), type);
            long before = MoveObjects.coinBalance(target.get());
            long sum = before + MoveObjects.coinBalance(source);
            if (Long.compareUnsigned(sum, before) < 0) {
                throw new ExecutionFailure(ExecutionError.Plain.COIN_BALANCE_OVERFLOW);
            }
            metering.use(10);
            MoveObjects.setCoinBalance(target.get(), sum);
            runtime.recordDeletedUid(MoveObjects.idOf(source));
        }
        return Yield.NOTHING;
    }

    private static MoveType.Datatype coinType(Workspace.Use use, int index, Argument argument) {
        MoveType.Datatype type = use.objectType(index, argument, Plain.TYPE_MISMATCH);
        if (!MoveObjects.isCoin(type)) {
            throw ExecutionFailure.argument(index, Plain.TYPE_MISMATCH);
        }
        return type;
    }

    private Yield makeVector(Workspace.Use use, Command.MakeMoveVec vec) {
        MoveType element = vec.elementType().isPresent()
                ? type(0, vec.elementType().get())
                : use.objectType(0, vec.elements().getFirst(), Plain.INVALID_MAKE_MOVE_VEC_NON_OBJECT_ARGUMENT);
        List<MoveValue> values = new ArrayList<>();
        for (int i = 0; i < vec.elements().size(); i++) {
            values.add(use.take(i, vec.elements().get(i), element));
        }
        metering.allocate(24L * values.size());
        return Yield.of(new MoveType.Vector(element), MoveVector.of(element, values));
    }

    private Yield publish(Command.Publish publish) {
        PackagePublisher.Published published = publisher.publish(vm, publish);
        use(published.vm());
        PackagePublisher.Result cap = publisher.init(published, txContext());
        return Yield.of(cap.type(), cap.value());
    }

    private Yield upgrade(Workspace.Use use, Command.Upgrade upgrade) {
        MoveType ticketType = vm.type(PackagePublisher.TICKET);
        MoveValue ticket = use.take(0, upgrade.ticket(), ticketType);
        PackagePublisher.Published published = publisher.upgrade(vm, upgrade, ticket);
        use(published.vm());
        PackagePublisher.Result receipt = publisher.receipt(published, ticket);
        return Yield.of(receipt.type(), receipt.value());
    }

    private void use(MoveVm newVm) {
        vm = newVm;
        runtime.use(newVm);
    }

    private static CommandResult result(Command command, Workspace.Use use, Yield yield) {
        List<TypedValue> returned = new ArrayList<>();
        for (int i = 0; i < yield.types.size(); i++) {
            returned.add(typed(yield.types.get(i), yield.values.get(i)));
        }
        List<MutatedArgument> mutated = new ArrayList<>();
        for (Map.Entry<Integer, Slot> entry : use.mutableArguments().entrySet()) {
            MoveType type = entry.getValue().type();
            MoveValue value = entry.getValue().value();
            if (type != null && value != null) {
                mutated.add(new MutatedArgument(argument(command, entry.getKey()), typed(type, value)));
            }
        }
        return new CommandResult(returned, mutated);
    }

    private static Argument argument(Command command, int index) {
        return switch (command) {
            case Command.MoveCall call -> call.arguments().get(index);
            case Command.SplitCoins split -> split.coin();
            case Command.MergeCoins merge -> merge.destination();
            case Command.TransferObjects _, Command.MakeMoveVec _, Command.Publish _, Command.Upgrade _ ->
                throw new IllegalStateException("the command borrows nothing");
        };
    }

    private static TypedValue typed(MoveType type, MoveValue value) {
        return new TypedValue(type.toTag(), Bytes.copyOf(MoveBcs.write(value)));
    }
}
