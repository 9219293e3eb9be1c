package dev.floe.ledger.net.internal.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.floe.format.DataException;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventFilter;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.EventQuery;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.sui.rpc.LedgerServiceGrpc.LedgerServiceBlockingStub;
import dev.floe.sui.rpc.LedgerServiceProto.ListEventsRequest;
import dev.floe.sui.rpc.LedgerServiceProto.ListEventsResponse;
import dev.floe.sui.rpc.QueryProto;
import dev.floe.sui.rpc.QueryProto.EventLiteral;
import dev.floe.sui.rpc.QueryProto.QueryEndReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Reads one page of events from the stream of a List call.
public final class EventReader {

    private static final FieldMask MASK = FieldMask.newBuilder()
            .addAllPaths(List.of(
                    "package_id",
                    "module",
                    "sender",
                    "event_type",
                    "contents",
                    "checkpoint",
                    "transaction_digest",
                    "event_index"))
            .build();

    private EventReader() {}

    /// The page after a cursor.
    public static EventPage read(LedgerServiceBlockingStub stub, EventQuery query, EventCursor after, int limit) {
        QueryProto.QueryOptions.Builder options = QueryProto.QueryOptions.newBuilder()
                .setLimit(limit)
                .setOrdering(QueryProto.Ordering.ORDERING_ASCENDING);
        if (after.token().size() > 0) {
            options.setAfter(ByteString.copyFrom(after.token().asByteBuffer()));
        }
        ListEventsRequest.Builder request =
                ListEventsRequest.newBuilder().setReadMask(MASK).setOptions(options);
        if (query.firstCheckpoint() > 0) {
            request.setStartCheckpoint(query.firstCheckpoint());
        }
        if (!(query.filter() instanceof EventFilter.All)) {
            request.setFilter(QueryProto.EventFilter.newBuilder()
                    .addTerms(QueryProto.EventTerm.newBuilder().addLiterals(literal(query.filter()))));
        }
        List<EventPage.Entry> events = new ArrayList<>();
        EventCursor next = after;
        Iterator<ListEventsResponse> frames = stub.listEvents(request.build());
        while (frames.hasNext()) {
            ListEventsResponse frame = frames.next();
            EventCursor cursor = frame.hasWatermark()
                    ? new EventCursor(Bcs.bytes(frame.getWatermark().getCursor()))
                    : next;
            next = cursor;
            if (frame.hasEvent()) {
                if (events.size() == limit) {
                    throw new DataException.Corrupt("events: the node sent more than " + limit);
                }
                events.add(Answers.parsed("events", () -> entry(frame, cursor)));
            }
            if (frame.hasEnd()) {
                boolean atTip = frame.getEnd().getReason() == QueryEndReason.QUERY_END_REASON_LEDGER_TIP;
                return new EventPage(events, next, atTip);
            }
        }
        throw new DataException.Unavailable("events: the node ended the list without saying why; read again");
    }

    private static EventPage.Entry entry(ListEventsResponse frame, EventCursor cursor) {
        return new EventPage.Entry(
                Answers.event(frame.getEvent()),
                TransactionDigest.parse(frame.getEvent().getTransactionDigest()),
                frame.getEvent().getEventIndex(),
                frame.getEvent().getCheckpoint(),
                cursor);
    }

    private static EventLiteral literal(EventFilter filter) {
        EventLiteral.Builder out = EventLiteral.newBuilder();
        return switch (filter) {
            case EventFilter.All all -> throw new IllegalArgumentException("all events need no filter");
            case EventFilter.Sender sender ->
                out.setSender(QueryProto.SenderFilter.newBuilder()
                                .setAddress(sender.sender().toString()))
                        .build();
            case EventFilter.Module module ->
                out.setEmitModule(QueryProto.EmitModuleFilter.newBuilder()
                                .setModule(module.packageId() + "::" + module.module()))
                        .build();
            case EventFilter.TypeModule module ->
                out.setEventType(QueryProto.EventTypeFilter.newBuilder()
                                .setEventType(module.packageId() + "::" + module.module()))
                        .build();
            case EventFilter.Type type ->
                out.setEventType(QueryProto.EventTypeFilter.newBuilder()
                                .setEventType(type.type().toCompactString()))
                        .build();
        };
    }
}
