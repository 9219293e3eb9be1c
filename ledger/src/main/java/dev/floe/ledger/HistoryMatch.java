package dev.floe.ledger;

import dev.floe.ledger.HistoryFilter.Condition;
import java.util.Optional;

/// Decides conditions for one transaction.
final class HistoryMatch {

    private final LedgerTransaction transaction;
    private final Optional<TransactionData> data;

    HistoryMatch(LedgerTransaction transaction) {
        this.transaction = transaction;
        this.data = transaction.data();
    }

    boolean test(Condition condition) {
        return switch (condition) {
            case Condition.Emits _, Condition.EventModule _, Condition.EventType _ ->
                transaction.events().stream().anyMatch(event -> testEvent(condition, event));
            case Condition.Not(Condition negated) -> !test(negated);
            default -> testTransaction(condition);
        };
    }

    boolean test(Condition condition, Event event) {
        return switch (condition) {
            case Condition.Emits _, Condition.EventModule _, Condition.EventType _ -> testEvent(condition, event);
            case Condition.Not(Condition negated) -> !test(negated, event);
            default -> testTransaction(condition);
        };
    }

    private static boolean testEvent(Condition condition, Event event) {
        return switch (condition) {
            case Condition.Emits(Address packageId, String module) ->
                event.packageId().equals(packageId) && event.module().equals(module);
            case Condition.EventModule(Address packageId, String module) ->
                event.type().address().equals(packageId)
                        && event.type().module().equals(module);
            case Condition.EventType(StructTag type) ->
                type.typeParams().isEmpty()
                        ? event.type().is(type.address(), type.module(), type.name())
                        : event.type().equals(type);
            default -> false;
        };
    }

    private boolean testTransaction(Condition condition) {
        return switch (condition) {
            case Condition.Sender(Address address) ->
                data.map(TransactionData::sender).orElse(Address.ZERO).equals(address);
            case Condition.AffectedAddress(Address address) -> affects(address);
            case Condition.AffectedObject(Address object) ->
                transaction.effects().changed().stream()
                                .anyMatch(change -> change.id().equals(object))
                        || transaction.effects().unchanged().stream()
                                .anyMatch(unchanged -> unchanged.id().equals(object));
            case Condition.Calls calls -> data.isPresent() && calls(data.get(), calls);
            case Condition.PackageWrite _ ->
                transaction.effects().changed().stream()
                        .anyMatch(change -> change.output() instanceof ObjectChange.Output.PackageWrite);
            default -> false;
        };
    }

    private static boolean calls(TransactionData data, Condition.Calls wanted) {
        return data.kind().commands().stream()
                .anyMatch(command -> command instanceof Command.MoveCall call
                        && call.packageId().equals(wanted.packageId())
                        && wanted.module().map(call.module()::equals).orElse(true)
                        && wanted.function().map(call.function()::equals).orElse(true));
    }

    private boolean affects(Address address) {
        return data.map(known -> known.sender().equals(address)
                                || known.gas().owner().equals(address))
                        .orElse(false)
                || transaction.effects().changed().stream().anyMatch(change -> owns(address, change));
    }

    private static boolean owns(Address address, ObjectChange change) {
        boolean before = change.input() instanceof ObjectChange.Input.Exist exist && isOwner(address, exist.owner());
        return before
                || change.output() instanceof ObjectChange.Output.ObjectWrite write && isOwner(address, write.owner());
    }

    private static boolean isOwner(Address address, Owner owner) {
        return switch (owner) {
            case Owner.AddressOwner(Address holder) -> holder.equals(address);
            case Owner.ConsensusAddress(long _, Address holder) -> holder.equals(address);
            case Owner.ObjectOwner _, Owner.Shared _, Owner.Immutable _ -> false;
        };
    }
}
