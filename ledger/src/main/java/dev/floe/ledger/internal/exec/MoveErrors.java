package dev.floe.ledger.internal.exec;

import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionError.MoveLocation;
import dev.floe.ledger.move.MoveFailure;
import dev.floe.ledger.move.MoveStatus;
import java.util.Optional;

/// How failures of the machine stand in effects.
final class MoveErrors {

    private MoveErrors() {}

    static ExecutionError of(MoveFailure failure) {
        return switch (failure) {
            case MoveFailure.Abort(long code, MoveFailure.Location location) ->
                new ExecutionError.MoveAbort(location(location), code);
            case MoveFailure.OutOfResources(MoveStatus status, MoveFailure.Location location) ->
                status == MoveStatus.OUT_OF_GAS
                        ? ExecutionError.Plain.INSUFFICIENT_GAS
                        : new ExecutionError.MovePrimitiveRuntimeError(known(location));
            case MoveFailure.Runtime runtime ->
                switch (runtime.status()) {
                    case LINKER_ERROR -> ExecutionError.Plain.VM_VERIFICATION_OR_DESERIALIZATION_ERROR;
                    case UNKNOWN_INVARIANT_VIOLATION_ERROR -> ExecutionError.Plain.VM_INVARIANT_VIOLATION;
                    default -> new ExecutionError.MovePrimitiveRuntimeError(known(runtime.location()));
                };
        };
    }

    private static Optional<MoveLocation> known(MoveFailure.Location location) {
        return location.equals(MoveFailure.NOWHERE) ? Optional.empty() : Optional.of(location(location));
    }

    private static MoveLocation location(MoveFailure.Location location) {
        return new MoveLocation(
                location.module().address(),
                location.module().name(),
                location.function(),
                location.instruction(),
                location.functionName().isEmpty() ? Optional.empty() : Optional.of(location.functionName()));
    }
}
