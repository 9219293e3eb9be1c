package dev.floe.storage.walrus;

import dev.floe.format.DataException;
import dev.floe.host.Deadline;
import java.util.concurrent.Semaphore;

/// Asks nodes within the limits of the client, and keeps the book about them.
final class Nodes {

    private static final int UNIT_BYTES = 1 << 10;

    private final NodeClients clients;
    private final NetworkOptions options;
    private final NodeBook book;
    private final Semaphore requests;
    private final Semaphore units;
    private final int maxUnits;

    Nodes(NodeClients clients, NetworkOptions options) {
        this.clients = clients;
        this.options = options;
        book = new NodeBook(options.time(), options.hedgeAfter());
        requests = new Semaphore(options.maxRequests());
        maxUnits = Math.clamp(options.maxBytesInFlight() / UNIT_BYTES, 1, Integer.MAX_VALUE / 2);
        units = new Semaphore(maxUnits);
    }

    NodeBook book() {
        return book;
    }

    /// One request to one node.
    @FunctionalInterface
    interface Request<T> {
        T send(NodeClient client, Deadline deadline) throws InterruptedException;
    }

    /// The answer, or why there is none.
    sealed interface Answer<T> {
        /// @param value what the node sent
        record Got<T>(T value) implements Answer<T> {}

        /// @param refusal what the node said
        record Refused<T>(NodeRefusedException refusal) implements Answer<T> {}

        /// @param failure why it was not reached, or why its answer makes no sense
        record Failed<T>(DataException failure) implements Answer<T> {}
    }

    /// Asks `node`, waiting until the limits allow it.
    ///
    /// @param bytes about how many bytes the request moves
    <T> Answer<T> ask(StorageNodeInfo node, long bytes, Deadline deadline, Request<T> request)
            throws InterruptedException {
        int taken = Math.clamp(Math.ceilDiv(bytes, UNIT_BYTES), 1, maxUnits);
        units.acquire(taken);
        try {
            requests.acquire();
            try {
                return send(node, deadline, request);
            } finally {
                requests.release();
            }
        } finally {
            units.release(taken);
        }
    }

    private <T> Answer<T> send(StorageNodeInfo node, Deadline deadline, Request<T> request)
            throws InterruptedException {
        long start = options.time().nanos();
        try {
            T value = request.send(clients.client(node), deadline.within(options.requestTimeout()));
            book.answered(node, options.time().nanos() - start);
            return new Answer.Got<>(value);
        } catch (InterruptedException e) {
            book.abandoned(options.time().nanos() - start);
            throw e;
        } catch (NodeRefusedException e) {
            book.answered(node, options.time().nanos() - start);
            return new Answer.Refused<>(e);
        } catch (DataException.Corrupt e) {
            book.lied(node, String.valueOf(e.getMessage()));
            return new Answer.Failed<>(e);
        } catch (DataException e) {
            book.failed(node);
            return new Answer.Failed<>(e);
        } catch (IllegalArgumentException e) {
            // An address in the committee that is none: the node cannot be reached.
            book.failed(node);
            return new Answer.Failed<>(new DataException.Unavailable(node + ": " + e.getMessage(), e));
        }
    }
}
