package dev.floe.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/// A directory of named files with the operations whose crash behaviour matters. The only way product code writes
/// durable data; the test kit's implementation loses what was not synced.
///
/// Paths are relative, `/`-separated, without empty, `.` or `..` parts, backslashes or control characters; the name
/// `.lock` is taken by the store. A path that breaks this is an [IllegalArgumentException]. Safe for concurrent
/// use; one open file is for one writing thread, while reads may run at the same time. Interrupting a thread never
/// closes a file. A failed [OpenFile#sync] is final for that file: write a new one.
///
/// Use [DurableFile] for whole files and [RecordLog] for logs; they know the order of operations that survives a
/// power cut.
public interface FileStore {

    /// Opens an existing file for reading.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    OpenFile openRead(String path) throws IOException;

    /// Creates a file for reading and writing; parents are created as needed.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one already
    OpenFile create(String path) throws IOException;

    /// As [#create], for a secret: only the owner may read or change the file, where the machine knows owners.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one already
    OpenFile createPrivate(String path) throws IOException;

    /// Refuses a file that others than its owner may read or change.
    ///
    /// @throws java.nio.file.AccessDeniedException if they may; it names the file and what to do
    /// @throws java.nio.file.NoSuchFileException if there is none
    void requirePrivate(String path) throws IOException;

    /// Opens a file for reading and writing at any position; creates it and its parents when missing.
    OpenFile openWrite(String path) throws IOException;

    /// The whole of an existing file as read-only memory, valid until `arena` is closed. The file must not be
    /// truncated meanwhile; replacing or deleting it is fine.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    MemorySegment map(String path, Arena arena) throws IOException;

    /// Renames a file or directory atomically; a file at `to` is replaced. Parents of `to` are created as needed.
    /// Durable only after [#syncDirectory] of the parent of `to`, and of the parent of `from` if that is another.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is nothing at `from`
    void rename(String from, String to) throws IOException;

    /// Deletes a file or empty directory; does nothing when there is none.
    ///
    /// @throws java.nio.file.DirectoryNotEmptyException if it is a directory with something in it
    void delete(String path) throws IOException;

    /// Creates a directory and its parents; does nothing when it exists.
    void createDirectories(String path) throws IOException;

    /// Whether a file or directory of that name exists.
    boolean exists(String path) throws IOException;

    /// Whether a directory of that name exists. `""` is the root of the store.
    boolean isDirectory(String path) throws IOException;

    /// Names (not paths) of what is in a directory, sorted. Empty when there is no such directory. `""` is the
    /// root.
    List<String> list(String directory) throws IOException;

    /// Makes creations, renames and deletions in that directory durable, and the directory itself with its parents.
    /// `""` is the root of the store.
    void syncDirectory(String directory) throws IOException;

    /// Takes the exclusive lock of this store for this process, until the result is closed or the process ends.
    ///
    /// @throws StoreLockedException naming the holder if another process or another store object holds it
    StoreLock lock() throws IOException;

    /// Bytes that can still be written.
    long usableBytes() throws IOException;

    /// The exclusive right to a store. Closing twice does nothing.
    interface StoreLock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /// An open file. Closing does not sync; closing twice does nothing.
    interface OpenFile extends AutoCloseable {

        /// Size in bytes.
        long sizeBytes() throws IOException;

        /// Fills `target` from `position`; returns how many bytes were read, less than asked only at the end of the
        /// file, 0 at or past it.
        int read(long position, ByteBuffer target) throws IOException;

        /// Writes all of `source` at `position`. After a failure any part of it may have been written.
        void write(long position, ByteBuffer source) throws IOException;

        /// Cuts the file to `sizeBytes`; does nothing when it is not longer.
        void truncate(long sizeBytes) throws IOException;

        /// Returns when content and size are on disk.
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
