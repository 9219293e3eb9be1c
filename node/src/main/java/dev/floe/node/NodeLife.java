package dev.floe.node;

import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.host.Backoff;
import dev.floe.host.Time;
import dev.floe.ledger.TransactionFailedException;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.NodeRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What goes on in a node without anybody asking, on threads of its own: following the ledger, taking over storage
/// shards, healing, scrubbing, deleting what ended. Close it before the node.
public final class NodeLife implements AutoCloseable {

    private static final int MAX_QUEUED = 10_000;

    /// Looks at the ledger between two looks at the challenge.
    private static final int CHALLENGE_EVERY = 4;
    private static final System.Logger LOG = System.getLogger(NodeLife.class.getName());

    private final StorageNode node;
    private final Healer healer;
    private final ShardSync sync;
    private final Scrubber scrubber;
    private final Pace pace;
    private final Time time;
    private final RandomGenerator random;
    private final List<Thread> threads = new ArrayList<>();
    /// Blobs to look at, with when; guarded by itself.
    private final Map<BlobId, Long> queue = new LinkedHashMap<>();
    private volatile boolean hasOverflowed;
    private volatile boolean mustSync = true;
    private volatile boolean mustSweep = true;

    /// How often things are done.
    ///
    /// @param follow between two looks at the ledger
    /// @param grace after a blob was certified, before its missing slivers are healed: its writer may still be
    ///     sending
    /// @param scrub between two passes of the scrubber
    /// @param scrubBytesPerSecond how fast the scrubber reads
    public record Pace(Duration follow, Duration grace, Duration scrub, long scrubBytesPerSecond) {

        /// For a network with epochs of days.
        public static final Pace DEFAULT =
                new Pace(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofDays(1), 32L << 20);

        /// For a local network that should react at once.
        public static final Pace LOCAL =
                new Pace(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofMinutes(10), 64L << 20);
    }

    private NodeLife(StorageNode node, NodeClients peers, Pace pace, Time time, RandomGenerator random) {
        this.node = node;
        this.pace = pace;
        this.time = time;
        this.random = random;
        healer = new Healer(node, peers, time, random);
        sync = new ShardSync(node, peers, healer, time);
        scrubber = new Scrubber(node, time, pace.scrubBytesPerSecond());
    }

    /// Starts the life of `node`; `peers` stay the caller's.
    ///
    /// @param random for jitter and the order in which peers are asked
    public static NodeLife start(StorageNode node, NodeClients peers, Pace pace, Time time, RandomGenerator random) {
        NodeLife life = new NodeLife(node, peers, pace, time, random);
        node.onEvent(life::handle);
        node.store().onDamage(piece -> life.enqueue(piece.blob(), Duration.ZERO));
        life.spawn("follow", () -> {
            while (node.follow() > 0) {
                // until nothing is new
            }
            time.sleep(pace.follow());
        });
        life.spawn("heal", life::healStep);
        life.spawn("scrub", () -> {
            time.sleep(pace.scrub());
            life.scrubber.pass();
        });
        return life;
    }

    /// Takes part in storage challenges, asking `peers` for their word.
    public void takeChallenges(NodeClients clients, ChallengePeers peers) {
        Challenger challenger = new Challenger(node, clients, peers, time);
        spawn("challenge", () -> {
            challenger.step();
            time.sleep(pace.follow().multipliedBy(CHALLENGE_EVERY));
        });
    }

    /// The healer, to be asked by hand.
    public Healer healer() {
        return healer;
    }

    /// The scrubber, to be asked by hand.
    public Scrubber scrubber() {
        return scrubber;
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private void spawn(String name, Step step) {
        String full = "node-" + node.keys().nodeId().toShortString() + "-" + name;
        threads.add(Thread.ofVirtual().name(full).start(() -> loop(name, step)));
    }

    /// Repeats a step for ever; what fails is tried again, later and later.
    private void loop(String name, Step step) {
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.run();
                failures = 0;
            } catch (InterruptedException e) {
                return;
            } catch (DataException | NodeRefusedException | TransactionFailedException e) {
                // Of a refused transaction mostly another node's was faster.
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event=step-failed step={0} failures={1} why=\"{2}\"",
                        name,
                        failures,
                        e.getMessage());
                failures++;
                if (!pause(failures)) {
                    return;
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "event=bug step=" + name, e);
                failures++;
                if (!pause(failures)) {
                    return;
                }
            }
        }
    }

    private boolean pause(int failures) {
        try {
            Duration delay;
            synchronized (random) {
                delay = Backoff.DEFAULT.delay(failures, random);
            }
            time.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void handle(ChainEvent event) {
        switch (event) {
            case ChainEvent.BlobCertified e -> enqueue(e.blob(), pace.grace());
            case ChainEvent.PooledBlobCertified e -> enqueue(e.blob(), pace.grace());
            case ChainEvent.EpochChangeStart _ -> {
                mustSync = true;
                mustSweep = true;
            }
            case ChainEvent.EpochChangeDone _ -> mustSweep = true;
            default -> {}
        }
    }

    private void enqueue(BlobId blob, Duration delay) {
        synchronized (queue) {
            if (queue.size() >= MAX_QUEUED) {
                hasOverflowed = true; // then all blobs are looked at
            } else {
                queue.putIfAbsent(blob, time.nanos() + delay.toNanos());
            }
        }
    }

    private void healStep() throws InterruptedException {
        if (mustSync && sync.run()) {
            mustSync = node.shardMap().epoch() != node.epoch();
        }
        if (mustSweep) {
            mustSweep = false;
            node.sweep();
        }
        if (hasOverflowed) {
            hasOverflowed = false;
            healer.healAll();
        }
        for (BlobId blob : due()) {
            if (healer.heal(blob).missing() > 0) {
                node.refreshCommittees(); // peers may have moved
                enqueue(blob, pace.grace().plus(Duration.ofSeconds(1)));
            }
        }
        time.sleep(pace.follow());
    }

    private List<BlobId> due() {
        synchronized (queue) {
            long now = time.nanos();
            List<BlobId> due = queue.entrySet().stream()
                    .filter(entry -> entry.getValue() - now <= 0)
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(queue::remove);
            return due;
        }
    }

    /// Ends all threads and waits for them. Closing twice does nothing.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
