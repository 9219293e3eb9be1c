package dev.floe.host;

import dev.floe.host.FileStore.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;

/// A whole file that is on disk completely or not at all: the one place that knows the order of operations.
///
/// Bytes go to a temporary file beside the target; [#commit] syncs it, renames it over the target and syncs the
/// directory. When commit has returned, the file survives a power cut. When it failed, or the power went before it
/// returned, the target is the old file (or absent) or the whole new one. For one thread.
///
/// Temporary names are the target's with `~` and a number. A crash leaves them behind: call [#sweep] at start,
/// while holding the lock of the store.
public final class DurableFile implements AutoCloseable {

    /// Concurrent writers of one name, or leftovers of one name, before creation is refused.
    private static final int MAX_TEMPORARIES = 1_000;

    private static final String TEMPORARY_NAME = ".*~[0-9]{1,3}";

    private final FileStore files;
    private final String path;
    private final String temporary;
    private final OpenFile file;
    private long position;
    private State state = State.WRITING;

    private enum State {
        WRITING,
        COMMITTED,
        ENDED
    }

    private DurableFile(FileStore files, String path, String temporary, OpenFile file) {
        this.files = files;
        this.path = path;
        this.temporary = temporary;
        this.file = file;
    }

    /// Replaces the file at `path` by `content` (from position to limit), durably.
    public static void write(FileStore files, String path, ByteBuffer content) throws IOException {
        try (DurableFile file = create(files, path)) {
            file.append(content);
            file.commit();
        }
    }

    /// As [#write], for a secret: only the owner may read the file. See [FileStore#requirePrivate].
    public static void writePrivate(FileStore files, String path, ByteBuffer content) throws IOException {
        try (DurableFile file = create(files, path, true)) {
            file.append(content);
            file.commit();
        }
    }

    /// Starts a new file that will be at `path` after [#commit]. Close it in any case; closing without commit
    /// leaves what was there.
    public static DurableFile create(FileStore files, String path) throws IOException {
        return create(files, path, false);
    }

    private static DurableFile create(FileStore files, String path, boolean isPrivate) throws IOException {
        StorePath.check(path);
        if (isTemporary(StorePath.name(path))) {
            throw new IllegalArgumentException("'" + path + "' looks like a temporary file; choose a name without '~'");
        }
        for (int i = 0; i < MAX_TEMPORARIES; i++) {
            String temporary = path + "~" + i;
            try {
                OpenFile file = isPrivate ? files.createPrivate(temporary) : files.create(temporary);
                return new DurableFile(files, path, temporary, file);
            } catch (FileAlreadyExistsException taken) {
                // another writer, or a leftover: the next number is as good
            }
        }
        throw new IOException("'" + path + "' has " + MAX_TEMPORARIES + " temporary files; sweep the directory");
    }

    /// Reads a whole file that this class wrote.
    ///
    /// @param maxBytes what the caller is ready to hold
    /// @throws java.nio.file.NoSuchFileException if there is none
    /// @throws CorruptFileException if it is longer
    public static byte[] read(FileStore files, String path, int maxBytes) throws IOException {
        try (OpenFile file = files.openRead(path)) {
            long size = file.sizeBytes();
            if (size > maxBytes) {
                throw new CorruptFileException(path + " has " + size + " bytes, expected at most " + maxBytes);
            }
            byte[] content = new byte[(int) size];
            int got = file.read(0, ByteBuffer.wrap(content));
            if (got != content.length) {
                throw new CorruptFileException(path + ": expected " + content.length + " bytes, got " + got);
            }
            return content;
        }
    }

    /// Deletes the temporary files that a crash left in a directory; returns how many.
    public static int sweep(FileStore files, String directory) throws IOException {
        int count = 0;
        for (String name : files.list(directory)) {
            String found = StorePath.join(directory, name);
            if (isTemporary(name) && !files.isDirectory(found)) {
                files.delete(found);
                count++;
            }
        }
        return count;
    }

    /// Whether a name is one that this class gives to unfinished files.
    public static boolean isTemporary(String name) {
        return name.matches(TEMPORARY_NAME);
    }

    /// Adds the rest of `source` to the end.
    public void append(ByteBuffer source) throws IOException {
        requireWriting();
        int length = source.remaining();
        file.write(position, source);
        position += length;
    }

    /// Bytes appended so far.
    public long sizeBytes() {
        return position;
    }

    /// Makes the file durable under its name. Only when this has returned may the caller tell anyone.
    public void commit() throws IOException {
        requireWriting();
        state = State.ENDED;
        try {
            file.sync();
            file.close();
            files.rename(temporary, path);
        } catch (IOException e) {
            discard(e);
            throw e;
        }
        files.syncDirectory(StorePath.parent(path));
        state = State.COMMITTED;
    }

    /// Ends the writing; without a commit the temporary file is deleted.
    @Override
    public void close() throws IOException {
        if (state == State.WRITING) {
            state = State.ENDED;
            file.close();
            files.delete(temporary);
        }
    }

    /// Removes the temporary file after a failure; what goes wrong now must not hide that failure.
    private void discard(IOException failure) {
        try {
            file.close();
            files.delete(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireWriting() {
        if (state != State.WRITING) {
            throw new IllegalStateException(
                    "'" + path + "' was already " + (state == State.COMMITTED ? "committed" : "ended"));
        }
    }
}
