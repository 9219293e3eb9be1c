package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Deadline;
import dev.floe.host.Parallel;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.storage.encoding.SliverHealer;
import dev.floe.storage.walrus.NodeClients;
import dev.floe.storage.walrus.NodeCommittee;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.storage.walrus.SymbolQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Gets back what a node should hold and does not: metadata from any peer, slivers from one symbol of each of
/// enough slivers of the other axis. Whatever peers say is verified; one that lied is not asked again for that
/// blob. Safe for concurrent use.
public final class Healer {

    /// Peers asked for symbols at once.
    private static final int PEERS_AT_ONCE = 8;

    private static final Duration PEER_TIME = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(Healer.class.getName());

    private final StorageNode node;
    private final NodeClients clients;
    private final Time time;
    private final RandomGenerator random;

    /// A healer of `node` by peers that `clients` reach.
    ///
    /// @param random in which order peers are asked
    public Healer(StorageNode node, NodeClients clients, Time time, RandomGenerator random) {
        this.node = node;
        this.clients = clients;
        this.time = time;
        this.random = random;
    }

    /// How healing one blob went.
    ///
    /// @param healed pieces that are back
    /// @param missing pieces that are still missing; try again later
    /// @param isInconsistent whether the blob turned out to be encoded wrongly, and was marked so on the ledger
    public record Outcome(int healed, int missing, boolean isInconsistent) {}

    /// Heals everything that is missing of every blob that must be held.
    ///
    /// @return pieces that are still missing
    /// @throws InterruptedException if the thread is interrupted; what is healed stays
    public long healAll() throws InterruptedException {
        long missing = 0;
        BlobId from = new BlobId(Digest.ZERO);
        while (true) {
            List<BlobId> blobs = node.states().certified(from, 256);
            for (BlobId blob : blobs) {
                missing += heal(blob).missing();
            }
            if (blobs.size() < 256) {
                return missing;
            }
            from = next(blobs.getLast());
        }
    }

    /// The id after `id`.
    static BlobId next(BlobId id) {
        byte[] bytes = id.value().toByteArray();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (++bytes[i] != 0) {
                break;
            }
        }
        return new BlobId(Digest.copyOf(bytes));
    }

    /// Heals what is missing of one blob, if it must be held.
    public Outcome heal(BlobId id) throws InterruptedException {
        if (!node.states().mustHold(id)) {
            return new Outcome(0, 0, false);
        }
        List<Piece> missing = node.missing(id);
        return missing.isEmpty() ? new Outcome(0, 0, false) : new Run(id).heal(missing);
    }

    /// Healing one blob.
    private final class Run {
        private final BlobId id;
        private final NodeCommittee helpers;
        private final Set<Address> liars = new HashSet<>();
        private final Deadline deadline = Deadline.in(time, PEER_TIME.multipliedBy(30));

        Run(BlobId id) {
            this.id = id;
            long certified = node.states().certifiedEpoch(id).orElse(Long.MAX_VALUE);
            helpers = node.shardMap().committees().forReading(certified);
        }

        Outcome heal(List<Piece> missing) throws InterruptedException {
            Optional<BlobMetadataWithId> metadata = metadata();
            if (metadata.isEmpty()) {
                return new Outcome(0, missing.size(), false);
            }
            int healed = 0;
            for (Piece piece : missing) {
                if (piece.kind() == Piece.Kind.METADATA) {
                    healed++; // metadata() stored it
                    continue;
                }
                switch (sliver(metadata.get(), piece)) {
                    case HEALED -> healed++;
                    case INCONSISTENT -> {
                        return new Outcome(healed, missing.size() - healed, true);
                    }
                    case MISSING -> {}
                }
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "event=healed node={0} blob={1} pieces={2} missing={3}",
                    node.keys().nodeId().toShortString(),
                    id,
                    healed,
                    missing.size() - healed);
            return new Outcome(healed, missing.size() - healed, false);
        }

        private Optional<BlobMetadataWithId> metadata() throws InterruptedException {
            Optional<BlobMetadataWithId> stored = node.find(id);
            if (stored.isPresent()) {
                return stored;
            }
            for (StorageNodeInfo peer : peers()) {
                try {
                    BlobMetadataWithId got = clients.client(peer).metadata(id, step());
                    node.counters()
                            .add(NodeCounters.Name.HEAL_BYTES, got.toBcs().size());
                    if (!got.id().equals(id)) {
                        throw new DataException.Corrupt("metadata of another blob");
                    }
                    BlobMetadataWithId verified = got.verified(node.shards());
                    node.store().put(verified);
                    return Optional.of(verified);
                } catch (DataException.Corrupt e) {
                    distrust(peer, e);
                } catch (NodeRefusedException | DataException.Unavailable e) {
                    debug(peer, e);
                }
            }
            return Optional.empty();
        }

        private Result sliver(BlobMetadataWithId blob, Piece piece) throws InterruptedException {
            Axis axis = piece.kind().axis();
            BlobMetadata metadata = blob.metadata();
            int target = metadata.shards().sliverIndex(piece.pair(), axis);
            int needed = metadata.shards().symbolsPerSliver(axis);
            Map<Integer, RecoverySymbol> symbols = collect(metadata, axis, target, needed);
            if (symbols.size() < needed) {
                return Result.MISSING;
            }
            List<RecoverySymbol> all = List.copyOf(symbols.values());
            SliverData sliver;
            node.verifier().begin();
            try {
                sliver = node.verifier().rebuild(metadata, axis, target, all);
            } catch (DataException.Corrupt e) {
                // Every symbol proved itself, so the blob is what is wrong.
                return report(new InconsistencyProof(axis, target, all)) ? Result.INCONSISTENT : Result.MISSING;
            } finally {
                node.verifier().done();
            }
            node.store().put(id, sliver);
            node.counters().add(NodeCounters.Name.SLIVERS_HEALED, 1);
            long theory = theoryBytes(metadata.shards(), needed, metadata.symbolSize());
            node.counters().add(NodeCounters.Name.HEAL_THEORY_BYTES, theory);
            return Result.HEALED;
        }

        /// Exactly `needed` proved symbols of distinct slivers, if so many are to be had. Peers are asked for just
        /// the slivers whose symbols are still wanted, so nothing is sent twice.
        private Map<Integer, RecoverySymbol> collect(BlobMetadata metadata, Axis axis, int target, int needed)
                throws InterruptedException {
            Map<Integer, RecoverySymbol> symbols = new TreeMap<>();
            own(metadata, axis, target, symbols, needed);
            List<StorageNodeInfo> peers = new ArrayList<>(peers());
            while (symbols.size() < needed && !peers.isEmpty() && !deadline.isOver()) {
                List<Ask> asks =
                        plan(metadata.shards(), axis, target, peers, symbols.keySet(), needed - symbols.size());
                for (List<Verified> answer : Parallel.map(asks, PEERS_AT_ONCE, ask -> ask(metadata, ask))) {
                    answer.forEach(symbol -> symbols.putIfAbsent(symbol.source, symbol.symbol));
                }
            }
            return symbols;
        }

        /// Own slivers of the other axis help without a byte from anybody.
        private void own(BlobMetadata metadata, Axis axis, int target, Map<Integer, RecoverySymbol> symbols, int needed)
                throws InterruptedException {
            Axis helperAxis = axis.other();
            List<SliverData> slivers = new ArrayList<>();
            for (int pair :
                    node.store().pairs(id, helperAxis).stream().limit(needed).toArray()) {
                try {
                    node.store().sliver(id, helperAxis, pair).ifPresent(slivers::add);
                } catch (DataException.Corrupt | DataException.Unavailable e) {
                    LOG.log(System.Logger.Level.DEBUG, "event=own-helper-lost blob=" + id, e);
                }
            }
            node.verifier().begin();
            try {
                for (SliverData sliver : slivers) {
                    symbols.put(
                            sliver.index(),
                            node.verifier()
                                    .symbols(metadata, helperAxis, List.of(sliver), new int[] {target})
                                    .getFirst()
                                    .getFirst());
                }
            } catch (DataException.Corrupt e) {
                LOG.log(System.Logger.Level.DEBUG, "event=own-helper-wrong blob=" + id, e);
            } finally {
                node.verifier().done();
            }
        }

        /// Takes peers from the front of the list until they hold as many wanted symbols as are missing.
        private List<Ask> plan(
                StorageShards shards,
                Axis axis,
                int target,
                List<StorageNodeInfo> peers,
                Set<Integer> have,
                int missing) {
            List<Ask> asks = new ArrayList<>();
            int planned = 0;
            while (planned < missing && !peers.isEmpty()) {
                StorageNodeInfo peer = peers.removeFirst();
                List<Integer> sources = new ArrayList<>();
                for (int shard : peer.shards()) {
                    int source = shards.sliverIndex(shards.pairOfShard(shard, id), axis.other());
                    if (!have.contains(source) && planned + sources.size() < missing) {
                        sources.add(source);
                    }
                }
                if (!sources.isEmpty()) {
                    asks.add(new Ask(peer, axis, target, sources));
                    planned += sources.size();
                }
            }
            return asks;
        }

        private List<Verified> ask(BlobMetadata metadata, Ask ask) throws InterruptedException {
            List<Verified> verified = new ArrayList<>();
            for (int first = 0; first < ask.sources.size(); first += SymbolQuery.MAX_IDS) {
                int end = Math.min(first + SymbolQuery.MAX_IDS, ask.sources.size());
                verified.addAll(ask(metadata, ask, ask.sources.subList(first, end)));
            }
            return verified;
        }

        private List<Verified> ask(BlobMetadata metadata, Ask ask, List<Integer> sources) throws InterruptedException {
            List<SymbolQuery.SymbolId> ids = sources.stream()
                    .map(source -> ask.axis == Axis.PRIMARY
                            ? new SymbolQuery.SymbolId(ask.target, source)
                            : new SymbolQuery.SymbolId(source, ask.target))
                    .toList();
            SymbolQuery query = new SymbolQuery.ById(ids, Optional.of(ask.axis.other()));
            List<Verified> verified = new ArrayList<>();
            try {
                for (GeneralRecoverySymbol symbol : clients.client(ask.peer).recoverySymbols(id, query, step())) {
                    node.counters()
                            .add(NodeCounters.Name.HEAL_BYTES, symbol.toBcs().size());
                    // Stricter than the reference: just what was asked for, proved by a sliver of the other axis.
                    boolean isWanted = symbol.symbol().targetAxis() == ask.axis
                            && symbol.targetIndex() == ask.target
                            && sources.contains(symbol.symbol().symbol().sourceIndex());
                    if (!isWanted || !symbol.verifies(metadata, ask.axis, ask.target)) {
                        throw new DataException.Corrupt("a symbol that was not asked for, or does not prove itself");
                    }
                    RecoverySymbol proved = new RecoverySymbol(symbol.symbol().symbol(), symbol.proof());
                    verified.add(new Verified(symbol.symbol().symbol().sourceIndex(), proved));
                }
            } catch (DataException.Corrupt e) {
                distrust(ask.peer, e);
            } catch (NodeRefusedException | DataException.Unavailable e) {
                debug(ask.peer, e);
            }
            return verified; // what proved itself before is as good as any
        }

        /// Has the blob marked invalid on the ledger; returns whether enough peers agreed.
        private boolean report(InconsistencyProof proof) throws InterruptedException {
            NodeCommittee committee = node.shardMap().committees().current();
            StorageMessage message = new StorageMessage.InvalidBlob(committee.epoch(), id);
            MinPk scheme = node.keys().scheme();
            Map<Integer, MinPk.Signature> signatures = new HashMap<>();
            List<Integer> signers = new ArrayList<>();
            for (int member = 0; member < committee.members().size(); member++) {
                StorageNodeInfo peer = committee.members().get(member);
                try {
                    SignedMessage signed = peer.nodeId().equals(node.keys().nodeId())
                            ? node.keys().sign(message)
                            : clients.client(peer).inconsistencyProof(id, proof, step());
                    if (signed.message().equals(message.toBcs()) && signed.isSignedBy(scheme, peer.key())) {
                        signatures.put(member, scheme.signature(signed.signature()));
                        signers.add(member);
                    }
                } catch (NodeRefusedException | DataException e) {
                    debug(peer, e);
                }
            }
            if (!node.shards().includesHonest(committee.signers().weight(signers))) {
                return false;
            }
            node.counters().add(NodeCounters.Name.INCONSISTENCIES, 1);
            node.chain().invalidate(id, Certificate.aggregate(scheme, message.toBcs(), signatures));
            return true;
        }

        /// Peers that did not lie, in random order.
        private synchronized List<StorageNodeInfo> peers() {
            List<StorageNodeInfo> peers = new ArrayList<>(helpers.members());
            peers.removeIf(peer -> liars.contains(peer.nodeId())
                    || peer.nodeId().equals(node.keys().nodeId()));
            synchronized (random) {
                Collections.shuffle(peers, Random.from(random));
            }
            return peers;
        }

        private Deadline step() {
            return deadline.within(PEER_TIME);
        }

        private synchronized void distrust(StorageNodeInfo peer, DataException e) {
            liars.add(peer.nodeId());
            node.counters().add(NodeCounters.Name.BAD_PEER_ANSWERS, 1);
            LOG.log(System.Logger.Level.WARNING, "event=peer-lied peer=\"" + peer + "\" blob=" + id, e);
        }

        private void debug(StorageNodeInfo peer, RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "event=peer-failed peer=\"" + peer + "\" blob=" + id, e);
        }
    }

    private enum Result {
        HEALED,
        MISSING,
        INCONSISTENT
    }

    /// Which symbols a peer is asked for: of its slivers `sources`, that for sliver `target` of `axis`.
    private record Ask(StorageNodeInfo peer, Axis axis, int target, List<Integer> sources) {}

    private record Verified(int source, RecoverySymbol symbol) {}

    /// Bytes that one sliver takes in theory, all symbols from others: half of [SliverHealer#theoryBytes] for one
    /// axis.
    static long theoryBytes(StorageShards shards, int symbols, int symbolBytes) {
        long pair = SliverHealer.theoryBytes(shards, symbolBytes);
        int helpers = shards.primarySourceSymbols() + shards.secondarySourceSymbols();
        return pair / helpers * symbols;
    }
}
