package dev.floe.ledger;

import dev.floe.format.DataException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An executed transaction.
///
/// @param effects    what it did
/// @param events     what it emitted
/// @param position   where it stands in the ledger; none when it is final but not in a checkpoint yet
/// @param signed     the transaction itself; none when it is a system transaction
public record ExecutedTransaction(
        TransactionEffects effects,
        List<Event> events,
        Optional<Position> position,
        Optional<SignedTransaction> signed) {

    /// A transaction's place in the ledger.
    ///
    /// @param checkpoint sequence number of its checkpoint
    /// @param time       when that checkpoint was made
    public record Position(long checkpoint, Instant time) {}

    public ExecutedTransaction {
        events = List.copyOf(events);
    }

    /// The digest that names the transaction.
    public TransactionDigest digest() {
        return effects.transaction();
    }

    /// The sequence number of its checkpoint, if it is in one.
    public OptionalLong checkpoint() {
        return position.isPresent() ? OptionalLong.of(position.get().checkpoint()) : OptionalLong.empty();
    }

    /// This, if all commands ran.
    ///
    /// @throws TransactionFailedException if execution failed
    public ExecutedTransaction requireSuccess() {
        if (effects.status() instanceof ExecutionStatus.Failure failure) {
            throw new TransactionFailedException(digest(), failure);
        }
        return this;
    }

    /// The change of the only created object whose type in `ledger` is `type`.
    ///
    /// @throws DataException.NotFound if none or several were created
    public SuiObject created(Ledger ledger, StructTag type) {
        List<Address> ids = effects.changed().stream()
                .filter(ObjectChange::isCreated)
                .map(ObjectChange::id)
                .toList();
        List<SuiObject> found = ledger.objects(ids).values().stream()
                .filter(object ->
                        object.data() instanceof MoveObject move && move.type().equals(type))
                .toList();
        if (found.size() != 1) {
            throw new DataException.NotFound(
                    "transaction " + digest() + ": expected to have created one " + type + ", found " + found.size());
        }
        return found.getFirst();
    }
}
