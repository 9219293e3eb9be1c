package dev.floe.ledger.net.internal.mapping;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Base58;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ObjectRef;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TypeTag;
import dev.floe.sui.rpc.TransactionProto;
import dev.floe.sui.rpc.TransactionProto.Input.InputKind;
import java.util.List;

/// Complete transactions as messages.
public final class TransactionMapping {

    private static final int VERSION = 1;

    private TransactionMapping() {}

    /// A transaction, with its BCS and all parts.
    public static TransactionProto.Transaction transaction(TransactionData data) {
        return TransactionProto.Transaction.newBuilder()
                .setBcs(Bcs.named("TransactionData", data.toBcs()))
                .setDigest(data.digest().toString())
                .setVersion(VERSION)
                .setKind(kind(data.kind()))
                .setSender(data.sender().toString())
                .setGasPayment(gas(data.gas()))
                .setExpiration(expiration(data.expiration()))
                .build();
    }

    /// What a transaction does.
    public static TransactionProto.TransactionKind kind(ProgrammableTransaction program) {
        TransactionProto.ProgrammableTransaction.Builder out = TransactionProto.ProgrammableTransaction.newBuilder();
        program.inputs().forEach(input -> out.addInputs(input(input)));
        program.commands().forEach(command -> out.addCommands(command(command)));
        return TransactionProto.TransactionKind.newBuilder()
                .setKind(TransactionProto.TransactionKind.Kind.PROGRAMMABLE_TRANSACTION)
                .setProgrammableTransaction(out)
                .build();
    }

    /// Who pays.
    public static TransactionProto.GasPayment gas(GasData gas) {
        TransactionProto.GasPayment.Builder out = TransactionProto.GasPayment.newBuilder()
                .setOwner(gas.owner().toString())
                .setPrice(gas.price())
                .setBudget(gas.budget());
        gas.payment().forEach(coin -> out.addObjects(ObjectMapping.reference(coin)));
        return out.build();
    }

    /// Until when it is valid.
    public static TransactionProto.TransactionExpiration expiration(Expiration expiration) {
        TransactionProto.TransactionExpiration.Builder out = TransactionProto.TransactionExpiration.newBuilder();
        switch (expiration) {
            case Expiration.None none ->
                out.setKind(TransactionProto.TransactionExpiration.TransactionExpirationKind.NONE);
            case Expiration.Epoch epoch ->
                out.setKind(TransactionProto.TransactionExpiration.TransactionExpirationKind.EPOCH)
                        .setEpoch(epoch.epoch());
            case Expiration.ValidDuring during ->
                window(
                        during,
                        out.setKind(TransactionProto.TransactionExpiration.TransactionExpirationKind.VALID_DURING));
            case Expiration.Validity validity -> {
                window(
                        validity.during(),
                        out.setKind(TransactionProto.TransactionExpiration.TransactionExpirationKind.VALIDITY));
                validity.allowedProposers()
                        .ifPresent(allowed -> out.setAllowedProposers(TransactionProto.AllowedProposers.newBuilder()
                                .setEpoch(allowed.epoch())
                                .addAllProposers(allowed.proposers().stream()
                                        .map(Long::intValue)
                                        .toList())));
            }
        }
        return out.build();
    }

    private static void window(Expiration.ValidDuring during, TransactionProto.TransactionExpiration.Builder out) {
        during.minEpoch().ifPresent(out::setMinEpoch);
        during.maxEpoch().ifPresent(out::setEpoch);
        during.minTimestamp().ifPresent(millis -> out.setMinTimestamp(timestamp(millis)));
        during.maxTimestamp().ifPresent(millis -> out.setMaxTimestamp(timestamp(millis)));
        out.setChain(Base58.encode(during.chain())).setNonce((int) during.nonce());
    }

    private static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Long.divideUnsigned(millis, 1000))
                .setNanos((int) Long.remainderUnsigned(millis, 1000) * 1_000_000)
                .build();
    }

    static TransactionProto.Input input(CallArg input) {
        TransactionProto.Input.Builder out = TransactionProto.Input.newBuilder();
        switch (input) {
            case CallArg.Pure pure -> out.setKind(InputKind.PURE).setPure(bytes(pure.bytes()));
            case ObjectArg.ImmOrOwned owned -> reference(out.setKind(InputKind.IMMUTABLE_OR_OWNED), owned.ref());
            case ObjectArg.Receiving receiving -> reference(out.setKind(InputKind.RECEIVING), receiving.ref());
            case ObjectArg.Shared shared ->
                out.setKind(InputKind.SHARED)
                        .setObjectId(shared.id().toString())
                        .setVersion(shared.initialSharedVersion())
                        .setMutable(shared.mutable())
                        .setMutability(
                                shared.mutable()
                                        ? TransactionProto.Input.Mutability.MUTABLE
                                        : TransactionProto.Input.Mutability.IMMUTABLE);
            case CallArg.FundsWithdrawal funds ->
                out.setKind(InputKind.FUNDS_WITHDRAWAL).setFundsWithdrawal(withdrawal(funds));
        }
        return out.build();
    }

    private static void reference(TransactionProto.Input.Builder out, ObjectRef ref) {
        out.setObjectId(ref.id().toString())
                .setVersion(ref.version())
                .setDigest(ref.digest().toString());
    }

    private static TransactionProto.FundsWithdrawal withdrawal(CallArg.FundsWithdrawal funds) {
        TransactionProto.FundsWithdrawal.Builder out = TransactionProto.FundsWithdrawal.newBuilder()
                .setAmount(funds.maxAmount())
                .setCoinType(funds.coinType().toCompactString());
        switch (funds.from()) {
            case CallArg.WithdrawFrom.Sender sender -> out.setSource(TransactionProto.FundsWithdrawal.Source.SENDER);
            case CallArg.WithdrawFrom.Sponsor sponsor -> out.setSource(TransactionProto.FundsWithdrawal.Source.SPONSOR);
            case CallArg.WithdrawFrom.SenderAllowance by ->
                out.setSource(TransactionProto.FundsWithdrawal.Source.SENDER_ALLOWANCE)
                        .setFunder(by.funder().toString())
                        .setAllowance(by.allowance().toString());
        }
        return out.build();
    }

    static TransactionProto.Command command(Command command) {
        TransactionProto.Command.Builder out = TransactionProto.Command.newBuilder();
        switch (command) {
            case Command.MoveCall call ->
                out.setMoveCall(TransactionProto.MoveCall.newBuilder()
                        .setPackage(call.packageId().toString())
                        .setModule(call.module())
                        .setFunction(call.function())
                        .addAllTypeArguments(call.typeArguments().stream()
                                .map(TypeTag::toCompactString)
                                .toList())
                        .addAllArguments(arguments(call.arguments())));
            case Command.TransferObjects transfer ->
                out.setTransferObjects(TransactionProto.TransferObjects.newBuilder()
                        .addAllObjects(arguments(transfer.objects()))
                        .setAddress(argument(transfer.address())));
            case Command.SplitCoins split ->
                out.setSplitCoins(TransactionProto.SplitCoins.newBuilder()
                        .setCoin(argument(split.coin()))
                        .addAllAmounts(arguments(split.amounts())));
            case Command.MergeCoins merge ->
                out.setMergeCoins(TransactionProto.MergeCoins.newBuilder()
                        .setCoin(argument(merge.destination()))
                        .addAllCoinsToMerge(arguments(merge.sources())));
            case Command.Publish publish ->
                out.setPublish(TransactionProto.Publish.newBuilder()
                        .addAllModules(modules(publish.modules()))
                        .addAllDependencies(ids(publish.dependencies())));
            case Command.MakeMoveVec vector -> {
                TransactionProto.MakeMoveVector.Builder make =
                        TransactionProto.MakeMoveVector.newBuilder().addAllElements(arguments(vector.elements()));
                vector.elementType().map(TypeTag::toCompactString).ifPresent(make::setElementType);
                out.setMakeMoveVector(make);
            }
            case Command.Upgrade upgrade ->
                out.setUpgrade(TransactionProto.Upgrade.newBuilder()
                        .addAllModules(modules(upgrade.modules()))
                        .addAllDependencies(ids(upgrade.dependencies()))
                        .setPackage(upgrade.packageId().toString())
                        .setTicket(argument(upgrade.ticket())));
        }
        return out.build();
    }

    /// An argument; indexes are set even at 0.
    public static TransactionProto.Argument argument(Argument argument) {
        TransactionProto.Argument.Builder out = TransactionProto.Argument.newBuilder();
        return switch (argument) {
            case Argument.GasCoin gas ->
                out.setKind(TransactionProto.Argument.ArgumentKind.GAS).build();
            case Argument.Input input ->
                out.setKind(TransactionProto.Argument.ArgumentKind.INPUT)
                        .setInput(input.index())
                        .build();
            case Argument.Result result ->
                out.setKind(TransactionProto.Argument.ArgumentKind.RESULT)
                        .setResult(result.command())
                        .build();
            case Argument.NestedResult nested ->
                out.setKind(TransactionProto.Argument.ArgumentKind.RESULT)
                        .setResult(nested.command())
                        .setSubresult(nested.result())
                        .build();
        };
    }

    private static List<TransactionProto.Argument> arguments(List<Argument> arguments) {
        return arguments.stream().map(TransactionMapping::argument).toList();
    }

    private static List<ByteString> modules(List<Bytes> modules) {
        return modules.stream().map(TransactionMapping::bytes).toList();
    }

    private static List<String> ids(List<Address> ids) {
        return ids.stream().map(Address::toString).toList();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
