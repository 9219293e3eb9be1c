package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import java.util.List;

/// BCS of commands.
final class Commands {

    private static final int MAX_LIST = 1 << 16;

    private Commands() {}

    static Command read(BcsReader in) {
        return switch (in.tag(7)) {
            case 0 ->
                new Command.MoveCall(
                        Address.read(in),
                        Identifiers.read(in),
                        Identifiers.read(in),
                        in.vector(MAX_LIST, TypeTag::read),
                        arguments(in));
            case 1 -> new Command.TransferObjects(arguments(in), Argument.read(in));
            case 2 -> new Command.SplitCoins(Argument.read(in), arguments(in));
            case 3 -> new Command.MergeCoins(Argument.read(in), arguments(in));
            case 4 -> new Command.Publish(modules(in), dependencies(in));
            case 5 -> new Command.MakeMoveVec(in.option(TypeTag::read), arguments(in));
            default -> new Command.Upgrade(modules(in), dependencies(in), Address.read(in), Argument.read(in));
        };
    }

    static void write(BcsWriter out, Command command) {
        switch (command) {
            case Command.MoveCall call -> {
                call.packageId().write(out.uleb(0));
                out.string(call.module()).string(call.function());
                out.vector(call.typeArguments(), (to, type) -> type.write(to));
                write(out, call.arguments());
            }
            case Command.TransferObjects transfer -> {
                write(out.uleb(1), transfer.objects());
                transfer.address().write(out);
            }
            case Command.SplitCoins split -> {
                split.coin().write(out.uleb(2));
                write(out, split.amounts());
            }
            case Command.MergeCoins merge -> {
                merge.destination().write(out.uleb(3));
                write(out, merge.sources());
            }
            case Command.Publish publish -> writeCode(out.uleb(4), publish.modules(), publish.dependencies());
            case Command.MakeMoveVec make -> {
                out.uleb(5).option(make.elementType(), (to, type) -> type.write(to));
                write(out, make.elements());
            }
            case Command.Upgrade upgrade -> {
                writeCode(out.uleb(6), upgrade.modules(), upgrade.dependencies());
                upgrade.packageId().write(out);
                upgrade.ticket().write(out);
            }
        }
    }

    private static List<Argument> arguments(BcsReader in) {
        return in.vector(MAX_LIST, Argument::read);
    }

    private static List<Bytes> modules(BcsReader in) {
        return in.vector(MovePackage.MAX_MODULES, from -> Bytes.copyOf(from.bytes(MovePackage.MAX_MODULE)));
    }

    private static List<Address> dependencies(BcsReader in) {
        return in.vector(MAX_LIST, Address::read);
    }

    private static void write(BcsWriter out, List<Argument> arguments) {
        out.vector(arguments, (to, argument) -> argument.write(to));
    }

    private static void writeCode(BcsWriter out, List<Bytes> modules, List<Address> dependencies) {
        out.vector(modules, BcsWriter::bytes).vector(dependencies, (to, id) -> id.write(to));
    }
}
