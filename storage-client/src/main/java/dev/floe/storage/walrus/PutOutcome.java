package dev.floe.storage.walrus;

/// What a node did with metadata or a sliver that it was sent.
public enum PutOutcome {
    /// Stored; HTTP 201.
    CREATED,
    /// It had it before; HTTP 200.
    PRESENT,
    /// Held until the blob is registered; HTTP 202.
    BUFFERED
}
