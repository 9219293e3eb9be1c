package dev.floe.format;

import java.util.Optional;

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

        // Empty unless the outcome of a change is unknown; a String, since Optional does not belong in a field.
        private final String pendingKey;

        public Unavailable(String message) {
            super(message);
            this.pendingKey = "";
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
            this.pendingKey = "";
        }

        private Unavailable(String message, Throwable cause, String pendingKey) {
            super(message, cause);
            this.pendingKey = pendingKey;
        }

        /// A change that was sent, but whose outcome is not known. The caller asks with `key` before repeating it.
        ///
        /// @param key what to ask by: a transaction digest or an idempotency key
        public static Unavailable outcomeUnknown(String message, String key, Throwable cause) {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("an unknown outcome needs a key to ask by");
            }
            return new Unavailable(message + "; ask with the key " + key + " before repeating it", cause, key);
        }

        /// The key to ask by, if the outcome of a change is unknown.
        public Optional<String> pendingKey() {
            return pendingKey.isEmpty() ? Optional.empty() : Optional.of(pendingKey);
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
