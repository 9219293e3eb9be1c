package dev.floe.node;

import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import java.util.OptionalLong;
import java.util.Set;

/// The storage challenge as it stands on the ledger; rules: `storage_challenge` in `contracts/walrus`.
///
/// @param manager the object that runs it
/// @param epoch the epoch of the last round
/// @param lastSeed the seed of that round once it is drawn, else of the round before; 32 bytes
/// @param samples how many samples each node must show
/// @param revealed nodes that gave their part of the seed
/// @param deadlineMillis when answers are due, once the seed is drawn
/// @param passed nodes that passed
/// @param isSettled whether failing nodes have lost their rewards
/// @param nowMillis the ledger's time when this was read
public record ChallengeRound(
        Address manager,
        long epoch,
        Bytes lastSeed,
        int samples,
        Set<Address> revealed,
        OptionalLong deadlineMillis,
        Set<Address> passed,
        boolean isSettled,
        long nowMillis) {

    public ChallengeRound {
        revealed = Set.copyOf(revealed);
        passed = Set.copyOf(passed);
    }

    /// Whether nodes must show their samples now.
    boolean isRunning(long currentEpoch) {
        return epoch == currentEpoch && deadlineMillis.isPresent() && nowMillis < deadlineMillis.getAsLong();
    }

    /// Whether time is up and nobody has said so.
    boolean isDue(long currentEpoch) {
        return epoch == currentEpoch
                && deadlineMillis.isPresent()
                && nowMillis >= deadlineMillis.getAsLong()
                && !isSettled;
    }

    /// Whether the seed of this epoch is still wanted from `node`.
    boolean wantsSeedOf(Address node, long currentEpoch) {
        return epoch != currentEpoch || deadlineMillis.isEmpty() && !revealed.contains(node);
    }
}
