package dev.floe.storage.walrus;

/// What is checked besides that every byte is one its blob id commits to.
public enum Consistency {
    /// Every piece has the hash that the metadata, and so the blob id, gives for it. Two readers never get
    /// different bytes. A blob that was encoded wrongly on purpose may be readable by one set of nodes and not by
    /// another.
    DEFAULT,
    /// The blob is encoded again and must give its id: then it is readable from any set of enough nodes. Costs the
    /// time of an encoding.
    STRICT
}
