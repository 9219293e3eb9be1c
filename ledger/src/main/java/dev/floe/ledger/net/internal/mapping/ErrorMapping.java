package dev.floe.ledger.net.internal.mapping;

import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionError.MoveLocation;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.sui.rpc.EffectsProto;
import dev.floe.sui.rpc.EffectsProto.CleverError;
import java.util.Locale;
import java.util.Optional;

/// How executions end, as messages.
public final class ErrorMapping {

    private final AbortTexts texts;

    /// Finds what the module says about an abort code.
    @FunctionalInterface
    public interface AbortTexts {
        /// The name, line and text behind a code, if the module declares them.
        Optional<CleverError> of(MoveLocation location, long code);
    }

    /// A mapping that renders aborts with `texts`.
    public ErrorMapping(AbortTexts texts) {
        this.texts = texts;
    }

    /// How an execution ended.
    public EffectsProto.ExecutionStatus status(ExecutionStatus status) {
        EffectsProto.ExecutionStatus.Builder out =
                EffectsProto.ExecutionStatus.newBuilder().setSuccess(status.isSuccess());
        if (status instanceof ExecutionStatus.Failure failure) {
            EffectsProto.ExecutionError.Builder error = EffectsProto.ExecutionError.newBuilder();
            fill(error, failure.error());
            failure.command().ifPresent(error::setCommand);
            out.setError(error);
        }
        return out.build();
    }

    private void fill(EffectsProto.ExecutionError.Builder out, ExecutionError error) {
        EffectsProto.ExecutionError.ExecutionErrorKind kind =
                EffectsProto.ExecutionError.ExecutionErrorKind.forNumber(error.tag() + 1);
        out.setKind(kind).setDescription(words(kind.name()));
        switch (error) {
            case ExecutionError.Plain plain -> {}
            case ExecutionError.TooLarge large ->
                out.setSizeError(EffectsProto.SizeError.newBuilder()
                                .setSize(large.size())
                                .setMaxSize(large.max()))
                        .setDescription(words(kind.name()) + ": " + large.size() + " of at most " + large.max());
            case ExecutionError.CircularObjectOwnership circular ->
                out.setObjectId(circular.object().toString());
            case ExecutionError.MovePrimitiveRuntimeError primitive ->
                primitive
                        .location()
                        .ifPresent(location -> out.setAbort(
                                        EffectsProto.MoveAbort.newBuilder().setLocation(location(location)))
                                .setDescription(words(kind.name()) + " in " + location));
            case ExecutionError.MoveAbort abort -> abort(out, abort);
            case ExecutionError.InvalidArgument argument ->
                out.setCommandArgumentError(argument(argument))
                        .setDescription("argument " + argument.argument() + ": "
                                + words(argument(argument).getKind().name()));
            case ExecutionError.InvalidTypeArgument argument ->
                out.setTypeArgumentError(EffectsProto.TypeArgumentError.newBuilder()
                                .setTypeArgument(argument.argument())
                                .setKind(
                                        switch (argument.error()) {
                                            case TYPE_NOT_FOUND ->
                                                EffectsProto.TypeArgumentError.TypeArgumentErrorKind.TYPE_NOT_FOUND;
                                            case CONSTRAINT_NOT_SATISFIED ->
                                                EffectsProto.TypeArgumentError.TypeArgumentErrorKind
                                                        .CONSTRAINT_NOT_SATISFIED;
                                        }))
                        .setDescription("type argument " + argument.argument() + ": "
                                + words(argument.error().name()));
            case ExecutionError.UnusedValueWithoutDrop unused ->
                out.setIndexError(index(unused.command()).setSubresult(unused.result()))
                        .setDescription("result " + unused.result() + " of command " + unused.command()
                                + " is not used and cannot be dropped");
            case ExecutionError.InvalidPublicFunctionReturnType type -> out.setIndexError(index(type.result()));
            case ExecutionError.PackageUpgrade upgrade -> out.setPackageUpgradeError(upgrade(upgrade.error()));
            case ExecutionError.Congestion congestion ->
                out.setCongestedObjects(EffectsProto.CongestedObjects.newBuilder()
                        .addAllObjects(congestion.objects().stream()
                                .map(Address::toString)
                                .toList()));
            case ExecutionError.AddressDeniedForCoin denied ->
                out.setCoinDenyListError(EffectsProto.CoinDenyListError.newBuilder()
                        .setAddress(denied.address().toString())
                        .setCoinType(denied.coinType()));
            case ExecutionError.CoinTypeGlobalPause pause ->
                out.setCoinDenyListError(
                        EffectsProto.CoinDenyListError.newBuilder().setCoinType(pause.coinType()));
            case ExecutionError.NonExclusiveWriteInputModified modified ->
                out.setObjectId(modified.object().toString());
        }
    }

    private void abort(EffectsProto.ExecutionError.Builder out, ExecutionError.MoveAbort abort) {
        EffectsProto.MoveAbort.Builder message =
                EffectsProto.MoveAbort.newBuilder().setAbortCode(abort.code()).setLocation(location(abort.location()));
        texts.of(abort.location(), abort.code()).ifPresent(message::setCleverError);
        String code = message.hasCleverError() && message.getCleverError().hasConstantName()
                ? message.getCleverError().getConstantName()
                : "code " + Long.toUnsignedString(abort.code());
        out.setAbort(message).setDescription("move abort with " + code + " in " + abort.location());
    }

    private static EffectsProto.MoveLocation location(MoveLocation location) {
        EffectsProto.MoveLocation.Builder out = EffectsProto.MoveLocation.newBuilder()
                .setPackage(location.packageId().toString())
                .setModule(location.module())
                .setFunction(location.function())
                .setInstruction(location.instruction());
        location.functionName().ifPresent(out::setFunctionName);
        return out.build();
    }

    private static EffectsProto.CommandArgumentError argument(ExecutionError.InvalidArgument argument) {
        CommandArgumentError error = argument.error();
        EffectsProto.CommandArgumentError.Builder out = EffectsProto.CommandArgumentError.newBuilder()
                .setArgument(argument.argument())
                .setKind(EffectsProto.CommandArgumentError.CommandArgumentErrorKind.forNumber(error.tag() + 1));
        switch (error) {
            case CommandArgumentError.Plain plain -> {}
            case CommandArgumentError.IndexOutOfBounds bounds -> out.setIndexError(index(bounds.index()));
            case CommandArgumentError.SecondaryIndexOutOfBounds bounds ->
                out.setIndexError(index(bounds.command()).setSubresult(bounds.result()));
            case CommandArgumentError.InvalidResultArity arity -> out.setIndexError(index(arity.command()));
        }
        return out.build();
    }

    private static EffectsProto.IndexError.Builder index(int index) {
        return EffectsProto.IndexError.newBuilder().setIndex(index);
    }

    private static EffectsProto.PackageUpgradeError upgrade(PackageUpgradeError error) {
        EffectsProto.PackageUpgradeError.Builder out = EffectsProto.PackageUpgradeError.newBuilder();
        return switch (error) {
            case PackageUpgradeError.UnableToFetchPackage unable ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(1))
                        .setPackageId(unable.packageId().toString())
                        .build();
            case PackageUpgradeError.NotAPackage not ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(2))
                        .setPackageId(not.object().toString())
                        .build();
            case PackageUpgradeError.IncompatibleUpgrade incompatible ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(3))
                        .build();
            case PackageUpgradeError.DigestDoesNotMatch digest ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(4))
                        .setDigest(Base58.encode(digest.digest().toByteArray()))
                        .build();
            case PackageUpgradeError.UnknownUpgradePolicy policy ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(5))
                        .setPolicy(policy.policy())
                        .build();
            case PackageUpgradeError.PackageIdDoesNotMatch ids ->
                out.setKind(EffectsProto.PackageUpgradeError.PackageUpgradeErrorKind.forNumber(6))
                        .setPackageId(ids.packageId().toString())
                        .setTicketId(ids.ticketId().toString())
                        .build();
        };
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
