package dev.floe.storage.walrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import dev.floe.testkit.SimScheduler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The client against whole networks in virtual time: nodes that lie, hang, crash and forget, up to what the
/// protocol bears. No acknowledged write may be lost, no wrong byte given out, nobody wait for ever.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WalrusSimulationTest {

    private static final int SEEDS = Integer.getInteger(
            "floe.simulation.seeds", Long.getLong("floe.campaign.inputs", 0) > 1_000_000 ? 10_000 : 200);
    private static final List<SimNodeFault> WRITE_FAULTS = List.of(
            SimNodeFault.HANGS,
            SimNodeFault.AWAY,
            SimNodeFault.LATE,
            SimNodeFault.FORGETS,
            SimNodeFault.FORGES,
            SimNodeFault.WRONG_EPOCH);
    private static final List<SimNodeFault> READ_FAULTS =
            List.of(SimNodeFault.WRONG, SimNodeFault.SHORT, SimNodeFault.FOREIGN, SimNodeFault.EQUIVOCATES);
    private static final List<SimNodeFault> SILENT_FAULTS =
            List.of(SimNodeFault.HANGS, SimNodeFault.AWAY, SimNodeFault.LATE, SimNodeFault.DENIES);

    /// What a planted bug changes.
    private enum Bug {
        NONE,
        MORE_THAN_F_FORGET,
        READER_EXPECTS_OTHER_BYTES
    }

    @Test
    void acknowledgedBlobsAreReadBackWhateverFNodesDoAndFOthersDoNot() throws Exception {
        Map<SimNodeFault, Integer> injected = new EnumMap<>(SimNodeFault.class);
        for (long number = 0; number < SEEDS; number++) {
            run(new Seed(number), Bug.NONE, injected);
        }
        System.out.println("simulated " + SEEDS + " networks; faults injected: " + injected);
        assertThat(injected.keySet())
                .containsAll(WRITE_FAULTS)
                .containsAll(READ_FAULTS)
                .containsAll(SILENT_FAULTS);
    }

    @Test
    void theSameSeedGivesTheSameRun() throws Exception {
        Map<SimNodeFault, Integer> injected = new EnumMap<>(SimNodeFault.class);
        for (long number = 0; number < 5; number++) {
            assertThat(run(new Seed(number), Bug.NONE, injected)).isEqualTo(run(new Seed(number), Bug.NONE, injected));
        }
    }

    @Test
    void wrongBytesAreNoticed() {
        assertThatThrownBy(() -> run(new Seed(1), Bug.READER_EXPECTS_OTHER_BYTES, new EnumMap<>(SimNodeFault.class)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aLostWriteIsNoticed() {
        assertThatThrownBy(() -> run(new Seed(1), Bug.MORE_THAN_F_FORGET, new EnumMap<>(SimNodeFault.class)))
                .isInstanceOf(DataException.class);
    }

    private static long run(Seed seed, Bug bug, Map<SimNodeFault, Integer> injected) throws Exception {
        SimScheduler scheduler = new SimScheduler(seed);
        scheduler.run(() -> {
            RandomGenerator random = seed.child(0).random();
            int shardCount = 4 + random.nextInt(10);
            SimWalrus walrus =
                    new SimWalrus(scheduler.time(), seed, shardCount, Math.min(shardCount, 4 + random.nextInt(6)));
            byte[] content = content(random);
            int f = walrus.shards.maxFaulty();

            List<Integer> bad = walrus.someNodes(random, f, Set.of());
            for (int node : bad) {
                set(walrus, node, WRITE_FAULTS.get(random.nextInt(WRITE_FAULTS.size())), injected);
            }
            if (bug == Bug.MORE_THAN_F_FORGET) {
                walrus.nodes.forEach(node -> node.fault = SimNodeFault.FORGETS);
            }
            WalrusNetwork network = new WalrusNetwork(walrus, walrus, walrus.quick());
            WalrusPublisher publisher = new WalrusPublisher(network, walrus, new SimFileStore(seed.child(3)));
            StoredBlob stored = publish(publisher, content);
            assertThat(walrus.registrations).as("%s: paid once", seed).isEqualTo(1);
            assertThat(walrus.find(stored.id(), PublishOptions.DEFAULT))
                    .as("%s: certified", seed)
                    .isPresent();

            // The same nodes now lie, others fall silent. Those that forgot what they confirmed stay among the bad.
            for (int node : bad) {
                set(walrus, node, READ_FAULTS.get(random.nextInt(READ_FAULTS.size())), injected);
            }
            Set<Integer> except = new HashSet<>(bad);
            for (int node : walrus.someNodes(random, f, except)) {
                // Stragglers of the write may lack slivers, so that silent ones are not on top of them.
                if (walrus.nodes.stream().noneMatch(other -> other.sliversTaken == 0 && !isBad(walrus, bad, other))) {
                    set(walrus, node, SILENT_FAULTS.get(random.nextInt(SILENT_FAULTS.size())), injected);
                }
            }
            WalrusNetwork reader = new WalrusNetwork(walrus, walrus, walrus.quick());
            if (bug == Bug.READER_EXPECTS_OTHER_BYTES) {
                content[content.length / 2] ^= 1;
            }
            assertThat(reader.sizeBytes(stored.id())).as("%s", seed).isEqualTo(content.length);
            for (int i = 0; i < 3 && content.length > 0; i++) {
                int offset = random.nextInt(content.length);
                int length = 1 + random.nextInt(content.length - offset);
                assertThat(reader.read(stored.id(), new ByteRange(offset, length))
                                .toByteArray())
                        .as("%s: bytes %d to %d", seed, offset, offset + length)
                        .isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
            }
            assertThat(download(reader, stored, content.length))
                    .as("%s: all", seed)
                    .isEqualTo(content);
            reader.close();
            scheduler.event("done " + stored.id() + " "
                    + walrus.nodes.stream().mapToLong(node -> node.requests).sum());
            return stored;
        });
        return scheduler.traceDigest();
    }

    private static boolean isBad(SimWalrus walrus, List<Integer> bad, SimStorageNode node) {
        return bad.contains(walrus.nodes.indexOf(node));
    }

    private static void set(SimWalrus walrus, int node, SimNodeFault fault, Map<SimNodeFault, Integer> injected) {
        walrus.nodes.get(node).fault = fault;
        injected.merge(fault, 1, Integer::sum);
    }

    private static byte[] content(RandomGenerator random) {
        byte[] content = new byte
                [switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(40);
                    case 1 -> 1 + random.nextInt(2_000);
                    default -> 1 + random.nextInt(60_000);
                }];
        random.nextBytes(content);
        return content;
    }

    static StoredBlob publish(WalrusPublisher publisher, byte[] content) throws IOException {
        try (ByteArea area = ByteArea.allocated(content.length)) {
            area.write(0, MemorySegment.ofArray(content));
            return publisher.publish(area, PublishOptions.DEFAULT);
        }
    }

    private static byte[] download(WalrusNetwork network, StoredBlob stored, int size) throws IOException {
        try (ByteArea area = ByteArea.allocated(size)) {
            network.download(stored.id(), area, Consistency.STRICT);
            byte[] bytes = new byte[size];
            area.read(0, MemorySegment.ofArray(bytes));
            return bytes;
        } catch (DataException e) {
            throw new AssertionError(e);
        }
    }
}
