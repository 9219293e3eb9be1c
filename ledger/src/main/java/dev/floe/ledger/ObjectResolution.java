package dev.floe.ledger;

import dev.floe.format.DataException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out how a transaction has to name objects of which only ids are known: from the objects and from the
/// parameters
/// they are passed to.
final class ObjectResolution {

    private final Ledger ledger;
    private final List<Command> commands;
    private final Map<Address, SuiObject> objects;
    private final Map<FunctionName, FunctionInfo> functions = new HashMap<>();

    private record FunctionName(Address packageId, String module, String name) {}

    ObjectResolution(Ledger ledger, List<Command> commands, List<Address> wanted) {
        this.ledger = ledger;
        this.commands = commands;
        this.objects = ledger.objects(wanted);
    }

    /// How to name object `id`, which is input number `input`.
    ObjectArg resolve(Address id, int input) {
        SuiObject object = objects.get(id);
        if (object == null) {
            throw new DataException.NotFound("object " + id + " does not exist, or was deleted or wrapped");
        }
        Argument argument = new Argument.Input(input);
        return switch (object.owner()) {
            case Owner.Shared shared -> new ObjectArg.Shared(id, shared.initialSharedVersion(), isChanged(argument));
            case Owner.ConsensusAddress party -> new ObjectArg.Shared(id, party.startVersion(), isChanged(argument));
            case Owner.Immutable _ -> new ObjectArg.ImmOrOwned(object.ref());
            case Owner.AddressOwner _ ->
                isReceived(argument) ? new ObjectArg.Receiving(object.ref()) : new ObjectArg.ImmOrOwned(object.ref());
            case Owner.ObjectOwner parent ->
                throw new IllegalArgumentException("object " + id + " belongs to object " + parent.parent()
                        + "; a transaction reaches it only through that");
        };
    }

    private boolean isChanged(Argument argument) {
        return commands.stream().anyMatch(command -> changes(command, argument));
    }

    private boolean changes(Command command, Argument argument) {
        return switch (command) {
            case Command.MoveCall call ->
                parametersOf(call, argument).stream()
                        .anyMatch(parameter -> parameter.passing() != FunctionInfo.Passing.REFERENCE);
            case Command.TransferObjects transfer -> transfer.objects().contains(argument);
            case Command.SplitCoins split -> split.coin().equals(argument);
            case Command.MergeCoins merge ->
                merge.destination().equals(argument) || merge.sources().contains(argument);
            case Command.MakeMoveVec make -> make.elements().contains(argument);
            case Command.Upgrade upgrade -> upgrade.ticket().equals(argument);
            case Command.Publish _ -> false;
        };
    }

    private boolean isReceived(Argument argument) {
        return commands.stream()
                .anyMatch(command -> command instanceof Command.MoveCall call
                        && parametersOf(call, argument).stream()
                                .anyMatch(parameter -> parameter.type() instanceof OpenType.Datatype type
                                        && type.is(Address.SUI, "transfer", "Receiving")));
    }

    private List<FunctionInfo.Parameter> parametersOf(Command.MoveCall call, Argument argument) {
        if (!call.arguments().contains(argument)) {
            return List.of();
        }
        List<FunctionInfo.Parameter> parameters = functions
                .computeIfAbsent(
                        new FunctionName(call.packageId(), call.module(), call.function()),
                        name -> ledger.function(name.packageId(), name.module(), name.name()))
                .parameters();
        return java.util.stream.IntStream.range(
                        0, Math.min(parameters.size(), call.arguments().size()))
                .filter(i -> call.arguments().get(i).equals(argument))
                .mapToObj(parameters::get)
                .toList();
    }
}
