package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryFilter.Condition;
import dev.floe.ledger.Identifiers;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.net.internal.rpc.RpcException;
import dev.floe.sui.rpc.QueryProto.EventFilter;
import dev.floe.sui.rpc.QueryProto.EventLiteral;
import dev.floe.sui.rpc.QueryProto.EventTerm;
import dev.floe.sui.rpc.QueryProto.TransactionFilter;
import dev.floe.sui.rpc.QueryProto.TransactionLiteral;
import dev.floe.sui.rpc.QueryProto.TransactionTerm;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Filters of requests.
final class Filters {

    private static final int MAX_TERMS = 64;

    private Filters() {}

    static HistoryFilter of(TransactionFilter filter) {
        List<List<Condition>> terms = new ArrayList<>();
        bound("filter.terms", filter.getTermsCount());
        for (TransactionTerm term : filter.getTermsList()) {
            bound("filter.terms.literals", term.getLiteralsCount());
            terms.add(term.getLiteralsList().stream().map(Filters::condition).toList());
        }
        return new HistoryFilter(terms);
    }

    static HistoryFilter of(EventFilter filter) {
        List<List<Condition>> terms = new ArrayList<>();
        bound("filter.terms", filter.getTermsCount());
        for (EventTerm term : filter.getTermsList()) {
            bound("filter.terms.literals", term.getLiteralsCount());
            terms.add(term.getLiteralsList().stream().map(Filters::condition).toList());
        }
        return new HistoryFilter(terms);
    }

    private static Condition condition(TransactionLiteral literal) {
        Condition condition = switch (literal.getPredicateCase()) {
            case SENDER ->
                new Condition.Sender(
                        address("sender.address", literal.getSender().getAddress()));
            case AFFECTED_ADDRESS ->
                new Condition.AffectedAddress(address(
                        "affected_address.address", literal.getAffectedAddress().getAddress()));
            case AFFECTED_OBJECT ->
                new Condition.AffectedObject(address(
                        "affected_object.object_id", literal.getAffectedObject().getObjectId()));
            case MOVE_CALL -> calls(literal.getMoveCall().getFunction());
            case EMIT_MODULE -> emits(literal.getEmitModule().getModule());
            case EVENT_TYPE -> type(literal.getEventType().getEventType());
            case PACKAGE_WRITE -> new Condition.PackageWrite();
            case EVENT_STREAM_HEAD -> throw unsupported();
            case PREDICATE_NOT_SET -> throw RpcException.missing("filter.terms.literals.predicate");
        };
        return literal.getNegated() ? new Condition.Not(condition) : condition;
    }

    private static Condition condition(EventLiteral literal) {
        Condition condition = switch (literal.getPredicateCase()) {
            case SENDER ->
                new Condition.Sender(
                        address("sender.address", literal.getSender().getAddress()));
            case EMIT_MODULE -> emits(literal.getEmitModule().getModule());
            case EVENT_TYPE -> type(literal.getEventType().getEventType());
            case EVENT_STREAM_HEAD -> throw unsupported();
            case PREDICATE_NOT_SET -> throw RpcException.missing("filter.terms.literals.predicate");
        };
        return literal.getNegated() ? new Condition.Not(condition) : condition;
    }

    private static Address address(String field, String text) {
        return Requests.address("filter." + field, true, text);
    }

    private static Condition calls(String function) {
        String[] parts = parts("filter.move_call.function", function, 1, 3);
        return new Condition.Calls(
                address("move_call.function", parts[0]),
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                parts.length > 2 ? Optional.of(parts[2]) : Optional.empty());
    }

    private static Condition emits(String module) {
        String[] parts = parts("filter.emit_module.module", module, 2, 2);
        return new Condition.Emits(address("emit_module.module", parts[0]), parts[1]);
    }

    private static Condition type(String text) {
        String field = "filter.event_type.event_type";
        if (!text.contains("<") && text.split("::", -1).length == 2) {
            String[] parts = parts(field, text, 2, 2);
            return new Condition.EventModule(address("event_type.event_type", parts[0]), parts[1]);
        }
        StructTag type = Requests.structType(field, text);
        return new Condition.EventType(type);
    }

    private static String[] parts(String field, String text, int min, int max) {
        String[] parts = text.split("::", -1);
        boolean named = true;
        for (int i = 1; i < parts.length; i++) {
            named &= Identifiers.isValid(parts[i]);
        }
        if (parts.length < min || parts.length > max || !named) {
            throw RpcException.invalid(
                    field, field + ": expected " + min + " to " + max + " names joined by '::', the first an id");
        }
        return parts;
    }

    private static void bound(String field, int count) {
        if (count > MAX_TERMS) {
            throw RpcException.invalid(field, field + ": " + count + " elements, limit " + MAX_TERMS);
        }
    }

    private static RpcException unsupported() {
        return RpcException.of(Code.UNIMPLEMENTED, "filter: event streams do not exist on this ledger");
    }
}
