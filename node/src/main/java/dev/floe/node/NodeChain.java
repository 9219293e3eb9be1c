package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.committee.Certificate;
import dev.floe.ledger.Address;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventPage;
import dev.floe.storage.walrus.Committees;
import java.util.Optional;

/// What a node needs of the ledger. All calls block; they fail with
/// [dev.floe.format.DataException.Unavailable] when the ledger is not reached. Safe for concurrent use.
public interface NodeChain {

    /// The committees as of now.
    Committees committees();

    /// The next events of the storage contracts after a cursor, every one once, oldest first; returns at once.
    EventPage events(EventCursor after, int limit);

    /// Says that this node has all storage shards it gained in `epoch`. Saying it again does nothing.
    void syncDone(long epoch);

    /// Has a blob marked invalid. Does nothing if it is already.
    ///
    /// @param certificate of a third of the storage shards
    void invalidate(BlobId blob, Certificate certificate);

    /// The storage challenge of the network; none if it has none.
    default Optional<ChallengeRound> challenge() {
        return Optional.empty();
    }

    /// Gives this node's part of the seed.
    default void reveal(Address manager, Bytes signature) {
        throw noChallenges();
    }

    /// Records that this node passed.
    ///
    /// @param members how many members the committee has
    default void attest(Address manager, Certificate certificate, int members) {
        throw noChallenges();
    }

    /// Has nodes that did not pass lose their rewards.
    default void settle(Address manager) {
        throw noChallenges();
    }

    private static IllegalStateException noChallenges() {
        return new IllegalStateException("this network has no storage challenges");
    }
}
