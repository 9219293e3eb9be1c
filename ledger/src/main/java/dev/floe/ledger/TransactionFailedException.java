package dev.floe.ledger;

/// A transaction was executed and failed: only gas was charged. The state of the ledger did not allow it, or the
/// arguments were wrong; [#error] says which.
public final class TransactionFailedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final transient ExecutionStatus.Failure failure;

    /// The failure of the transaction `digest`.
    public TransactionFailedException(TransactionDigest digest, ExecutionStatus.Failure failure) {
        super("transaction " + digest + " failed"
                + failure.command().map(command -> " in command " + command).orElse("") + ": "
                + ErrorText.of(failure.error()));
        this.failure = failure;
    }

    /// Why it failed.
    public ExecutionError error() {
        return failure.error();
    }

    /// The failure with the command to blame.
    public ExecutionStatus.Failure failure() {
        return failure;
    }
}
