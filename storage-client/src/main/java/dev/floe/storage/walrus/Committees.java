package dev.floe.storage.walrus;

import java.util.Optional;

/// The committees that matter at one moment.
///
/// @param current the committee of the current epoch: takes writes, signs, serves blobs certified in this epoch
/// @param previous the one before it; none in the first epoch
/// @param phase where in its life the current epoch is
public record Committees(NodeCommittee current, Optional<NodeCommittee> previous, EpochPhase phase) {

    /// The committee that serves a blob first certified in `certifiedEpoch`: the previous one while the current
    /// copies shards and the blob is older than it.
    public NodeCommittee forReading(long certifiedEpoch) {
        boolean isOlder = certifiedEpoch < current.epoch();
        return phase instanceof EpochPhase.Syncing && isOlder ? previous.orElse(current) : current;
    }
}
