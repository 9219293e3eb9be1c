package dev.floe.cli.ledger;

import static dev.floe.cli.ledger.SdkJson.one;
import static dev.floe.cli.ledger.SdkJson.u64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.format.Bytes;
import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import java.util.List;

/// Execution errors in the JSON form of the official TypeScript SDK. Names by enum tag; source: `@mysten/sui`
/// 2.33.1.
final class SdkErrors {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode TRUE = JSON.booleanNode(true);

    private static final List<String> NAMES = List.of(
            "InsufficientGas",
            "InvalidGasObject",
            "InvariantViolation",
            "FeatureNotYetSupported",
            "MoveObjectTooBig",
            "MovePackageTooBig",
            "CircularObjectOwnership",
            "InsufficientCoinBalance",
            "CoinBalanceOverflow",
            "PublishErrorNonZeroAddress",
            "SuiMoveVerificationError",
            "MovePrimitiveRuntimeError",
            "MoveAbort",
            "VMVerificationOrDeserializationError",
            "VMInvariantViolation",
            "FunctionNotFound",
            "ArityMismatch",
            "TypeArityMismatch",
            "NonEntryFunctionInvoked",
            "CommandArgumentError",
            "TypeArgumentError",
            "UnusedValueWithoutDrop",
            "InvalidPublicFunctionReturnType",
            "InvalidTransferObject",
            "EffectsTooLarge",
            "PublishUpgradeMissingDependency",
            "PublishUpgradeDependencyDowngrade",
            "PackageUpgradeError",
            "WrittenObjectsTooLarge",
            "CertificateDenied",
            "SuiMoveVerificationTimedout",
            "SharedObjectOperationNotAllowed",
            "InputObjectDeleted",
            "ExecutionCancelledDueToSharedObjectCongestion",
            "AddressDeniedForCoin",
            "CoinTypeGlobalPause",
            "ExecutionCancelledDueToRandomnessUnavailable",
            "MoveVectorElemTooBig",
            "MoveRawValueTooBig",
            "InvalidLinkage",
            "InsufficientBalanceForWithdraw",
            "NonExclusiveWriteInputObjectModified");

    private static final List<String> ARGUMENT_NAMES = List.of(
            "TypeMismatch",
            "InvalidBCSBytes",
            "InvalidUsageOfPureArg",
            "InvalidArgumentToPrivateEntryFunction",
            "IndexOutOfBounds",
            "SecondaryIndexOutOfBounds",
            "InvalidResultArity",
            "InvalidGasCoinUsage",
            "InvalidValueUsage",
            "InvalidObjectByValue",
            "InvalidObjectByMutRef",
            "SharedObjectOperationNotAllowed",
            "InvalidArgumentArity",
            "InvalidTransferObject",
            "InvalidMakeMoveVecNonObjectArgument",
            "ArgumentWithoutValue",
            "CannotMoveBorrowedValue",
            "CannotWriteToExtendedReference",
            "InvalidReferenceArgument",
            "InvalidTxContext");

    private SdkErrors() {}

    static JsonNode json(ExecutionError error) {
        return one(NAMES.get(error.tag()), content(error));
    }

    private static JsonNode content(ExecutionError error) {
        ObjectNode json = JSON.objectNode();
        return switch (error) {
            case ExecutionError.Plain _ -> TRUE;
            case ExecutionError.TooLarge large -> {
                String size = switch (large.what()) {
                    case MOVE_OBJECT, MOVE_PACKAGE -> "objectSize";
                    case EFFECTS, WRITTEN_OBJECTS -> "currentSize";
                    case MOVE_VECTOR_ELEMENT, MOVE_RAW_VALUE -> "valueSize";
                };
                String max = switch (large.what()) {
                    case MOVE_OBJECT, MOVE_PACKAGE -> "maxObjectSize";
                    case EFFECTS, WRITTEN_OBJECTS -> "maxSize";
                    case MOVE_VECTOR_ELEMENT, MOVE_RAW_VALUE -> "maxScaledSize";
                };
                json.set(size, u64(large.size()));
                yield json.set(max, u64(large.max()));
            }
            case ExecutionError.CircularObjectOwnership circular ->
                json.put("object", circular.object().toString());
            case ExecutionError.MovePrimitiveRuntimeError runtime ->
                runtime.location().map(SdkErrors::location).orElse(JSON.nullNode());
            case ExecutionError.MoveAbort abort ->
                JSON.arrayNode().add(location(abort.location())).add(u64(abort.code()));
            case ExecutionError.InvalidArgument argument ->
                json.put("argIdx", argument.argument()).set("kind", argument(argument.error()));
            case ExecutionError.InvalidTypeArgument argument ->
                json.put("argumentIdx", argument.argument())
                        .set(
                                "kind",
                                one(
                                        switch (argument.error()) {
                                            case TYPE_NOT_FOUND -> "TypeNotFound";
                                            case CONSTRAINT_NOT_SATISFIED -> "ConstraintNotSatisfied";
                                        },
                                        TRUE));
            case ExecutionError.UnusedValueWithoutDrop unused ->
                json.put("resultIdx", unused.command()).put("secondaryIdx", unused.result());
            case ExecutionError.InvalidPublicFunctionReturnType type -> json.put("idx", type.result());
            case ExecutionError.PackageUpgrade upgrade -> json.set("upgradeError", upgrade(upgrade.error()));
            case ExecutionError.Congestion congestion -> {
                ArrayNode objects = json.putArray("congested_objects");
                congestion.objects().forEach(object -> objects.add(object.toString()));
                yield json;
            }
            case ExecutionError.AddressDeniedForCoin denied ->
                json.put("address", denied.address().toString()).put("coinType", denied.coinType());
            case ExecutionError.CoinTypeGlobalPause pause -> json.put("coinType", pause.coinType());
            case ExecutionError.NonExclusiveWriteInputModified modified ->
                json.put("id", modified.object().toString());
        };
    }

    private static JsonNode argument(CommandArgumentError error) {
        ObjectNode json = JSON.objectNode();
        JsonNode content = switch (error) {
            case CommandArgumentError.Plain _ -> TRUE;
            case CommandArgumentError.IndexOutOfBounds index -> json.put("idx", index.index());
            case CommandArgumentError.SecondaryIndexOutOfBounds index ->
                json.put("resultIdx", index.command()).put("secondaryIdx", index.result());
            case CommandArgumentError.InvalidResultArity arity -> json.put("resultIdx", arity.command());
        };
        return one(ARGUMENT_NAMES.get(error.tag()), content);
    }

    private static JsonNode upgrade(PackageUpgradeError error) {
        ObjectNode json = JSON.objectNode();
        return switch (error) {
            case PackageUpgradeError.UnableToFetchPackage e ->
                one("UnableToFetchPackage", json.put("packageId", e.packageId().toString()));
            case PackageUpgradeError.NotAPackage e ->
                one("NotAPackage", json.put("objectId", e.object().toString()));
            case PackageUpgradeError.IncompatibleUpgrade _ -> one("IncompatibleUpgrade", TRUE);
            case PackageUpgradeError.DigestDoesNotMatch e ->
                one("DigestDoesNotMatch", json.set("digest", bytes(e.digest())));
            case PackageUpgradeError.UnknownUpgradePolicy e ->
                one("UnknownUpgradePolicy", json.put("policy", e.policy()));
            case PackageUpgradeError.PackageIdDoesNotMatch e ->
                one(
                        "PackageIDDoesNotMatch",
                        json.put("packageId", e.packageId().toString())
                                .put("ticketId", e.ticketId().toString()));
        };
    }

    private static JsonNode location(ExecutionError.MoveLocation location) {
        ObjectNode json = JSON.objectNode();
        json.putObject("module").put("address", location.packageId().toString()).put("name", location.module());
        json.put("function", location.function()).put("instruction", location.instruction());
        json.set(
                "functionName",
                location.functionName().<JsonNode>map(JSON::textNode).orElse(JSON.nullNode()));
        return json;
    }

    private static JsonNode bytes(Bytes content) {
        ArrayNode array = JSON.arrayNode();
        for (byte value : content.toByteArray()) {
            array.add(value & 0xFF);
        }
        return array;
    }
}
