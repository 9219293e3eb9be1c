package dev.floe.storage.walrus;

import java.time.Instant;

/// Where in its life a storage epoch is.
public sealed interface EpochPhase {

    /// New owners of storage shards copy them; until a quorum has done so, blobs certified before this epoch are
    /// read from the committee before.
    ///
    /// @param syncedWeight storage shards of the nodes that are done
    record Syncing(int syncedWeight) implements EpochPhase {}

    /// The epoch is in full swing.
    ///
    /// @param since when a quorum had its shards
    record Running(Instant since) implements EpochPhase {}

    /// The next committee and its capacity are chosen.
    ///
    /// @param since when a quorum had its shards in this epoch
    record NextChosen(Instant since) implements EpochPhase {}
}
