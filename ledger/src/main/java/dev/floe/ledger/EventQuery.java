package dev.floe.ledger;

/// Which events are wanted.
///
/// @param filter          which
/// @param firstCheckpoint not before this checkpoint
public record EventQuery(EventFilter filter, long firstCheckpoint) {

    /// All events that pass `filter`.
    public static EventQuery of(EventFilter filter) {
        return new EventQuery(filter, 0);
    }

    /// Those not before `checkpoint`.
    public EventQuery from(long checkpoint) {
        return new EventQuery(filter, checkpoint);
    }
}
