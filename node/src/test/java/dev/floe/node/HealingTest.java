package dev.floe.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.MerkleNode;
import dev.floe.format.SliverData;
import dev.floe.format.SliverPairMetadata;
import dev.floe.ledger.Address;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.walrus.BlobStatus;
import dev.floe.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Losing slivers and getting them back from peers, over real HTTP.
class HealingTest {

    private static final NodeLimits LIMITS = NodeLimits.DEFAULT.withMinFreeBytes(0);

    private static Healer healer(TestNetwork network, int member, Seed seed) {
        return new Healer(network.members.get(member).node, network.clients, TestNetwork.TIME, seed.random());
    }

    private static void assertWhole(TestNetwork network, int member, TestBlob blob) {
        StorageNode node = network.members.get(member).node;
        assertThat(node.missing(blob.id())).isEmpty();
        for (int pair : node.shardMap().pairs(blob.id())) {
            for (Axis axis : Axis.values()) {
                assertThat(node.store().sliver(blob.id(), axis, pair)).contains(blob.sliver(axis, pair));
            }
        }
    }

    @Test
    void anEmptyNodeGetsAllItsSliversBackForAtMostATenthMoreThanTheory() throws Exception {
        Seed seed = Seed.of("HealingTest.cost");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(31, 7, LIMITS)) {
            List<TestBlob> blobs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                blobs.add(TestBlob.random(network.shards, 20_000 + random.nextInt(200_000), random));
                network.store(blobs.getLast(), 9, 2);
            }
            assertThat(healer(network, 2, seed).healAll()).isZero();
            for (TestBlob blob : blobs) {
                assertWhole(network, 2, blob);
            }
            NodeCounters counters = network.members.get(2).node.counters();
            double ratio = (double) counters.get(NodeCounters.Name.HEAL_BYTES)
                    / counters.get(NodeCounters.Name.HEAL_THEORY_BYTES);
            System.out.println("healing cost / theory = " + ratio);
            assertThat(ratio).as(seed.toString()).isBetween(0.5, 1.10);
        }
    }

    @Test
    void theScrubberFindsEveryKindOfDamageAndHealingGivesIdenticalBytes() throws Exception {
        Seed seed = Seed.of("HealingTest.scrub");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(10, 4, LIMITS)) {
            TestBlob blob = TestBlob.random(network.shards, 9_000, random);
            network.store(blob, 9);
            TestNetwork.Member member = network.members.get(1);
            Scrubber scrubber = new Scrubber(member.node, TestNetwork.TIME, 0);
            Healer healer = healer(network, 1, seed);
            assertThat(scrubber.pass().bad()).isZero();
            for (Piece piece : member.node.store().pieces(blob.id())) {
                for (int damage = 0; damage < 4; damage++) {
                    int kind = damage;
                    int place = random.nextInt(100_000);
                    member.files.corrupt(piece.path(), old -> damage(old, kind, place));
                    assertThat(scrubber.pass().bad())
                            .as("%s %s %d", seed, piece, kind)
                            .isEqualTo(1);
                    assertThat(member.node.store().has(piece)).isFalse();
                    assertThat(healer.heal(blob.id()).missing()).isZero();
                    assertThat(scrubber.pass().bad()).isZero();
                }
            }
            assertWhole(network, 1, blob);
        }
    }

    private static byte[] damage(byte[] old, int kind, int place) {
        byte[] bytes = old.clone();
        switch (kind) {
            case 0 -> bytes[place % bytes.length] ^= 64;
            case 1 -> bytes = java.util.Arrays.copyOf(bytes, place % bytes.length);
            case 2 -> java.util.Arrays.fill(bytes, (byte) 0);
            default -> bytes = new byte[0];
        }
        return bytes;
    }

    /// A sliver with sound checksums that is not the blob's: only the hash finds it.
    @Test
    void theScrubberFindsAWellStoredSliverThatIsWrong() throws Exception {
        Seed seed = Seed.of("HealingTest.wrong");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(7, 3, LIMITS)) {
            TestBlob blob = TestBlob.random(network.shards, 4_000, random);
            network.store(blob, 9);
            TestNetwork.Member member = network.members.get(0);
            int pair = member.node.shardMap().pairs(blob.id()).getFirst();
            Piece piece = Piece.sliver(blob.id(), Axis.PRIMARY, pair);
            SliverData good = blob.sliver(Axis.PRIMARY, pair);
            byte[] bytes = good.symbols().toByteArray();
            bytes[5] ^= 1;
            SliverData wrong = new SliverData(good.axis(), good.index(), good.symbolSize(), Bytes.copyOf(bytes));
            member.node.store().delete(piece);
            member.node.store().put(blob.id(), wrong);
            assertThat(new Scrubber(member.node, TestNetwork.TIME, 0).pass().bad())
                    .isEqualTo(1);
            assertThat(healer(network, 0, seed).heal(blob.id()).missing()).isZero();
            assertWhole(network, 0, blob);
        }
    }

    @Test
    void liarsAmongTheHelpersAreFoundOutAndDoNoHarm() throws Exception {
        Seed seed = Seed.of("HealingTest.liars");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(13, 13, LIMITS)) {
            TestBlob blob = TestBlob.random(network.shards, 8_000, random);
            network.store(blob, 9, 5);
            StorageNode node = network.members.get(5).node;
            List<Address> liars = List.of(Address.ofLong(101), Address.ofLong(107), Address.ofLong(110));
            Healer healer = new Healer(
                    node,
                    info -> liars.contains(info.nodeId())
                            ? new LyingNode(network.clients.client(info))
                            : network.clients.client(info),
                    TestNetwork.TIME,
                    random);
            assertThat(healer.heal(blob.id()).missing()).isZero();
            assertWhole(network, 5, blob);
        }
    }

    @Test
    void anInconsistentBlobIsProvedAndMarkedInvalidAndDeleted() throws Exception {
        Seed seed = Seed.of("HealingTest.inconsistent");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(10, 5, LIMITS)) {
            TestBlob honest = TestBlob.random(network.shards, 3_000, random);
            // The writer replaces the hash of one primary sliver: all other slivers check, that one cannot.
            int forged = 4;
            TestBlob blob = withForgedHash(honest, forged);
            int victim = network.shards.shardOfPair(forged, blob.id()) % 5;
            network.chain.register(blob.id(), 9, false, TestNetwork.object(1));
            network.follow();
            for (int m = 0; m < 5; m++) {
                if (m != victim) {
                    network.send(blob, m);
                }
            }
            network.chain.certify(blob.id(), 9, false, TestNetwork.object(1));
            network.follow();
            Healer.Outcome outcome = healer(network, victim, seed).heal(blob.id());
            assertThat(outcome.isInconsistent()).isTrue();
            assertThat(network.chain.invalidated).containsExactly(blob.id());
            network.follow();
            for (TestNetwork.Member member : network.members) {
                assertThat(member.node.blobStatus(blob.id(), TestNetwork.soon()))
                        .isInstanceOf(BlobStatus.Invalid.class);
                assertThat(member.node.store().pieces(blob.id())).isEmpty();
            }
        }
    }

    private static TestBlob withForgedHash(TestBlob honest, int forged) {
        List<SliverPairMetadata> pairs =
                new ArrayList<>(honest.metadata().metadata().pairs());
        MerkleNode other = pairs.get((forged + 1) % pairs.size()).hash(Axis.PRIMARY);
        pairs.set(forged, new SliverPairMetadata(other, pairs.get(forged).hash(Axis.SECONDARY)));
        BlobMetadata metadata = new BlobMetadata(
                honest.metadata().metadata().encoding(),
                honest.metadata().metadata().blobSize(),
                pairs);
        return new TestBlob(BlobMetadataWithId.of(metadata), honest.slivers());
    }

    @Test
    void storageShardsMoveToTheirNewOwnersAndOldOnesServeUntilThen() throws Exception {
        Seed seed = Seed.of("HealingTest.sync");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(10, 5, 4, LIMITS)) {
            List<TestBlob> blobs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                blobs.add(TestBlob.random(network.shards, random.nextInt(6_000), random));
                network.store(blobs.getLast(), 9);
            }
            TestNetwork.Member old = network.members.get(0);
            Map<Address, List<Integer>> owners = new TreeMap<>();
            List<Integer> moved = network.spread(0, 4);
            owners.put(network.members.get(4).keys.nodeId(), moved);
            for (int m = 1; m < 4; m++) {
                owners.put(network.members.get(m).keys.nodeId(), network.spread(m, 4));
            }
            network.chain.nextEpoch(owners);
            network.follow();
            assertServes(network, old.node, moved, blobs);
            assertThat(old.node.sweep()).isZero();

            ShardSync sync = new ShardSync(
                    network.members.get(4).node, network.clients, healer(network, 4, seed), TestNetwork.TIME);
            assertThat(sync.run()).isTrue();
            for (TestBlob blob : blobs) {
                assertWhole(network, 4, blob);
            }
            NodeCounters counters = network.members.get(4).node.counters();
            assertThat(counters.get(NodeCounters.Name.SLIVERS_SYNCED)).isEqualTo(2L * moved.size() * blobs.size());
            assertServes(network, network.members.get(4).node, moved, blobs);
            for (int m = 1; m < 4; m++) {
                assertThat(new ShardSync(
                                        network.members.get(m).node,
                                        network.clients,
                                        healer(network, m, seed),
                                        TestNetwork.TIME)
                                .run())
                        .isTrue();
            }
            assertThat(network.chain.isSyncing()).isFalse();
            network.follow();
            assertThat(old.node.sweep()).isEqualTo(2L * moved.size() * blobs.size());
            assertThat(network.members.get(4).node.sweep()).isZero();
        }
    }

    private static void assertServes(TestNetwork network, StorageNode node, List<Integer> owned, List<TestBlob> blobs)
            throws InterruptedException {
        for (TestBlob blob : blobs) {
            for (int shard : owned) {
                int pair = network.shards.pairOfShard(shard, blob.id());
                assertThat(node.sliver(blob.id(), pair, Axis.SECONDARY, 1 << 20, TestNetwork.soon()))
                        .isEqualTo(blob.sliver(Axis.SECONDARY, pair));
            }
        }
    }

    @Test
    void aNewOwnerWhosePredecessorIsGoneRecovers() throws Exception {
        Seed seed = Seed.of("HealingTest.fallback");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(10, 5, 4, LIMITS)) {
            TestBlob blob = TestBlob.random(network.shards, 5_000, random);
            network.store(blob, 9);
            network.members.get(3).server.close();
            Map<Address, List<Integer>> owners = new TreeMap<>();
            owners.put(network.members.get(4).keys.nodeId(), network.spread(3, 4));
            for (int m = 0; m < 3; m++) {
                owners.put(network.members.get(m).keys.nodeId(), network.spread(m, 4));
            }
            network.chain.nextEpoch(owners);
            network.follow();
            ShardSync sync = new ShardSync(
                    network.members.get(4).node, network.clients, healer(network, 4, seed), TestNetwork.TIME);
            assertThat(sync.run()).isTrue();
            assertWhole(network, 4, blob);
        }
    }

    @Test
    void endedBlobsAreDeletedAtTheEpochTheyEndIn() throws Exception {
        Seed seed = Seed.of("HealingTest.gc");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(7, 3, LIMITS)) {
            TestBlob ending = TestBlob.random(network.shards, 1_000, random);
            TestBlob staying = TestBlob.random(network.shards, 1_001, random);
            TestBlob extended = TestBlob.random(network.shards, 1_002, random);
            network.store(ending, 2);
            network.store(staying, 3);
            network.store(extended, 2);
            network.chain.extend(
                    extended.id(), 1, 8, TestNetwork.object(extended.id().hashCode()));
            Map<Address, List<Integer>> same = new TreeMap<>();
            for (int m = 0; m < 3; m++) {
                same.put(network.members.get(m).keys.nodeId(), network.spread(m, 3));
            }
            network.chain.nextEpoch(same);
            network.follow();
            StorageNode node = network.members.get(1).node;
            assertThat(node.sweep()).isPositive();
            assertThat(node.store().pieces(ending.id())).isEmpty();
            assertThat(node.blobStatus(ending.id(), TestNetwork.soon())).isEqualTo(new BlobStatus.Nonexistent());
            assertThat(node.missing(staying.id())).isEmpty();
            assertThat(node.missing(extended.id())).isEmpty();
            assertThat(node.sweep()).isZero();
        }
    }

    @Test
    void itsLifeDoesAllThatByItself() throws Exception {
        Seed seed = Seed.of("HealingTest.life");
        RandomGenerator random = seed.random();
        try (TestNetwork network = new TestNetwork(7, 4, LIMITS)) {
            NodeLife.Pace pace = new NodeLife.Pace(
                    java.time.Duration.ofMillis(5), java.time.Duration.ofMillis(5), java.time.Duration.ofMillis(20), 0);
            StorageNode node = network.members.get(3).node;
            try (NodeLife life = NodeLife.start(node, network.clients, pace, TestNetwork.TIME, random)) {
                TestBlob blob = TestBlob.random(network.shards, 2_000, random);
                network.store(blob, 9, 3);
                await(() -> node.missing(blob.id()).isEmpty());
                assertWhole(network, 3, blob);
                int pair = node.shardMap().pairs(blob.id()).getFirst();
                Piece piece = Piece.sliver(blob.id(), Axis.SECONDARY, pair);
                network.members.get(3).files.corrupt(piece.path(), old -> damage(old, 0, 90));
                await(() -> node.counters().get(NodeCounters.Name.SCRUB_FINDINGS) > 0);
                await(() -> node.missing(blob.id()).isEmpty());
                assertWhole(network, 3, blob);
                assertThat(life.healer()).isNotNull();
            }
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        var deadline = TestNetwork.soon();
        while (!condition.holds()) {
            assertThat(deadline.sleep(java.time.Duration.ofMillis(5))).isTrue();
        }
        assertThat(EncodeOptions.defaults()).isNotNull();
    }
}
