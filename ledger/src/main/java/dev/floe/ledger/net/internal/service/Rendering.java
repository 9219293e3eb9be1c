package dev.floe.ledger.net.internal.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Value;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.ledger.Address;
import dev.floe.ledger.Base58;
import dev.floe.ledger.Event;
import dev.floe.ledger.ExecutionError.MoveLocation;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalSimulation;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.TypeTag;
import dev.floe.ledger.move.MoveException;
import dev.floe.ledger.net.internal.mapping.Bcs;
import dev.floe.ledger.net.internal.mapping.EffectsMapping;
import dev.floe.ledger.net.internal.mapping.ErrorMapping;
import dev.floe.ledger.net.internal.mapping.JsonRendering;
import dev.floe.ledger.net.internal.mapping.ObjectMapping;
import dev.floe.ledger.net.internal.mapping.ReadMask;
import dev.floe.ledger.net.internal.mapping.TransactionMapping;
import dev.floe.sui.rpc.EffectsProto.CleverError;
import dev.floe.sui.rpc.ExecutedTransactionProto;
import dev.floe.sui.rpc.ExecutedTransactionProto.ExecutedTransaction;
import dev.floe.sui.rpc.ObjectProto;
import dev.floe.sui.rpc.SignatureProto;
import dev.floe.sui.rpc.TransactionProto;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Makes answers out of what the node knows, as far as a mask wants it.
final class Rendering {

    private final LocalLedger ledger;
    private final ErrorMapping errors;

    Rendering(LocalLedger ledger) {
        this.ledger = ledger;
        this.errors = new ErrorMapping(this::abortText);
    }

    /// An object.
    ObjectProto.Object object(SuiObject object, ReadMask mask) {
        return ObjectMapping.object(object, mask, this::json);
    }

    /// A Move object as JSON, if its type is known here.
    Optional<Value> json(MoveObject object) {
        return json(object.type(), object.contents());
    }

    /// A value as JSON, if its type is known here.
    Optional<Value> json(TypeTag type, Bytes bcs) {
        try {
            return Optional.of(JsonRendering.render(ledger.packages().type(type), bcs));
        } catch (DataException.Corrupt | DataException.NotFound | IllegalArgumentException | MoveException e) {
            return Optional.empty(); // a value that does not fit its own type has no JSON; its BCS is still sent
        }
    }

    /// A transaction of the ledger.
    ExecutedTransaction executed(LedgerTransaction transaction, ReadMask mask) {
        ExecutedTransaction.Builder out = ExecutedTransaction.newBuilder()
                .setDigest(transaction.digest().toString())
                .setCheckpoint(transaction.checkpoint())
                .setTimestamp(Bcs.timestamp(Instant.ofEpochMilli(transaction.timestampMillis())))
                .setTransactionIndex(index(transaction));
        if (mask.wants("transaction")) {
            out.setTransaction(transaction(transaction));
        }
        for (Bytes signature : transaction.signatures()) {
            out.addSignatures(signature(signature));
        }
        Outcome outcome = new Outcome(
                transaction.effects(), transaction.events(), this::before, Outcome.byId(transaction.written()));
        outcome(out, outcome, mask);
        if (out.hasEvents()) {
            ExecutedTransactionProto.TransactionEvents.Builder events = out.getEventsBuilder();
            for (int i = 0; i < events.getEventsCount(); i++) {
                place(events.getEventsBuilder(i), transaction, i);
            }
        }
        return mask.trim(out.build());
    }

    private long index(LedgerTransaction transaction) {
        return ledger.checkpoint(transaction.checkpoint() - 1)
                .map(before -> transaction.number() - before.totalTransactions())
                .orElse(transaction.number());
    }

    private static TransactionProto.Transaction transaction(LedgerTransaction transaction) {
        if (transaction.data().isPresent()) {
            return TransactionMapping.transaction(transaction.data().get());
        }
        // A system transaction: clients see that it is one, and its BCS.
        return TransactionProto.Transaction.newBuilder()
                .setBcs(Bcs.named("TransactionData", transaction.bcs()))
                .setDigest(transaction.digest().toString())
                .setVersion(1)
                .setSender(Address.ZERO.toString())
                .setKind(TransactionProto.TransactionKind.newBuilder()
                        .setKind(TransactionProto.TransactionKind.Kind.PROGRAMMABLE_SYSTEM_TRANSACTION))
                .build();
    }

    private static SignatureProto.UserSignature signature(Bytes serialized) {
        SignatureProto.UserSignature.Builder out =
                SignatureProto.UserSignature.newBuilder().setBcs(Bcs.named("UserSignatureBytes", serialized));
        SignatureProto.SignatureScheme scheme =
                serialized.size() == 0 ? null : SignatureProto.SignatureScheme.forNumber(serialized.get(0));
        return scheme == null ? out.build() : out.setScheme(scheme).build();
    }

    /// What a transaction did or would do.
    ///
    /// @param effects the effects
    /// @param events  the events
    /// @param before  a changed object as it was; empty if that is not known
    /// @param after   the objects written, by id
    record Outcome(
            TransactionEffects effects,
            List<Event> events,
            Function<ObjectChange, Optional<SuiObject>> before,
            Map<Address, SuiObject> after) {

        static Outcome of(LocalSimulation simulated) {
            Map<Address, SuiObject> before = byId(simulated.before());
            return new Outcome(
                    simulated.simulation().effects(),
                    simulated.simulation().events(),
                    change -> Optional.ofNullable(before.get(change.id())),
                    byId(simulated.written()));
        }

        static Map<Address, SuiObject> byId(List<SuiObject> objects) {
            Map<Address, SuiObject> byId = new LinkedHashMap<>();
            objects.forEach(object -> byId.put(object.id(), object));
            return byId;
        }

        private Map<Address, String> types() {
            Map<Address, String> types = new HashMap<>();
            for (ObjectChange change : effects.changed()) {
                SuiObject object = after.get(change.id());
                (object == null ? before.apply(change) : Optional.of(object))
                        .ifPresent(known -> types.put(
                                change.id(),
                                known.data() instanceof MoveObject move
                                        ? move.type().toCompactString()
                                        : "package"));
            }
            return types;
        }
    }

    /// Effects, events, objects and balance changes, for executed and simulated transactions alike.
    void outcome(ExecutedTransaction.Builder out, Outcome outcome, ReadMask mask) {
        if (mask.wants("effects")) {
            Map<Address, String> types = outcome.types();
            out.setEffects(EffectsMapping.effects(outcome.effects(), id -> Optional.ofNullable(types.get(id)), errors));
        }
        if (mask.wants("events") && !outcome.events().isEmpty()) {
            out.setEvents(events(outcome.events(), mask));
        }
        if (mask.wants("objects")) {
            ReadMask below = mask.below("objects.objects");
            ObjectProto.ObjectSet.Builder objects = ObjectProto.ObjectSet.newBuilder();
            for (ObjectChange change : outcome.effects().changed()) {
                outcome.before().apply(change).ifPresent(object -> objects.addObjects(object(object, below)));
            }
            outcome.after().values().forEach(object -> objects.addObjects(object(object, below)));
            out.setObjects(objects);
        }
        if (mask.wants("balance_changes")) {
            out.addAllBalanceChanges(new BalanceChanges(outcome.before()).of(outcome.effects(), outcome.after()));
        }
    }

    private Optional<SuiObject> before(ObjectChange change) {
        return change.input() instanceof ObjectChange.Input.Exist exist
                ? ledger.object(change.id(), exist.version())
                : Optional.empty();
    }

    private Optional<CleverError> abortText(MoveLocation location, long code) {
        return ledger.packages()
                .explain(location.packageId(), location.module(), code)
                .map(found -> {
                    CleverError.Builder out = CleverError.newBuilder().setLineNumber(found.line());
                    found.errorCode().ifPresent(out::setErrorCode);
                    found.constantName().ifPresent(out::setConstantName);
                    found.message().ifPresent(out::setRendered);
                    if (found.message().isEmpty()) {
                        found.value().ifPresent(value -> out.setRaw(ByteString.copyFrom(value.asByteBuffer())));
                    }
                    return out.build();
                });
    }

    private ExecutedTransactionProto.TransactionEvents events(List<Event> events, ReadMask mask) {
        ExecutedTransactionProto.TransactionEvents.Builder out = ExecutedTransactionProto.TransactionEvents.newBuilder()
                .setBcs(Bcs.named("TransactionEvents", Event.listToBcs(events)))
                .setDigest(Base58.encode(Event.digestOf(events)));
        boolean json = mask.wants("events.events.json");
        events.forEach(event -> out.addEvents(event(event, json)));
        return out.build();
    }

    /// An event of the ledger in its place.
    ExecutedTransactionProto.Event event(LedgerTransaction transaction, int index, ReadMask mask) {
        ExecutedTransactionProto.Event.Builder out =
                event(transaction.events().get(index), mask.wants("json")).toBuilder();
        place(out, transaction, index);
        return mask.trim(out.build());
    }

    private void place(ExecutedTransactionProto.Event.Builder out, LedgerTransaction transaction, int index) {
        out.setCheckpoint(transaction.checkpoint())
                .setTransactionDigest(transaction.digest().toString())
                .setTransactionIndex(index(transaction))
                .setEventIndex(index);
    }

    private ExecutedTransactionProto.Event event(Event event, boolean withJson) {
        String type = event.type().toCompactString();
        ExecutedTransactionProto.Event.Builder out = ExecutedTransactionProto.Event.newBuilder()
                .setPackageId(event.packageId().toString())
                .setModule(event.module())
                .setSender(event.sender().toString())
                .setEventType(type)
                .setContents(ObjectProto.Bcs.newBuilder()
                        .setName(type)
                        .setValue(ByteString.copyFrom(event.contents().asByteBuffer())));
        if (withJson) {
            json(event.type(), event.contents()).ifPresent(out::setJson);
        }
        return out.build();
    }
}
