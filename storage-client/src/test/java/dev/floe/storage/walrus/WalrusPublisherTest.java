package dev.floe.storage.walrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.ByteRange;
import dev.floe.format.DataException;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.testkit.Fault;
import dev.floe.testkit.PowerCutException;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import dev.floe.testkit.SimScheduler;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Writing: what it takes, what it waits for, and going on after a crash anywhere without paying again.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WalrusPublisherTest {

    private static final int SIZE = 30_000;

    private final Seed seed = Seed.of("publisher");
    private final byte[] content = content();

    private byte[] content() {
        byte[] bytes = new byte[SIZE];
        seed.random().nextBytes(bytes);
        return bytes;
    }

    @FunctionalInterface
    private interface Scenario {
        void run(SimWalrus walrus, SimScheduler scheduler) throws Exception;
    }

    private void simulated(Scenario scenario) throws Exception {
        SimScheduler scheduler = new SimScheduler(seed);
        Callable<Boolean> main = () -> {
            scenario.run(new SimWalrus(scheduler.time(), seed, 10, 10), scheduler);
            return true;
        };
        scheduler.run(main);
    }

    private static WalrusPublisher publisher(SimWalrus walrus, SimFileStore files) {
        return new WalrusPublisher(new WalrusNetwork(walrus, walrus, walrus.quick()), walrus, files);
    }

    @Test
    void aCrashAtAnyStepIsMadeGoodByPublishingAgain() throws Exception {
        List<Consumer<SimWalrus>> crashes = List.of(
                walrus -> walrus.crashesBeforeRegister = true,
                walrus -> walrus.losesNextRegisterReply = true,
                walrus -> walrus.crashesBeforeCertify = true,
                walrus -> walrus.losesNextCertifyReply = true);
        for (Consumer<SimWalrus> crash : crashes) {
            simulated((walrus, _) -> {
                SimFileStore files = new SimFileStore(seed);
                crash.accept(walrus);
                assertThatThrownBy(() -> WalrusSimulationTest.publish(publisher(walrus, files), content))
                        .isInstanceOf(SimWalrus.CrashedException.class);
                resumes(walrus, files.crash(seed));
            });
        }
    }

    @Test
    void aPowerCutAtAnyFileOperationIsMadeGood() throws Exception {
        long[] operations = {1};
        for (long at = 0; at < operations[0]; at++) {
            long cut = at;
            simulated((walrus, _) -> {
                SimFileStore files = new SimFileStore(seed).failAt(cut, Fault.POWER_CUT);
                try {
                    WalrusSimulationTest.publish(publisher(walrus, files), content);
                } catch (DataException.Unavailable e) {
                    assertThat(e).hasCauseInstanceOf(PowerCutException.class);
                }
                operations[0] = Math.max(operations[0], files.operations() + 1);
                resumes(walrus, files.crash(seed.child(cut)));
            });
        }
        assertThat(operations[0]).isGreaterThan(10);
    }

    /// Publishing again ends well, and has paid once in all.
    private void resumes(SimWalrus walrus, SimFileStore files) throws Exception {
        StoredBlob stored = WalrusSimulationTest.publish(publisher(walrus, files), content);
        assertThat(walrus.registrations).isEqualTo(1);
        assertThat(walrus.find(stored.id(), PublishOptions.DEFAULT)).isPresent();
        assertThat(files.list("uploads")).isEmpty();
        WalrusNetwork reader = new WalrusNetwork(walrus, walrus, walrus.quick());
        assertThat(reader.read(stored.id(), new ByteRange(0, SIZE)).toByteArray())
                .isEqualTo(content);
    }

    @Test
    void payingTwiceWouldBeNoticed() throws Exception {
        simulated((walrus, _) -> {
            walrus.registersTwice = true;
            walrus.crashesBeforeCertify = true;
            SimFileStore files = new SimFileStore(seed);
            assertThatThrownBy(() -> WalrusSimulationTest.publish(publisher(walrus, files), content))
                    .isInstanceOf(SimWalrus.CrashedException.class);
            assertThatThrownBy(() -> resumes(walrus, files)).isInstanceOf(AssertionError.class);
        });
    }

    @Test
    void fHungNodesAreNotWaitedFor() throws Exception {
        simulated((walrus, scheduler) -> {
            for (int node : walrus.someNodes(seed.random(), walrus.shards.maxFaulty(), Set.of())) {
                walrus.nodes.get(node).fault = SimNodeFault.HANGS;
            }
            long start = scheduler.time().nanos();
            WalrusSimulationTest.publish(publisher(walrus, new SimFileStore(seed)), content);
            assertThat(scheduler.time().nanos() - start).isLessThan(3_000_000_000L);
        });
    }

    @Test
    void moreThanFAwayFailsInTimeAndSaysWho() throws Exception {
        simulated((walrus, scheduler) -> {
            for (int node = 0; node < 4; node++) {
                walrus.nodes.get(node).fault = SimNodeFault.AWAY;
            }
            SimFileStore files = new SimFileStore(seed);
            assertThatThrownBy(() -> WalrusSimulationTest.publish(publisher(walrus, files), content))
                    .isInstanceOf(DataException.Unavailable.class)
                    .hasMessageContaining("6 of 10 storage shards confirmed")
                    .hasMessageContaining("node-");
            assertThat(scheduler.time().nanos())
                    .isLessThan(walrus.quick().writeTimeout().toNanos() * 3 / 2);
            walrus.nodes.forEach(node -> node.fault = SimNodeFault.NONE);
            resumes(walrus, files);
        });
    }

    @Test
    void anEpochThatEndsMeanwhileCostsAnotherRoundOfConfirmationsOnly() throws Exception {
        simulated((walrus, _) -> {
            walrus.epochEndsBeforeCertify = true;
            resumes(walrus, new SimFileStore(seed));
            long slivers =
                    walrus.nodes.stream().mapToLong(node -> node.sliversTaken).sum();
            assertThat(slivers)
                    .as("what nodes have is not sent again, if asking is cheaper")
                    .isLessThanOrEqualTo(40);
            assertThat(walrus.epoch).isEqualTo(2);
        });
    }

    @Test
    void whatIsStoredLongEnoughIsNotStoredAgain() throws Exception {
        simulated((walrus, _) -> {
            WalrusPublisher publisher = publisher(walrus, new SimFileStore(seed));
            assertThat(WalrusSimulationTest.publish(publisher, content).isNew()).isTrue();
            long requests =
                    walrus.nodes.stream().mapToLong(node -> node.requests).sum();
            StoredBlob again = WalrusSimulationTest.publish(publisher, content);
            assertThat(again.isNew()).isFalse();
            assertThat(again.costFrost()).isZero();
            assertThat(walrus.nodes.stream().mapToLong(node -> node.requests).sum())
                    .isEqualTo(requests);
        });
    }

    @Test
    void duringAnEpochChangeOldBlobsAreReadFromTheOldCommittee() throws Exception {
        simulated((walrus, _) -> {
            StoredBlob stored = WalrusSimulationTest.publish(publisher(walrus, new SimFileStore(seed)), content);
            NodeCommittee before = walrus.committees().current();
            walrus.rotateShards();
            walrus.previous = Optional.of(before);
            walrus.phase = new EpochPhase.Syncing(0);
            WalrusNetwork reader = new WalrusNetwork(walrus, walrus, walrus.quick());
            assertThat(reader.read(stored.id(), new ByteRange(100, 2_000)).toByteArray())
                    .isEqualTo(Arrays.copyOfRange(content, 100, 2_100));
            assertThat(reader.lies()).isEmpty();
        });
    }
}
