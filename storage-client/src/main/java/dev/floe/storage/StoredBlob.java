package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.Digest;
import java.util.Optional;

/// A blob that is stored.
///
/// @param id its name
/// @param sizeBytes its length
/// @param endEpoch the storage epoch in which it is no longer kept
/// @param objectId the blob object on the ledger; none where there is no ledger, or when somebody else's object
///     already keeps the blob long enough
/// @param isNew whether this call stored it; false if it was stored long enough before
/// @param costFrost what this call paid for storage, in the smallest unit of WAL
public record StoredBlob(
        BlobId id, long sizeBytes, long endEpoch, Optional<Digest> objectId, boolean isNew, long costFrost) {}
