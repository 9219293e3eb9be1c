package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.sui.rpc.QueryProto.Ordering;
import dev.floe.sui.rpc.QueryProto.QueryEndReason;
import dev.floe.sui.rpc.QueryProto.QueryOptions;
import java.nio.ByteBuffer;

/// The part of the history that a List request asks for: places strictly between two bounds, in one direction.
/// A place is a transaction and one of its events; as a cursor 12 bytes, number `u64` and index `u32` big-endian.
///
/// @param after       lower bound
/// @param before      upper bound
/// @param isAscending the direction
/// @param limit       at most so many items
/// @param exhausted   why it ends when everything was given
record HistoryRange(Place after, Place before, boolean isAscending, int limit, QueryEndReason exhausted) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /// A place in the history.
    ///
    /// @param number the transaction, −1 before the first
    /// @param index  the event, [#LAST] for the end of the transaction
    record Place(long number, int index) implements Comparable<Place> {
        static final int LAST = Integer.MAX_VALUE;
        private static final int BYTES = Long.BYTES + Integer.BYTES;

        @Override
        public int compareTo(Place other) {
            int order = Long.compare(number, other.number);
            return order != 0 ? order : Integer.compare(index, other.index);
        }

        ByteString cursor() {
            return ByteString.copyFrom(
                    ByteBuffer.allocate(BYTES).putLong(number).putInt(index).flip());
        }

        static Place parse(String field, ByteString cursor) {
            if (cursor.size() != BYTES) {
                throw RpcException.invalid(field, field + ": not a cursor of this ledger");
            }
            ByteBuffer in = cursor.asReadOnlyByteBuffer();
            Place place = new Place(in.getLong(), in.getInt());
            if (place.number < -1 || place.index < 0) {
                throw RpcException.invalid(field, field + ": not a cursor of this ledger");
            }
            return place;
        }
    }

    static HistoryRange of(
            LocalLedger ledger, boolean hasStart, long start, boolean hasEnd, long end, QueryOptions options) {
        boolean ascending = options.getOrdering() == Ordering.ORDERING_ASCENDING;
        Place tip = new Place(ledger.transactionCount(), 0);
        Place after = new Place(hasStart ? firstOf(ledger, start) - 1 : -1, Place.LAST);
        Place before = tip;
        QueryEndReason reason = ascending
                ? QueryEndReason.QUERY_END_REASON_LEDGER_TIP
                : QueryEndReason.QUERY_END_REASON_CHECKPOINT_BOUND;
        if (hasEnd) {
            Place bound = new Place(firstOf(ledger, end), 0);
            if (bound.compareTo(before) < 0) {
                before = bound;
                reason = QueryEndReason.QUERY_END_REASON_CHECKPOINT_BOUND;
            }
        }
        if (options.hasAfter()) {
            Place bound = Place.parse("options.after", options.getAfter());
            if (bound.compareTo(after) > 0) {
                after = bound;
                reason = ascending ? reason : QueryEndReason.QUERY_END_REASON_CURSOR_BOUND;
            }
        }
        if (options.hasBefore()) {
            Place bound = Place.parse("options.before", options.getBefore());
            if (bound.compareTo(before) < 0) {
                before = bound;
                reason = ascending ? QueryEndReason.QUERY_END_REASON_CURSOR_BOUND : reason;
            }
        }
        int wanted = options.hasLimit() && options.getLimit() != 0 ? options.getLimit() : DEFAULT_LIMIT;
        int limit = wanted < 0 ? MAX_LIMIT : Math.min(wanted, MAX_LIMIT);
        return new HistoryRange(after, before, ascending, limit, reason);
    }

    boolean contains(Place place) {
        return place.compareTo(after) > 0 && place.compareTo(before) < 0;
    }

    /// The first transaction to look at.
    long from() {
        if (isAscending) {
            return after.index() == Place.LAST ? after.number() + 1 : Math.max(0, after.number());
        }
        return before.index() == 0 ? before.number() - 1 : before.number();
    }

    /// The transaction at which to stop, itself not looked at.
    long until() {
        if (isAscending) {
            return before.index() == 0 ? before.number() : before.number() + 1;
        }
        return after.index() == Place.LAST ? after.number() : after.number() - 1;
    }

    /// Where a reader goes on after all of this was given.
    Place end() {
        if (isAscending) {
            Place last = before.index() == 0 ? new Place(before.number() - 1, Place.LAST) : before;
            return last.compareTo(after) > 0 ? last : after;
        }
        Place first = new Place(after.number() + 1, 0);
        return first.compareTo(before) < 0 ? first : before;
    }

    /// Where a reader goes on when transactions up to, and without, `next` were looked at.
    Place scannedTo(long next) {
        return isAscending ? new Place(next - 1, Place.LAST) : new Place(next + 1, 0);
    }

    private static long firstOf(LocalLedger ledger, long checkpoint) {
        return checkpoint == 0
                ? 0
                : ledger.checkpoint(checkpoint - 1)
                        .map(before -> before.totalTransactions())
                        .orElse(ledger.transactionCount());
    }
}
