package dev.floe.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real disk; `RecordLogCrashTest` of the test kit cuts the power.
final class RecordLogTest {

    private static final int KIND = 7;
    private static final int MAX = 1_000;

    @TempDir
    Path directory;

    private DiskFileStore files;

    @BeforeEach
    void open() throws IOException {
        files = DiskFileStore.open(directory);
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        try (RecordLog log = log()) {
            log.append(bytes("one"));
            log.append(List.of(bytes(""), bytes("x".repeat(MAX)), bytes("four")));
        }
        assertThat(contents()).containsExactly("one", "", "x".repeat(MAX), "four");
        try (RecordLog log = log()) {
            assertThat(log.records()).isEqualTo(4);
            log.append(bytes("five"));
        }
        assertThat(contents()).hasSize(5).endsWith("five");
    }

    @Test
    void readsOneRecordAtItsPosition() throws IOException {
        try (RecordLog log = log()) {
            long first = log.append(List.of(bytes("one"), bytes("two")));
            assertThat(log.read(first)).isEqualTo(bytes("one"));
            assertThat(log.read(RecordLog.next(first, 3))).isEqualTo(bytes("two"));
            assertThatThrownBy(() -> log.read(first + 8)).isInstanceOf(CorruptFileException.class);
            assertThatThrownBy(() -> log.read(log.sizeBytes())).isInstanceOf(CorruptFileException.class);
        }
    }

    @Test
    void cutsATornTailAtEveryByteAndGoesOn() throws IOException {
        try (RecordLog log = log()) {
            log.append(bytes("one"));
            log.append(List.of(bytes("two"), bytes("three")));
        }
        byte[] whole = Files.readAllBytes(directory.resolve("log"));
        int two = 32 + 40;
        int three = two + 40;
        for (int cut = two; cut < whole.length; cut++) {
            Files.write(directory.resolve("log"), Arrays.copyOf(whole, cut));
            List<String> left = contents();
            assertThat(left).as("cut at " + cut).isEqualTo(cut < three ? List.of("one") : List.of("one", "two"));
            try (RecordLog log = log()) {
                log.append(bytes("next"));
            }
            assertThat(contents()).isEqualTo(plus(left, "next"));
        }
    }

    @Test
    void anyFlippedBitBeforeTheLastBatchIsRefused() throws IOException {
        try (RecordLog log = log()) {
            log.append(bytes("one"));
            log.append(List.of(bytes("two"), bytes("three")));
            log.append(bytes("four"));
        }
        byte[] whole = Files.readAllBytes(directory.resolve("log"));
        int lastBatch = whole.length - 40;
        int padding = 0;
        for (int bit = 0; bit < lastBatch * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(directory.resolve("log"), damaged);
            int at = bit;
            try {
                assertThat(contents()).as("bit " + at).containsExactly("one", "two", "three", "four");
                padding++;
            } catch (CorruptFileException e) {
                assertThat(e).hasMessageContaining("log");
            }
        }
        assertThat(padding).as("bits of padding, the only ones without meaning").isEqualTo((5 + 5 + 3) * 8);
    }

    @Test
    void refusesALogOfAnotherKind() throws IOException {
        log().close();
        assertThatThrownBy(() -> RecordLog.open(files, "log", 8, MAX, Entropy.system(), (n, p, payload) -> {}))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("kind 7, expected kind 8");
    }

    @Test
    void refusesARecordThatIsTooLongAndWritesNothing() throws IOException {
        try (RecordLog log = log()) {
            assertThatThrownBy(() -> log.append(List.of(bytes("one"), bytes("x".repeat(MAX + 1)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1001 bytes, expected at most 1000");
            log.append(bytes("two"));
        }
        assertThat(contents()).containsExactly("two");
    }

    private RecordLog log() throws IOException {
        return RecordLog.open(files, "log", KIND, MAX, Entropy.system(), (n, position, payload) -> {});
    }

    private List<String> contents() throws IOException {
        List<String> found = new ArrayList<>();
        RecordLog.open(
                        files,
                        "log",
                        KIND,
                        MAX,
                        Entropy.system(),
                        (n, position, payload) ->
                                found.add(UTF_8.decode(payload).toString()))
                .close();
        return found;
    }

    private static List<String> plus(List<String> list, String last) {
        List<String> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
