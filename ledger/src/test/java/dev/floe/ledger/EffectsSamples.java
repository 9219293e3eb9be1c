package dev.floe.ledger;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.ledger.ExecutionError.MoveLocation;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import dev.floe.ledger.ObjectChange.AccumulatorValue;
import dev.floe.ledger.ObjectChange.IdOperation;
import dev.floe.ledger.ObjectChange.Input;
import dev.floe.ledger.ObjectChange.Output;
import dev.floe.ledger.UnchangedConsensusObject.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Effects with every kind of failure, change and consensus object.
final class EffectsSamples {

    private static final Address ID = Address.ofLong(7);
    private static final ObjectDigest DIGEST = new ObjectDigest(Digest.ZERO);
    private static final MoveLocation PLACE = new MoveLocation(ID, "m", 1, 2, Optional.of("f"));

    private EffectsSamples() {}

    static List<ExecutionError> errors() {
        List<ExecutionError> errors = new ArrayList<>(Arrays.asList(ExecutionError.Plain.values()));
        for (ExecutionError.Sized sized : ExecutionError.Sized.values()) {
            errors.add(new ExecutionError.TooLarge(sized, 9, 8));
        }
        for (CommandArgumentError.Plain plain : CommandArgumentError.Plain.values()) {
            errors.add(new ExecutionError.InvalidArgument(1, plain));
        }
        for (PackageUpgradeError upgrade : List.of(
                new PackageUpgradeError.UnableToFetchPackage(ID),
                new PackageUpgradeError.NotAPackage(ID),
                new PackageUpgradeError.IncompatibleUpgrade(),
                new PackageUpgradeError.DigestDoesNotMatch(Bytes.parseHex("0a")),
                new PackageUpgradeError.UnknownUpgradePolicy(3),
                new PackageUpgradeError.PackageIdDoesNotMatch(ID, Address.SUI))) {
            errors.add(new ExecutionError.PackageUpgrade(upgrade));
        }
        errors.addAll(List.of(
                new ExecutionError.CircularObjectOwnership(ID),
                new ExecutionError.MovePrimitiveRuntimeError(Optional.empty()),
                new ExecutionError.MovePrimitiveRuntimeError(Optional.of(PLACE)),
                new ExecutionError.MoveAbort(PLACE, -1),
                new ExecutionError.InvalidArgument(1, new CommandArgumentError.IndexOutOfBounds(2)),
                new ExecutionError.InvalidArgument(1, new CommandArgumentError.SecondaryIndexOutOfBounds(2, 3)),
                new ExecutionError.InvalidArgument(1, new CommandArgumentError.InvalidResultArity(2)),
                new ExecutionError.InvalidTypeArgument(1, ExecutionError.TypeArgumentError.TYPE_NOT_FOUND),
                new ExecutionError.InvalidTypeArgument(1, ExecutionError.TypeArgumentError.CONSTRAINT_NOT_SATISFIED),
                new ExecutionError.UnusedValueWithoutDrop(1, 2),
                new ExecutionError.InvalidPublicFunctionReturnType(1),
                new ExecutionError.Congestion(List.of(ID, Address.SUI)),
                new ExecutionError.AddressDeniedForCoin(ID, "0x2::sui::SUI"),
                new ExecutionError.CoinTypeGlobalPause("0x2::sui::SUI"),
                new ExecutionError.NonExclusiveWriteInputModified(ID)));
        return List.copyOf(errors);
    }

    static List<TransactionEffects> all() {
        return errors().stream()
                .map(error -> effects(new ExecutionStatus.Failure(error, Optional.of(3L))))
                .toList();
    }

    private static TransactionEffects effects(ExecutionStatus status) {
        Input exist = new Input.Exist(3, DIGEST, new Owner.ConsensusAddress(2, ID));
        List<ObjectChange> changes = new ArrayList<>();
        for (Output output : List.of(
                new Output.NotExist(),
                new Output.ObjectWrite(DIGEST, new Owner.Shared(4)),
                new Output.PackageWrite(1, DIGEST),
                new Output.AccumulatorWrite(ID, StructTag.SUI, true, new AccumulatorValue.Amount(5)),
                new Output.AccumulatorWrite(ID, StructTag.SUI, false, new AccumulatorValue.Amounts(5, 6)),
                new Output.AccumulatorWrite(
                        ID,
                        StructTag.SUI,
                        false,
                        new AccumulatorValue.Events(List.of(new ObjectChange.IndexedDigest(0, Digest.ZERO)))))) {
            changes.add(new ObjectChange(ID, exist, output, IdOperation.DELETED));
            changes.add(new ObjectChange(ID, new Input.NotExist(), output, IdOperation.CREATED));
        }
        List<UnchangedConsensusObject> unchanged = new ArrayList<>();
        for (Kind kind : List.of(
                new Kind.ReadOnlyRoot(1, DIGEST),
                new Kind.MutateEnded(2),
                new Kind.ReadEnded(3),
                new Kind.Cancelled(4),
                new Kind.PerEpochConfig())) {
            unchanged.add(new UnchangedConsensusObject(ID, kind));
        }
        return new TransactionEffects(
                status,
                1,
                new GasCost(1, 2, 3, 4),
                new TransactionDigest(Digest.ZERO),
                Optional.of(1),
                Optional.of(Digest.ZERO),
                List.of(new TransactionDigest(Digest.ZERO)),
                9,
                changes,
                unchanged,
                Optional.of(Digest.ZERO));
    }
}
