package dev.floe.ledger;

import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Follows events as they come: every one once, in order, also across restarts when the cursor of the last handled
/// event
/// is kept and given again. Not safe for concurrent use.
public final class EventFollower {

    private static final int PAGE = 200;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final EventQuery query;
    private final Deque<EventPage.Entry> ready = new ArrayDeque<>();
    private EventCursor readUpTo;
    private Duration wait = FIRST_WAIT;

    /// Follows from `after` on.
    public EventFollower(Ledger ledger, EventQuery query, EventCursor after) {
        this.ledger = ledger;
        this.query = query;
        this.readUpTo = after;
    }

    /// The next event, or none when the deadline passes first. When it has been handled, keep its cursor.
    ///
    /// @throws DataException.Unavailable if the ledger cannot be reached; calling again goes on without a gap
    public Optional<EventPage.Entry> next(Deadline deadline) {
        while (ready.isEmpty()) {
            EventPage page = ledger.events(query, readUpTo, PAGE);
            ready.addAll(page.events());
            readUpTo = page.next();
            if (!ready.isEmpty()) {
                wait = FIRST_WAIT;
            } else if (page.atTip() && !pause(deadline)) {
                return Optional.empty();
            } else if (deadline.isOver()) {
                return Optional.empty();
            }
        }
        return Optional.of(ready.removeFirst());
    }

    private boolean pause(Deadline deadline) {
        try {
            boolean left = deadline.sleep(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException.Unavailable("following events was interrupted", e);
        }
    }
}
