package dev.floe.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cuts the power of a real ext4 under a writer: what was acknowledged is there, what was not is whole or absent.
/// Skipped where a disk of our own cannot be mounted.
class PowerCutTest {

    private static final int KIND = 7;
    private static final int MAX_RECORD = 1 << 16;
    private static final int FILES = 3;
    private static final int MAX_BYTES = 20_000;

    @TempDir
    private Path directory = Path.of("");

    /// What a writer does before it is acknowledged.
    interface Step {
        void write(int number) throws IOException;
    }

    private static int rounds() {
        return Long.getLong("floe.campaign.inputs", 0) > 1_000_000 ? 1_000 : 6;
    }

    private LoopDisk disk() throws InterruptedException, IOException {
        Optional<String> whyNot = LoopDisk.whyNot();
        if (whyNot.isPresent()) {
            return abort("skipped: " + whyNot.get());
        }
        try {
            return LoopDisk.create(directory);
        } catch (IOException e) {
            return abort("skipped: " + e.getMessage());
        }
    }

    /// What the writer had done.
    ///
    /// @param acknowledged the last number acknowledged before the power went. What is acknowledged while it goes
    ///     does not count: the file system stops in steps, and a sync under way may still report success (seen on
    ///     Linux 6.18); with a real power cut nobody would be left to hear it
    /// @param started the last number that was started
    record Written(int acknowledged, int started) {}

    /// Runs `step` with rising numbers until the power, cut after some of them, ends it.
    private static Written writeUntilPowerCut(LoopDisk disk, int first, int cutAfter, Step step)
            throws IOException, InterruptedException {
        AtomicInteger acknowledged = new AtomicInteger(first - 1);
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int number = first; ; number++) {
                    step.write(number);
                    acknowledged.set(number);
                }
            } catch (IOException _) {
                // the power is gone
            }
        });
        while (acknowledged.get() < first + cutAfter && writer.isAlive()) {
            Thread.onSpinWait();
        }
        int before = acknowledged.get();
        disk.cutPower();
        writer.join();
        return new Written(before, acknowledged.get() + 1);
    }

    private static byte[] content(int number) {
        Random random = new Random(number);
        byte[] content = new byte[4 + random.nextInt(MAX_BYTES)];
        random.nextBytes(content);
        ByteBuffer.wrap(content).putInt(0, number);
        return content;
    }

    @Test
    void acknowledgedFilesSurvive() throws IOException, InterruptedException {
        Random random = new Random(11);
        int[] newest = {-1, -1, -1};
        try (LoopDisk disk = disk()) {
            int next = 0;
            for (int round = 0; round < rounds(); round++) {
                DiskFileStore files = DiskFileStore.open(disk.folder());
                Written written = writeUntilPowerCut(
                        disk,
                        next,
                        random.nextInt(20),
                        n -> DurableFile.write(files, "file-" + n % FILES, ByteBuffer.wrap(content(n))));
                disk.restart();
                for (int n = next; n <= written.acknowledged(); n++) {
                    newest[n % FILES] = n;
                }
                for (int name = 0; name < FILES; name++) {
                    if (newest[name] < 0) {
                        continue;
                    }
                    byte[] found = Files.readAllBytes(disk.folder().resolve("file-" + name));
                    int version = ByteBuffer.wrap(found).getInt(0);
                    // One that was being written may be there too.
                    assertThat(version)
                            .as("round %d, %s, file %d", round, written, name)
                            .isBetween(newest[name], written.started());
                    assertThat(found).isEqualTo(content(version));
                    newest[name] = version;
                }
                next = written.started() + 1;
                DurableFile.sweep(DiskFileStore.open(disk.folder()), "");
            }
        }
    }

    @Test
    void acknowledgedRecordsSurvive() throws IOException, InterruptedException {
        Random random = new Random(12);
        try (LoopDisk disk = disk()) {
            int next = 0;
            for (int round = 0; round < rounds(); round++) {
                Written written;
                try (RecordLog log = open(disk, new ArrayList<>())) {
                    written = writeUntilPowerCut(
                            disk, next, random.nextInt(20), n -> log.append(ByteBuffer.wrap(content(n))));
                }
                disk.restart();
                List<byte[]> found = new ArrayList<>();
                open(disk, found).close();
                assertThat(found.size())
                        .as("round %d, %s", round, written)
                        .isBetween(written.acknowledged() + 1, written.started() + 1);
                for (int n = 0; n < found.size(); n++) {
                    assertThat(found.get(n)).as("record %d", n).isEqualTo(content(n));
                }
                next = found.size();
            }
        }
    }

    /// The harness itself: without sync, acknowledged files do get lost.
    @Test
    void withoutSyncFilesAreLost() throws IOException, InterruptedException {
        int lost = 0;
        try (LoopDisk disk = disk()) {
            for (int round = 0; round < 3; round++) {
                Path folder = Files.createDirectory(disk.folder().resolve("round-" + round));
                Written written = writeUntilPowerCut(disk, 0, 10, n -> {
                    Path temporary = folder.resolve("file~" + n);
                    try (FileChannel file =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                        file.write(ByteBuffer.wrap(content(n)));
                    }
                    Files.move(temporary, folder.resolve("file-" + n));
                });
                disk.restart();
                for (int n = 0; n <= written.acknowledged(); n++) {
                    Path file = folder.resolve("file-" + n);
                    lost += Files.exists(file) && Files.size(file) == content(n).length ? 0 : 1;
                }
            }
        }
        assertThat(lost).isPositive();
    }

    private static RecordLog open(LoopDisk disk, List<byte[]> found) throws IOException {
        return RecordLog.open(
                DiskFileStore.open(disk.folder()),
                "log",
                KIND,
                MAX_RECORD,
                Entropy.system(),
                (sequence, position, payload) -> {
                    byte[] content = new byte[payload.remaining()];
                    payload.get(content);
                    found.add(content);
                });
    }
}
