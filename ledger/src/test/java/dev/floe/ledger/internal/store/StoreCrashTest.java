package dev.floe.ledger.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.testkit.Campaign;
import dev.floe.testkit.CrashTest;
import dev.floe.testkit.Fault;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Power cuts and failing disks at every file operation of a ledger's store, in many states each: what was
/// acknowledged is there, a torn tail is dropped, the chain verifies, and the ledger goes on.
final class StoreCrashTest {

    private static final int GROUPS = 3;

    /// Each state costs some twenty signatures; long runs try more.
    private static final int STATES = Campaign.inputs() > 1_000_000 ? 50 : 1;

    /// Small, so that snapshots are written, read and replaced within the test.
    private static final long SNAPSHOT_BYTES = 3_000;

    private static final class Notes {
        final List<Digest> acknowledged = new ArrayList<>();
    }

    @Test
    void keepsWhatWasAcknowledgedAndNothingTorn() {
        CrashTest.Report report = CrashTest.of(
                        Seed.of("ledger store"), Notes::new, StoreCrashTest::work, StoreCrashTest::check)
                .states(STATES)
                .run();
        assertThat(report.operations()).isGreaterThan(60);
        assertThat(report.faults()).isEqualTo(3 * report.operations());
    }

    /// Two lives of a ledger. When a commit fails, the ledger is opened again at once, as its message says, and
    /// what it holds then is what the world is told.
    private static void work(SimFileStore files, Notes notes) throws IOException {
        for (int life = 0; life < 2; life++) {
            try (LedgerStore store = StoreWorkload.open(files, SNAPSHOT_BYTES)) {
                tellAll(store, notes);
                for (int i = 0; i < GROUPS; i++) {
                    notes.acknowledged.add(StoreWorkload.commit(store).digest());
                }
            } catch (IOException | DataException.Unavailable e) {
                if (files.isDown()) {
                    throw e;
                }
                try (LedgerStore store = StoreWorkload.open(files, SNAPSHOT_BYTES)) {
                    tellAll(store, notes);
                }
            }
        }
    }

    private static void tellAll(LedgerStore store, Notes notes) {
        assertPrefix(store, notes);
        for (long i = notes.acknowledged.size(); i <= store.committed().checkpoint(); i++) {
            notes.acknowledged.add(store.checkpoint(i).orElseThrow().digest());
        }
    }

    private static void check(SimFileStore files, Notes notes) throws IOException {
        Digest added;
        try (LedgerStore store = StoreWorkload.open(files, SNAPSHOT_BYTES)) {
            assertPrefix(store, notes);
            // Genesis, the group in flight, and what this check itself added before its own power cut.
            assertThat(store.committed().checkpoint()).isLessThanOrEqualTo(notes.acknowledged.size() + 2);
            store.verify(transaction -> {});
            added = StoreWorkload.commit(store).digest();
        }
        try (LedgerStore store = StoreWorkload.open(files, SNAPSHOT_BYTES)) {
            assertThat(store.committed().checkpointDigest()).contains(added);
            store.verify(transaction -> {});
        }
        assertThat(files.list("")).noneMatch(name -> name.contains("~"));
    }

    private static void assertPrefix(LedgerStore store, Notes notes) {
        for (int i = 0; i < notes.acknowledged.size(); i++) {
            assertThat(store.checkpoint(i).map(found -> found.digest())).contains(notes.acknowledged.get(i));
        }
    }

    @Test
    void aFailedCommitRefusesFurtherOnesUntilOpenedAgain() throws IOException {
        SimFileStore files = new SimFileStore(new Seed(1));
        LedgerStore store = StoreWorkload.open(files, SNAPSHOT_BYTES);
        StoreWorkload.commit(store);
        files.failAt(files.operations() + 1, Fault.IO_ERROR);
        assertThatThrownBy(() -> StoreWorkload.commit(store)).isInstanceOf(DataException.Unavailable.class);
        assertThatThrownBy(() -> StoreWorkload.commit(store))
                .isInstanceOf(DataException.Unavailable.class)
                .hasMessageContaining("open it again");
        store.close();
        try (LedgerStore again = StoreWorkload.open(files, SNAPSHOT_BYTES)) {
            assertThat(again.committed().checkpoint()).isBetween(1L, 2L);
            StoreWorkload.commit(again);
            again.verify(transaction -> {});
        }
    }
}
