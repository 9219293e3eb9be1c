package dev.floe.ledger.internal.exec;

import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalSimulation;
import dev.floe.ledger.MovePackage;
import dev.floe.ledger.Simulation;
import dev.floe.ledger.SystemTransaction;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.UserSignature;
import dev.floe.ledger.internal.store.Epochs;
import dev.floe.ledger.internal.store.Group;
import dev.floe.ledger.internal.store.LedgerKey;
import dev.floe.ledger.internal.store.LedgerStore;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.MoveVm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns transactions into groups for the store: sets the clock, executes, and keeps the packages that code comes
/// from.
public final class LedgerCore implements GroupCommit.Batch {

    private static final long PROTOCOL_VERSION = 1;

    private final LedgerStore store;
    private final Time time;
    private final long epochMillis;
    private final UserExecutor executor;
    /// All packages of the newest executed state; grows only.
    private volatile MoveVm vm;

    /// The core of a ledger that is open.
    public LedgerCore(LedgerStore store, Time time, long epochMillis) {
        this.store = store;
        this.time = time;
        this.epochMillis = epochMillis;
        this.executor = new UserExecutor(chain());
        this.vm = packages(store.committed());
    }

    /// The id of the chain: the digest of its first checkpoint.
    public Digest chain() {
        return store.checkpoint(0).orElseThrow().digest();
    }

    /// The packages.
    public MoveVm vm() {
        return vm;
    }

    /// The first group of a new ledger.
    public static Group genesis(LedgerKey key, Address faucet, long nowMillis) {
        SystemTransaction.Genesis genesis = GenesisObjects.transaction(faucet, nowMillis);
        List<LedgerTransaction> log = new ArrayList<>();
        State after = apply(genesis, State.EMPTY, nowMillis, log);
        return Group.close(key, State.EMPTY, log, after);
    }

    /// Runs a transaction on the newest committed state, as if now, without leaving a trace.
    ///
    /// @param isInspection whether ownership, visibility and gas are not checked
    public LocalSimulation simulate(TransactionData data, boolean isInspection) {
        State state = store.committed();
        Simulation.Basis basis = new Simulation.Basis(
                state.checkpoint(), Instant.ofEpochMilli(state.epoch().clockMillis()));
        long now = now(state);
        LiveObject clock = state.get(Address.CLOCK);
        if (clock != null && now > state.epoch().clockMillis()) {
            state = new State(
                    state.objects().with(Address.CLOCK, SystemExecutor.clockAt(clock, now)),
                    state.owned(),
                    state.children(),
                    state.transactions(),
                    state.epoch(),
                    state.checkpoint(),
                    state.checkpointDigest());
        }
        UserExecutor.Mode mode = isInspection ? UserExecutor.Mode.INSPECT : UserExecutor.Mode.SIMULATE;
        UserExecutor.Executed executed = executor.execute(data, data.digest(), state, vm, mode);
        Outcome outcome = executed.outcome();
        return new LocalSimulation(
                new Simulation(outcome.effects(), outcome.events(), outcome.results(), Optional.of(basis)),
                executed.before().values().stream().map(LiveObject::object).toList(),
                outcome.written().stream().map(LiveObject::object).toList());
    }

    @Override
    public GroupCommit.Batch.Session begin(State before) {
        return new Session(before);
    }

    private long now(State state) {
        return Math.max(
                state.epoch().clockMillis(),
                time.clock().millis() + state.epoch().clockAheadMillis());
    }

    private static MoveVm packages(State state) {
        List<MovePackage> packages = new ArrayList<>();
        state.objects().forEach(entry -> {
            if (entry.getValue().object().data() instanceof MovePackage pkg) {
                packages.add(pkg);
            }
        });
        // Dependencies before dependents: a package can only name packages with lower transaction numbers, but ids do
        // not tell; the machine links lazily, so any order does.
        MoveVm vm = MoveVm.empty();
        for (MovePackage pkg : packages) {
            vm = vm.with(pkg);
        }
        return vm;
    }

    private static State apply(
            SystemTransaction transaction, State state, long nowMillis, List<LedgerTransaction> log) {
        Outcome outcome = SystemExecutor.execute(transaction, state);
        long checkpoint = state.checkpoint() + 1;
        log.add(logged(state, nowMillis, Bytes.copyOf(transaction.toBcs()), List.of(), outcome));
        return state.after(
                outcome.removed(), outcome.written(), Epochs.after(state.epoch(), transaction, checkpoint, nowMillis));
    }

    private static LedgerTransaction logged(
            State state, long nowMillis, Bytes bcs, List<Bytes> signatures, Outcome outcome) {
        return new LedgerTransaction(
                state.transactions(),
                state.checkpoint() + 1,
                nowMillis,
                bcs,
                signatures,
                outcome.effects(),
                outcome.events(),
                outcome.written().stream().map(LiveObject::object).toList());
    }

    /// One group being executed. Before the first transaction the clock is set, and the epoch ends if it is time.
    private final class Session implements GroupCommit.Batch.Session {
        private final State before;
        private final List<LedgerTransaction> log = new ArrayList<>();
        private final long nowMillis;
        private final int prologue;
        private MoveVm newVm = vm;
        private State state;
        private boolean isForced;

        Session(State before) {
            this.before = before;
            this.nowMillis = now(before);
            this.state = before;
            setClock(nowMillis);
            if (nowMillis - before.epoch().startMillis() >= epochMillis) {
                endEpoch();
            }
            this.prologue = log.size();
        }

        @Override
        public LedgerTransaction execute(GroupCommit.Work work) {
            return switch (work) {
                case GroupCommit.Work.User user -> execute(user);
                case GroupCommit.Work.Advance advance -> advance(advance);
            };
        }

        private LedgerTransaction execute(GroupCommit.Work.User user) {
            Optional<LedgerTransaction> known = store.transaction(user.digest());
            if (known.isPresent()) {
                return known.get();
            }
            TransactionData data = user.transaction().data();
            UserExecutor.Executed executed =
                    executor.execute(data, user.digest(), state, newVm, UserExecutor.Mode.EXECUTE);
            List<Bytes> signatures = user.transaction().signatures().stream()
                    .map(UserSignature::toBytes)
                    .toList();
            Outcome outcome = executed.outcome();
            LedgerTransaction transaction = logged(state, nowMillis, Bytes.copyOf(data.toBcs()), signatures, outcome);
            state = state.after(
                    outcome.removed(),
                    outcome.written(),
                    Epochs.withGas(state.epoch(), outcome.effects().gas()));
            log.add(transaction);
            newVm = executed.vm();
            return transaction;
        }

        /// The clock object itself moves with the next group: all transactions of a group see one time.
        private LedgerTransaction advance(GroupCommit.Work.Advance advance) {
            long ahead = Math.addExact(state.epoch().clockAheadMillis(), advance.millis());
            state = new State(
                    state.objects(),
                    state.owned(),
                    state.children(),
                    state.transactions(),
                    Epochs.withClockAhead(state.epoch(), ahead),
                    state.checkpoint(),
                    state.checkpointDigest());
            if (advance.endsEpoch()) {
                endEpoch();
            } else if (log.isEmpty()) {
                prologue(nowMillis);
            }
            isForced = true;
            return log.getLast();
        }

        @Override
        public Optional<Group> end() {
            if (log.size() == prologue && !isForced) {
                return Optional.empty();
            }
            vm = newVm;
            return Optional.of(Group.close(store.key(), before, log, state));
        }

        private void setClock(long millis) {
            if (millis > state.epoch().clockMillis()) {
                prologue(millis);
            }
        }

        private void prologue(long millis) {
            append(new SystemTransaction.Prologue(state.epoch().number(), before.checkpoint() + 1, millis));
        }

        private void endEpoch() {
            append(new SystemTransaction.ChangeEpoch(
                    state.epoch().number() + 1, PROTOCOL_VERSION, state.epoch().gas(), nowMillis));
        }

        private void append(SystemTransaction transaction) {
            state = apply(transaction, state, nowMillis, log);
        }
    }
}
