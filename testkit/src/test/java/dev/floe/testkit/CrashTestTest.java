package dev.floe.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.CorruptFileException;
import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.RecordLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The durability classes of `host` under power cuts and failing disks at every operation, and the same test on
/// code with
/// planted bugs.
final class CrashTestTest {

    private static final int GENERATIONS = 6;

    /// Writes generations of one file; notes the last one it was told is safe.
    private static final class Notes {
        int acknowledged = -1;
        final List<String> records = new ArrayList<>();
    }

    private interface Writer {
        void write(FileStore files, String path, ByteBuffer content) throws IOException;
    }

    @Test
    void durableFilesSurviveEverything() {
        CrashTest.Report report = replaceTest(Seed.of("durable files"), DurableFile::write)
                .states(20)
                .run();
        assertThat(report.operations()).isGreaterThan(20);
        assertThat(report.faults()).isEqualTo(3 * report.operations());
        assertThat(report.states()).isGreaterThan(2_000);
    }

    @Test
    void findsAnAcknowledgementBeforeTheSyncOfTheFile() {
        assertFound((files, path, content) -> {
            try (OpenFile file = files.create(path + "~0")) {
                file.write(0, content);
            }
            files.rename(path + "~0", path);
            files.syncDirectory("");
        });
    }

    @Test
    void findsAMissingSyncOfTheDirectory() {
        assertFound((files, path, content) -> {
            try (OpenFile file = files.create(path + "~0")) {
                file.write(0, content);
                file.sync();
            }
            files.rename(path + "~0", path);
        });
    }

    @Test
    void findsWritingInPlace() {
        assertFound((files, path, content) -> {
            try (OpenFile file = files.openWrite(path)) {
                file.write(0, content);
                file.sync();
            }
            files.syncDirectory("");
        });
    }

    @Test
    void findsASwallowedError() {
        assertFound((files, path, content) -> {
            try {
                DurableFile.write(files, path, content);
            } catch (IOException e) {
                // planted: goes on as if nothing had happened
            }
        });
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        Seed seed = new Seed(42);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (List<String> trace : List.of(first, second)) {
            CrashTest.of(
                            seed,
                            Notes::new,
                            (files, notes) -> replaceAll(files, notes, DurableFile::write),
                            (files, notes) -> {
                                checkReplaced(files, notes);
                                trace.addAll(files.trace());
                            })
                    .states(2)
                    .run();
        }
        assertThat(first).isEqualTo(second).hasSizeGreaterThan(100);
    }

    private static void assertFound(Writer writer) {
        for (long seed = 0; seed < 3; seed++) {
            CrashTest<Notes> test = replaceTest(new Seed(seed), writer);
            assertThatThrownBy(test::run)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("seed=" + seed)
                    .hasMessageContaining("operation ");
        }
    }

    private static CrashTest<Notes> replaceTest(Seed seed, Writer writer) {
        return CrashTest.of(
                seed, Notes::new, (files, notes) -> replaceAll(files, notes, writer), CrashTestTest::checkReplaced);
    }

    private static void replaceAll(FileStore files, Notes notes, Writer writer) throws IOException {
        for (int i = 0; i < GENERATIONS; i++) {
            writer.write(files, "f", generation(i));
            notes.acknowledged = i;
        }
    }

    private static void checkReplaced(FileStore files, Notes notes) throws IOException {
        DurableFile.sweep(files, "");
        int found = -1;
        try {
            byte[] content = DurableFile.read(files, "f", 100_000);
            found = content.length == 0 ? -2 : content[0];
            assertThat(ByteBuffer.wrap(content)).as("generation " + found).isEqualTo(generation(found));
        } catch (NoSuchFileException e) {
            // none was acknowledged, then
        }
        assertThat(found).isBetween(notes.acknowledged, Math.min(GENERATIONS - 1, notes.acknowledged + 1));
    }

    private static ByteBuffer generation(int i) {
        byte[] content = new byte[Math.max(1, 700 * i + 1)];
        Arrays.fill(content, (byte) i);
        return ByteBuffer.wrap(content);
    }

    @Test
    void recordLogsSurviveEverything() {
        CrashTest.Report report = CrashTest.of(
                        Seed.of("record log"), Notes::new, CrashTestTest::appendAll, CrashTestTest::checkAppended)
                .states(20)
                .run();
        assertThat(report.operations()).isGreaterThan(20);
    }

    /// Planted: opening trusts what it reads without making it durable again, as after a failed sync it must.
    @Test
    void findsALogThatTrustsAnUnsyncedTail() {
        assertThatThrownBy(() -> CrashTest.of(
                                new Seed(1),
                                Notes::new,
                                (files, notes) -> {
                                    try (OpenFile file = files.create("f")) {
                                        files.syncDirectory("");
                                        file.write(0, generation(3));
                                        file.sync();
                                        notes.acknowledged = 3;
                                    } catch (IOException e) {
                                        try (OpenFile again = files.openWrite("f")) {
                                            again.sync();
                                            notes.acknowledged = again.sizeBytes()
                                                            == generation(3).remaining()
                                                    ? 3
                                                    : -1;
                                        }
                                    }
                                },
                                (files, notes) -> {
                                    if (notes.acknowledged == 3) {
                                        assertThat(DurableFile.read(files, "f", 100_000))
                                                .isEqualTo(generation(3).array());
                                    }
                                })
                        .run())
                .hasMessageContaining("IO_ERROR");
    }

    @Test
    void aDamagedSectorInTheMiddleOfALogIsNeverTakenForATornTail() throws IOException {
        SimFileStore files = new SimFileStore(new Seed(3));
        appendAll(files, new Notes());
        byte[] whole = DurableFile.read(files, "log", 1 << 20);
        int refused = 0;
        for (int sector = 0; sector * 512 < whole.length - 4_096; sector++) {
            int start = sector * 512;
            files.corrupt("log", bytes -> {
                byte[] damaged = whole.clone();
                Arrays.fill(damaged, start, start + 512, (byte) 0);
                return damaged;
            });
            assertThatThrownBy(() -> records(files)).as("sector " + sector).isInstanceOf(CorruptFileException.class);
            refused++;
        }
        assertThat(refused).isPositive();
    }

    /// Appends in two rounds. After a failure it opens the log again, as a server would, and tells the world what
    /// it finds there.
    private static void appendAll(SimFileStore files, Notes notes) throws IOException {
        for (int round = 0; round < 2; round++) {
            try {
                appendRound(files, notes, round);
            } catch (IOException e) {
                if (files.isDown()) {
                    throw e;
                }
                List<String> found = records(files);
                assertThat(found.subList(0, notes.records.size())).isEqualTo(notes.records);
                notes.records.clear();
                notes.records.addAll(found);
            }
        }
    }

    private static void appendRound(FileStore files, Notes notes, int round) throws IOException {
        try (RecordLog log = open(files, new ArrayList<>())) {
            for (int i = 0; i < 4; i++) {
                List<String> batch = new ArrayList<>();
                for (int j = 0; j <= i; j++) {
                    batch.add("r" + round + "." + i + "." + j + "x".repeat(300 * j));
                }
                log.append(batch.stream()
                        .map(text -> ByteBuffer.wrap(text.getBytes(UTF_8)))
                        .toList());
                notes.records.addAll(batch);
            }
        }
    }

    private static void checkAppended(FileStore files, Notes notes) throws IOException {
        DurableFile.sweep(files, "");
        List<String> found = records(files);
        assertThat(found.size()).isGreaterThanOrEqualTo(notes.records.size());
        assertThat(found.subList(0, notes.records.size())).isEqualTo(notes.records);
        // the batch in flight, and what this check itself appended before its own power cut
        assertThat(found.size()).isLessThanOrEqualTo(notes.records.size() + 5);
        try (RecordLog log = open(files, new ArrayList<>())) {
            log.append(ByteBuffer.wrap("after".getBytes(UTF_8)));
        }
        List<String> more = records(files);
        assertThat(more.getLast()).isEqualTo("after");
        // leave the log as it was found, so that the check can run again after a power cut in itself
        try (OpenFile file = files.openWrite("log")) {
            file.truncate(file.sizeBytes() - RecordLog.next(0, 5));
            file.sync();
        }
    }

    private static List<String> records(FileStore files) throws IOException {
        List<String> found = new ArrayList<>();
        open(files, found).close();
        return found;
    }

    private static RecordLog open(FileStore files, List<String> found) throws IOException {
        return RecordLog.open(
                files,
                "log",
                1,
                10_000,
                new Seed(9).entropy(),
                (n, position, payload) -> found.add(UTF_8.decode(payload).toString()));
    }
}
