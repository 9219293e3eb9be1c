package dev.floe.storage;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;

/// Gives the metadata of blobs, which names the hash of every sliver.
@FunctionalInterface
public interface MetadataSource {

    /// The metadata of a blob.
    ///
    /// @throws dev.floe.format.DataException.NotFound if there is none
    BlobMetadataWithId metadata(BlobId id);
}
