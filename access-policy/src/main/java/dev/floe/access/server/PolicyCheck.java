package dev.floe.access.server;

import dev.floe.access.ApprovalCall;
import dev.floe.format.DataException;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Command;
import dev.floe.ledger.ExecutionError;
import dev.floe.ledger.ExecutionStatus;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerInfo;
import dev.floe.ledger.ObjectArg;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.TransactionFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks the ledger whether a policy lets a user decrypt: simulates the user's calls on the newest state, after a
/// check that the ledger is not behind. Nothing is cached, so what was revoked is revoked for the next request.
/// See `docs/reference/seal.md` §2.8.
final class PolicyCheck {

    private static final long GAS_BUDGET = 500_000_000L;
    private static final long STALE = 93_492;
    private static final int ATTEMPTS = 3;

    private final Ledger ledger;
    private final Time time;
    private final Address sealPackage;
    private final Duration maxStaleness;

    PolicyCheck(Ledger ledger, Time time, Address sealPackage, Duration maxStaleness) {
        this.ledger = ledger;
        this.time = time;
        this.sealPackage = sealPackage;
        this.maxStaleness = maxStaleness;
    }

    /// Returns the checkpoint up to which, at least, the ledger was seen.
    ///
    /// @throws Refusal if the policy does not let `user` decrypt, or cannot be asked
    long requireAccess(ApprovalCall call, Address user) {
        try {
            for (int attempt = 1; ; attempt++) {
                LedgerInfo info = ledger.info();
                TransactionData transaction = transaction(call, user, info.referenceGasPrice());
                try {
                    judge(ledger.simulate(transaction, Ledger.Checks.FULL));
                    return info.checkpoint();
                } catch (TransactionFailedException e) {
                    throw e;
                } catch (IllegalStateException e) {
                    // An object changed between look-up and simulation: look again.
                    if (attempt == ATTEMPTS) {
                        throw new Refusal(SealError.INVALID_PARAMETER, "an object keeps changing, try again", e);
                    }
                }
            }
        } catch (DataException.NotFound | IllegalArgumentException e) {
            throw new Refusal(
                    SealError.INVALID_PARAMETER,
                    "an object or package of the transaction is not known; if it is new, try again in some seconds",
                    e);
        } catch (DataException e) {
            throw new Refusal(SealError.FAILURE, "the ledger cannot be asked now, try again", e);
        }
    }

    private void judge(Simulation simulation) {
        if (!(simulation.effects().status() instanceof ExecutionStatus.Failure failure)) {
            return;
        }
        ExecutionError error = failure.error();
        boolean isFirst = failure.command().orElse(0L) == 0L;
        if (isFirst
                && error instanceof ExecutionError.MoveAbort abort
                && abort.code() == STALE
                && abort.location().module().equals("time")) {
            throw new Refusal(SealError.FAILURE, "the ledger is behind, try again");
        }
        if (error == ExecutionError.Plain.FUNCTION_NOT_FOUND) {
            throw new Refusal(SealError.INVALID_PTB, "the policy has no such function");
        }
        throw new Refusal(
                SealError.NO_ACCESS,
                "Access denied: "
                        + new TransactionFailedException(simulation.effects().transaction(), failure).getMessage());
    }

    private TransactionData transaction(ApprovalCall call, Address user, long gasPrice) {
        List<CallArg> inputs = new ArrayList<>(current(call.transaction().inputs()));
        int now = inputs.size();
        inputs.add(new CallArg.Pure(Pure.u64(time.now().toEpochMilli())));
        inputs.add(new CallArg.Pure(Pure.u64(maxStaleness.toMillis())));
        int clock = clockIndex(inputs);
        if (clock < 0) {
            clock = inputs.size();
            inputs.add(ObjectArg.clock());
        }
        List<Command> commands = new ArrayList<>();
        commands.add(new Command.MoveCall(
                sealPackage,
                "time",
                "check_staleness",
                List.of(),
                List.of(new Argument.Input(now), new Argument.Input(now + 1), new Argument.Input(clock))));
        commands.addAll(call.transaction().commands());
        return new TransactionData(
                new ProgrammableTransaction(inputs, commands),
                user,
                new GasData(List.of(), user, gasPrice, GAS_BUDGET),
                new Expiration.None());
    }

    /// The inputs with every object as it is now, whatever version the client wrote.
    private List<CallArg> current(List<CallArg> inputs) {
        Set<Address> ids = new LinkedHashSet<>();
        for (CallArg input : inputs) {
            if (input instanceof ObjectArg object && !object.id().equals(Address.CLOCK)) {
                ids.add(object.id());
            }
        }
        if (ids.size() > 256) {
            throw new Refusal(SealError.INVALID_PTB, "at most 256 objects may be named, got " + ids.size());
        }
        Map<Address, SuiObject> objects = ids.isEmpty() ? Map.of() : ledger.objects(ids);
        List<CallArg> current = new ArrayList<>();
        for (CallArg input : inputs) {
            current.add(
                    input instanceof ObjectArg object && !object.id().equals(Address.CLOCK)
                            ? current(object, objects.get(object.id()))
                            : input);
        }
        return current;
    }

    private static ObjectArg current(ObjectArg named, @org.jspecify.annotations.Nullable SuiObject object) {
        if (object == null) {
            throw new DataException.NotFound("object " + named.id());
        }
        boolean isMutable = named instanceof ObjectArg.Shared shared && shared.mutable();
        return switch (object.owner()) {
            case dev.floe.ledger.Owner.Shared shared ->
                new ObjectArg.Shared(object.id(), shared.initialSharedVersion(), isMutable);
            case dev.floe.ledger.Owner.ConsensusAddress party ->
                new ObjectArg.Shared(object.id(), party.startVersion(), isMutable);
            case dev.floe.ledger.Owner.AddressOwner _,
                    dev.floe.ledger.Owner.Immutable _,
                    dev.floe.ledger.Owner.ObjectOwner _ ->
                named instanceof ObjectArg.Receiving
                        ? new ObjectArg.Receiving(object.ref())
                        : new ObjectArg.ImmOrOwned(object.ref());
        };
    }

    private static int clockIndex(List<CallArg> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof ObjectArg.Shared shared && shared.id().equals(Address.CLOCK)) {
                return i;
            }
        }
        return -1;
    }
}
