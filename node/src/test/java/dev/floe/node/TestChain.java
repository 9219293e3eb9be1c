package dev.floe.node;

import dev.floe.format.BcsWriter;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.StorageMessage;
import dev.floe.ledger.Address;
import dev.floe.ledger.Event;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventPage;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionDigest;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.EpochPhase;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.StorageNodeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The storage contracts' rules as nodes see them, in memory: committees, events, certificates really checked. For
/// tests that need a thousand epochs in a second; the real contracts run in the tests of the local network.
final class TestChain {

    private static final Address PACKAGE = Address.ofLong(0xbeef);

    private final StorageShards shards;
    private final List<EventPage.Entry> events = new ArrayList<>();
    private final Map<Address, MinPk.PublicKey> keys = new TreeMap<>();
    private final Map<Address, String> addresses = new HashMap<>();
    private final Set<Address> synced = new HashSet<>();
    final List<BlobId> invalidated = new ArrayList<>();
    private TreeMap<Address, List<Integer>> current = new TreeMap<>();
    private Optional<TreeMap<Address, List<Integer>>> previous = Optional.empty();
    private long epoch = 1;
    private boolean isSyncing;

    TestChain(StorageShards shards) {
        this.shards = shards;
    }

    synchronized void join(Address node, MinPk.PublicKey key, List<Integer> owned) {
        keys.put(node, key);
        addresses.put(node, "127.0.0.1:1");
        if (!owned.isEmpty()) {
            current.put(node, owned);
        }
    }

    synchronized void address(Address node, String hostAndPort) {
        addresses.put(node, hostAndPort);
    }

    synchronized long epoch() {
        return epoch;
    }

    synchronized boolean isSyncing() {
        return isSyncing;
    }

    synchronized void register(BlobId blob, long endEpoch, boolean deletable, Digest object) {
        emit(
                "BlobRegistered",
                start(epoch, blob).u64(1).u8(1).u32(endEpoch).bool(deletable).digest(object));
    }

    synchronized void certify(BlobId blob, long endEpoch, boolean deletable, Digest object) {
        emit(
                "BlobCertified",
                start(epoch, blob).u32(endEpoch).bool(deletable).digest(object).bool(false));
    }

    synchronized void extend(BlobId blob, long first, long endEpoch, Digest object) {
        emit(
                "BlobCertified",
                start(first, blob).u32(endEpoch).bool(false).digest(object).bool(true));
    }

    synchronized void delete(BlobId blob, Digest object) {
        emit("BlobDeleted", start(epoch, blob).u32(99).digest(object).bool(true));
    }

    synchronized void unknownEvent() {
        emit("PricesUpdated", new BcsWriter().u32(epoch).u64(1).u64(2));
    }

    /// Begins the next epoch with other owners.
    synchronized void nextEpoch(Map<Address, List<Integer>> owners) {
        previous = Optional.of(current);
        current = new TreeMap<>(owners);
        epoch++;
        isSyncing = true;
        synced.clear();
        emit("EpochChangeStart", new BcsWriter().u32(epoch));
    }

    private static BcsWriter start(long epoch, BlobId blob) {
        BcsWriter out = new BcsWriter().u32(epoch);
        blob.write(out);
        return out;
    }

    private void emit(String name, BcsWriter contents) {
        StructTag type = StructTag.of(PACKAGE, "events", name);
        Event event = new Event(PACKAGE, "system", Address.ZERO, type, contents.toBytes());
        int index = events.size();
        byte[] digest = new byte[32];
        digest[0] = (byte) index;
        digest[1] = (byte) (index >> 8);
        events.add(
                new EventPage.Entry(event, new TransactionDigest(Digest.copyOf(digest)), 0, index, cursor(index + 1)));
    }

    private static EventCursor cursor(int index) {
        return new EventCursor(new BcsWriter().u32(index).toBytes());
    }

    private static int index(EventCursor cursor) {
        Bytes token = cursor.token();
        return token.size() == 0 ? 0 : (token.get(0) & 0xFF) | (token.get(1) & 0xFF) << 8;
    }

    synchronized Committees committees() {
        EpochPhase phase = isSyncing ? new EpochPhase.Syncing(0) : new EpochPhase.Running(Instant.EPOCH);
        return new Committees(committee(epoch, current), previous.map(owners -> committee(epoch - 1, owners)), phase);
    }

    private NodeCommittee committee(long of, Map<Address, List<Integer>> owners) {
        List<StorageNodeInfo> members = new ArrayList<>();
        owners.forEach((node, owned) -> members.add(new StorageNodeInfo(
                node,
                "node-" + node.toShortString(),
                Objects.requireNonNull(addresses.get(node)),
                Bytes.copyOf(new byte[33]),
                Objects.requireNonNull(keys.get(node)),
                owned)));
        return new NodeCommittee(of, shards, members);
    }

    /// The chain as one node uses it.
    NodeChain seenBy(Address node) {
        return new NodeChain() {
            @Override
            public Committees committees() {
                return TestChain.this.committees();
            }

            @Override
            public EventPage events(EventCursor after, int limit) {
                synchronized (TestChain.this) {
                    int from = index(after);
                    int to = Math.min(from + limit, events.size());
                    return new EventPage(events.subList(from, to), cursor(to), to == events.size());
                }
            }

            @Override
            public void syncDone(long of) {
                synchronized (TestChain.this) {
                    synced.add(node);
                    int weight = current.entrySet().stream()
                            .filter(entry -> synced.contains(entry.getKey()))
                            .mapToInt(entry -> entry.getValue().size())
                            .sum();
                    if (isSyncing && of == epoch && shards.isQuorum(weight)) {
                        isSyncing = false;
                        emit("EpochChangeDone", new BcsWriter().u32(epoch));
                    }
                }
            }

            @Override
            public void invalidate(BlobId blob, Certificate certificate) {
                synchronized (TestChain.this) {
                    var signers = TestChain.this.committees().current().signers();
                    StorageMessage message = signers.verify(MinPk.walrus(), certificate);
                    boolean isEnough = shards.includesHonest(signers.weight(certificate.signers()));
                    if (!isEnough || !message.equals(new StorageMessage.InvalidBlob(epoch, blob))) {
                        throw new AssertionError("bad certificate for " + blob);
                    }
                    invalidated.add(blob);
                    emit("InvalidBlobID", start(epoch, blob));
                }
            }
        };
    }
}
