package dev.floe.ledger.move;

/// Carries a [MoveFailure] out of an execution. Natives and the [MoveHost] throw it without a location; the virtual
/// machine adds the location of the native function.
public final class MoveException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient MoveFailure failure;

    public MoveException(MoveFailure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /// An abort with that code, not yet located.
    public static MoveException abort(long code) {
        return new MoveException(new MoveFailure.Abort(code, MoveFailure.NOWHERE));
    }

    /// Another failure at run time, not yet located.
    public static MoveException of(MoveStatus status, String message) {
        return of(status, 0, message);
    }

    /// Another failure at run time with a sub-status, not yet located.
    public static MoveException of(MoveStatus status, long subStatus, String message) {
        return new MoveException(new MoveFailure.Runtime(status, subStatus, MoveFailure.NOWHERE, message));
    }

    /// A limit was reached; not yet located.
    public static MoveException outOf(MoveStatus status) {
        return new MoveException(new MoveFailure.OutOfResources(status, MoveFailure.NOWHERE));
    }

    /// What happened.
    public MoveFailure failure() {
        return failure;
    }
}
