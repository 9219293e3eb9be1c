package dev.floe.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A directory of named files with the operations whose crash behaviour matters. The only way product code writes
/// durable data; the test kit's implementation loses what was not synced.
///
/// Paths are relative, `/`-separated, without empty, `.` or `..` parts. Safe for concurrent use; one open file is
/// for one thread unless said otherwise. A failed [OpenFile#sync] is final for that file: write a new one.
public interface FileStore {

    /// Opens an existing file for reading. Reads are safe for concurrent use.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is none
    OpenFile openRead(String path) throws IOException;

    /// Creates a file for writing; parents are created as needed.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is one already
    OpenFile create(String path) throws IOException;

    /// Opens a file for reading and writing at any position; creates it when missing.
    OpenFile openWrite(String path) throws IOException;

    /// Renames atomically, replacing `to`. Durable only after [#syncDirectory] of the parent of `to`.
    void rename(String from, String to) throws IOException;

    /// Deletes a file or empty directory; does nothing when there is none.
    void delete(String path) throws IOException;

    /// Creates a directory and its parents; does nothing when it exists.
    void createDirectories(String path) throws IOException;

    /// Whether a file or directory of that name exists.
    boolean exists(String path) throws IOException;

    /// Names (not paths) of what is in a directory, sorted. Empty when there is no such directory.
    List<String> list(String directory) throws IOException;

    /// Makes creations, renames and deletions in that directory durable. `""` is the root of the store.
    void syncDirectory(String directory) throws IOException;

    /// Takes the exclusive lock of this store for this process.
    ///
    /// @throws IOException naming the holder's pid if another process or another store object holds it
    AutoCloseable lock() throws IOException;

    /// Bytes that can still be written.
    long usableBytes() throws IOException;

    /// An open file. Closing does not sync.
    interface OpenFile extends AutoCloseable {

        /// Size in bytes.
        long sizeBytes() throws IOException;

        /// Fills `target` from `position`; returns how many bytes were read, less than asked only at the end of the
        /// file.
        int read(long position, ByteBuffer target) throws IOException;

        /// Writes all of `source` at `position`.
        void write(long position, ByteBuffer source) throws IOException;

        /// Cuts the file to `sizeBytes`.
        void truncate(long sizeBytes) throws IOException;

        /// Returns when content and size are on disk.
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
