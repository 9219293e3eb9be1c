package dev.floe.cli.quilt;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/// A file mapped into memory for reading. For one thread.
final class MappedFile implements AutoCloseable {

    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;
    private final FileTime modified;

    private MappedFile(Path path, Arena arena, MemorySegment bytes, FileTime modified) {
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
        this.modified = modified;
    }

    static MappedFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("a file is needed, not a folder: " + path);
        }
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new MappedFile(path, arena, bytes, Files.getLastModifiedTime(path));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    long sizeBytes() {
        return bytes.byteSize();
    }

    void read(long offset, byte[] target, int at, int length) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, target, at, length);
    }

    /// Requires that nobody has changed the file since it was opened.
    void requireUnchanged() throws IOException {
        if (Files.size(path) != sizeBytes() || !Files.getLastModifiedTime(path).equals(modified)) {
            throw new IllegalStateException(path + " changed while it was read; try again when nobody writes to it");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
