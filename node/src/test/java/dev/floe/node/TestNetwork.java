package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.Bytes;
import dev.floe.format.Digest;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.SecretKey;
import dev.floe.host.Deadline;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import dev.floe.ledger.Address;
import dev.floe.node.net.NodeServer;
import dev.floe.node.net.ServerLimits;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.net.HttpNodeClients;
import dev.floe.storage.walrus.NodeClient;
import dev.floe.storage.walrus.StorageNodeInfo;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Storage nodes with real keys on simulated disks, served over HTTP on the loopback interface.
final class TestNetwork implements AutoCloseable {

    static final Time TIME = new SystemTime();

    final StorageShards shards;
    final TestChain chain;
    final List<Member> members = new ArrayList<>();
    final HttpNodeClients clients;
    private final NodeLimits limits;

    static final class Member {
        final NodeKeys keys;
        SimFileStore files;
        StorageNode node;
        NodeServer server;

        @SuppressWarnings("NullAway") // started right after
        Member(NodeKeys keys, SimFileStore files) {
            this.keys = keys;
            this.files = files;
        }
    }

    TestNetwork(int shardCount, int nodes, NodeLimits limits) throws IOException {
        this(shardCount, nodes, nodes, limits);
    }

    /// `spare` nodes have no storage shards at first.
    TestNetwork(int shardCount, int nodes, int withShards, NodeLimits limits) throws IOException {
        shards = new StorageShards(shardCount);
        chain = new TestChain(shards);
        clients = new HttpNodeClients(HttpNodeClients.Scheme.HTTP, shards);
        this.limits = limits;
        for (int i = 0; i < nodes; i++) {
            byte[] secret = new byte[32];
            secret[31] = (byte) (i + 1);
            secret[5] = 77;
            NodeKeys keys = NodeKeys.of(Address.ofLong(100 + i), SecretKey.parse(Bytes.copyOf(secret)));
            members.add(new Member(keys, new SimFileStore(new Seed(i))));
            chain.join(keys.nodeId(), keys.publicKey(), i < withShards ? spread(i, withShards) : List.of());
        }
        for (Member member : members) {
            start(member);
        }
        members.forEach(member -> member.node.refreshCommittees()); // the ports are known now
    }

    List<Integer> spread(int member, int of) {
        List<Integer> owned = new ArrayList<>();
        for (int shard = member; shard < shards.count(); shard += of) {
            owned.add(shard);
        }
        return owned;
    }

    void start(Member member) throws IOException {
        StorageNode.Setup setup = new StorageNode.Setup(
                chain.seenBy(member.keys.nodeId()), limits, TIME, new Seed(9).entropy(), EncodeOptions.defaults());
        member.node = StorageNode.open(member.files, member.keys, setup);
        member.server = NodeServer.start(member.node, "127.0.0.1", 0, Optional.empty(), ServerLimits.DEFAULT, TIME);
        chain.address(member.keys.nodeId(), "127.0.0.1:" + member.server.port());
    }

    void stop(Member member) throws IOException {
        member.server.close();
        member.node.close();
    }

    StorageNodeInfo info(int member) {
        Address id = members.get(member).keys.nodeId();
        return chain.committees().current().members().stream()
                .filter(info -> info.nodeId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    NodeClient client(int member) {
        return clients.client(info(member));
    }

    static Deadline soon() {
        return Deadline.in(TIME, Duration.ofSeconds(20));
    }

    void follow() {
        for (Member member : members) {
            while (member.node.follow() > 0) {
                // until nothing is new
            }
        }
    }

    static Digest object(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[31] = 1;
        return Digest.copyOf(bytes);
    }

    /// Registers and sends a blob to all members but those named, and certifies it.
    void store(TestBlob blob, long endEpoch, int... without) throws InterruptedException {
        chain.register(blob.id(), endEpoch, false, object(blob.id().hashCode()));
        follow();
        for (int m = 0; m < members.size(); m++) {
            boolean isSkipped = java.util.Arrays.stream(without).anyMatch(List.of(m)::contains);
            if (!isSkipped && !members.get(m).node.shardMap().owned().isEmpty()) {
                send(blob, m);
            }
        }
        chain.certify(blob.id(), endEpoch, false, object(blob.id().hashCode()));
        follow();
    }

    void send(TestBlob blob, int member) throws InterruptedException {
        NodeClient client = client(member);
        client.putMetadata(blob.id(), blob.metadata().metadata(), false, soon());
        for (int shard : info(member).shards()) {
            int pair = shards.pairOfShard(shard, blob.id());
            for (Axis axis : Axis.values()) {
                client.putSliver(blob.id(), pair, blob.sliver(axis, pair), false, soon());
            }
        }
    }

    @Override
    public void close() throws IOException {
        clients.close();
        for (Member member : members) {
            stop(member);
        }
    }
}
