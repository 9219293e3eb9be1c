package dev.floe.host.internal;

import dev.floe.host.FileStore;
import dev.floe.host.StoreLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An advisory lock on a file that holds the pid of its owner. The operating system frees it when the process ends.
public final class DiskLock implements FileStore.StoreLock {

    /// Files locked by this process. Static because POSIX locks belong to the process: closing any channel on the
    /// file frees the lock, so a second attempt must be refused before it opens the file.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DiskLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock or says who has it.
    ///
    /// @throws StoreLockedException if it is taken
    public static DiskLock take(Path file, Path directory) throws IOException {
        if (!HELD.add(file)) {
            throw locked(
                    directory, "this process (pid " + ProcessHandle.current().pid() + ")");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            LinkOption.NOFOLLOW_LINKS));
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            ("pid " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new DiskLock(file, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(file);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        String line = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return line.matches("pid [0-9]{1,19}") ? "the process with " + line : "another process";
    }

    private static StoreLockedException locked(Path directory, String holder) {
        return new StoreLockedException(
                directory + " is in use by " + holder + "; stop it or choose another directory");
    }
}
