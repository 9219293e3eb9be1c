package dev.floe.storage.encoding;

import dev.floe.host.ByteArea;
import dev.floe.host.SystemTime;
import dev.floe.host.Time;
import java.io.IOException;
import java.nio.file.Path;

/// How to encode and decode.
///
/// @param threads how many threads work, at least 1
/// @param memoryBytes about how much native memory may be used besides small fixed buffers; what does not fit goes
///     to temporary files
/// @param scratchDirectory where temporary files go
/// @param time to see how fast vector kernels are
public record EncodeOptions(int threads, long memoryBytes, Path scratchDirectory, Time time) {

    private static final int MAX_THREADS = 64;
    private static final long MAX_DEFAULT_MEMORY_BYTES = 768L << 20;

    public EncodeOptions {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads: expected 1 to " + MAX_THREADS + ", got " + threads);
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory: " + memoryBytes + " bytes");
        }
    }

    /// One thread, temporary files where the JVM puts them, and memory by the size of the heap: HotSpot allows as
    /// much native memory as heap, and half of it is left to others.
    public static EncodeOptions defaults() {
        long memory = Math.min(MAX_DEFAULT_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 2);
        return new EncodeOptions(1, memory, Path.of(System.getProperty("java.io.tmpdir")), new SystemTime());
    }

    /// Opens a blob to encode: mapped if it fits into [#memoryBytes], else read piece by piece.
    public ByteArea openBlob(Path file) throws IOException {
        ByteArea opened = ByteArea.opened(file);
        if (opened.sizeBytes() > memoryBytes) {
            return opened;
        }
        opened.close();
        return ByteArea.mapped(file);
    }

    /// The same with another number of threads.
    public EncodeOptions withThreads(int count) {
        return new EncodeOptions(count, memoryBytes, scratchDirectory, time);
    }

    /// The same with another limit of memory.
    public EncodeOptions withMemoryBytes(long bytes) {
        return new EncodeOptions(threads, bytes, scratchDirectory, time);
    }

    /// Bytes of one staging buffer: a worker has two.
    int stagingBytes() {
        return Math.clamp(memoryBytes / 8 / threads, 1 << 20, 32 << 20);
    }
}
