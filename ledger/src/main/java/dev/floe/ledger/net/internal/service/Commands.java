package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Command;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.sui.rpc.TransactionProto;
import java.util.List;
import java.util.Optional;

/// Commands and arguments of requests. A transaction of 128 KiB holds fewer than [#MAX] of anything.
final class Commands {

    static final int MAX = 4096;

    private Commands() {}

    static List<Command> all(List<TransactionProto.Command> commands) {
        bound("commands", commands.size());
        return commands.stream().map(Commands::one).toList();
    }

    private static Command one(TransactionProto.Command command) {
        return switch (command.getCommandCase()) {
            case MOVE_CALL -> call(command.getMoveCall());
            case TRANSFER_OBJECTS ->
                new Command.TransferObjects(
                        arguments(command.getTransferObjects().getObjectsList()),
                        argument(command.getTransferObjects().getAddress()));
            case SPLIT_COINS ->
                new Command.SplitCoins(
                        argument(command.getSplitCoins().getCoin()),
                        arguments(command.getSplitCoins().getAmountsList()));
            case MERGE_COINS ->
                new Command.MergeCoins(
                        argument(command.getMergeCoins().getCoin()),
                        arguments(command.getMergeCoins().getCoinsToMergeList()));
            case PUBLISH ->
                new Command.Publish(
                        modules(command.getPublish().getModulesList()),
                        ids(command.getPublish().getDependenciesList()));
            case MAKE_MOVE_VECTOR ->
                new Command.MakeMoveVec(
                        command.getMakeMoveVector().hasElementType()
                                ? Optional.of(Requests.type(
                                        "element_type",
                                        true,
                                        command.getMakeMoveVector().getElementType()))
                                : Optional.empty(),
                        arguments(command.getMakeMoveVector().getElementsList()));
            case UPGRADE ->
                new Command.Upgrade(
                        modules(command.getUpgrade().getModulesList()),
                        ids(command.getUpgrade().getDependenciesList()),
                        Requests.address(
                                "upgrade.package",
                                command.getUpgrade().hasPackage(),
                                command.getUpgrade().getPackage()),
                        argument(command.getUpgrade().getTicket()));
            case COMMAND_NOT_SET -> throw RpcException.missing("commands.command");
        };
    }

    private static Command call(TransactionProto.MoveCall call) {
        bound("move_call.type_arguments", call.getTypeArgumentsCount());
        List<TypeTag> types = call.getTypeArgumentsList().stream()
                .map(type -> Requests.type("move_call.type_arguments", true, type))
                .toList();
        Address packageId = Requests.address("move_call.package", call.hasPackage(), call.getPackage());
        List<Argument> arguments = arguments(call.getArgumentsList());
        try {
            return new Command.MoveCall(packageId, call.getModule(), call.getFunction(), types, arguments);
        } catch (IllegalArgumentException e) {
            throw RpcException.invalid("move_call", String.valueOf(e.getMessage()));
        }
    }

    private static List<Argument> arguments(List<TransactionProto.Argument> arguments) {
        bound("arguments", arguments.size());
        return arguments.stream().map(Commands::argument).toList();
    }

    private static Argument argument(TransactionProto.Argument argument) {
        try {
            return switch (argument.getKind()) {
                case GAS -> new Argument.GasCoin();
                case INPUT -> new Argument.Input(argument.getInput());
                case RESULT ->
                    argument.hasSubresult()
                            ? new Argument.NestedResult(argument.getResult(), argument.getSubresult())
                            : new Argument.Result(argument.getResult());
                case ARGUMENT_KIND_UNKNOWN, UNRECOGNIZED -> throw RpcException.missing("argument.kind");
            };
        } catch (IllegalArgumentException e) {
            throw RpcException.invalid("argument", String.valueOf(e.getMessage()));
        }
    }

    private static List<Bytes> modules(List<ByteString> modules) {
        bound("modules", modules.size());
        return modules.stream().map(Bcs::bytes).toList();
    }

    private static List<Address> ids(List<String> ids) {
        bound("dependencies", ids.size());
        return ids.stream()
                .map(id -> Requests.address("dependencies", true, id))
                .toList();
    }

    static void bound(String field, int count) {
        if (count > MAX) {
            throw RpcException.invalid(field, field + ": " + count + " elements, limit " + MAX);
        }
    }
}
