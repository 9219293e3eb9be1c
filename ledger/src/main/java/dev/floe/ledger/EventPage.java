package dev.floe.ledger;

import java.util.List;

/// Events after a cursor.
///
/// @param events oldest first
/// @param next   the cursor to go on with; moves on even when there are no events
/// @param atTip  whether nothing more is known to follow at the moment
public record EventPage(List<Entry> events, EventCursor next, boolean atTip) {

    public EventPage {
        events = List.copyOf(events);
    }

    /// An event in its place.
    ///
    /// @param event       the event
    /// @param transaction the transaction that emitted it
    /// @param index       which of that transaction's events, from 0
    /// @param checkpoint  sequence number of the checkpoint
    /// @param cursor      the cursor right after it
    public record Entry(Event event, TransactionDigest transaction, int index, long checkpoint, EventCursor cursor) {}
}
