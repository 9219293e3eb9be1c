package dev.floe.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.host.FileStore.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SimFileStoreTest extends FileStoreContract {

    private static final int STATES = 400;

    private final SimFileStore files = new SimFileStore(new Seed(1));

    @Override
    protected FileStore newStore() {
        return new SimFileStore(new Seed(1));
    }

    @Test
    void unsyncedDataMayBeLostInPartAndSyncedDataNever() throws IOException {
        try (OpenFile file = files.create("f")) {
            file.write(0, bytes("a".repeat(2_000)));
            file.sync();
            files.syncDirectory("");
            file.write(2_000, bytes("b".repeat(2_000)));
        }
        Set<String> shapes = new TreeSet<>();
        for (int i = 0; i < STATES; i++) {
            String text = text(files.crash(new Seed(i)), "f");
            assertThat(text).startsWith("a".repeat(2_000));
            shapes.add(text.length() + (text.endsWith("b") ? "b" : "") + (text.contains("\0") ? "0" : ""));
        }
        assertThat(shapes).as("nothing, all, torn, and holes").contains("2000", "4000b", "4000b0", "40000");
        assertThat(shapes).anyMatch(shape -> shape.matches("2[1-9].*b|3.*b"));
    }

    @Test
    void aNameNeedsASyncOfItsDirectory() throws IOException {
        try (OpenFile file = files.create("d/f")) {
            file.write(0, bytes("x"));
            file.sync();
        }
        assertThat(outcomes("d/f")).containsExactly("absent", "x");
        files.syncDirectory("d");
        assertThat(outcomes("d/f")).containsExactly("x");
    }

    @Test
    void aRenameHappensWholeOrNot() throws IOException {
        DurableFile.write(files, "f", bytes("old"));
        try (OpenFile file = files.create("t")) {
            file.write(0, bytes("new"));
            file.sync();
        }
        files.rename("t", "f");
        assertThat(outcomes("f")).containsExactly("new", "old");
        files.syncDirectory("");
        assertThat(outcomes("f")).containsExactly("new");
        assertThat(outcomes("t")).containsExactly("absent");
    }

    @Test
    void aRenameWithoutASyncOfTheFileMayLeaveAnEmptyFile() throws IOException {
        try (OpenFile file = files.create("t")) {
            file.write(0, bytes("new"));
        }
        files.rename("t", "f");
        files.syncDirectory("");
        assertThat(outcomes("f")).contains("", "new");
    }

    @Test
    void aMoveBetweenDirectoriesNeverLosesTheFile() throws IOException {
        DurableFile.write(files, "a/f", bytes("x"));
        files.rename("a/f", "b/f");
        Set<String> places = new TreeSet<>();
        for (int i = 0; i < STATES; i++) {
            SimFileStore after = files.crash(new Seed(i));
            places.add((after.exists("a/f") ? "a" : "") + (after.exists("b/f") ? "b" : ""));
        }
        assertThat(places).containsExactly("a", "ab", "b");
    }

    @Test
    void afterAFailedSyncTheNextOneLies() throws IOException {
        DurableFile.write(files, "f", bytes("old"));
        try (OpenFile file = files.openWrite("f")) {
            file.write(0, bytes("new"));
            files.failAt(files.operations(), Fault.IO_ERROR);
            assertThatThrownBy(file::sync).hasMessageContaining("injected");
            assertThatThrownBy(file::sync).hasMessageContaining("earlier sync failed");
        }
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            SimFileStore other = new SimFileStore(new Seed(i));
            DurableFile.write(other, "f", bytes("old"));
            try (OpenFile file = other.openWrite("f")) {
                file.write(0, bytes("new"));
                other.failAt(other.operations(), Fault.IO_ERROR);
                assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
            }
            assertThat(text(other, "f")).as("readers see it").isEqualTo("new");
            try (OpenFile file = other.openWrite("f")) {
                file.sync();
            }
            seen.add(text(other.crash(new Seed(i)), "f"));
        }
        assertThat(seen).contains("old");
    }

    @Test
    void aFullDiskRefusesAndGoesOnReading() throws IOException {
        files.limitTo(10);
        try (OpenFile file = files.create("f")) {
            file.write(0, bytes("12345678"));
            assertThatThrownBy(() -> file.write(8, bytes("90ab"))).hasMessageContaining("No space left");
            file.truncate(8);
            file.write(8, bytes("90"));
        }
        assertThat(text(files, "f")).isEqualTo("1234567890");
        assertThat(files.usableBytes()).isZero();
    }

    @Test
    void afterAPowerCutEverythingFails() throws IOException {
        OpenFile file = files.create("f");
        files.failAt(files.operations(), Fault.POWER_CUT);
        assertThatThrownBy(() -> file.write(0, bytes("x"))).isInstanceOf(PowerCutException.class);
        assertThatThrownBy(() -> file.sync()).isInstanceOf(PowerCutException.class);
        assertThatThrownBy(() -> files.list("")).isInstanceOf(PowerCutException.class);
        assertThat(files.isDown()).isTrue();
        assertThat(files.crash(new Seed(2)).isDown()).isFalse();
    }

    @Test
    void theSameSeedGivesTheSameState() throws IOException {
        for (int i = 0; i < 30; i++) {
            try (OpenFile file = files.create("f" + i)) {
                file.write(0, bytes("x".repeat(i * 100)));
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(picture(files.crash(new Seed(i)))).isEqualTo(picture(files.crash(new Seed(i))));
        }
        assertThat(files.trace()).contains("1 write 0 at 0 of 'f0'");
    }

    private static String picture(SimFileStore store) throws IOException {
        StringBuilder picture = new StringBuilder();
        for (String name : store.list("")) {
            picture.append(name).append('=').append(text(store, name)).append('\n');
        }
        return picture.toString();
    }

    private Set<String> outcomes(String path) throws IOException {
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < STATES; i++) {
            try {
                seen.add(text(files.crash(new Seed(i)), path));
            } catch (NoSuchFileException e) {
                seen.add("absent");
            }
        }
        return seen;
    }

    private static String text(FileStore store, String path) throws IOException {
        return new String(DurableFile.read(store, path, 10_000), UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
