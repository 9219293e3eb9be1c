package dev.floe.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.DurableFile;
import dev.floe.host.FileStore;
import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.FileStore.StoreLock;
import dev.floe.host.StoreLockedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [FileStore] does. A test of an implementation extends this.
public abstract class FileStoreContract {

    private FileStore files;

    /// An empty store.
    protected abstract FileStore newStore() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        files = newStore();
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        try (OpenFile file = files.create("a/b/c")) {
            file.write(0, bytes("hello"));
            file.write(8, bytes("there"));
            file.write(1, bytes("E"));
            assertThat(file.sizeBytes()).isEqualTo(13);
            file.sync();
        }
        assertThat(text("a/b/c")).isEqualTo("hEllo\0\0\0there");
        assertThat(files.list("")).containsExactly("a");
        assertThat(files.isDirectory("a/b")).isTrue();
        assertThat(files.isDirectory("a/b/c")).isFalse();
        assertThat(files.isDirectory("")).isTrue();
    }

    @Test
    void readsLessOnlyAtTheEndOfTheFile() throws IOException {
        write("f", "0123456789");
        try (OpenFile file = files.openRead("f")) {
            assertThat(file.read(8, ByteBuffer.allocate(5))).isEqualTo(2);
            assertThat(file.read(10, ByteBuffer.allocate(5))).isZero();
            assertThat(file.read(99, ByteBuffer.allocate(5))).isZero();
            ByteBuffer direct = ByteBuffer.allocateDirect(10).position(2).limit(5);
            assertThat(file.read(4, direct)).isEqualTo(3);
            assertThat(direct.position()).isEqualTo(5);
            assertThat(direct.get(2)).isEqualTo((byte) '4');
        }
    }

    @Test
    void createRefusesAnExistingNameAndOpenReadAMissingOne() throws IOException {
        write("f", "x");
        assertThatThrownBy(() -> files.create("f")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> files.openRead("g")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.openRead("no/g")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> files.openRead("f/g")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.create("f/g")).isInstanceOf(IOException.class);
        assertThat(text("f")).isEqualTo("x");
    }

    @Test
    void openWriteKeepsWhatIsThere() throws IOException {
        write("f", "hello");
        try (OpenFile file = files.openWrite("f")) {
            file.write(5, bytes("!"));
        }
        try (OpenFile file = files.openWrite("new/g")) {
            file.write(0, bytes("g"));
        }
        assertThat(text("f")).isEqualTo("hello!");
        assertThat(text("new/g")).isEqualTo("g");
    }

    @Test
    void aFileOpenedForReadingCannotBeWritten() throws IOException {
        write("f", "x");
        try (OpenFile file = files.openRead("f")) {
            assertThatThrownBy(() -> file.write(0, bytes("y"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> file.truncate(0)).isInstanceOf(IOException.class);
        }
        assertThat(text("f")).isEqualTo("x");
    }

    @Test
    void aClosedFileRefusesAndClosesTwice() throws IOException {
        OpenFile file = files.create("f");
        file.close();
        file.close();
        assertThatThrownBy(() -> file.write(0, bytes("y"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
    }

    @Test
    void truncateCutsAndNeverGrows() throws IOException {
        try (OpenFile file = files.create("f")) {
            file.write(0, bytes("hello"));
            file.truncate(9);
            assertThat(file.sizeBytes()).isEqualTo(5);
            file.truncate(2);
            file.write(3, bytes("x"));
        }
        assertThat(text("f")).isEqualTo("he\0x");
    }

    @Test
    void renameReplacesAndMovesAcrossDirectories() throws IOException {
        write("a/f", "new");
        write("b/f", "old");
        OpenFile old = files.openRead("b/f");
        files.rename("a/f", "b/f");
        files.syncDirectory("b");
        files.syncDirectory("a");
        assertThat(text("b/f")).isEqualTo("new");
        assertThat(files.exists("a/f")).isFalse();
        ByteBuffer kept = ByteBuffer.allocate(3);
        assertThat(old.read(0, kept)).as("an open file outlives its name").isEqualTo(3);
        assertThat(kept.array()).isEqualTo("old".getBytes(UTF_8));
        old.close();

        files.rename("b", "c/d");
        assertThat(text("c/d/f")).isEqualTo("new");
        assertThatThrownBy(() -> files.rename("b", "e")).isInstanceOf(NoSuchFileException.class);
        write("g", "x");
        assertThatThrownBy(() -> files.rename("g", "c")).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void deletesFilesAndEmptyDirectoriesOnly() throws IOException {
        write("d/f", "x");
        assertThatThrownBy(() -> files.delete("d")).isInstanceOf(DirectoryNotEmptyException.class);
        files.delete("d/f");
        files.delete("d/f");
        files.delete("d");
        assertThat(files.exists("d")).isFalse();
        assertThat(files.list("d")).isEmpty();
    }

    @Test
    void listsNamesInOrder() throws IOException {
        write("d/b", "");
        write("d/a", "");
        files.createDirectories("d/c/e");
        files.createDirectories("d/c");
        assertThat(files.list("d")).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> files.createDirectories("d/a/x")).isInstanceOf(IOException.class);
    }

    @Test
    void mapsFilesReadOnly() throws IOException {
        write("f", "hello");
        write("empty", "");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment map = files.map("f", arena);
            assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo("hello".getBytes(UTF_8));
            assertThat(map.isReadOnly()).isTrue();
            assertThat(files.map("empty", arena).byteSize()).isZero();
            assertThatThrownBy(() -> files.map("missing", arena)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void refusesPathsThatLeaveTheStore() {
        for (String path : new String[] {
            "",
            "/",
            "/etc/passwd",
            "../x",
            "a/../../x",
            ".",
            "a/.",
            "a//b",
            "a/",
            "a\\b",
            "a\0b",
            "a\nb",
            ".lock",
            "d/.lock",
            "x".repeat(2_000)
        }) {
            assertThatThrownBy(() -> files.openRead(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.create(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.openWrite(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.rename("a", path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.rename(path, "a")).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.delete(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.exists(path)).as(path).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> files.map(path, Arena.global()))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isLockedByOneAtATime() throws IOException {
        StoreLock lock = files.lock();
        assertThatThrownBy(() -> files.lock())
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("pid ");
        lock.close();
        StoreLock next = files.lock();
        lock.close();
        assertThatThrownBy(() -> files.lock()).isInstanceOf(StoreLockedException.class);
        next.close();
        assertThat(files.list("")).isEmpty();
    }

    @Test
    void durableFilesReplaceWholeAndLeaveNothingBehind() throws IOException {
        DurableFile.write(files, "d/f", bytes("one"));
        DurableFile.write(files, "d/f", bytes("two"));
        try (DurableFile file = DurableFile.create(files, "d/f")) {
            file.append(bytes("not committed"));
            assertThat(file.sizeBytes()).isEqualTo(13);
        }
        assertThat(DurableFile.read(files, "d/f", 3)).isEqualTo("two".getBytes(UTF_8));
        assertThat(files.list("d")).containsExactly("f");
        assertThatThrownBy(() -> DurableFile.read(files, "d/f", 2)).hasMessageContaining("3 bytes, expected at most 2");
        assertThatThrownBy(() -> DurableFile.create(files, "d/f~3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoWritersOfOneNameBothEndWhole() throws IOException {
        try (DurableFile first = DurableFile.create(files, "f");
                DurableFile second = DurableFile.create(files, "f")) {
            first.append(bytes("first"));
            second.append(bytes("second"));
            second.commit();
            first.commit();
        }
        assertThat(text("f")).isEqualTo("first");
        assertThat(files.list("")).containsExactly("f");
    }

    @Test
    void sweepsOnlyTemporaryFiles() throws IOException {
        write("d/f", "x");
        write("d/f~0", "x");
        write("d/f~12", "x");
        write("d/a~b", "x");
        files.createDirectories("d/g~1");
        assertThat(DurableFile.sweep(files, "d")).isEqualTo(2);
        assertThat(files.list("d")).containsExactly("a~b", "f", "g~1");
        assertThat(DurableFile.sweep(files, "none")).isZero();
    }

    @Test
    void knowsHowMuchRoomThereIs() throws IOException {
        assertThat(files.usableBytes()).isPositive();
    }

    private void write(String path, String text) throws IOException {
        try (OpenFile file = files.create(path)) {
            file.write(0, bytes(text));
        }
    }

    private String text(String path) throws IOException {
        return new String(DurableFile.read(files, path, 1_000), UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
