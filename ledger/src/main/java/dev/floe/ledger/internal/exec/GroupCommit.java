package dev.floe.ledger.internal.exec;

import dev.floe.format.DataException;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.SignedTransaction;
import dev.floe.ledger.TransactionDigest;
import dev.floe.ledger.internal.store.Group;
import dev.floe.ledger.internal.store.LedgerStore;
import dev.floe.ledger.internal.store.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings transactions into one order and makes them durable, many with one sync.
///
/// There is no thread of its own. Whoever submits first leads: it executes all that wait, waits until the group
/// before is on disk, hands the lead to one of those who came meanwhile, and writes its group. So one group
/// executes while the one before it is being synced, and nobody sees anything that is not on disk.
public final class GroupCommit {

    private static final int MAX_GROUP = 512;

    private final LedgerStore store;
    private final Batch batch;
    private final List<Consumer<Checkpoint>> listeners = new CopyOnWriteArrayList<>();

    /// Guards the queue, the lead and `inFlight`.
    private final ReentrantLock queueLock = new ReentrantLock();
    /// Held while a group is written.
    private final ReentrantLock commitLock = new ReentrantLock(true);

    private final Deque<Request> queue = new ArrayDeque<>();
    private final Map<TransactionDigest, Request> inFlight = new HashMap<>();
    private boolean isLed;
    private volatile boolean isBroken;

    /// The state after the newest executed group, which may not be on disk yet. Only the leader uses it.
    private State tip;

    public GroupCommit(LedgerStore store, Batch batch) {
        this.store = store;
        this.batch = batch;
        this.tip = store.committed();
    }

    /// Executes one group.
    public interface Batch {
        /// Starts a group on a state.
        Session begin(State before);

        /// A group being executed.
        interface Session {
            /// Executes one transaction; throws if it is refused, and then nothing has changed.
            LedgerTransaction execute(Work work);

            /// The group, or empty if nothing was executed.
            Optional<Group> end();
        }
    }

    /// What can be asked for.
    public sealed interface Work {
        /// A transaction of a user, whose signatures are checked.
        ///
        /// @param digest      its digest
        /// @param transaction the transaction
        record User(TransactionDigest digest, SignedTransaction transaction) implements Work {}

        /// That the clock moves ahead, and the epoch ends if `endsEpoch`.
        ///
        /// @param millis    by how much
        /// @param endsEpoch whether a new epoch starts
        record Advance(long millis, boolean endsEpoch) implements Work {}
    }

    private static final class Request {
        private final Work work;
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
        private final CompletableFuture<LedgerTransaction> result = new CompletableFuture<>();

        Request(Work work) {
            this.work = work;
        }
    }

    /// Calls `listener` after each group that is on disk; it must not block.
    ///
    /// @return ends the calls
    public Runnable listen(Consumer<Checkpoint> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Returns when the work is on disk and visible.
    public LedgerTransaction submit(Work work) {
        Request request = new Request(work);
        boolean leads;
        queueLock.lock();
        try {
            requireSound();
            if (work instanceof Work.User user) {
                Request same = inFlight.putIfAbsent(user.digest(), request);
                if (same != null) {
                    request = same;
                }
            }
            leads = false;
            if (request.work == work) {
                queue.add(request);
                leads = !isLed;
                isLed = true;
            }
        } finally {
            queueLock.unlock();
        }
        if (request.work != work) {
            return join(request);
        }
        if (leads || request.turn.join()) {
            lead();
        }
        return join(request);
    }

    /// Executes what waits, passes the lead on, and writes. The leader's own request is always among them.
    private void lead() {
        List<Request> taken = take();
        List<@Nullable LedgerTransaction> results = new ArrayList<>(taken.size());
        Optional<Group> group = Optional.empty();
        RuntimeException failure = null;
        try {
            group = execute(taken, results);
        } catch (RuntimeException | StackOverflowError e) {
            failure = new IllegalStateException("ledger: executing a group failed", e);
        }
        commitLock.lock();
        try {
            passLead();
            if (failure == null && group.isPresent()) {
                commit(group.get());
            }
        } catch (DataException e) {
            failure = e;
        } finally {
            commitLock.unlock();
        }
        finish(taken, results, failure);
        if (failure == null && group.isPresent()) {
            Checkpoint checkpoint = group.get().checkpoint();
            listeners.forEach(listener -> listener.accept(checkpoint));
            store.snapshotIfDue();
        }
    }

    private List<Request> take() {
        queueLock.lock();
        try {
            List<Request> taken = new ArrayList<>();
            while (!queue.isEmpty() && taken.size() < MAX_GROUP) {
                taken.add(queue.poll());
            }
            return taken;
        } finally {
            queueLock.unlock();
        }
    }

    private Optional<Group> execute(List<Request> taken, List<@Nullable LedgerTransaction> results) {
        Batch.Session session = batch.begin(tip);
        for (Request request : taken) {
            results.add(executeOne(session, request));
        }
        Optional<Group> group = session.end();
        group.ifPresent(closed -> tip = closed.after());
        return group;
    }

    /// The result, or null if the transaction was refused; then its future has failed already.
    private static @Nullable LedgerTransaction executeOne(Batch.Session session, Request request) {
        try {
            return session.execute(request.work);
        } catch (RuntimeException e) {
            request.result.completeExceptionally(e);
        } catch (StackOverflowError e) {
            request.result.completeExceptionally(new IllegalStateException("ledger: execution nested too deeply", e));
        }
        return null;
    }

    private void passLead() {
        queueLock.lock();
        try {
            if (queue.isEmpty()) {
                isLed = false;
            } else {
                queue.peek().turn.complete(true);
            }
        } finally {
            queueLock.unlock();
        }
    }

    private void commit(Group group) {
        if (isBroken) {
            throw broken();
        }
        try {
            store.commit(group);
        } catch (DataException e) {
            isBroken = true;
            throw e;
        }
    }

    private void finish(
            List<Request> taken, List<@Nullable LedgerTransaction> results, @Nullable RuntimeException failure) {
        queueLock.lock();
        try {
            for (Request request : taken) {
                if (request.work instanceof Work.User user) {
                    inFlight.remove(user.digest());
                }
            }
        } finally {
            queueLock.unlock();
        }
        for (int i = 0; i < taken.size(); i++) {
            Request request = taken.get(i);
            if (failure != null) {
                request.result.completeExceptionally(failure);
            } else {
                request.result.complete(results.get(i));
            }
            request.turn.complete(false);
        }
    }

    private static LedgerTransaction join(Request request) {
        try {
            return request.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void requireSound() {
        if (isBroken) {
            throw broken();
        }
    }

    private static DataException.Unavailable broken() {
        return new DataException.Unavailable(
                "ledger: an earlier write to disk failed; open the ledger again and ask by transaction digest");
    }
}
