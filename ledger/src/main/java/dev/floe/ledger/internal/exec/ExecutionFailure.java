package dev.floe.ledger.internal.exec;

import dev.floe.ledger.CommandArgumentError;
import dev.floe.ledger.ExecutionError;

/// Ends the execution of a transaction; the error goes into its effects. Without stack trace: failures of user code
/// are ordinary.
final class ExecutionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ExecutionError error;

    ExecutionFailure(ExecutionError error) {
        super(error.toString(), null, false, false);
        this.error = error;
    }

    static ExecutionFailure argument(int index, CommandArgumentError error) {
        return new ExecutionFailure(new ExecutionError.InvalidArgument(index, error));
    }

    ExecutionError error() {
        return error;
    }
}
