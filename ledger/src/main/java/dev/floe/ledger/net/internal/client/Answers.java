package dev.floe.ledger.net.internal.client;

import com.google.protobuf.ByteString;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Balance;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.FunctionInfo;
import dev.floe.ledger.FunctionInfo.Ability;
import dev.floe.ledger.OpenType;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.TypedValue;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.sui.rpc.ExecutedTransactionProto;
import dev.floe.sui.rpc.MovePackageProto;
import dev.floe.sui.rpc.MovePackageProto.OpenSignatureBody;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.SignatureProto;
import dev.floe.sui.rpc.StateServiceProto;
import dev.floe.sui.rpc.TransactionExecutionServiceProto;
import dev.floe.sui.rpc.TransactionProto;
import io.grpc.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Answers of a node as values. What breaks a format rule is [DataException.Corrupt].
public final class Answers {

    private static final int MAX_DEPTH = 32;

    private static final Metadata.Key<String> CHECKPOINT_HEIGHT =
            Metadata.Key.of("x-sui-checkpoint-height", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TIMESTAMP =
            Metadata.Key.of("x-sui-timestamp-ms", Metadata.ASCII_STRING_MARSHALLER);
    private static final Predicate<String> NUMBER =
            Pattern.compile("[0-9]{1,18}").asMatchPredicate();

    private Answers() {}

    /// `parse`, with failures of our own types' rules as [DataException.Corrupt]: the node sent it.
    public static <T> T parsed(String what, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(what + ": the node answered " + e.getMessage(), e);
        }
    }

    /// An object from its BCS.
    public static SuiObject object(ObjectProto.Object object) {
        return SuiObject.parse(required("object", object.getBcs()));
    }

    /// A simulation from effects, events and outputs, and the headers of the answer.
    public static Simulation simulation(
            TransactionExecutionServiceProto.SimulateTransactionResponse answer, Metadata headers) {
        ExecutedTransactionProto.ExecutedTransaction transaction = answer.getTransaction();
        List<Simulation.CommandResult> results = new ArrayList<>();
        for (TransactionExecutionServiceProto.CommandResult result : answer.getCommandOutputsList()) {
            results.add(new Simulation.CommandResult(
                    result.getReturnValuesList().stream()
                            .map(output -> value(output.getValue()))
                            .toList(),
                    result.getMutatedByRefList().stream()
                            .map(output -> new Simulation.MutatedArgument(
                                    argument(output.getArgument()), value(output.getValue())))
                            .toList()));
        }
        return new Simulation(effects(transaction), events(transaction), results, basis(headers));
    }

    /// What the headers say about the node's newest checkpoint, if they do.
    private static Optional<Simulation.Basis> basis(Metadata headers) {
        String height = headers.get(CHECKPOINT_HEIGHT);
        String millis = headers.get(TIMESTAMP);
        if (height == null || millis == null || !NUMBER.test(height) || !NUMBER.test(millis)) {
            return Optional.empty();
        }
        return Optional.of(new Simulation.Basis(Long.parseLong(height), Instant.ofEpochMilli(Long.parseLong(millis))));
    }

    /// An executed transaction from the BCS of its parts.
    public static ExecutedTransaction executed(ExecutedTransactionProto.ExecutedTransaction answer) {
        TransactionEffects effects = effects(answer);
        Optional<ExecutedTransaction.Position> position = answer.hasCheckpoint() && answer.hasTimestamp()
                ? Optional.of(
                        new ExecutedTransaction.Position(answer.getCheckpoint(), Bcs.instant(answer.getTimestamp())))
                : Optional.empty();
        return new ExecutedTransaction(effects, events(answer), position, signed(answer));
    }

    /// The transaction itself, unless it is a system transaction or signed in a way that is not supported.
    private static Optional<SignedTransaction> signed(ExecutedTransactionProto.ExecutedTransaction answer) {
        if (!answer.getTransaction().hasBcs() || answer.getSignaturesCount() == 0) {
            return Optional.empty();
        }
        try {
            List<UserSignature> signatures = new ArrayList<>();
            for (SignatureProto.UserSignature signature : answer.getSignaturesList()) {
                signatures.add(UserSignature.parse(Bcs.bytes(signature.getBcs().getValue())));
            }
            TransactionData data = TransactionData.parse(
                    Bcs.bytes(answer.getTransaction().getBcs().getValue()));
            return Optional.of(new SignedTransaction(data, signatures));
        } catch (DataException.Corrupt e) {
            return Optional.empty();
        }
    }

    private static TransactionEffects effects(ExecutedTransactionProto.ExecutedTransaction answer) {
        return TransactionEffects.parse(required("effects", answer.getEffects().getBcs()));
    }

    private static List<Event> events(ExecutedTransactionProto.ExecutedTransaction answer) {
        return answer.hasEvents()
                ? Event.parseList(required("events", answer.getEvents().getBcs()))
                : List.of();
    }

    private static Bytes required(String what, ObjectProto.Bcs bcs) {
        if (bcs.getValue().isEmpty()) {
            throw new DataException.Corrupt(what + ": the node sent no BCS; choose another node");
        }
        return Bcs.bytes(bcs.getValue());
    }

    private static TypedValue value(ObjectProto.Bcs bcs) {
        return new TypedValue(TypeTag.parse(bcs.getName()), Bcs.bytes(bcs.getValue()));
    }

    private static Argument argument(TransactionProto.Argument argument) {
        return switch (argument.getKind()) {
            case GAS -> new Argument.GasCoin();
            case INPUT -> new Argument.Input(argument.getInput());
            case RESULT ->
                argument.hasSubresult()
                        ? new Argument.NestedResult(argument.getResult(), argument.getSubresult())
                        : new Argument.Result(argument.getResult());
            case ARGUMENT_KIND_UNKNOWN, UNRECOGNIZED -> throw new IllegalArgumentException("an unknown argument");
        };
    }

    /// An event of a list.
    public static Event event(ExecutedTransactionProto.Event event) {
        return new Event(
                Address.parse(event.getPackageId()),
                event.getModule(),
                Address.parse(event.getSender()),
                StructTag.parse(event.getEventType()),
                Bcs.bytes(event.getContents().getValue()));
    }

    /// A balance.
    public static Balance balance(StateServiceProto.Balance balance) {
        long coins = balance.hasCoinBalance()
                ? balance.getCoinBalance()
                : balance.getBalance() - balance.getAddressBalance();
        return new Balance(TypeTag.parse(balance.getCoinType()), coins, balance.getAddressBalance());
    }

    /// A dynamic field.
    public static DynamicField field(StateServiceProto.DynamicField field) {
        boolean isObject = field.getKind() == StateServiceProto.DynamicField.DynamicFieldKind.OBJECT;
        return new DynamicField(
                Address.parse(field.getFieldId()),
                value(field.getName()),
                TypeTag.parse(field.getValueType()),
                isObject ? Optional.of(Address.parse(field.getChildId())) : Optional.empty());
    }

    /// A function.
    public static FunctionInfo function(MovePackageProto.FunctionDescriptor function) {
        return new FunctionInfo(
                function.getName(),
                switch (function.getVisibility()) {
                    case PUBLIC -> FunctionInfo.Visibility.PUBLIC;
                    case FRIEND -> FunctionInfo.Visibility.FRIEND;
                    case PRIVATE, VISIBILITY_UNKNOWN, UNRECOGNIZED -> FunctionInfo.Visibility.PRIVATE;
                },
                function.getIsEntry(),
                function.getTypeParametersList().stream()
                        .map(parameter -> new FunctionInfo.TypeParameter(
                                abilities(parameter.getConstraintsList()), parameter.getIsPhantom()))
                        .toList(),
                function.getParametersList().stream().map(Answers::parameter).toList(),
                function.getReturnsList().stream().map(Answers::parameter).toList());
    }

    private static Set<Ability> abilities(List<MovePackageProto.Ability> abilities) {
        Set<Ability> out = EnumSet.noneOf(Ability.class);
        for (MovePackageProto.Ability ability : abilities) {
            switch (ability) {
                case COPY -> out.add(Ability.COPY);
                case DROP -> out.add(Ability.DROP);
                case STORE -> out.add(Ability.STORE);
                case KEY -> out.add(Ability.KEY);
                case ABILITY_UNKNOWN, UNRECOGNIZED -> throw new IllegalArgumentException("an unknown ability");
            }
        }
        return out;
    }

    private static FunctionInfo.Parameter parameter(MovePackageProto.OpenSignature signature) {
        FunctionInfo.Passing passing = switch (signature.getReference()) {
            case IMMUTABLE -> FunctionInfo.Passing.REFERENCE;
            case MUTABLE -> FunctionInfo.Passing.MUTABLE_REFERENCE;
            case REFERENCE_UNKNOWN, UNRECOGNIZED -> FunctionInfo.Passing.VALUE;
        };
        return new FunctionInfo.Parameter(passing, type(signature.getBody(), 1));
    }

    private static OpenType type(OpenSignatureBody body, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a type nested deeper than " + MAX_DEPTH);
        }
        return switch (body.getType()) {
            case ADDRESS -> new OpenType.Primitive(TypeTag.Primitive.ADDRESS);
            case BOOL -> new OpenType.Primitive(TypeTag.Primitive.BOOL);
            case U8 -> new OpenType.Primitive(TypeTag.Primitive.U8);
            case U16 -> new OpenType.Primitive(TypeTag.Primitive.U16);
            case U32 -> new OpenType.Primitive(TypeTag.Primitive.U32);
            case U64 -> new OpenType.Primitive(TypeTag.Primitive.U64);
            case U128 -> new OpenType.Primitive(TypeTag.Primitive.U128);
            case U256 -> new OpenType.Primitive(TypeTag.Primitive.U256);
            case VECTOR -> {
                if (body.getTypeParameterInstantiationCount() != 1) {
                    throw new IllegalArgumentException("a vector without element type");
                }
                yield new OpenType.Vector(type(body.getTypeParameterInstantiation(0), depth + 1));
            }
            case DATATYPE -> {
                StructTag name = StructTag.parse(body.getTypeName());
                yield new OpenType.Datatype(
                        name.address(),
                        name.module(),
                        name.name(),
                        body.getTypeParameterInstantiationList().stream()
                                .map(inner -> type(inner, depth + 1))
                                .toList());
            }
            case TYPE_PARAMETER -> new OpenType.Parameter(body.getTypeParameter());
            case TYPE_UNKNOWN, UNRECOGNIZED -> throw new IllegalArgumentException("an unknown type");
        };
    }

    /// The token of a next page; none at the end of the list.
    public static Optional<Bytes> next(boolean isSet, ByteString token) {
        return isSet && !token.isEmpty() ? Optional.of(Bcs.bytes(token)) : Optional.empty();
    }
}
