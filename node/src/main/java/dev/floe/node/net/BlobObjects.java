package dev.floe.node.net;

import dev.floe.format.BlobId;
import dev.floe.ledger.Address;
import java.util.OptionalLong;
import java.util.SortedMap;

/// Blob objects on the ledger, as an aggregator and a publisher need them.
@FunctionalInterface
public interface BlobObjects {

    /// The blob object `id`.
    ///
    /// @throws dev.floe.format.DataException.NotFound if there is none
    BlobObjectView find(Address id);

    /// One blob object.
    ///
    /// @param id the object
    /// @param blobId the blob
    /// @param sizeBytes its length
    /// @param registeredEpoch when it was registered
    /// @param certifiedEpoch when it was certified, if it is
    /// @param deletable whether its owner may delete it
    /// @param storageId the storage resource it holds
    /// @param startEpoch when that begins
    /// @param endEpoch when that ends, exclusive
    /// @param storageSizeBytes how much that is, encoded
    /// @param attributes what is said about the blob on the ledger
    record BlobObjectView(
            Address id,
            BlobId blobId,
            long sizeBytes,
            long registeredEpoch,
            OptionalLong certifiedEpoch,
            boolean deletable,
            Address storageId,
            long startEpoch,
            long endEpoch,
            long storageSizeBytes,
            SortedMap<String, String> attributes) {}
}
