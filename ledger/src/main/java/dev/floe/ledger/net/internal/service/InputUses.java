package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Command;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the commands of a transaction use its inputs, as far as that decides what the inputs are.
final class InputUses {

    private final Ledger ledger;
    private final Map<Integer, List<Use>> byInput = new HashMap<>();
    private final Map<String, FunctionInfo> functions = new HashMap<>();

    /// One use of an input.
    ///
    /// @param isMutable whether a shared object would have to be mutable for it
    /// @param type      the type wanted
    record Use(boolean isMutable, OpenType type, List<TypeTag> typeArguments) {

        boolean isReceiving() {
            return type instanceof OpenType.Datatype datatype && datatype.is(Address.SUI, "transfer", "Receiving");
        }
    }

    private static final OpenType ANY_OBJECT = new OpenType.Parameter(0);
    private static final OpenType U64 = new OpenType.Primitive(TypeTag.Primitive.U64);
    private static final OpenType ADDRESS = new OpenType.Primitive(TypeTag.Primitive.ADDRESS);

    InputUses(Ledger ledger, List<Command> commands) {
        this.ledger = ledger;
        commands.forEach(this::add);
    }

    /// The uses of an input; empty if it has none.
    List<Use> of(int input) {
        return byInput.getOrDefault(input, List.of());
    }

    boolean isMutable(int input) {
        return of(input).stream().anyMatch(Use::isMutable);
    }

    boolean isReceiving(int input) {
        return of(input).stream().anyMatch(Use::isReceiving);
    }

    private void add(Command command) {
        switch (command) {
            case Command.MoveCall call -> call(call);
            case Command.TransferObjects transfer -> {
                transfer.objects().forEach(object -> use(object, false, ANY_OBJECT));
                use(transfer.address(), false, ADDRESS);
            }
            case Command.SplitCoins split -> {
                use(split.coin(), true, ANY_OBJECT);
                split.amounts().forEach(amount -> use(amount, false, U64));
            }
            case Command.MergeCoins merge -> {
                use(merge.destination(), true, ANY_OBJECT);
                merge.sources().forEach(source -> use(source, true, ANY_OBJECT));
            }
            case Command.MakeMoveVec vector ->
                vector.elements()
                        .forEach(element -> use(
                                element,
                                true,
                                vector.elementType().map(InputUses::open).orElse(ANY_OBJECT)));
            case Command.Publish publish -> {}
            case Command.Upgrade upgrade -> use(upgrade.ticket(), true, ANY_OBJECT);
        }
    }

    private void call(Command.MoveCall call) {
        if (call.arguments().stream().noneMatch(Argument.Input.class::isInstance)) {
            return;
        }
        String name = call.packageId() + "::" + call.module() + "::" + call.function();
        FunctionInfo function = functions.computeIfAbsent(
                name, asked -> ledger.function(call.packageId(), call.module(), call.function()));
        for (int i = 0; i < call.arguments().size() && i < function.parameters().size(); i++) {
            FunctionInfo.Parameter parameter = function.parameters().get(i);
            boolean isMutable = switch (parameter.passing()) {
                case MUTABLE_REFERENCE -> true;
                case REFERENCE -> false;
                case VALUE ->
                    parameter.type() instanceof OpenType.Datatype || parameter.type() instanceof OpenType.Parameter;
            };
            use(call.arguments().get(i), isMutable, parameter.type(), call.typeArguments());
        }
    }

    private void use(Argument argument, boolean isMutable, OpenType type) {
        use(argument, isMutable, type, List.of());
    }

    private void use(Argument argument, boolean isMutable, OpenType type, List<TypeTag> typeArguments) {
        if (argument instanceof Argument.Input input) {
            byInput.computeIfAbsent(input.index(), added -> new ArrayList<>())
                    .add(new Use(isMutable, type, typeArguments));
        }
    }

    private static OpenType open(TypeTag type) {
        return switch (type) {
            case TypeTag.Primitive primitive -> new OpenType.Primitive(primitive);
            case TypeTag.Vector vector -> new OpenType.Vector(open(vector.element()));
            case dev.floe.ledger.StructTag struct ->
                new OpenType.Datatype(
                        struct.address(),
                        struct.module(),
                        struct.name(),
                        struct.typeParams().stream().map(InputUses::open).toList());
        };
    }
}
