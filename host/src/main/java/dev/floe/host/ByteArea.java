package dev.floe.host;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A run of bytes of fixed size, in memory or in a file, to read and write at any place. For big data that is
/// worked on,
/// not for data that must survive a crash: that is what [FileStore] is for. Safe for concurrent use at places that
/// do not overlap.
public abstract sealed class ByteArea implements AutoCloseable {

    private static final int SPOOL_BYTES = 256 << 10;

    private final long sizeBytes;

    private ByteArea(long sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /// A file mapped into memory, for reading. The part of the file that was read counts as resident memory.
    public static ByteArea mapped(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new InMemory(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// A file for reading, piece by piece; nothing of it stays in this process.
    public static ByteArea opened(Path file) throws IOException {
        return new InFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    /// A new or replaced file of `sizeBytes` bytes, for reading and writing.
    public static ByteArea created(Path file, long sizeBytes) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        return sized(channel, sizeBytes);
    }

    /// Native memory, at first zero.
    public static ByteArea allocated(long sizeBytes) {
        Arena arena = Arena.ofShared();
        return new InMemory(arena, arena.allocate(Math.max(sizeBytes, 1), 64).asSlice(0, sizeBytes));
    }

    /// A temporary file in `directory`, at first zero, gone when closed.
    public static ByteArea temporary(Path directory, long sizeBytes) throws IOException {
        Path file = Files.createTempFile(directory, "floe-", ".tmp");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        return sized(channel, sizeBytes);
    }

    /// All of `source` in a temporary file in `directory`, gone when closed. The stream stays the caller's.
    ///
    /// @throws IOException if the stream has more than `maxBytes` bytes or fails; no file is left
    public static ByteArea spooled(Path directory, InputStream source, long maxBytes) throws IOException {
        Path file = Files.createTempFile(directory, "floe-", ".tmp");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            byte[] buffer = new byte[SPOOL_BYTES];
            long total = 0;
            for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
                total += count;
                if (total > maxBytes) {
                    throw new IOException("more than " + maxBytes + " bytes");
                }
                ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
            }
            return new InFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ByteArea sized(FileChannel channel, long sizeBytes) throws IOException {
        try {
            if (sizeBytes > 0) {
                channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
            }
            return new InFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// How many bytes there are.
    public final long sizeBytes() {
        return sizeBytes;
    }

    /// All bytes as memory, if that is where they are.
    public abstract Optional<MemorySegment> memory();

    /// Fills `target` with the bytes at `offset`.
    public abstract void read(long offset, MemorySegment target) throws IOException;

    /// Writes all of `source` at `offset`.
    public abstract void write(long offset, MemorySegment source) throws IOException;

    /// Returns when what was written is on disk; does nothing for memory.
    public abstract void sync() throws IOException;

    /// Frees the memory, or closes the file. Nobody may be using it.
    @Override
    public abstract void close() throws IOException;

    private static final class InMemory extends ByteArea {
        private final Arena arena;
        private final MemorySegment memory;

        InMemory(Arena arena, MemorySegment memory) {
            super(memory.byteSize());
            this.arena = arena;
            this.memory = memory;
        }

        @Override
        public Optional<MemorySegment> memory() {
            return Optional.of(memory);
        }

        @Override
        public void read(long offset, MemorySegment target) {
            MemorySegment.copy(memory, offset, target, 0, target.byteSize());
        }

        @Override
        public void write(long offset, MemorySegment source) {
            MemorySegment.copy(source, 0, memory, offset, source.byteSize());
        }

        @Override
        public void sync() {}

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }

    private static final class InFile extends ByteArea {
        private final FileChannel channel;

        InFile(FileChannel channel) throws IOException {
            super(channel.size());
            this.channel = channel;
        }

        @Override
        public Optional<MemorySegment> memory() {
            return Optional.empty();
        }

        @Override
        public void read(long offset, MemorySegment target) throws IOException {
            ByteBuffer buffer = target.asByteBuffer();
            while (buffer.hasRemaining()) {
                int count = channel.read(buffer, offset + buffer.position());
                if (count < 0) {
                    throw new IOException("file ends at byte " + channel.size() + ", expected " + buffer.remaining()
                            + " bytes at " + (offset + buffer.position()) + "; was it cut while in use?");
                }
            }
        }

        @Override
        public void write(long offset, MemorySegment source) throws IOException {
            ByteBuffer buffer = source.asByteBuffer();
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
