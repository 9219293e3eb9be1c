package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryScan;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.rpc.RpcCall;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.ledger.net.internal.service.HistoryRange.Place;
import dev.floe.sui.rpc.ExecutedTransactionProto;
import dev.floe.sui.rpc.LedgerServiceProto.ListCheckpointsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.ListCheckpointsResponse;
import dev.floe.sui.rpc.LedgerServiceProto.ListEventsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.ListEventsResponse;
import dev.floe.sui.rpc.LedgerServiceProto.ListTransactionsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.ListTransactionsResponse;
import dev.floe.sui.rpc.QueryProto.QueryEnd;
import dev.floe.sui.rpc.QueryProto.QueryEndReason;
import dev.floe.sui.rpc.QueryProto.Watermark;
import java.util.List;

/// The lists of `sui.rpc.v2.LedgerService`: streams of items, each with the cursor right after it; the last frame
/// says why the list ends.
final class HistoryMethods {

    private static final String SERVICE = "sui.rpc.v2.LedgerService/";
    private static final int SCAN_STEP = 1_000;
    private static final int MAX_SCANNED = 100_000;

    private final LocalLedger ledger;
    private final Rendering rendering;
    private final Checkpoints checkpoints;

    HistoryMethods(LocalLedger ledger, Rendering rendering, Checkpoints checkpoints) {
        this.ledger = ledger;
        this.rendering = rendering;
        this.checkpoints = checkpoints;
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.streaming(SERVICE + "ListTransactions", ListTransactionsRequest.parser(), this::transactions),
                RpcMethod.streaming(SERVICE + "ListEvents", ListEventsRequest.parser(), this::events),
                RpcMethod.streaming(SERVICE + "ListCheckpoints", ListCheckpointsRequest.parser(), this::checkpoints));
    }

    /// Takes what a scan finds; returns whether it wants more.
    @FunctionalInterface
    private interface Taker {
        boolean take(LedgerTransaction transaction);
    }

    private void transactions(ListTransactionsRequest request, RpcCall call) {
        ReadMask mask = LedgerMethods.transactionMask(request.getReadMask(), request.hasReadMask());
        HistoryFilter filter = Filters.of(request.getFilter());
        HistoryRange range = HistoryRange.of(
                ledger,
                request.hasStartCheckpoint(),
                request.getStartCheckpoint(),
                request.hasEndCheckpoint(),
                request.getEndCheckpoint(),
                request.getOptions());
        int[] left = {range.limit()};
        End end = scan(filter, range, call, transaction -> {
            Place place = new Place(transaction.number(), range.isAscending() ? Place.LAST : 0);
            ListTransactionsResponse.Builder item = ListTransactionsResponse.newBuilder()
                    .setTransaction(rendering.executed(transaction, mask))
                    .setWatermark(watermark(place));
            boolean last = --left[0] == 0;
            call.send(
                    last
                            ? item.setEnd(end(QueryEndReason.QUERY_END_REASON_ITEM_LIMIT))
                                    .build()
                            : item.build());
            return !last;
        });
        if (left[0] > 0) {
            call.send(ListTransactionsResponse.newBuilder()
                    .setWatermark(watermark(end.place()))
                    .setEnd(end(end.reason()))
                    .build());
        }
    }

    private void events(ListEventsRequest request, RpcCall call) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(),
                request.hasReadMask(),
                ExecutedTransactionProto.Event.getDescriptor(),
                "event_type");
        HistoryFilter filter = Filters.of(request.getFilter());
        HistoryRange range = HistoryRange.of(
                ledger,
                request.hasStartCheckpoint(),
                request.getStartCheckpoint(),
                request.hasEndCheckpoint(),
                request.getEndCheckpoint(),
                request.getOptions());
        int[] left = {range.limit()};
        End end = scan(filter, range, call, transaction -> {
            int count = transaction.events().size();
            for (int i = 0; i < count && left[0] > 0; i++) {
                int index = range.isAscending() ? i : count - 1 - i;
                Place place = new Place(transaction.number(), index);
                if (range.contains(place)
                        && filter.matches(transaction, transaction.events().get(index))) {
                    ListEventsResponse.Builder item = ListEventsResponse.newBuilder()
                            .setEvent(rendering.event(transaction, index, mask))
                            .setWatermark(watermark(place));
                    boolean last = --left[0] == 0;
                    call.send(
                            last
                                    ? item.setEnd(end(QueryEndReason.QUERY_END_REASON_ITEM_LIMIT))
                                            .build()
                                    : item.build());
                }
            }
            return left[0] > 0;
        });
        if (left[0] > 0) {
            call.send(ListEventsResponse.newBuilder()
                    .setWatermark(watermark(end.place()))
                    .setEnd(end(end.reason()))
                    .build());
        }
    }

    private record End(Place place, QueryEndReason reason) {}

    private End scan(HistoryFilter filter, HistoryRange range, RpcCall call, Taker taker) {
        long at = range.from();
        long until = range.until();
        boolean isEmpty = range.isAscending() ? at >= until : at <= until;
        for (int scanned = 0; !isEmpty && scanned < MAX_SCANNED && call.isOpen(); scanned += SCAN_STEP) {
            HistoryScan scan = ledger.find(filter, at, until, range.isAscending(), SCAN_STEP);
            if (scan.isExhausted()) {
                return new End(range.end(), range.exhausted());
            }
            at = scan.next();
            if (scan.found().isPresent()) {
                scanned -= SCAN_STEP - 1;
                if (!taker.take(scan.found().get())) {
                    return new End(range.scannedTo(at), QueryEndReason.QUERY_END_REASON_ITEM_LIMIT);
                }
            }
        }
        return isEmpty
                ? new End(range.end(), range.exhausted())
                : new End(range.scannedTo(at), QueryEndReason.QUERY_END_REASON_SCAN_LIMIT);
    }

    /// Checkpoints are found by walking over them; a cursor names the last transaction of the checkpoint.
    private void checkpoints(ListCheckpointsRequest request, RpcCall call) {
        ReadMask mask = Checkpoints.mask(request.getReadMask(), request.hasReadMask());
        HistoryFilter filter = Filters.of(request.getFilter());
        HistoryRange range = HistoryRange.of(
                ledger,
                request.hasStartCheckpoint(),
                request.getStartCheckpoint(),
                request.hasEndCheckpoint(),
                request.getEndCheckpoint(),
                request.getOptions());
        long height = ledger.info().checkpoint();
        long first = request.getStartCheckpoint();
        long last = request.hasEndCheckpoint() && request.getEndCheckpoint() >= 0
                ? Math.min(height, request.getEndCheckpoint() - 1)
                : height;
        int left = range.limit();
        int scanned = 0;
        long step = range.isAscending() ? 1 : -1;
        for (long sequence = range.isAscending() ? first : last;
                sequence >= first && sequence <= last && left > 0 && call.isOpen();
                sequence += step) {
            Checkpoint checkpoint = checkpoints.require(sequence);
            Place place = new Place(checkpoint.totalTransactions() - 1, range.isAscending() ? Place.LAST : 0);
            if (!range.contains(new Place(place.number(), 1))
                    || !(filter.terms().isEmpty()
                            || ledger.transactionsOf(checkpoint).stream().anyMatch(filter::matches))) {
                if (++scanned == MAX_SCANNED) {
                    call.send(checkpointsEnd(place, QueryEndReason.QUERY_END_REASON_SCAN_LIMIT));
                    return;
                }
                continue;
            }
            ListCheckpointsResponse.Builder item = ListCheckpointsResponse.newBuilder()
                    .setCheckpoint(checkpoints.message(checkpoint, mask))
                    .setWatermark(watermark(place));
            left--;
            call.send(
                    left == 0
                            ? item.setEnd(end(QueryEndReason.QUERY_END_REASON_ITEM_LIMIT))
                                    .build()
                            : item.build());
        }
        if (left > 0) {
            call.send(checkpointsEnd(range.end(), range.exhausted()));
        }
    }

    private static ListCheckpointsResponse checkpointsEnd(Place place, QueryEndReason reason) {
        return ListCheckpointsResponse.newBuilder()
                .setWatermark(watermark(place))
                .setEnd(end(reason))
                .build();
    }

    private static Watermark watermark(Place place) {
        return Watermark.newBuilder().setCursor(place.cursor()).build();
    }

    private static QueryEnd end(QueryEndReason reason) {
        return QueryEnd.newBuilder().setReason(reason).build();
    }
}
