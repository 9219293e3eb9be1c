package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.SliverData;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.host.Deadline;
import java.time.Duration;
import java.util.List;

/// One storage node, as its REST API offers it: `walrus-protocol.md` §3. Safe for concurrent use.
///
/// Nothing a node answers is to be trusted: answers have the right form, but id, hashes, proofs and signatures are
/// for the caller to check. All calls block, and fail in these ways:
///
/// - [NodeRefusedException]: the node understood and said no; its reason says why.
/// - [DataException.Unavailable]: not reached, no answer by the deadline, or the connection broke.
/// - [DataException.Corrupt]: the answer breaks a format rule or a limit.
/// - [InterruptedException]: the thread was interrupted; the request is abandoned.
public interface NodeClient {

    /// The metadata of a blob, not compared with the id.
    ///
    /// @throws NodeRefusedException `METADATA_NOT_FOUND`, `FORBIDDEN_BLOB`
    BlobMetadataWithId metadata(BlobId id, Deadline deadline) throws InterruptedException;

    /// Whether the node has the metadata.
    StoredStatus metadataStatus(BlobId id, Deadline deadline) throws InterruptedException;

    /// Sends metadata.
    ///
    /// @param pending whether the node may buffer it when it has not seen the registration
    /// @throws NodeRefusedException `NOT_REGISTERED`, `CACHE_SATURATED`, `INVALID_METADATA`, `INVALID_BLOB`,
    ///     `UNSUPPORTED_ENCODING_TYPE`
    PutOutcome putMetadata(BlobId id, BlobMetadata metadata, boolean pending, Deadline deadline)
            throws InterruptedException;

    /// One sliver of a pair, not checked against the metadata.
    ///
    /// @param maxBytes how many bytes of symbols to accept at most: what the metadata says a sliver has
    /// @throws NodeRefusedException `SLIVER_NOT_FOUND`, `INDEX_OUT_OF_RANGE`, `SHARD_NOT_ASSIGNED`,
    ///     `FORBIDDEN_BLOB`
    SliverData sliver(BlobId id, int pair, Axis axis, int maxBytes, Deadline deadline) throws InterruptedException;

    /// Whether the node has a sliver.
    StoredStatus sliverStatus(BlobId id, int pair, Axis axis, Deadline deadline) throws InterruptedException;

    /// Sends a sliver; its metadata must be there.
    ///
    /// @param pending as for [#putMetadata]
    /// @throws NodeRefusedException `NOT_REGISTERED`, `METADATA_NOT_FOUND`, `INVALID_SLIVER`,
    ///     `SLIVER_INDEX_MISMATCH`, `SHARD_NOT_ASSIGNED`, `SLIVER_TOO_LARGE`
    PutOutcome putSliver(BlobId id, int pair, SliverData sliver, boolean pending, Deadline deadline)
            throws InterruptedException;

    /// The node's signature that it holds all its slivers of the blob; not verified.
    ///
    /// @param wait how long the node may wait until it sees the registration; zero for not at all
    /// @throws NodeRefusedException `NOT_REGISTERED`, `MISSING_SLIVERS`
    SignedMessage confirmation(BlobId id, Persistence persistence, Duration wait, Deadline deadline)
            throws InterruptedException;

    /// Symbols with proofs, those that the node has; not verified.
    ///
    /// @throws NodeRefusedException `SYMBOL_NOT_PRESENT_AT_SHARDS`, `UNAVAILABLE` when it is busy
    List<GeneralRecoverySymbol> recoverySymbols(BlobId id, SymbolQuery query, Deadline deadline)
            throws InterruptedException;

    /// Symbols without proofs to rebuild several slivers of `targetAxis`.
    ///
    /// @param targets indices of slivers
    SymbolsByTarget decodingSymbols(BlobId id, Axis targetAxis, List<Integer> targets, Deadline deadline)
            throws InterruptedException;

    /// Shows the node that a blob is encoded inconsistently; it answers with its signature of that; not verified.
    ///
    /// @throws NodeRefusedException `INVALID_PROOF`, `METADATA_NOT_FOUND`
    SignedMessage inconsistencyProof(BlobId id, InconsistencyProof proof, Deadline deadline)
            throws InterruptedException;

    /// What the node knows about a blob from the ledger.
    BlobStatus blobStatus(BlobId id, Deadline deadline) throws InterruptedException;

    /// How the node is.
    NodeHealth health(Deadline deadline) throws InterruptedException;

    /// Slivers of a storage shard that the calling node takes over; for storage nodes only.
    ///
    /// @param caller the calling node's key, which signed `request`
    /// @param request a signed [dev.floe.format.committee.StorageMessage.SyncShard]
    /// @throws NodeRefusedException `REQUEST_UNAUTHORIZED`, `INVALID_EPOCH`, `SLIVER_COUNT_EXCEEDS_LIMIT`,
    ///     `SHARD_NOT_ASSIGNED`
    SyncedSlivers syncShard(MinPk.PublicKey caller, SignedMessage request, Deadline deadline)
            throws InterruptedException;
}
