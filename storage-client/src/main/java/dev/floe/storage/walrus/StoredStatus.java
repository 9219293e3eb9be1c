package dev.floe.storage.walrus;

/// Whether a node has metadata or a sliver. JSON: the name in lower case.
public enum StoredStatus {
    /// It has not.
    NONEXISTENT,
    /// It holds it until the blob is registered.
    BUFFERED,
    /// It stores it.
    STORED
}
