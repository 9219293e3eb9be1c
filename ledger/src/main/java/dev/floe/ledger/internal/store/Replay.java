package dev.floe.ledger.internal.store;

import dev.floe.format.BcsReader;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.Digests;
import dev.floe.ledger.Event;
import dev.floe.ledger.InclusionProof;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionEffects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows the log record by record, checks that each fits to what was before, and keeps the state. Nothing is
/// executed again: effects say what changed, and every byte is covered by a digest that leads to a signed
/// checkpoint.
final class Replay {

    private final boolean checksSignatures;
    private final List<LedgerTransaction> open = new ArrayList<>();
    private State state;
    private State pending;
    private Optional<Bytes> publicKey = Optional.empty();

    /// @param start the state at a checkpoint, or [State#EMPTY]
    /// @param checksSignatures whether signatures of checkpoints are verified as well
    Replay(State start, boolean checksSignatures) {
        this.state = start;
        this.pending = start;
        this.checksSignatures = checksSignatures;
    }

    /// The state at the newest checkpoint.
    State state() {
        return state;
    }

    void publicKey(Bytes key) {
        publicKey = Optional.of(key);
    }

    /// Takes a transaction of the group that is open.
    void take(LedgerTransaction transaction) {
        TransactionEffects effects = transaction.effects();
        require(transaction.number() == pending.transactions(), transaction, "its number is out of order");
        require(transaction.checkpoint() == state.checkpoint() + 1, transaction, "it names another checkpoint");
        require(
                Digests.typed("TransactionData", transaction.bcs().toByteArray())
                        .equals(effects.transaction().value()),
                transaction,
                "its bytes are not what effects name");
        Optional<Digest> events =
                transaction.events().isEmpty() ? Optional.empty() : Optional.of(Event.digestOf(transaction.events()));
        require(effects.eventsDigest().equals(events), transaction, "its events are not what effects name");
        Map<Address, LiveObject> written = new HashMap<>();
        for (SuiObject object : transaction.written()) {
            written.put(object.id(), LiveObject.of(object));
        }
        int writes = 0;
        for (ObjectChange change : effects.changed()) {
            checkInput(transaction, change);
            writes += checkOutput(transaction, change, written.get(change.id())) ? 1 : 0;
        }
        require(writes == transaction.written().size(), transaction, "it wrote objects that effects do not name");
        pending = pending.after(
                TransactionCodec.removed(effects), written.values(), Epochs.after(pending.epoch(), transaction));
        open.add(transaction);
    }

    /// Takes the checkpoint that closes the group.
    void take(Checkpoint checkpoint) {
        require(checkpoint.sequence() == state.checkpoint() + 1, checkpoint, "its number is out of order");
        require(
                checkpoint.previous().equals(state.checkpointDigest()),
                checkpoint,
                "it follows another checkpoint than the one before it");
        List<Digest> effects = open.stream().map(tx -> tx.effects().digest()).toList();
        require(
                checkpoint.contents().equals(TransactionCodec.contentsDigest(open, effects)),
                checkpoint,
                "its transactions are not the ones it names");
        require(
                checkpoint.transactionsRoot().equals(InclusionProof.root(Group.leaves(open, effects))),
                checkpoint,
                "the root of its transactions is wrong");
        pending = new State(
                pending.objects(),
                pending.owned(),
                pending.children(),
                pending.transactions(),
                Epochs.withClockAhead(pending.epoch(), checkpoint.clockAheadMillis()),
                pending.checkpoint(),
                pending.checkpointDigest());
        require(
                checkpoint.totalTransactions() == pending.transactions()
                        && checkpoint.epoch() == pending.epoch().number()
                        && checkpoint.epochGas().equals(pending.epoch().gas())
                        && checkpoint.timestampMillis() == pending.epoch().clockMillis(),
                checkpoint,
                "its totals are wrong");
        for (LedgerTransaction transaction : open) {
            require(
                    transaction.timestampMillis() == checkpoint.timestampMillis(),
                    transaction,
                    "its time is not that of its checkpoint");
        }
        if (checksSignatures) {
            publicKey.ifPresent(checkpoint::verify);
        }
        state = pending.withCheckpoint(checkpoint.sequence(), checkpoint.digest());
        pending = state;
        open.clear();
    }

    /// Reads the body of a checkpoint record.
    static Checkpoint checkpoint(byte[] body) {
        BcsReader in = BcsReader.of("checkpoint record", body);
        Checkpoint checkpoint = Checkpoint.read(in);
        in.end();
        return checkpoint;
    }

    private void checkInput(LedgerTransaction transaction, ObjectChange change) {
        LiveObject live = pending.get(change.id());
        boolean fits = switch (change.input()) {
            case ObjectChange.Input.NotExist _ -> live == null;
            case ObjectChange.Input.Exist exist ->
                live != null
                        && live.version() == exist.version()
                        && live.digest().equals(exist.digest())
                        && live.owner().equals(exist.owner());
        };
        require(fits, transaction, "object " + change.id() + " was not in the state that effects name");
    }

    private static boolean checkOutput(
            LedgerTransaction transaction, ObjectChange change, @Nullable LiveObject written) {
        boolean fits = switch (change.output()) {
            case ObjectChange.Output.NotExist _, ObjectChange.Output.AccumulatorWrite _ -> written == null;
            case ObjectChange.Output.ObjectWrite write ->
                written != null
                        && written.digest().equals(write.digest())
                        && written.owner().equals(write.owner())
                        && written.version() == transaction.effects().lamportVersion();
            case ObjectChange.Output.PackageWrite write ->
                written != null && written.digest().equals(write.digest()) && written.version() == write.version();
        };
        require(fits, transaction, "object " + change.id() + " was not written as effects say");
        return written != null;
    }

    private static void require(boolean holds, LedgerTransaction transaction, String reason) {
        if (!holds) {
            throw new DataException.Corrupt("ledger log, transaction " + transaction.number() + " ("
                    + transaction.digest() + "): " + reason + "; restore the directory from a copy");
        }
    }

    private static void require(boolean holds, Checkpoint checkpoint, String reason) {
        if (!holds) {
            throw new DataException.Corrupt("ledger log, checkpoint " + checkpoint.sequence() + ": " + reason
                    + "; restore the directory from a copy");
        }
    }
}
