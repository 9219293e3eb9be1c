package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.Address;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.GasCost;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.ObjectChange;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.SystemTransaction;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.TransactionEffects;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Executes the ledger's own transactions. They cost nothing and cannot fail.
final class SystemExecutor {

    private static final GasCost FREE = new GasCost(0, 0, 0, 0);

    private SystemExecutor() {}

    static Outcome execute(SystemTransaction transaction, State state) {
        return switch (transaction) {
            case SystemTransaction.Genesis genesis -> genesis(genesis);
            case SystemTransaction.Prologue prologue -> prologue(prologue, state);
            case SystemTransaction.ChangeEpoch change -> changeEpoch(change, state);
        };
    }

    /// The clock as it shows that time; its version stays.
    static LiveObject clockAt(LiveObject clock, long timestampMillis) {
        return withContents(
                clock,
                clockContents(timestampMillis),
                clock.version(),
                clock.object().previousTransaction());
    }

    static byte[] clockContents(long timestampMillis) {
        BcsWriter contents = new BcsWriter();
        Address.CLOCK.write(contents);
        return contents.u64(timestampMillis).toByteArray();
    }

    private static Outcome genesis(SystemTransaction.Genesis genesis) {
        TransactionDigest digest = genesis.digest();
        List<LiveObject> written = new ArrayList<>();
        List<ObjectChange> changes = new ArrayList<>();
        for (SystemTransaction.GenesisObject object : genesis.objects()) {
            LiveObject live = LiveObject.of(new SuiObject(object.data(), object.owner(), digest, 0));
            ObjectChange.Output output = object.data() instanceof MovePackage pkg
                    ? new ObjectChange.Output.PackageWrite(pkg.version(), live.digest())
                    : new ObjectChange.Output.ObjectWrite(live.digest(), live.owner());
            written.add(live);
            changes.add(new ObjectChange(
                    live.id(), new ObjectChange.Input.NotExist(), output, ObjectChange.IdOperation.CREATED));
        }
        return outcome(digest, 0, List.of(), 1, changes, written);
    }

    private static Outcome prologue(SystemTransaction.Prologue prologue, State state) {
        LiveObject clock = require(state, Address.CLOCK);
        return change(prologue.digest(), prologue.epoch(), clock, clockContents(prologue.timestampMillis()));
    }

    /// Only the version of the system state changes: what it shows is made up from the ledger's epoch when asked
    /// for.
    private static Outcome changeEpoch(SystemTransaction.ChangeEpoch change, State state) {
        LiveObject system = require(state, Address.SYSTEM_STATE);
        byte[] contents = system.object().move().contents().toByteArray();
        return change(change.digest(), change.epoch() - 1, system, contents);
    }

    private static Outcome change(TransactionDigest digest, long epoch, LiveObject before, byte[] contents) {
        long lamport = before.version() + 1;
        LiveObject after = withContents(before, contents, lamport, digest);
        ObjectChange change = new ObjectChange(
                before.id(),
                new ObjectChange.Input.Exist(before.version(), before.digest(), before.owner()),
                new ObjectChange.Output.ObjectWrite(after.digest(), after.owner()),
                ObjectChange.IdOperation.NONE);
        return outcome(
                digest,
                epoch,
                List.of(before.object().previousTransaction()),
                lamport,
                List.of(change),
                List.of(after));
    }

    private static Outcome outcome(
            TransactionDigest digest,
            long epoch,
            List<TransactionDigest> dependencies,
            long lamport,
            List<ObjectChange> changes,
            List<LiveObject> written) {
        TransactionEffects effects = new TransactionEffects(
                new ExecutionStatus.Success(),
                epoch,
                FREE,
                digest,
                Optional.empty(),
                Optional.empty(),
                dependencies,
                lamport,
                changes,
                List.of(),
                Optional.empty());
        return new Outcome(effects, List.of(), written, List.of(), List.of());
    }

    private static LiveObject withContents(
            LiveObject object, byte[] contents, long version, TransactionDigest transaction) {
        MoveObject move = object.object().move();
        return LiveObject.of(new SuiObject(
                new MoveObject(move.type(), move.hasPublicTransfer(), version, Bytes.copyOf(contents)),
                object.owner(),
                transaction,
                object.object().storageRebate()));
    }

    private static LiveObject require(State state, Address id) {
        LiveObject object = state.get(id);
        if (object == null) {
            throw new IllegalStateException("ledger: system object " + id.toShortString() + " is missing");
        }
        return object;
    }
}
