package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.rpc.RpcCall;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.ledger.net.internal.rpc.RpcMethod;
import dev.floe.ledger.net.internal.service.HistoryRange.Place;
import dev.floe.sui.rpc.ExecutedTransactionProto;
import dev.floe.sui.rpc.QueryProto.Watermark;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeCheckpointsRequest;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeCheckpointsResponse;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeEventsRequest;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeEventsResponse;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeTransactionsRequest;
import dev.floe.sui.rpc.SubscriptionServiceProto.SubscribeTransactionsResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// `sui.rpc.v2.SubscriptionService`: from the next checkpoint on, every one in order. Where nothing happens for a
/// while,
/// a message with nothing but the cursor shows that the stream lives.
final class SubscriptionMethods {

    private static final String SERVICE = "sui.rpc.v2.SubscriptionService/";
    private static final int MAX_SUBSCRIPTIONS = 128;

    private final LocalLedger ledger;
    private final Rendering rendering;
    private final Checkpoints checkpoints;
    private final Duration heartbeat;
    private final Semaphore places = new Semaphore(MAX_SUBSCRIPTIONS);

    SubscriptionMethods(LocalLedger ledger, Rendering rendering, Checkpoints checkpoints, Duration heartbeat) {
        this.ledger = ledger;
        this.rendering = rendering;
        this.checkpoints = checkpoints;
        this.heartbeat = heartbeat;
    }

    List<RpcMethod<?>> all() {
        return List.of(
                RpcMethod.streaming(
                        SERVICE + "SubscribeCheckpoints", SubscribeCheckpointsRequest.parser(), this::checkpoints),
                RpcMethod.streaming(
                        SERVICE + "SubscribeTransactions", SubscribeTransactionsRequest.parser(), this::transactions),
                RpcMethod.streaming(SERVICE + "SubscribeEvents", SubscribeEventsRequest.parser(), this::events));
    }

    private interface Step {
        /// Sends what belongs to one checkpoint; nothing new when `isNew` is false.
        void send(long sequence, boolean isNew);
    }

    private void checkpoints(SubscribeCheckpointsRequest request, RpcCall call) {
        ReadMask mask = Checkpoints.mask(request.getReadMask(), request.hasReadMask());
        HistoryFilter filter = Filters.of(request.getFilter());
        follow(call, (sequence, isNew) -> {
            SubscribeCheckpointsResponse.Builder out =
                    SubscribeCheckpointsResponse.newBuilder().setCursor(sequence);
            if (isNew) {
                var checkpoint = checkpoints.require(sequence);
                if (filter.terms().isEmpty()
                        || ledger.transactionsOf(checkpoint).stream().anyMatch(filter::matches)) {
                    out.setCheckpoint(checkpoints.message(checkpoint, mask));
                }
            }
            call.send(out.build());
        });
    }

    private void transactions(SubscribeTransactionsRequest request, RpcCall call) {
        ReadMask mask = LedgerMethods.transactionMask(request.getReadMask(), request.hasReadMask());
        HistoryFilter filter = Filters.of(request.getFilter());
        follow(call, (sequence, isNew) -> {
            var checkpoint = checkpoints.require(sequence);
            for (LedgerTransaction one : isNew ? ledger.transactionsOf(checkpoint) : List.<LedgerTransaction>of()) {
                if (filter.matches(one)) {
                    call.send(SubscribeTransactionsResponse.newBuilder()
                            .setTransaction(rendering.executed(one, mask))
                            .setWatermark(watermark(new Place(one.number(), Place.LAST), sequence))
                            .build());
                }
            }
            call.send(SubscribeTransactionsResponse.newBuilder()
                    .setWatermark(watermark(new Place(checkpoint.totalTransactions() - 1, Place.LAST), sequence))
                    .build());
        });
    }

    private void events(SubscribeEventsRequest request, RpcCall call) {
        ReadMask mask = ReadMask.of(
                request.getReadMask(),
                request.hasReadMask(),
                ExecutedTransactionProto.Event.getDescriptor(),
                "event_type");
        HistoryFilter filter = Filters.of(request.getFilter());
        follow(call, (sequence, isNew) -> {
            var checkpoint = checkpoints.require(sequence);
            for (LedgerTransaction one : isNew ? ledger.transactionsOf(checkpoint) : List.<LedgerTransaction>of()) {
                for (int i = 0; i < one.events().size(); i++) {
                    if (filter.matches(one, one.events().get(i))) {
                        call.send(SubscribeEventsResponse.newBuilder()
                                .setEvent(rendering.event(one, i, mask))
                                .setWatermark(watermark(new Place(one.number(), i), sequence))
                                .build());
                    }
                }
            }
            call.send(SubscribeEventsResponse.newBuilder()
                    .setWatermark(watermark(new Place(checkpoint.totalTransactions() - 1, Place.LAST), sequence))
                    .build());
        });
    }

    private static Watermark watermark(Place place, long checkpoint) {
        return Watermark.newBuilder()
                .setCursor(place.cursor())
                .setCheckpoint(checkpoint)
                .build();
    }

    private void follow(RpcCall call, Step step) {
        if (!places.tryAcquire()) {
            throw RpcException.of(Code.RESOURCE_EXHAUSTED, "too many subscriptions; try again later");
        }
        Semaphore news = new Semaphore(0);
        call.onClose(news::release);
        Runnable stop = ledger.onCheckpoint(checkpoint -> news.release());
        try {
            long sent = ledger.info().checkpoint();
            // The client learns at once from where on it follows.
            step.send(sent, false);
            call.flush();
            while (call.isOpen()) {
                boolean woken = news.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                long newest = ledger.info().checkpoint();
                if (!woken) {
                    step.send(sent, false);
                }
                while (sent < newest && call.isOpen()) {
                    step.send(++sent, true);
                }
                call.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.of(Code.UNAVAILABLE, "server is stopping");
        } finally {
            stop.run();
            places.release();
        }
    }
}
