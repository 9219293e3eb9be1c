package dev.floe.storage.walrus;

/// How a simulated storage node misbehaves.
enum SimNodeFault {
    /// Not at all.
    NONE,
    /// Never answers.
    HANGS,
    /// Refuses connections.
    AWAY,
    /// Answers, but very late.
    LATE,
    /// Flips a bit in everything it gives.
    WRONG,
    /// Cuts off what it gives.
    SHORT,
    /// Gives slivers and metadata of something else.
    FOREIGN,
    /// Right and wrong in turn.
    EQUIVOCATES,
    /// Confirms, but keeps nothing.
    FORGETS,
    /// Confirms with a signature that is not its own.
    FORGES,
    /// Confirms another epoch than there is.
    WRONG_EPOCH,
    /// Says it knows nothing.
    DENIES;

    boolean lies() {
        return switch (this) {
            case WRONG, SHORT, FOREIGN, EQUIVOCATES, FORGES, WRONG_EPOCH -> true;
            case NONE, HANGS, AWAY, LATE, FORGETS, DENIES -> false;
        };
    }
}
