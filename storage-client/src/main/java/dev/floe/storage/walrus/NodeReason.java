package dev.floe.storage.walrus;

import java.util.Arrays;
import java.util.Optional;

/// Why a storage node refuses, with the status of its answer. Names are those on the wire, in the domain
/// `storage.walrus.space`. Source: `walrus-protocol.md` §3.
public enum NodeReason {
    /// The node has no metadata of the blob.
    METADATA_NOT_FOUND(Status.NOT_FOUND),
    /// The node has not this sliver.
    SLIVER_NOT_FOUND(Status.NOT_FOUND),
    /// The node's operator does not serve this blob.
    FORBIDDEN_BLOB(Status.UNAVAILABLE_FOR_LEGAL_REASONS),
    /// The node has not seen the registration, or the blob has ended.
    NOT_REGISTERED(Status.FAILED_PRECONDITION),
    /// The node buffers too much for blobs that are not registered.
    CACHE_SATURATED(Status.FAILED_PRECONDITION),
    /// The metadata does not give the blob's id.
    INVALID_METADATA(Status.INVALID_ARGUMENT),
    /// The blob was proved to be encoded inconsistently.
    INVALID_BLOB(Status.FAILED_PRECONDITION),
    /// The encoding is not RS2.
    UNSUPPORTED_ENCODING_TYPE(Status.INVALID_ARGUMENT),
    /// A sliver pair that does not exist.
    INDEX_OUT_OF_RANGE(Status.INVALID_ARGUMENT),
    /// The sliver belongs to another node.
    SHARD_NOT_ASSIGNED(Status.FAILED_PRECONDITION),
    /// The sliver does not have the hash of the metadata.
    INVALID_SLIVER(Status.INVALID_ARGUMENT),
    /// The sliver is not of the pair that the path says.
    SLIVER_INDEX_MISMATCH(Status.INVALID_ARGUMENT),
    /// The body is longer than any sliver of this network.
    SLIVER_TOO_LARGE(Status.SIZE_EXCEEDED),
    /// The node has not all slivers that it must hold to confirm.
    MISSING_SLIVERS(Status.FAILED_PRECONDITION),
    /// The node holds neither sliver of the symbol.
    SYMBOL_NOT_PRESENT_AT_SHARDS(Status.NOT_FOUND),
    /// A symbol outside the matrix.
    RECOVERY_SYMBOL_OUT_OF_RANGE(Status.INVALID_ARGUMENT),
    /// No target was named.
    NO_TARGET_SLIVERS_SPECIFIED(Status.INVALID_ARGUMENT),
    /// The proof does not show an inconsistency.
    INVALID_PROOF(Status.INVALID_ARGUMENT),
    /// The caller is not the new owner of the shard, or did not sign.
    REQUEST_UNAUTHORIZED(Status.PERMISSION_DENIED),
    /// The caller is in another epoch.
    INVALID_EPOCH(Status.INVALID_ARGUMENT),
    /// More slivers asked for than the node gives at once.
    SLIVER_COUNT_EXCEEDS_LIMIT(Status.INVALID_ARGUMENT),
    /// Busy; later.
    UNAVAILABLE(Status.UNAVAILABLE),
    /// Anything else; the message says what.
    OTHER(Status.INTERNAL);

    /// The domain of these reasons in error answers.
    public static final String DOMAIN = "storage.walrus.space";

    /// Kinds of error answers, with their HTTP status.
    public enum Status {
        /// The request is malformed.
        INVALID_ARGUMENT(400),
        /// The request does not fit the state.
        FAILED_PRECONDITION(400),
        /// The caller did not say who it is.
        UNAUTHENTICATED(401),
        /// The caller may not.
        PERMISSION_DENIED(403),
        /// The body is too long.
        SIZE_EXCEEDED(403),
        /// There is no such thing.
        NOT_FOUND(404),
        /// The range is past the end.
        RANGE_NOT_SATISFIABLE(416),
        /// Too many requests.
        RESOURCE_EXHAUSTED(429),
        /// Not served here.
        UNAVAILABLE_FOR_LEGAL_REASONS(451),
        /// A failure of the node.
        INTERNAL(500),
        /// Not now.
        UNAVAILABLE(503),
        /// It took too long.
        DEADLINE_EXCEEDED(504);

        private final int http;

        Status(int http) {
            this.http = http;
        }

        /// The HTTP status.
        public int http() {
            return http;
        }
    }

    private final Status status;

    NodeReason(Status status) {
        this.status = status;
    }

    /// The status of an answer with this reason.
    public Status status() {
        return status;
    }

    /// The reason called `name` on the wire.
    public static Optional<NodeReason> find(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }
}
