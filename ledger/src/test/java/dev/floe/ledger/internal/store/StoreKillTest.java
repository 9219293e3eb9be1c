package dev.floe.ledger.internal.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.floe.format.Digest;
import dev.floe.host.DiskFileStore;
import dev.floe.ledger.Checkpoint;
import dev.floe.testkit.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that commit as fast as they can, killed with SIGKILL at random moments. `-Dfloe.kills=1000` for a
/// long
/// run.
final class StoreKillTest {

    private static final int KILLS = Integer.getInteger("floe.kills", 10);
    private static final long SNAPSHOT_BYTES = 20_000;

    @TempDir
    Path directory;

    @Test
    void keepsEveryCheckpointAKilledProcessTold() throws Exception {
        RandomGenerator random = Seed.of("ledger kills").random();
        long told = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            String last = runUntilKilled(1 + random.nextInt(60));
            try (LedgerStore store = StoreWorkload.open(DiskFileStore.open(directory), SNAPSHOT_BYTES)) {
                if (last != null) {
                    String[] words = last.split(" ");
                    long sequence = Long.parseLong(words[0]);
                    assertThat(store.checkpoint(sequence)
                                    .map(Checkpoint::digest)
                                    .map(Digest::toString))
                            .as("kill " + kill + ", checkpoint " + sequence)
                            .contains(words[1]);
                    told = Math.max(told, sequence);
                }
                store.verify(transaction -> {});
                assertThat(store.committed().checkpoint()).isGreaterThanOrEqualTo(told);
            }
        }
        assertThat(told).isGreaterThanOrEqualTo(KILLS);
        System.out.println("killed " + KILLS + " times, " + told + " checkpoints told, none lost");
    }

    /// Starts a process, reads the checkpoints it tells, kills it after `lines` of them. Returns the last whole
    /// line.
    private @Nullable String runUntilKilled(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = null;
        try (BufferedReader out = process.inputReader(US_ASCII)) {
            int count = 0;
            for (String line = out.readLine(); line != null && line.endsWith("."); line = out.readLine()) {
                last = line;
                if (++count == lines) {
                    process.toHandle().destroyForcibly(); // the process itself would close this end of the pipe too
                }
            }
            process.waitFor();
            assertThat(count).as("checkpoints told before the kill").isGreaterThanOrEqualTo(lines);
        } finally {
            process.destroyForcibly();
        }
        return last;
    }

    /// Commits for ever and tells each checkpoint after it is durable: number, digest, a full stop.
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) throws IOException {
            LedgerStore store = StoreWorkload.open(DiskFileStore.open(Path.of(args[0])), SNAPSHOT_BYTES);
            while (true) {
                Checkpoint checkpoint = StoreWorkload.commit(store);
                System.out.println(checkpoint.sequence() + " " + checkpoint.digest() + " .");
            }
        }
    }
}
