package dev.floe.node;

/// A storage node refuses a request, for a reason that its API names. What a client does next follows from the
/// reason.
public final class NodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// Why. Names and statuses as the Walrus storage node sends them; source: `walrus-protocol.md` §3.1, §3.2.
    /// Those after [#TOO_MANY_REQUESTS] are ours.
    public enum Reason {
        METADATA_NOT_FOUND(404, "NOT_FOUND"),
        SLIVER_NOT_FOUND(404, "NOT_FOUND"),
        FORBIDDEN_BLOB(451, "UNAVAILABLE_FOR_LEGAL_REASONS"),
        NOT_REGISTERED(400, "FAILED_PRECONDITION"),
        CACHE_SATURATED(400, "FAILED_PRECONDITION"),
        INVALID_METADATA(400, "INVALID_ARGUMENT"),
        INVALID_BLOB(400, "FAILED_PRECONDITION"),
        UNSUPPORTED_ENCODING_TYPE(400, "INVALID_ARGUMENT"),
        INDEX_OUT_OF_RANGE(400, "INVALID_ARGUMENT"),
        SHARD_NOT_ASSIGNED(400, "FAILED_PRECONDITION"),
        INVALID_SLIVER(400, "INVALID_ARGUMENT"),
        SLIVER_INDEX_MISMATCH(400, "INVALID_ARGUMENT"),
        SLIVER_TOO_LARGE(403, "SIZE_EXCEEDED"),
        MISSING_SLIVERS(400, "FAILED_PRECONDITION"),
        SYMBOL_NOT_PRESENT_AT_SHARDS(404, "NOT_FOUND"),
        RECOVERY_SYMBOL_OUT_OF_RANGE(400, "INVALID_ARGUMENT"),
        NO_TARGET_SLIVERS_SPECIFIED(400, "INVALID_ARGUMENT"),
        INVALID_PROOF(400, "INVALID_ARGUMENT"),
        UNAUTHENTICATED(401, "UNAUTHENTICATED"),
        REQUEST_UNAUTHORIZED(403, "PERMISSION_DENIED"),
        INVALID_EPOCH(400, "INVALID_ARGUMENT"),
        SLIVER_COUNT_EXCEEDS_LIMIT(400, "INVALID_ARGUMENT"),
        INVALID_ARGUMENT(400, "INVALID_ARGUMENT"),
        UNAVAILABLE(503, "UNAVAILABLE"),
        TOO_MANY_REQUESTS(429, "RESOURCE_EXHAUSTED"),
        /// The disk is full; another node may have room.
        DISK_FULL(507, "RESOURCE_EXHAUSTED"),
        /// Something is wrong with this node, not with the request.
        INTERNAL(500, "INTERNAL");

        private final int httpStatus;
        private final String status;

        Reason(int httpStatus, String status) {
            this.httpStatus = httpStatus;
            this.status = status;
        }

        /// The HTTP status.
        public int httpStatus() {
            return httpStatus;
        }

        /// The status word of the error body.
        public String status() {
            return status;
        }
    }

    /// @param message which blob and sliver, expected against got, what to do next
    public NodeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// @param message which blob and sliver, expected against got, what to do next
    public NodeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
