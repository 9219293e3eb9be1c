package dev.floe.storage;

import dev.floe.format.DataException;
import dev.floe.host.ByteArea;

/// Stores blobs for a number of storage epochs. Safe for concurrent use.
///
/// Calls block and are meant to run on virtual threads.
public interface BlobPublisher extends AutoCloseable {

    /// Stores `content`; returns when a quorum of storage nodes has confirmed on the ledger that they hold it, or
    /// what the implementation documents as its equivalent. Calling again after a failure or a crash goes on where
    /// it stopped, and pays nothing twice.
    ///
    /// @param content must not change meanwhile; stays the caller's
    /// @throws DataException.Unavailable if no quorum confirmed in time; says how many did
    /// @throws DataException.Denied if the network refuses the account
    /// @throws IllegalArgumentException if the blob is too long for the network, or an option is out of range
    /// @throws IllegalStateException if the wallet does not hold enough to pay
    StoredBlob publish(ByteArea content, PublishOptions options);

    /// Releases connections. Closing twice does nothing.
    @Override
    void close();
}
