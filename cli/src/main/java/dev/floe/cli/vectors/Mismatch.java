package dev.floe.cli.vectors;

/// What a case expected is not what came.
public final class Mismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Says what differs.
    public Mismatch(String message) {
        super(message);
    }
}
