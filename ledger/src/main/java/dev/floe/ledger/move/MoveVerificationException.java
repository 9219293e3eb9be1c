package dev.floe.ledger.move;

/// Bytecode breaks a rule, so it is not run.
public final class MoveVerificationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Whose rule it is.
    public enum Kind {
        /// The bytes are no module, or one beyond the limits.
        MALFORMED,
        /// A rule of Move: types, abilities, references, linkage.
        MOVE,
        /// A rule of Sui: objects, one-time witnesses, entry functions, private generics.
        SUI
    }

    private final Kind kind;

    public MoveVerificationException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// Whose rule it is.
    public Kind kind() {
        return kind;
    }
}
