package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.Bcs;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Deadline;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.ledger.EventCursor;
import dev.floe.ledger.EventPage;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.storage.walrus.Committees;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.NodeHealth;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.PutOutcome;
import dev.floe.storage.walrus.StoredStatus;
import dev.floe.storage.walrus.SymbolQuery;
import dev.floe.storage.walrus.SyncedSlivers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A storage node without its network edge: what it stores, signs and answers. It offers what its REST API offers,
/// so it is itself a [NodeClient].
///
/// Nothing is signed before it is on disk. Whatever comes from outside is verified against the blob's id before it
/// is stored. Safe for concurrent use; calls block. Life goes on by [#follow], which somebody must call.
public final class StorageNode implements NodeClient, AutoCloseable {

    private static final int EVENTS_PER_PAGE = 200;
    private static final Duration REGISTRATION_POLL = Duration.ofMillis(20);
    private static final System.Logger LOG = System.getLogger(StorageNode.class.getName());

    private final NodeKeys keys;
    private final SliverStore store;
    private final StateLog log;
    private final BlobStates states;
    private final NodeChain chain;
    private final NodeLimits limits;
    private final Time time;
    private final long startedNanos;
    private final PendingUploads pending;
    private final Verifier verifier;
    private final Symbols symbols;
    private final NodeCounters counters = new NodeCounters();
    private final Map<BlobId, BlobMetadataWithId> metadataCache = new LinkedHashMap<>(16, 0.75f, true);
    private final int maxCached;
    private volatile ShardMap shardMap;
    private volatile Consumer<ChainEvent> listener = _ -> {};
    private volatile Attestation attestation = (_, _) -> {
        throw new NodeRefusedException(NodeReason.UNAVAILABLE, "this node takes no part in storage challenges");
    };

    private StorageNode(
            NodeKeys keys, SliverStore store, StateLog log, BlobStates states, Setup setup, ShardMap shardMap) {
        this.keys = keys;
        this.store = store;
        this.log = log;
        this.states = states;
        this.chain = setup.chain;
        this.limits = setup.limits;
        this.time = setup.time;
        this.shardMap = shardMap;
        startedNanos = time.nanos();
        pending = new PendingUploads(limits, time);
        int shards = store.shards().count();
        verifier = new Verifier(setup.encoding, limits, shards);
        symbols = new Symbols(store, verifier, limits);
        maxCached = Math.clamp(limits.metadataCacheBytes() / (200L * shards), 4, 10_000);
    }

    /// What a node is made of.
    ///
    /// @param chain the ledger
    /// @param limits how much it takes on
    /// @param time clocks
    /// @param entropy names the event log
    /// @param encoding threads and memory for RedStuff
    public record Setup(NodeChain chain, NodeLimits limits, Time time, Entropy entropy, EncodeOptions encoding) {}

    /// Opens the node whose directory is `files`, and catches up with the ledger.
    ///
    /// @throws dev.floe.host.StoreLockedException if another process uses the directory
    /// @throws IllegalStateException if the directory is another node's, or of a newer Floe
    /// @throws DataException.Unavailable if the ledger is not reached
    public static StorageNode open(FileStore files, NodeKeys keys, Setup setup) throws IOException {
        ShardMap shardMap = ShardMap.of(setup.chain.committees(), keys.nodeId());
        SliverStore store = SliverStore.open(
                files, Digest.copyOf(keys.nodeId().toByteArray()), shardMap.shards(), setup.limits.minFreeBytes());
        try {
            BlobStates states = new BlobStates();
            StateLog log = StateLog.open(files, setup.entropy, states);
            StorageNode node = new StorageNode(keys, store, log, states, setup, shardMap);
            while (node.follow() > 0) {
                // until nothing is new
            }
            return node;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Reads the next page of events, keeps it, and acts on it. One thread at a time.
    ///
    /// @return how many events there were
    /// @throws DataException.Unavailable if the ledger is not reached or the disk fails; calling again goes on
    ///     without a gap
    public synchronized int follow() {
        EventCursor before = log.cursor();
        EventPage page = chain.events(before, EVENTS_PER_PAGE);
        if (page.next().equals(before)) {
            return 0;
        }
        List<StateLog.Entry> entries = new ArrayList<>();
        for (EventPage.Entry entry : page.events()) {
            if (entry.event().type().module().equals(ChainEvent.MODULE)) {
                BlobStatus.StatusEvent source =
                        new BlobStatus.StatusEvent(entry.transaction().toString(), entry.index());
                entries.add(new StateLog.Entry(
                        entry.event().type().name(), entry.event().contents(), source));
            }
        }
        if (!entries.isEmpty()) {
            keep(entries, page.next());
        } else if (!page.atTip()) {
            keep(entries, page.next()); // far along without news: remember how far
        }
        return page.events().size();
    }

    private void keep(List<StateLog.Entry> entries, EventCursor next) {
        List<ChainEvent> events = new ArrayList<>();
        List<BlobStatus.StatusEvent> sources = new ArrayList<>();
        for (StateLog.Entry entry : entries) {
            ChainEvent.parse(entry.name(), entry.contents()).ifPresent(event -> {
                events.add(event);
                sources.add(entry.source());
            });
        }
        try {
            log.append(entries, next);
        } catch (IOException e) {
            throw new DataException.Unavailable("events cannot be kept: " + e.getMessage(), e);
        }
        for (int i = 0; i < events.size(); i++) {
            states.apply(events.get(i), sources.get(i));
        }
        events.forEach(this::act);
    }

    private void act(ChainEvent event) {
        switch (event) {
            case ChainEvent.BlobRegistered e -> settle(e.blob());
            case ChainEvent.PooledBlobRegistered e -> settle(e.blob());
            case ChainEvent.BlobDeleted e -> collect(e.blob());
            case ChainEvent.InvalidBlob e -> collect(e.blob());
            case ChainEvent.EpochChangeStart _, ChainEvent.EpochChangeDone _ -> refreshCommittees();
            default -> {}
        }
        listener.accept(event);
    }

    /// Reads the committees again.
    public void refreshCommittees() {
        Committees committees = chain.committees();
        shardMap = ShardMap.of(committees, keys.nodeId());
        LOG.log(
                System.Logger.Level.INFO,
                "event=epoch node={0} epoch={1} phase=\"{2}\" owned={3} gained={4} lost={5}",
                keys.nodeId().toShortString(),
                committees.current().epoch(),
                committees.phase(),
                shardMap.owned().size(),
                shardMap.gained().size(),
                shardMap.lost().size());
    }

    /// Stores what came before the registration was known.
    private void settle(BlobId blob) {
        if (states.isInvalid(blob)) {
            return;
        }
        pending.take(blob).ifPresent(upload -> {
            try {
                store.put(upload.metadata());
                upload.slivers().forEach(sliver -> store.put(blob, sliver));
            } catch (DataException.Unavailable | NodeRefusedException e) {
                // Only buffered, never acknowledged as stored: the client finds them missing and sends them again.
                LOG.log(System.Logger.Level.WARNING, "event=pending-upload-lost blob=" + blob, e);
            } finally {
                pending.settled(blob);
            }
        });
    }

    /// Deletes a blob that nobody pays for or that is invalid.
    private void collect(BlobId blob) {
        if (states.mayHold(blob)) {
            return;
        }
        try {
            int pieces = store.delete(blob);
            forgetMetadata(blob);
            counters.add(NodeCounters.Name.PIECES_COLLECTED, pieces);
        } catch (DataException.Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "event=gc-failed blob=" + blob + " retry=next-sweep", e);
        }
    }

    /// Deletes everything that need not be here: blobs that ended, and slivers of storage shards that went to other
    /// nodes for good.
    ///
    /// @return how many pieces
    public long sweep() {
        long pieces = 0;
        ShardMap map = shardMap;
        for (Optional<BlobId> next = first(); next.isPresent(); next = store.blobAfter(next.get())) {
            BlobId blob = next.get();
            if (!states.mayHold(blob)) {
                int before = store.pieces(blob).size();
                collect(blob);
                pieces += before;
                continue;
            }
            if (map.isSyncing()) {
                continue;
            }
            for (Piece piece : store.pieces(blob)) {
                if (piece.kind() != Piece.Kind.METADATA && !map.owns(piece.pair(), blob)) {
                    store.delete(piece);
                    pieces++;
                }
            }
        }
        return pieces;
    }

    private Optional<BlobId> first() {
        return store.blobs(new BlobId(Digest.ZERO), 1).stream().findFirst();
    }

    /// Tells `handler` of every event after it was applied; must return soon.
    public void onEvent(Consumer<ChainEvent> handler) {
        listener = handler;
    }

    @Override
    public BlobMetadataWithId metadata(BlobId id, Deadline deadline) {
        return find(id).orElseThrow(() -> new NodeRefusedException(
                NodeReason.METADATA_NOT_FOUND, "no metadata of blob " + id + " here; ask another node"));
    }

    /// Metadata on disk, from the cache if it is there.
    Optional<BlobMetadataWithId> find(BlobId id) {
        synchronized (metadataCache) {
            BlobMetadataWithId cached = metadataCache.get(id);
            if (cached != null && store.has(Piece.metadata(id))) {
                return Optional.of(cached);
            }
        }
        Optional<BlobMetadataWithId> stored = store.metadata(id);
        stored.ifPresent(this::cache);
        return stored;
    }

    private void cache(BlobMetadataWithId metadata) {
        synchronized (metadataCache) {
            metadataCache.put(metadata.id(), metadata);
            if (metadataCache.size() > maxCached) {
                metadataCache.remove(metadataCache.keySet().iterator().next());
            }
        }
    }

    private void forgetMetadata(BlobId id) {
        synchronized (metadataCache) {
            metadataCache.remove(id);
        }
    }

    @Override
    public StoredStatus metadataStatus(BlobId id, Deadline deadline) {
        return status(Piece.metadata(id));
    }

    private StoredStatus status(Piece piece) {
        if (store.has(piece)) {
            return StoredStatus.STORED;
        }
        return pending.has(piece) ? StoredStatus.BUFFERED : StoredStatus.NONEXISTENT;
    }

    @Override
    public PutOutcome putMetadata(BlobId id, BlobMetadata metadata, boolean mayBuffer, Deadline deadline) {
        boolean isRegistered = requireStorable(id, mayBuffer);
        if (store.has(Piece.metadata(id))) {
            return PutOutcome.PRESENT;
        }
        BlobMetadataWithId verified;
        try {
            verified = new BlobMetadataWithId(id, metadata).verified(store.shards());
        } catch (DataException.Corrupt e) {
            throw new NodeRefusedException(NodeReason.INVALID_METADATA, String.valueOf(e.getMessage()));
        }
        if (isRegistered) {
            boolean isNew = store.put(verified);
            cache(verified);
            return isNew ? PutOutcome.CREATED : PutOutcome.PRESENT;
        }
        if (!pending.put(verified)) {
            throw saturated(id);
        }
        return settledMeanwhile(id) ? PutOutcome.CREATED : PutOutcome.BUFFERED;
    }

    /// The registration may have been seen after we looked and before the upload was buffered.
    private boolean settledMeanwhile(BlobId id) {
        if (states.isRegistered(id)) {
            settle(id);
            return true;
        }
        return false;
    }

    private static NodeRefusedException saturated(BlobId id) {
        return new NodeRefusedException(
                NodeReason.CACHE_SATURATED,
                "no memory for blob " + id + ", which is not registered; register it and send it again");
    }

    /// Returns whether the blob is registered.
    private boolean requireStorable(BlobId id, boolean mayBuffer) {
        if (states.isInvalid(id)) {
            throw new NodeRefusedException(
                    NodeReason.INVALID_BLOB, "blob " + id + " was proved to be encoded inconsistently");
        }
        boolean isRegistered = states.isRegistered(id);
        if (!isRegistered && !mayBuffer) {
            throw notRegistered(id);
        }
        return isRegistered;
    }

    private static NodeRefusedException notRegistered(BlobId id) {
        return new NodeRefusedException(
                NodeReason.NOT_REGISTERED,
                "blob " + id + " is not registered, or this node has not seen it yet; try again in a second");
    }

    /// Opens a sliver to send it in pieces; close it.
    ///
    /// @throws NodeRefusedException `SLIVER_NOT_FOUND`, `INDEX_OUT_OF_RANGE`, `SHARD_NOT_ASSIGNED`
    public StoredPiece openSliver(BlobId id, int pair, Axis axis) {
        requirePair(pair);
        return store.open(Piece.sliver(id, axis, pair)).orElseThrow(() -> {
            int shard = store.shards().shardOfPair(pair, id);
            return shardMap.serves(pair, id)
                    ? new NodeRefusedException(
                            NodeReason.SLIVER_NOT_FOUND,
                            "no " + axis.text() + " sliver of pair " + pair + " of blob " + id + " here")
                    : notAssigned(shard);
        });
    }

    private static NodeRefusedException notAssigned(int shard) {
        return new NodeRefusedException(
                NodeReason.SHARD_NOT_ASSIGNED,
                "storage shard " + shard + " belongs to another node in this epoch; read the committee again");
    }

    private void requirePair(int pair) {
        if (pair < 0 || pair >= store.shards().count()) {
            throw new NodeRefusedException(
                    NodeReason.INDEX_OUT_OF_RANGE,
                    "sliver pair " + pair + " is not below " + store.shards().count());
        }
    }

    @Override
    public SliverData sliver(BlobId id, int pair, Axis axis, int maxBytes, Deadline deadline) {
        try (StoredPiece open = openSliver(id, pair, axis)) {
            return Bcs.decode("stored sliver", Bytes.copyOf(open.all()), in -> SliverData.read(in, axis));
        }
    }

    @Override
    public StoredStatus sliverStatus(BlobId id, int pair, Axis axis, Deadline deadline) {
        requirePair(pair);
        return status(Piece.sliver(id, axis, pair));
    }

    @Override
    public PutOutcome putSliver(BlobId id, int pair, SliverData sliver, boolean mayBuffer, Deadline deadline)
            throws InterruptedException {
        requirePair(pair);
        boolean isRegistered = requireStorable(id, mayBuffer);
        if (!shardMap.owns(pair, id)) {
            throw notAssigned(store.shards().shardOfPair(pair, id));
        }
        if (sliver.index() != store.shards().sliverIndex(pair, sliver.axis())) {
            throw new NodeRefusedException(
                    NodeReason.SLIVER_INDEX_MISMATCH,
                    sliver.axis().text() + " sliver of pair " + pair + " has index "
                            + store.shards().sliverIndex(pair, sliver.axis()) + ", not " + sliver.index());
        }
        Piece piece = Piece.sliver(id, sliver.axis(), pair);
        if (store.has(piece)) {
            return PutOutcome.PRESENT;
        }
        BlobMetadataWithId metadata = find(id).or(() -> pending.metadata(id))
                .orElseThrow(() -> new NodeRefusedException(
                        NodeReason.METADATA_NOT_FOUND, "send the metadata of blob " + id + " before its slivers"));
        if (!verifier.isValid(metadata, sliver)) {
            throw new NodeRefusedException(
                    NodeReason.INVALID_SLIVER, "the " + piece + " does not have the hash of the metadata");
        }
        counters.add(NodeCounters.Name.BYTES_RECEIVED, sliver.symbols().size());
        if (isRegistered) {
            return store.put(id, sliver) ? PutOutcome.CREATED : PutOutcome.PRESENT;
        }
        if (!pending.put(piece, sliver)) {
            if (states.isRegistered(id)) { // its metadata was settled meanwhile
                return store.put(id, sliver) ? PutOutcome.CREATED : PutOutcome.PRESENT;
            }
            throw saturated(id);
        }
        return settledMeanwhile(id) ? PutOutcome.CREATED : PutOutcome.BUFFERED;
    }

    @Override
    public SignedMessage confirmation(BlobId id, Persistence persistence, Duration wait, Deadline deadline)
            throws InterruptedException {
        Deadline end = deadline.within(wait.compareTo(limits.maxWait()) < 0 ? wait : limits.maxWait());
        while (!states.isRegistered(id, persistence) || pending.isWaiting(id)) {
            if (!end.sleep(REGISTRATION_POLL)) {
                throw notRegistered(id);
            }
        }
        if (states.isInvalid(id)) {
            throw new NodeRefusedException(
                    NodeReason.INVALID_BLOB, "blob " + id + " was proved to be encoded inconsistently");
        }
        ShardMap map = shardMap;
        List<Piece> missing = missing(map, id);
        if (map.owned().isEmpty() || !missing.isEmpty()) {
            throw new NodeRefusedException(
                    NodeReason.MISSING_SLIVERS,
                    map.owned().isEmpty()
                            ? "this node has no storage shards in epoch " + map.epoch()
                            : missing.size() + " pieces are missing, first the " + missing.getFirst()
                                    + "; send them and ask again");
        }
        counters.add(NodeCounters.Name.CONFIRMATIONS, 1);
        return keys.sign(new StorageMessage.BlobCertified(map.epoch(), id, persistence));
    }

    /// What this node should hold of a blob and does not.
    List<Piece> missing(BlobId id) {
        return missing(shardMap, id);
    }

    private List<Piece> missing(ShardMap map, BlobId id) {
        List<Piece> missing = new ArrayList<>();
        if (!store.has(Piece.metadata(id))) {
            missing.add(Piece.metadata(id));
        }
        for (int pair : map.pairs(id)) {
            for (Axis axis : Axis.values()) {
                Piece piece = Piece.sliver(id, axis, pair);
                if (!store.has(piece)) {
                    missing.add(piece);
                }
            }
        }
        return missing;
    }

    @Override
    public List<GeneralRecoverySymbol> recoverySymbols(BlobId id, SymbolQuery query, Deadline deadline) {
        return symbols.recovery(metadata(id, deadline), query);
    }

    @Override
    public SymbolsByTarget decodingSymbols(BlobId id, Axis targetAxis, List<Integer> targets, Deadline deadline) {
        return symbols.decoding(metadata(id, deadline), targetAxis, targets);
    }

    @Override
    public SignedMessage inconsistencyProof(BlobId id, InconsistencyProof proof, Deadline deadline)
            throws InterruptedException {
        BlobMetadata metadata = metadata(id, deadline).metadata();
        if (!proof.hasValidSymbols(metadata)) {
            throw new NodeRefusedException(
                    NodeReason.INVALID_PROOF,
                    "expected " + metadata.shards().symbolsPerSliver(proof.targetAxis())
                            + " symbols of distinct slivers that prove themselves");
        }
        verifier.begin();
        try {
            verifier.rebuild(metadata, proof.targetAxis(), proof.targetIndex(), proof.symbols());
        } catch (DataException.Corrupt inconsistent) {
            // All symbols prove themselves, so the hash of what they give is what is wrong.
            counters.add(NodeCounters.Name.INCONSISTENCIES, 1);
            return keys.sign(new StorageMessage.InvalidBlob(shardMap.epoch(), id));
        } finally {
            verifier.done();
        }
        throw new NodeRefusedException(
                NodeReason.INVALID_PROOF,
                "the symbols rebuild " + proof.targetAxis().text() + " sliver " + proof.targetIndex()
                        + " just as the metadata says; the blob is consistent there");
    }

    @Override
    public BlobStatus blobStatus(BlobId id, Deadline deadline) {
        return states.status(id);
    }

    @Override
    public NodeHealth health(Deadline deadline) {
        ShardMap map = shardMap;
        int inTransfer = map.isSyncing() ? map.gained().size() : 0;
        String status = map.owned().isEmpty() ? "Standby" : inTransfer > 0 ? "RecoverMetadata" : "Active";
        return new NodeHealth(
                Duration.ofNanos(time.nanos() - startedNanos),
                map.epoch(),
                keys.publicKey().toBytes(),
                status,
                new NodeHealth.EventProgress(states.events(), 0),
                new NodeHealth.ShardSummary(
                        map.owned().size(),
                        0,
                        map.owned().size() - inTransfer,
                        inTransfer,
                        0,
                        map.isSyncing() ? map.lost().size() : 0));
    }

    @Override
    public SyncedSlivers syncShard(MinPk.PublicKey caller, SignedMessage request, Deadline deadline) {
        StorageMessage.SyncShard wanted = SyncAnswers.requireAuthorized(keys.scheme(), shardMap, caller, request);
        return SyncAnswers.answer(store, states, limits, shardMap, wanted);
    }

    /// How a challenged peer is looked at.
    interface Attestation {
        SignedMessage attest(Address challenged, Bytes seed) throws InterruptedException;
    }

    void attestBy(Attestation how) {
        attestation = how;
    }

    /// Looks at the samples that a storage challenge drew for another node, and signs that they are there.
    ///
    /// @throws NodeRefusedException if they are not, or no such challenge runs
    public SignedMessage attestChallenge(Address challenged, Bytes seed) throws InterruptedException {
        return attestation.attest(challenged, seed);
    }

    /// The number of storage shards of the network.
    public StorageShards shards() {
        return store.shards();
    }

    /// The epoch the node is in.
    public long epoch() {
        return shardMap.epoch();
    }

    /// Does nothing if a sliver of `bytes` can be stored.
    ///
    /// @throws NodeRefusedException with status 507 if not
    public void requireRoom(long bytes) {
        store.requireRoom(bytes);
    }

    /// What was counted since the start.
    public NodeCounters counters() {
        return counters;
    }

    /// The blobs it knows from the ledger.
    public BlobStates states() {
        return states;
    }

    /// The slivers on its disk.
    public SliverStore store() {
        return store;
    }

    NodeKeys keys() {
        return keys;
    }

    NodeChain chain() {
        return chain;
    }

    Verifier verifier() {
        return verifier;
    }

    ShardMap shardMap() {
        return shardMap;
    }

    /// Bytes of uploads that wait for their registration.
    public long pendingBytes() {
        return pending.bytes();
    }

    /// Closes log and store. Closing twice does nothing.
    @Override
    public synchronized void close() throws IOException {
        log.close();
        store.close();
    }
}
