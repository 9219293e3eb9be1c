package dev.floe.format;

/// What went wrong, as seen from outside: the HTTP status and the exit code each situation has, in one table.
/// `docs/reference/failures.md` shows it to users and is checked against this.
public enum FailureKind {
    /// A malformed id, range, body, header or manifest from the caller.
    MALFORMED(400, 2, Retry.NO),
    /// No credentials, or bad ones.
    UNAUTHENTICATED(401, 4, Retry.NO),
    /// Valid credentials, but no right. On key routes "unknown" looks the same.
    FORBIDDEN(403, 4, Retry.NO),
    /// The blob, version or lease is unknown, or its period is over.
    NOT_FOUND(404, 3, Retry.NO),
    /// Somebody else changed it first; the message names what is current.
    CONFLICT(409, 7, Retry.AFTER_READING_AGAIN),
    /// A body over its limit.
    BODY_TOO_LARGE(413, 2, Retry.NO),
    /// A request target over its limit.
    TARGET_TOO_LONG(414, 2, Retry.NO),
    /// A range that starts past the end; the answer says `Content-Range: bytes */len`.
    RANGE_NOT_SATISFIABLE(416, 2, Retry.NO),
    /// A header block over its limit.
    HEADERS_TOO_LARGE(431, 2, Retry.NO),
    /// Too many requests; the answer has `Retry-After`.
    TOO_MANY_REQUESTS(429, 5, Retry.LATER),
    /// Disk or quota full; sent before the body is read.
    STORAGE_FULL(507, 5, Retry.ELSEWHERE),
    /// No quorum, stale ledger, overload or shutdown; the answer has `Retry-After`.
    UNAVAILABLE(503, 5, Retry.LATER),
    /// The caller's deadline passed.
    DEADLINE_EXCEEDED(504, 5, Retry.LATER),
    /// Stored or remote data breaks a digest, a proof, a tag or a format rule.
    CORRUPT(502, 6, Retry.ELSEWHERE),
    /// A change may or may not have happened; ask with the key before repeating it.
    OUTCOME_UNKNOWN(503, 8, Retry.AFTER_READING_AGAIN),
    /// A bug; the body has only a request id.
    BUG(500, 70, Retry.NO);

    /// What a caller may do about a failure besides giving up.
    public enum Retry {
        /// The same request fails again.
        NO,
        /// The same request may succeed after a pause.
        LATER,
        /// Another source or node may succeed now.
        ELSEWHERE,
        /// First find out what the state is.
        AFTER_READING_AGAIN
    }

    private final int httpStatus;
    private final int exitCode;
    private final Retry retry;

    FailureKind(int httpStatus, int exitCode, Retry retry) {
        this.httpStatus = httpStatus;
        this.exitCode = exitCode;
        this.retry = retry;
    }

    /// The HTTP status of an answer.
    public int httpStatus() {
        return httpStatus;
    }

    /// The exit code of the command line.
    public int exitCode() {
        return exitCode;
    }

    /// What the caller may do.
    public Retry retry() {
        return retry;
    }

    /// The kind of an exception, as far as its type tells. A server that knows better (a body too large, a
    /// deadline) answers with that kind itself.
    public static FailureKind of(Throwable thrown) {
        return switch (thrown) {
            case DataException.NotFound _ -> NOT_FOUND;
            case DataException.Denied _ -> FORBIDDEN;
            case DataException.Corrupt _ -> CORRUPT;
            case DataException.Unavailable e -> e.pendingKey().isPresent() ? OUTCOME_UNKNOWN : UNAVAILABLE;
            case IllegalArgumentException _ -> MALFORMED;
            case IllegalStateException _ -> CONFLICT;
            default -> BUG;
        };
    }
}
