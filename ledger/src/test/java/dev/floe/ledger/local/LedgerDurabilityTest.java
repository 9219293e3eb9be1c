package dev.floe.ledger.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.format.DataException;
import dev.floe.host.DiskFileStore;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.LocalLedgerOptions;
import dev.floe.testkit.CrashTest;
import dev.floe.testkit.Seed;
import dev.floe.testkit.SimFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there after power cuts, and damage is never taken for a shorter history.
final class LedgerDurabilityTest {

    private static final LocalLedgerOptions OPTIONS = LocalLedgerOptions.DEFAULT.withSnapshotEveryBytes(2_000);

    private static final class Notes {
        private final List<Checkpoint> acknowledged = new ArrayList<>();
    }

    @Test
    void keepsAcknowledgedCheckpointsThroughPowerCutsAtEveryOperation() {
        Seed seed = Seed.of("ledger crash");
        CrashTest.Report report = CrashTest.of(
                        seed, Notes::new, LedgerDurabilityTest::work, LedgerDurabilityTest::check)
                .states(1)
                .run();
        assertThat(report.operations()).isGreaterThan(50);
    }

    @Test
    void everyFlippedByteOfTheLogIsNoticed() throws IOException {
        Seed seed = Seed.of("ledger flips");
        SimFileStore files = new SimFileStore(seed);
        Notes notes = new Notes();
        work(files, notes);
        long size = 0;
        try (var log = files.openRead("log")) {
            size = log.sizeBytes();
        }
        // Genesis is large, so positions are drawn; the last group is taken whole.
        RandomGenerator random = seed.random();
        for (int i = 0; i < 200; i++) {
            int at = i < 150 ? (int) random.nextLong(size) : (int) (size - 1 - random.nextInt(500));
            int bit = 1 << random.nextInt(8);
            SimFileStore damaged = files.kill();
            damaged.corrupt("log", content -> {
                content[at] ^= (byte) bit;
                return content;
            });
            assertNoticed(damaged, notes, "byte " + at);
        }
    }

    @Test
    void aCutLogIsRefused() throws IOException {
        Seed seed = Seed.of("ledger cuts");
        SimFileStore files = new SimFileStore(seed);
        Notes notes = new Notes();
        work(files, notes);
        for (int cut : new int[] {1, 16, 100, 700, 1500}) {
            SimFileStore damaged = files.kill();
            damaged.corrupt("log", content -> Arrays.copyOf(content, content.length - cut));
            assertThatThrownBy(() -> open(damaged, seed)).isInstanceOf(DataException.Corrupt.class);
        }
    }

    @Test
    void damagedSnapshotsAndOneDamagedMarkDoNotMatter() throws IOException {
        Seed seed = Seed.of("ledger snapshots");
        SimFileStore files = new SimFileStore(seed);
        Notes notes = new Notes();
        work(files, notes);
        String snapshot = files.list("").stream()
                .filter(name -> name.startsWith("snapshot-"))
                .findFirst()
                .orElseThrow();
        SimFileStore damaged = files.kill();
        damaged.corrupt(snapshot, content -> {
            content[content.length / 2] ^= 4;
            return content;
        });
        damaged.corrupt("head", content -> {
            content[20] ^= 1;
            return content;
        });
        check(damaged, notes);
    }

    @Test
    void aTornSectorOfMarksDoesNotMatter() throws IOException {
        for (int sector : new int[] {0, 4096}) {
            Seed seed = Seed.of("ledger sector " + sector);
            SimFileStore files = new SimFileStore(seed);
            Notes notes = new Notes();
            work(files, notes);
            SimFileStore torn = files.kill();
            torn.corrupt("head", content -> {
                Arrays.fill(content, sector, Math.min(content.length, sector + 4096), (byte) 0xA5);
                return content;
            });
            check(torn, notes);
        }
    }

    @Test
    void marksOfAnEarlierFormatAreRefusedByName() throws IOException {
        Seed seed = Seed.of("ledger format");
        SimFileStore files = new SimFileStore(seed);
        work(files, new Notes());
        SimFileStore old = files.kill();
        old.corrupt("head", content -> {
            content[3] = 'D';
            return Arrays.copyOf(content, 128);
        });
        assertThatThrownBy(() -> open(old, seed))
                .isInstanceOf(DataException.Corrupt.class)
                .hasMessageContaining("format 1, expected 2");
    }

    @Test
    void keysThatOthersMayReadAreRefused(@TempDir Path directory) throws IOException {
        Seed seed = Seed.of("ledger modes");
        DiskFileStore files = DiskFileStore.open(directory);
        LocalLedger.open(files, new ManualTime(), seed.entropy(), OPTIONS).close();
        for (String key : List.of("ledger.key", "faucet.key")) {
            Path file = directory.resolve(key);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> LocalLedger.open(files, new ManualTime(), seed.entropy(), OPTIONS))
                    .isInstanceOf(DataException.Denied.class)
                    .hasMessageContaining("chmod 600");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        LocalLedger.open(files, new ManualTime(), seed.entropy(), OPTIONS).close();
    }

    @Test
    void anOldCopyIsFoundByAPinnedCheckpoint() throws IOException {
        Seed seed = Seed.of("ledger rollback");
        SimFileStore files = new SimFileStore(seed);
        SimFileStore old;
        Checkpoint pinned;
        try (LocalLedger ledger = open(files, seed)) {
            ledger.advanceClock(Duration.ofSeconds(1));
            old = files.kill();
            ledger.advanceClock(Duration.ofSeconds(1));
            pinned = ledger.head();
            ledger.requireDescends(pinned.sequence(), pinned.digest());
        }
        try (LocalLedger ledger = open(old, seed)) {
            assertThatThrownBy(() -> ledger.requireDescends(pinned.sequence(), pinned.digest()))
                    .isInstanceOf(DataException.Corrupt.class)
                    .hasMessageContaining("rolled back");
        }
    }

    @Test
    void oneProcessHasTheDirectory() throws IOException {
        Seed seed = Seed.of("ledger lock");
        SimFileStore files = new SimFileStore(seed);
        try (LocalLedger ledger = open(files, seed)) {
            assertThatThrownBy(() -> open(files, seed)).isInstanceOf(IOException.class);
            assertThat(ledger.head().sequence()).isZero();
        }
    }

    @Test
    void aLostMarkDoesNotMakeANewLedgerOverAnOldOne() throws IOException {
        Seed seed = Seed.of("ledger mark");
        SimFileStore files = new SimFileStore(seed);
        work(files, new Notes());
        SimFileStore left = files.kill();
        left.delete("head");
        assertThatThrownBy(() -> open(left, seed)).isInstanceOf(DataException.Corrupt.class);
    }

    private static void work(SimFileStore files, Notes notes) throws IOException {
        for (int run = 0; run < 2; run++) {
            try (LocalLedger ledger = open(files, new Seed(7))) {
                for (int i = 0; i < 2; i++) {
                    ledger.advanceClock(Duration.ofSeconds(1));
                    notes.acknowledged.add(ledger.head());
                }
                ledger.advanceEpoch();
                notes.acknowledged.add(ledger.head());
            }
        }
    }

    private static void check(SimFileStore files, Notes notes) throws IOException {
        try (LocalLedger ledger = open(files, new Seed(7))) {
            for (Checkpoint checkpoint : notes.acknowledged) {
                ledger.requireDescends(checkpoint.sequence(), checkpoint.digest());
            }
            ledger.verify();
            ledger.advanceClock(Duration.ofSeconds(1));
            ledger.verify();
        }
    }

    /// Damage is noticed when opening or when walking the log; a shorter history is never shown.
    private static void assertNoticed(SimFileStore damaged, Notes notes, String where) {
        assertThatThrownBy(() -> {
                    try (LocalLedger ledger = open(damaged, new Seed(7))) {
                        for (Checkpoint checkpoint : notes.acknowledged) {
                            ledger.requireDescends(checkpoint.sequence(), checkpoint.digest());
                        }
                        ledger.verify();
                    }
                })
                .as(where)
                .isInstanceOf(DataException.Corrupt.class);
    }

    private static LocalLedger open(SimFileStore files, Seed seed) throws IOException {
        return LocalLedger.open(files, new ManualTime(), seed.entropy(), OPTIONS);
    }
}
