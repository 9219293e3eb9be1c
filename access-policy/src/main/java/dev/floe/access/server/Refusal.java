package dev.floe.access.server;

/// A key server does not release keys. The message goes to the client: it names what to change, never a secret.
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SealError error;

    /// Refuses for that reason.
    public Refusal(SealError error, String message) {
        super(message);
        this.error = error;
    }

    /// Refuses for that reason; the cause stays here and is not told to the client.
    public Refusal(SealError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /// Why.
    public SealError error() {
        return error;
    }
}
