package dev.floe.storage.walrus;

import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.Certificate;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.testkit.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A storage network in memory: nodes with uneven numbers of storage shards, and the ledger that registers and
/// certifies, which checks certificates as the contract does.
final class SimWalrus implements StorageAccount, CommitteeSource, NodeClients {

    private static final MinPk SCHEME = MinPk.walrus();
    private static final long PRICE = 7;
    private static final Map<Integer, SecretKey> KEYS = new HashMap<>();

    final StorageShards shards;
    final List<StorageNodeInfo> infos = new ArrayList<>();
    final List<SimStorageNode> nodes = new ArrayList<>();
    final Set<BlobId> registered = new HashSet<>();
    final Map<Address, BlobObject> objects = new HashMap<>();
    final NetworkOptions options;
    long paidFrost;
    long registrations;
    long epoch = 1;
    EpochPhase phase = new EpochPhase.Running(Instant.EPOCH);
    Optional<NodeCommittee> previous = Optional.empty();
    /// What happens at the ledger: once each, then forgotten.
    boolean losesNextRegisterReply;
    boolean losesNextCertifyReply;
    boolean crashesBeforeRegister;
    boolean crashesBeforeCertify;
    /// The epoch ends while a certificate is on its way.
    boolean epochEndsBeforeCertify;
    /// A planted bug: what is registered is not found again.
    boolean registersTwice;

    SimWalrus(Time time, Seed seed, int shardCount, int nodeCount) {
        shards = new StorageShards(shardCount);
        RandomGenerator random = seed.child(1).random();
        EncodeOptions encoding = new EncodeOptions(1, 16 << 20, Path.of("unused"), time);
        options = NetworkOptions.defaults().with(time, seed.child(2).entropy(), encoding);
        List<List<Integer>> owned = new ArrayList<>();
        for (int node = 0; node < nodeCount; node++) {
            owned.add(new ArrayList<>());
        }
        for (int shard = 0; shard < shardCount; shard++) {
            owned.get(shard < nodeCount ? shard : random.nextInt(nodeCount)).add(shard);
        }
        for (int node = 0; node < nodeCount; node++) {
            SecretKey key = key(node);
            infos.add(new StorageNodeInfo(
                    Address.ofLong(1000 + node),
                    "node-" + node,
                    "127.0.0.1:" + (9000 + node),
                    Bytes.EMPTY,
                    SCHEME.publicKey(key),
                    owned.get(node)));
            nodes.add(new SimStorageNode(
                    time, seed.child(10 + node).random(), encoding, shards, SCHEME, key, owned.get(node), registered));
        }
    }

    private static SecretKey key(int node) {
        return KEYS.computeIfAbsent(node, number -> {
            byte[] secret = new byte[32];
            secret[0] = (byte) (number + 1);
            secret[1] = 42;
            return SecretKey.generate(Bytes.copyOf(secret));
        });
    }

    /// Nodes chosen by `random` whose shards together are at most `weight`, none of `except`.
    List<Integer> someNodes(RandomGenerator random, int weight, Set<Integer> except) {
        List<Integer> chosen = new ArrayList<>();
        int left = weight;
        int first = random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            int node = (first + i) % nodes.size();
            if (!except.contains(node) && infos.get(node).weight() <= left) {
                left -= infos.get(node).weight();
                chosen.add(node);
            }
        }
        return chosen;
    }

    /// A new epoch in which every node is responsible for the shards of the next one, and has none of them yet.
    void rotateShards() {
        epoch++;
        List<StorageNodeInfo> before = List.copyOf(infos);
        for (int node = 0; node < infos.size(); node++) {
            StorageNodeInfo info = before.get(node);
            infos.set(
                    node,
                    new StorageNodeInfo(
                            info.nodeId(),
                            info.name(),
                            info.networkAddress(),
                            info.networkPublicKey(),
                            info.key(),
                            before.get((node + 1) % before.size()).shards()));
        }
    }

    @Override
    public Committees committees() {
        return new Committees(new NodeCommittee(epoch, shards, infos), previous, phase);
    }

    @Override
    public NodeClient client(StorageNodeInfo node) {
        return nodes.get(Integer.parseInt(node.name().substring("node-".length())));
    }

    @Override
    public Registration register(BlobMetadataWithId blob, PublishOptions wanted) {
        if (crashesBeforeRegister) {
            crashesBeforeRegister = false;
            throw new CrashedException();
        }
        long end = epoch + wanted.epochs();
        for (BlobObject object : objects.values()) {
            if (!registersTwice
                    && object.blobId().equals(blob.id())
                    && object.isDeletable() == wanted.deletable()
                    && object.storage().endEpoch() >= end) {
                return new Registration(object, 0);
            }
        }
        registrations++;
        paidFrost += PRICE * wanted.epochs();
        Address id = Address.ofLong(5_000 + registrations);
        BlobObject object = new BlobObject(
                id,
                epoch,
                blob.id(),
                blob.metadata().blobSize(),
                1,
                OptionalLong.empty(),
                new StorageResource(Address.ofLong(9_000 + registrations), epoch, end, 1),
                wanted.deletable());
        objects.put(id, object);
        registered.add(blob.id());
        if (losesNextRegisterReply) {
            losesNextRegisterReply = false;
            throw new CrashedException();
        }
        return new Registration(object, PRICE * wanted.epochs());
    }

    @Override
    public BlobObject certify(Address blobObject, Certificate certificate, int members) {
        if (crashesBeforeCertify) {
            crashesBeforeCertify = false;
            throw new CrashedException();
        }
        if (epochEndsBeforeCertify) {
            epochEndsBeforeCertify = false;
            epoch++;
            nodes.forEach(node -> node.epoch = epoch);
        }
        BlobObject object = Objects.requireNonNull(objects.get(blobObject));
        NodeCommittee committee = committees().current();
        try {
            StorageMessage message = committee.signers().verify(SCHEME, certificate);
            if (!message.equals(new StorageMessage.BlobCertified(epoch, object.blobId(), object.persistence()))) {
                throw new IllegalStateException("certificate of something else");
            }
        } catch (DataException.Corrupt e) {
            throw new IllegalStateException("certificate refused: " + e.getMessage(), e);
        }
        if (!shards.isQuorum(committee.signers().weight(certificate.signers()))) {
            throw new IllegalStateException("not enough stake");
        }
        BlobObject certified = new BlobObject(
                object.id(),
                object.registeredEpoch(),
                object.blobId(),
                object.sizeBytes(),
                1,
                OptionalLong.of(epoch),
                object.storage(),
                object.isDeletable());
        objects.put(blobObject, certified);
        if (losesNextCertifyReply) {
            losesNextCertifyReply = false;
            throw new CrashedException();
        }
        return certified;
    }

    @Override
    public Optional<BlobObject> find(BlobId blob, PublishOptions wanted) {
        return objects.values().stream()
                .filter(object ->
                        object.blobId().equals(blob) && object.certifiedEpoch().isPresent())
                .findFirst();
    }

    /// The writing process ends here.
    static final class CrashedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Quick to give up, so that virtual time is not spent on the hopeless.
    NetworkOptions quick() {
        return options.withTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofSeconds(30));
    }
}
