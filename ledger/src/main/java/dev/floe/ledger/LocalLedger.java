package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.host.Deadline;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.Time;
import dev.floe.ledger.internal.exec.FaucetAccount;
import dev.floe.ledger.internal.exec.FunctionInfos;
import dev.floe.ledger.internal.exec.GasSchedule;
import dev.floe.ledger.internal.exec.GroupCommit;
import dev.floe.ledger.internal.exec.LedgerCore;
import dev.floe.ledger.internal.exec.StateQueries;
import dev.floe.ledger.internal.exec.TransactionChecks;
import dev.floe.ledger.internal.store.LedgerStore;
import dev.floe.ledger.internal.store.LiveObject;
import dev.floe.ledger.internal.store.State;
import dev.floe.ledger.move.MoveVm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A Sui ledger in one directory: durable, one process, executes the real Move bytecode. See ADR 0006.
///
/// What [#execute] returned is on disk. Reads and simulations see committed things only, each a consistent state,
/// and run beside execution. There are no threads of its own; calls take as long as their work and the disk need.
public final class LocalLedger implements Ledger {

    private static final int MAX_OBJECTS = 1000;
    private static final int MAX_EVENTS = 1000;
    private static final int EVENT_SCAN = 10_000;
    private static final Duration POLL = Duration.ofMillis(5);

    private final LedgerStore store;
    private final LedgerCore core;
    private final GroupCommit commits;
    private final FaucetAccount faucet;
    private final Time time;

    private LocalLedger(LedgerStore store, LedgerCore core, FaucetAccount faucet, Time time) {
        this.store = store;
        this.core = core;
        this.commits = new GroupCommit(store, core);
        this.faucet = faucet;
        this.time = time;
    }

    /// Opens the ledger in `files`, or makes a new one there. Only one process can have it open.
    ///
    /// @param files   the ledger's own directory
    /// @param time    sets the ledger's clock
    /// @param entropy gives a new ledger its keys
    /// @throws DataException.Corrupt if acknowledged data is damaged or missing
    /// @throws IOException if the directory is in use or the disk fails
    public static LocalLedger open(FileStore files, Time time, Entropy entropy, LocalLedgerOptions options)
            throws IOException {
        FaucetAccount[] faucet = new FaucetAccount[1];
        LedgerStore store = LedgerStore.open(
                files, options.snapshotEveryBytes(), () -> entropy.bytes(Keypair.SECRET_BYTES), key -> {
                    faucet[0] = FaucetAccount.create(files, entropy);
                    return LedgerCore.genesis(
                            key, faucet[0].address(), time.clock().millis());
                });
        try {
            if (faucet[0] == null) {
                faucet[0] = FaucetAccount.open(files);
            }
            LedgerCore core =
                    new LedgerCore(store, time, options.epochDuration().toMillis());
            return new LocalLedger(store, core, faucet[0], time);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public LedgerInfo info() {
        State state = store.committed();
        return new LedgerInfo(
                core.chain(),
                state.epoch().number(),
                state.checkpoint(),
                Instant.ofEpochMilli(state.epoch().clockMillis()),
                GasSchedule.REFERENCE_PRICE);
    }

    @Override
    public SuiObject object(Address id) {
        LiveObject live = store.committed().get(id);
        if (live == null) {
            throw new DataException.NotFound(
                    "object " + id + ": there is none; it was deleted, wrapped, or never made");
        }
        return live.object();
    }

    @Override
    public Map<Address, SuiObject> objects(Collection<Address> ids) {
        if (ids.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException("objects: " + ids.size() + " ids, limit " + MAX_OBJECTS);
        }
        State state = store.committed();
        Map<Address, SuiObject> found = new LinkedHashMap<>();
        for (Address id : ids) {
            LiveObject live = state.get(id);
            if (live != null) {
                found.put(id, live.object());
            }
        }
        return found;
    }

    /// An object at one version, live or not.
    public Optional<SuiObject> object(Address id, long version) {
        return store.object(id, version);
    }

    @Override
    public Page<SuiObject> ownedObjects(Address owner, PageRequest page) {
        return queries().owned(owner, page);
    }

    @Override
    public Page<SuiObject> ownedObjects(Address owner, StructTag type, PageRequest page) {
        return queries().owned(owner, type, page);
    }

    @Override
    public Page<DynamicField> dynamicFields(Address parent, PageRequest page) {
        return queries().fields(parent, page);
    }

    @Override
    public Balance balance(Address owner, TypeTag coinType) {
        return queries().balance(owner, coinType);
    }

    @Override
    public Page<Balance> balances(Address owner, PageRequest page) {
        return queries().balances(owner, page);
    }

    @Override
    public Simulation simulate(TransactionData transaction, Checks checks) {
        return simulateLocally(transaction, checks).simulation();
    }

    /// As [#simulate], and tells the objects that would change. The clock object shows the time of the call.
    public LocalSimulation simulateLocally(TransactionData transaction, Checks checks) {
        return core.simulate(transaction, checks == Checks.RELAXED);
    }

    @Override
    public ExecutedTransaction execute(SignedTransaction transaction) {
        return executed(submit(transaction));
    }

    /// As [#execute], with all that stands in the log.
    public LedgerTransaction submit(SignedTransaction transaction) {
        TransactionDigest digest = transaction.data().digest();
        Optional<LedgerTransaction> known = store.transaction(digest);
        if (known.isPresent()) {
            return known.get();
        }
        TransactionChecks.size(transaction.data());
        TransactionChecks.shape(transaction.data().kind());
        TransactionChecks.signatures(transaction);
        return commits.submit(new GroupCommit.Work.User(digest, transaction));
    }

    @Override
    public ExecutedTransaction transaction(TransactionDigest digest) {
        return store.transaction(digest)
                .map(this::executed)
                .orElseThrow(() -> new DataException.NotFound("transaction " + digest + ": not executed here"));
    }

    /// A transaction with all that stands in the log; empty if it was not executed.
    public Optional<LedgerTransaction> logged(TransactionDigest digest) {
        return store.transaction(digest);
    }

    @Override
    public ExecutedTransaction await(TransactionDigest digest, Duration atMost) {
        Deadline deadline = Deadline.in(time, atMost);
        while (true) {
            Optional<LedgerTransaction> found = store.transaction(digest);
            if (found.isPresent()) {
                return executed(found.get());
            }
            try {
                if (deadline.isOver() || !deadline.sleep(POLL)) {
                    throw new DataException.Unavailable(
                            "transaction " + digest + ": not executed within " + atMost + "; ask again later");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException.Unavailable("transaction " + digest + ": interrupted while waiting", e);
            }
        }
    }

    @Override
    public EventPage events(EventQuery query, EventCursor after, int limit) {
        if (limit < 1 || limit > MAX_EVENTS) {
            throw new IllegalArgumentException("events: expected a limit of 1 to " + MAX_EVENTS + ", got " + limit);
        }
        long first = query.firstCheckpoint() <= 0
                ? 0
                : store.checkpoint(query.firstCheckpoint() - 1)
                        .map(Checkpoint::totalTransactions)
                        .orElse(Long.MAX_VALUE);
        Place place = Place.parse(after);
        if (place.number < first) {
            place = new Place(first, 0);
        }
        HistoryFilter filter = filter(query.filter());
        long until = store.transactionCount();
        List<EventPage.Entry> entries = new ArrayList<>();
        int scanned = 0;
        while (place.number < until && scanned < EVENT_SCAN) {
            HistoryScan scan = store.find(filter, place.number, until, true, EVENT_SCAN - scanned);
            scanned++;
            if (scan.found().isEmpty()) {
                place = new Place(Math.max(place.number, scan.next()), 0);
                break;
            }
            LedgerTransaction transaction = scan.found().get();
            int from = transaction.number() == place.number ? place.index : 0;
            for (int i = from; i < transaction.events().size(); i++) {
                Event event = transaction.events().get(i);
                if (query.filter().matches(event)) {
                    if (entries.size() == limit) {
                        return new EventPage(entries, new Place(transaction.number(), i).cursor(), false);
                    }
                    EventCursor cursor = new Place(transaction.number(), i + 1).cursor();
                    entries.add(new EventPage.Entry(event, transaction.digest(), i, transaction.checkpoint(), cursor));
                }
            }
            place = new Place(transaction.number() + 1, 0);
        }
        return new EventPage(entries, place.cursor(), place.number >= until);
    }

    @Override
    public FunctionInfo function(Address packageId, String module, String name) {
        return core.vm()
                .function(packageId, module, name)
                .map(FunctionInfos::of)
                .orElseThrow(() -> new DataException.NotFound(
                        "function " + packageId + "::" + module + "::" + name + ": there is none"));
    }

    /// All packages, for questions about types, functions and abort codes.
    public MoveVm packages() {
        return core.vm();
    }

    /// How many transactions there are.
    public long transactionCount() {
        return store.transactionCount();
    }

    /// The nearest transaction that `filter` wants, from number `from` on (or back), up to and without `until`;
    /// reads at most `scanLimit` records.
    public HistoryScan find(HistoryFilter filter, long from, long until, boolean isAscending, int scanLimit) {
        return store.find(filter, from, until, isAscending, scanLimit);
    }

    /// A checkpoint by its number.
    public Optional<Checkpoint> checkpoint(long sequence) {
        return store.checkpoint(sequence);
    }

    /// A checkpoint by its digest.
    public Optional<Checkpoint> checkpoint(Digest digest) {
        return store.checkpoint(digest);
    }

    /// The newest checkpoint. A client that keeps it can tell later with [#requireDescends] whether the ledger was
    /// rolled back.
    public Checkpoint head() {
        return store.checkpoint(store.committed().checkpoint()).orElseThrow();
    }

    /// That this ledger still has a checkpoint that a client saw before.
    ///
    /// @throws DataException.Corrupt if it was rolled back or is another ledger
    public void requireDescends(long sequence, Digest digest) {
        Optional<Checkpoint> here = store.checkpoint(sequence);
        if (here.isEmpty() || !here.get().digest().equals(digest)) {
            throw new DataException.Corrupt("ledger: checkpoint " + sequence + " was " + digest + ", here "
                    + here.map(checkpoint -> "it is " + checkpoint.digest())
                            .orElse("the newest is " + store.committed().checkpoint())
                    + "; the ledger was rolled back or is another one, do not use it");
        }
    }

    /// The transactions of a checkpoint, in order.
    public List<LedgerTransaction> transactionsOf(Checkpoint checkpoint) {
        return store.transactionsOf(checkpoint);
    }

    /// Shows that a transaction is in a checkpoint; empty if it was not executed.
    public Optional<InclusionProof> proof(TransactionDigest digest) {
        return store.proof(digest);
    }

    /// The key that signs checkpoints, 32 bytes of Ed25519.
    public Bytes publicKey() {
        return store.key().publicKey();
    }

    /// The epoch with that number; empty if it has not begun.
    public Optional<LedgerEpoch> epoch(long number) {
        return store.epoch(number);
    }

    /// Gives `amount` MIST to someone, in one new coin.
    public LedgerTransaction faucet(Address recipient, long amount) {
        return faucet.give(this, recipient, amount);
    }

    /// The account that holds all SUI at first.
    public Address faucetAddress() {
        return faucet.address();
    }

    /// Moves the ledger's clock ahead. Transactions from now on see it; so does the clock object with the next one.
    public void advanceClock(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("clock: expected to go forward, got " + by);
        }
        commits.submit(new GroupCommit.Work.Advance(by.toMillis(), false));
    }

    /// Ends the epoch.
    public void advanceEpoch() {
        commits.submit(new GroupCommit.Work.Advance(0, true));
    }

    /// Calls `listener` after each checkpoint that is on disk; it must be quick.
    ///
    /// @return ends the calls
    public Runnable onCheckpoint(Consumer<Checkpoint> listener) {
        return commits.listen(listener);
    }

    /// Walks the whole log from genesis: checksums, digests, chain, all signatures, and that the state is what the
    /// transactions give.
    ///
    /// @throws DataException.Corrupt if anything does not fit
    public LedgerAudit verify() {
        return store.verify(transaction -> {
            List<UserSignature> signatures =
                    transaction.signatures().stream().map(UserSignature::parse).toList();
            try {
                TransactionChecks.signatures(
                        new SignedTransaction(transaction.data().orElseThrow(), signatures));
            } catch (DataException.Denied e) {
                throw new DataException.Corrupt(
                        "ledger log, transaction " + transaction.number() + ": a signature does not verify", e);
            }
        });
    }

    /// Writes a snapshot and gives the directory free.
    @Override
    public void close() {
        try {
            store.close();
            faucet.close();
        } catch (IOException e) {
            throw new DataException.Unavailable("ledger: could not be closed cleanly; everything committed is safe", e);
        }
    }

    private StateQueries queries() {
        return new StateQueries(store.committed(), core.vm());
    }

    private ExecutedTransaction executed(LedgerTransaction transaction) {
        Optional<SignedTransaction> signed = transaction
                .data()
                .map(data -> new SignedTransaction(
                        data,
                        transaction.signatures().stream()
                                .map(UserSignature::parse)
                                .toList()));
        return new ExecutedTransaction(
                transaction.effects(),
                transaction.events(),
                Optional.of(new ExecutedTransaction.Position(
                        transaction.checkpoint(), Instant.ofEpochMilli(transaction.timestampMillis()))),
                signed);
    }

    private static HistoryFilter filter(EventFilter filter) {
        return switch (filter) {
            case EventFilter.All _ -> HistoryFilter.ALL;
            case EventFilter.Sender(Address sender) -> HistoryFilter.of(new HistoryFilter.Condition.Sender(sender));
            case EventFilter.Module(Address id, String module) ->
                HistoryFilter.of(new HistoryFilter.Condition.Emits(id, module));
            case EventFilter.TypeModule(Address id, String module) ->
                HistoryFilter.of(new HistoryFilter.Condition.EventModule(id, module));
            case EventFilter.Type(StructTag type) -> HistoryFilter.of(new HistoryFilter.Condition.EventType(type));
        };
    }

    /// A place in the stream of events: before event `index` of transaction `number`.
    private record Place(long number, int index) {

        static Place parse(EventCursor cursor) {
            if (cursor.token().size() == 0) {
                return new Place(0, 0);
            }
            try {
                BcsReader in = BcsReader.of("event cursor", cursor.token());
                Place place = new Place(in.u64(), Math.toIntExact(in.u32()));
                in.end();
                return place;
            } catch (DataException.Corrupt | ArithmeticException e) {
                throw new IllegalArgumentException("event cursor: not one of this ledger", e);
            }
        }

        EventCursor cursor() {
            return new EventCursor(new BcsWriter().u64(number).u32(index).toBytes());
        }
    }
}
