package dev.floe.ledger;

import dev.floe.format.Bytes;

/// A place in the stream of events of one query on one ledger; opaque. May be stored and used after a restart.
///
/// @param token what the ledger gave
public record EventCursor(Bytes token) {

    /// Before the first event.
    public static final EventCursor START = new EventCursor(Bytes.EMPTY);

    /// Parses the text form.
    ///
    /// @throws IllegalArgumentException if `text` is not hex
    public static EventCursor parse(String text) {
        return new EventCursor(Bytes.parseHex(text));
    }

    /// Hex.
    @Override
    public String toString() {
        return token.toHex();
    }
}
