package dev.floe.storage.walrus;

import dev.floe.format.DataException;

/// A storage node understood a request and refused it.
public final class NodeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final NodeReason reason;
    private final int httpStatus;

    /// A refusal with the usual status of `reason`.
    public NodeRefusedException(NodeReason reason, String message) {
        this(reason, reason.status().http(), message);
    }

    /// A refusal.
    ///
    /// @param httpStatus the status of the answer, which counts where the reason is [NodeReason#OTHER]
    public NodeRefusedException(NodeReason reason, int httpStatus, String message) {
        super(reason + ": " + message);
        this.reason = reason;
        this.httpStatus = httpStatus;
    }

    /// Why.
    public NodeReason reason() {
        return reason;
    }

    /// The HTTP status of the answer.
    public int httpStatus() {
        return httpStatus;
    }

    /// Whether asking the same node again later may help.
    public boolean isTemporary() {
        return switch (reason) {
            case NOT_REGISTERED, CACHE_SATURATED, MISSING_SLIVERS, UNAVAILABLE -> true;
            case OTHER -> httpStatus == 429 || httpStatus >= 500;
            default -> false;
        };
    }

    /// The failure of a caller that cannot ask elsewhere.
    public DataException toDataException() {
        return switch (reason) {
            case METADATA_NOT_FOUND, SLIVER_NOT_FOUND, SYMBOL_NOT_PRESENT_AT_SHARDS ->
                new DataException.NotFound(text(), this);
            case FORBIDDEN_BLOB, REQUEST_UNAUTHORIZED -> new DataException.Denied(text(), this);
            default -> new DataException.Unavailable(text(), this);
        };
    }

    private String text() {
        return String.valueOf(getMessage());
    }
}
