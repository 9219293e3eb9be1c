package dev.floe.format;

/// A failure of data or of the systems that hold it. The kind says what the caller does next, the message says the
/// rest: what, which, expected against got, what to do.
///
/// Misuse is [IllegalArgumentException] or [IllegalStateException]; see `docs/reference/failures.md` for exit codes
/// and HTTP statuses.
public abstract sealed class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private DataException(String message) {
        super(message);
    }

    private DataException(String message, Throwable cause) {
        super(message, cause);
    }

    /// No such blob, version or lease, or its period is over. The caller stops and fixes the name.
    public static final class NotFound extends DataException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Network, node, quorum, disk or interruption. The caller retries with back-off or tries another source.
    public static final class Unavailable extends DataException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// No lease, bad credentials, or the key servers refuse. The caller gets access.
    public static final class Denied extends DataException {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(message);
        }

        public Denied(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Bytes break a format rule, a digest or a proof. The caller drops that source and tells someone.
    public static final class Corrupt extends DataException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message);
        }

        public Corrupt(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
