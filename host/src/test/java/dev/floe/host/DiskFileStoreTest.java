package dev.floe.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.floe.host.FileStore.OpenFile;
import dev.floe.host.FileStore.StoreLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What only the store on disk has; the rest is in the test kit's `FileStoreContract`.
final class DiskFileStoreTest {

    @TempDir
    Path directory;

    private DiskFileStore files;

    @BeforeEach
    void open() throws IOException {
        files = DiskFileStore.open(directory.resolve("a/store"));
    }

    @Test
    void createsItsDirectory() {
        assertThat(directory.resolve("a/store")).isDirectory();
    }

    @Test
    void anInterruptDoesNotCloseTheFile() throws IOException {
        try (OpenFile file = files.create("log")) {
            Thread.currentThread().interrupt();
            file.write(0, ByteBuffer.wrap("abc".getBytes(UTF_8)));
            file.sync();
            files.syncDirectory("");
            ByteBuffer read = ByteBuffer.allocate(3);
            assertThat(file.read(0, read)).isEqualTo(3);
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void secretsAreTheirOwnersAlone() throws IOException {
        DurableFile.writePrivate(files, "secret", ByteBuffer.wrap("s".getBytes(UTF_8)));
        Path file = files.root().resolve("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        files.requirePrivate("secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
        assertThatThrownBy(() -> files.requirePrivate("secret"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> files.requirePrivate("nothing")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesSymbolicLinks() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "x");
        Files.createSymbolicLink(files.root().resolve("link"), outside);
        Files.createSymbolicLink(files.root().resolve("file"), outside.resolve("secret"));

        assertThatThrownBy(() -> files.openRead("link/secret")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.openRead("file")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.openWrite("file")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.create("link/new")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.list("link")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.rename("file", "other")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> files.delete("link/secret")).hasMessageContaining("symbolic link");
        assertThat(outside.resolve("secret")).hasContent("x");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void theLockNamesThisProcessWhenItHoldsItItself() throws IOException {
        StoreLock lock = files.lock();
        assertThatThrownBy(() -> DiskFileStore.open(files.root()).lock())
                .isInstanceOf(StoreLockedException.class)
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
        lock.close();
        lock.close();
        files.lock().close();
    }

    @Test
    void theLockNamesAnotherProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        files.root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader(UTF_8).readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> files.lock())
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("pid " + other.pid())
                    .hasMessageContaining(files.root().toString());
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
        files.lock().close();
    }

    /// Holds the lock of the directory it is given until it is killed.
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] args) throws Exception {
            StoreLock lock = DiskFileStore.open(Path.of(args[0])).lock();
            System.out.println("locked");
            int ended = System.in.read();
            lock.close();
            System.exit(ended < 0 ? 0 : 1);
        }
    }

    @Test
    void theLockFileIsHidden() throws IOException {
        files.lock().close();
        assertThat(files.list("")).isEqualTo(List.of());
        assertThatThrownBy(() -> files.delete(".lock")).isInstanceOf(IllegalArgumentException.class);
    }
}
