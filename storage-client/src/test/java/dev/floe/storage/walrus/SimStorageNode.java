package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.DecodingSymbol;
import dev.floe.format.EitherDecodingSymbol;
import dev.floe.format.EncodingType;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.InconsistencyProof;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.SymbolsByTarget;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Persistence;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.ByteArea;
import dev.floe.host.Deadline;
import dev.floe.host.Time;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverHealer;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A storage node in memory: keeps real slivers, signs with a real key, in virtual time, and misbehaves as told.
final class SimStorageNode implements NodeClient {

    private static final Duration FOREVER = Duration.ofDays(100);
    private static final Duration LATENESS = Duration.ofSeconds(20);

    private final Time time;
    private final RandomGenerator random;
    private final EncodeOptions encoding;
    private final StorageShards shards;
    private final MinPk scheme;
    private final SecretKey key;
    private final Set<Integer> ownShards;
    private final Map<BlobId, BlobMetadata> metadata = new HashMap<>();
    private final Map<BlobId, Map<Integer, SliverData>> primaries = new HashMap<>();
    private final Map<BlobId, Map<Integer, SliverData>> secondaries = new HashMap<>();
    private final Set<BlobId> registered;

    SimNodeFault fault = SimNodeFault.NONE;
    long epoch = 1;
    long requests;
    long bytesSent;
    long sliversTaken;
    /// Breaks the connection of every request for which this says so; counted from 0.
    long failFirstRequests;

    SimStorageNode(
            Time time,
            RandomGenerator random,
            EncodeOptions encoding,
            StorageShards shards,
            MinPk scheme,
            SecretKey key,
            List<Integer> ownShards,
            Set<BlobId> registered) {
        this.time = time;
        this.random = random;
        this.encoding = encoding;
        this.shards = shards;
        this.scheme = scheme;
        this.key = key;
        this.ownShards = Set.copyOf(ownShards);
        this.registered = registered;
    }

    /// What every request goes through: latency, and faults that are about answering at all.
    private boolean enter(Deadline deadline) throws InterruptedException {
        requests++;
        time.sleep(Duration.ofNanos(1_000_000 + random.nextLong(30_000_000)));
        if (requests <= failFirstRequests) {
            throw new DataException.Unavailable("connection broke");
        }
        switch (fault) {
            case HANGS -> {
                deadline.sleep(FOREVER);
                throw new DataException.Unavailable("no answer");
            }
            case AWAY -> throw new DataException.Unavailable("connection refused");
            case LATE -> {
                if (!deadline.sleep(LATENESS)) {
                    throw new DataException.Unavailable("no answer");
                }
            }
            default -> {}
        }
        return switch (fault) {
            case WRONG, SHORT, FOREIGN -> true;
            case EQUIVOCATES -> random.nextBoolean();
            default -> false;
        };
    }

    @Override
    public BlobMetadataWithId metadata(BlobId id, Deadline deadline) throws InterruptedException {
        boolean isWrong = enter(deadline);
        BlobMetadata known = metadata.get(id);
        if (known == null || fault == SimNodeFault.DENIES) {
            throw new NodeRefusedException(NodeReason.METADATA_NOT_FOUND, "none");
        }
        if (!isWrong) {
            return new BlobMetadataWithId(id, known);
        }
        BlobMetadata other = new BlobMetadata(EncodingType.RS2, known.blobSize() + 1, known.pairs());
        return fault == SimNodeFault.FOREIGN ? BlobMetadataWithId.of(other) : new BlobMetadataWithId(id, other);
    }

    @Override
    public StoredStatus metadataStatus(BlobId id, Deadline deadline) throws InterruptedException {
        enter(deadline);
        return metadata.containsKey(id) ? StoredStatus.STORED : StoredStatus.NONEXISTENT;
    }

    @Override
    public PutOutcome putMetadata(BlobId id, BlobMetadata content, boolean pending, Deadline deadline)
            throws InterruptedException {
        enter(deadline);
        if (!registered.contains(id)) {
            throw new NodeRefusedException(NodeReason.NOT_REGISTERED, "not yet");
        }
        if (fault == SimNodeFault.FORGETS) {
            return PutOutcome.CREATED;
        }
        new BlobMetadataWithId(id, content).verified(shards);
        return metadata.put(id, content) == null ? PutOutcome.CREATED : PutOutcome.PRESENT;
    }

    @Override
    public SliverData sliver(BlobId id, int pair, Axis axis, int maxBytes, Deadline deadline)
            throws InterruptedException {
        boolean isWrong = enter(deadline);
        SliverData sliver = slivers(axis).getOrDefault(id, Map.of()).get(shards.sliverIndex(pair, axis));
        if (sliver == null || fault == SimNodeFault.DENIES) {
            throw new NodeRefusedException(NodeReason.SLIVER_NOT_FOUND, "none");
        }
        bytesSent += sliver.symbols().size();
        return isWrong ? damaged(sliver) : sliver;
    }

    private SliverData damaged(SliverData sliver) {
        byte[] symbols = sliver.symbols().toByteArray();
        return switch (fault) {
            case SHORT ->
                new SliverData(
                        sliver.axis(),
                        sliver.index(),
                        sliver.symbolSize(),
                        Bytes.copyOf(symbols, 0, Math.max(sliver.symbolSize(), symbols.length - sliver.symbolSize())));
            case FOREIGN ->
                new SliverData(
                        sliver.axis(), (sliver.index() + 1) % shards.count(), sliver.symbolSize(), sliver.symbols());
            default -> {
                symbols[random.nextInt(symbols.length)] ^= (byte) (1 << random.nextInt(8));
                yield new SliverData(sliver.axis(), sliver.index(), sliver.symbolSize(), Bytes.copyOf(symbols));
            }
        };
    }

    @Override
    public StoredStatus sliverStatus(BlobId id, int pair, Axis axis, Deadline deadline) throws InterruptedException {
        enter(deadline);
        return slivers(axis).getOrDefault(id, Map.of()).containsKey(shards.sliverIndex(pair, axis))
                ? StoredStatus.STORED
                : StoredStatus.NONEXISTENT;
    }

    @Override
    public PutOutcome putSliver(BlobId id, int pair, SliverData sliver, boolean pending, Deadline deadline)
            throws InterruptedException {
        enter(deadline);
        if (fault == SimNodeFault.FORGETS) {
            return PutOutcome.CREATED;
        }
        if (!metadata.containsKey(id)) {
            throw new NodeRefusedException(NodeReason.METADATA_NOT_FOUND, "metadata first");
        }
        if (!ownShards.contains(shards.shardOfPair(pair, id))) {
            throw new NodeRefusedException(NodeReason.SHARD_NOT_ASSIGNED, "not mine");
        }
        if (sliver.index() != shards.sliverIndex(pair, sliver.axis())) {
            throw new NodeRefusedException(NodeReason.SLIVER_INDEX_MISMATCH, "another pair");
        }
        sliversTaken++;
        return slivers(sliver.axis()).computeIfAbsent(id, _ -> new HashMap<>()).put(sliver.index(), sliver) == null
                ? PutOutcome.CREATED
                : PutOutcome.PRESENT;
    }

    @Override
    public SignedMessage confirmation(BlobId id, Persistence persistence, Duration wait, Deadline deadline)
            throws InterruptedException {
        enter(deadline);
        boolean hasAll = ownShards.stream().allMatch(shard -> {
            int pair = shards.pairOfShard(shard, id);
            return has(id, pair, Axis.PRIMARY) && has(id, pair, Axis.SECONDARY);
        });
        if (!hasAll && fault != SimNodeFault.FORGETS) {
            throw new NodeRefusedException(NodeReason.MISSING_SLIVERS, "some");
        }
        long signedEpoch = fault == SimNodeFault.WRONG_EPOCH ? epoch + 1 : epoch;
        StorageMessage message = new StorageMessage.BlobCertified(signedEpoch, id, persistence);
        SignedMessage signed = SignedMessage.sign(scheme, key, message);
        if (fault != SimNodeFault.FORGES) {
            return signed;
        }
        SecretKey other = SecretKey.generate(Bytes.copyOf(new byte[32]));
        return new SignedMessage(
                signed.message(), scheme.sign(other, signed.message()).toBytes());
    }

    private boolean has(BlobId id, int pair, Axis axis) {
        return slivers(axis).getOrDefault(id, Map.of()).containsKey(shards.sliverIndex(pair, axis));
    }

    @Override
    public List<GeneralRecoverySymbol> recoverySymbols(BlobId id, SymbolQuery query, Deadline deadline)
            throws InterruptedException {
        boolean isWrong = enter(deadline);
        if (!(query instanceof SymbolQuery.ById byId)) {
            throw new NodeRefusedException(NodeReason.OTHER, 400, "by id only");
        }
        Axis axis = query.proofAxis().orElse(Axis.PRIMARY);
        Map<Integer, List<Integer>> targets = new HashMap<>();
        for (SymbolQuery.SymbolId symbol : byId.ids()) {
            int source = axis == Axis.PRIMARY ? symbol.primary() : symbol.secondary();
            int target = axis == Axis.PRIMARY ? symbol.secondary() : symbol.primary();
            targets.computeIfAbsent(source, _ -> new ArrayList<>()).add(target);
        }
        List<GeneralRecoverySymbol> symbols = new ArrayList<>();
        targets.forEach((source, ofSource) -> {
            SliverData sliver = slivers(axis).getOrDefault(id, Map.of()).get(source);
            if (sliver != null && fault != SimNodeFault.DENIES) {
                List<RecoverySymbol> found = symbols(id, sliver, ofSource);
                for (int i = 0; i < found.size(); i++) {
                    symbols.add(general(found.get(i), axis, ofSource.get(i)));
                }
            }
        });
        if (symbols.isEmpty()) {
            throw new NodeRefusedException(NodeReason.SYMBOL_NOT_PRESENT_AT_SHARDS, "none");
        }
        symbols.forEach(symbol -> bytesSent += symbol.toBcs().size());
        return isWrong ? symbols.stream().map(this::damaged).toList() : symbols;
    }

    private GeneralRecoverySymbol general(RecoverySymbol symbol, Axis axis, int target) {
        return new GeneralRecoverySymbol(
                new EitherDecodingSymbol(axis.other(), symbol.symbol()), target, symbol.proof());
    }

    private List<RecoverySymbol> symbols(BlobId id, SliverData sliver, List<Integer> targets) {
        try (ByteArea area = ByteArea.allocated(sliver.symbols().size())) {
            area.write(0, MemorySegment.ofBuffer(sliver.symbols().asByteBuffer()));
            return new SliverHealer(Objects.requireNonNull(metadata.get(id)), encoding)
                    .symbols(
                            sliver.axis(),
                            List.of(new SliverInput(sliver.axis(), sliver.index(), area, 0)),
                            targets.stream().mapToInt(Integer::intValue).toArray())
                    .getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GeneralRecoverySymbol damaged(GeneralRecoverySymbol symbol) {
        byte[] data = symbol.symbol().symbol().data().toByteArray();
        data[random.nextInt(data.length)] ^= 1;
        DecodingSymbol wrong = new DecodingSymbol(symbol.symbol().symbol().sourceIndex(), Bytes.copyOf(data));
        return new GeneralRecoverySymbol(
                new EitherDecodingSymbol(symbol.symbol().targetAxis(), wrong), symbol.targetIndex(), symbol.proof());
    }

    @Override
    public SymbolsByTarget decodingSymbols(BlobId id, Axis targetAxis, List<Integer> targets, Deadline deadline) {
        throw new NodeRefusedException(NodeReason.OTHER, 400, "not here");
    }

    @Override
    public SignedMessage inconsistencyProof(BlobId id, InconsistencyProof proof, Deadline deadline) {
        throw new NodeRefusedException(NodeReason.OTHER, 400, "not here");
    }

    @Override
    public BlobStatus blobStatus(BlobId id, Deadline deadline) throws InterruptedException {
        boolean isWrong = enter(deadline);
        boolean isKnown = registered.contains(id) && !isWrong && fault != SimNodeFault.DENIES;
        return isKnown
                ? new BlobStatus.Permanent(
                        100,
                        true,
                        new BlobStatus.StatusEvent("", 0),
                        BlobStatus.DeletableCounts.NONE,
                        OptionalLong.of(1))
                : new BlobStatus.Nonexistent();
    }

    @Override
    public NodeHealth health(Deadline deadline) {
        throw new NodeRefusedException(NodeReason.OTHER, 400, "not here");
    }

    @Override
    public SyncedSlivers syncShard(MinPk.PublicKey caller, SignedMessage request, Deadline deadline) {
        throw new NodeRefusedException(NodeReason.OTHER, 400, "not here");
    }

    /// Takes over everything another node holds, as after an epoch change.
    void copyFrom(SimStorageNode other) {
        metadata.putAll(other.metadata);
        other.primaries.forEach((id, slivers) ->
                primaries.computeIfAbsent(id, _ -> new HashMap<>()).putAll(slivers));
        other.secondaries.forEach((id, slivers) ->
                secondaries.computeIfAbsent(id, _ -> new HashMap<>()).putAll(slivers));
    }

    private Map<BlobId, Map<Integer, SliverData>> slivers(Axis axis) {
        return axis == Axis.PRIMARY ? primaries : secondaries;
    }
}
