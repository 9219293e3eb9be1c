package dev.floe.storage.encoding;

import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Big buffers that live as long as one piece of work: in memory while the budget lasts, then in temporary files.
final class Scratch implements AutoCloseable {

    private final EncodeOptions options;
    private final Arena arena = Arena.ofShared();
    private final List<ByteArea> areas = new ArrayList<>();
    private long leftBytes;

    Scratch(EncodeOptions options) {
        this.options = options;
        leftBytes = options.memoryBytes();
    }

    /// Room for `sizeBytes` bytes.
    ByteArea area(long sizeBytes) throws IOException {
        boolean fits = sizeBytes <= leftBytes;
        if (fits) {
            leftBytes -= sizeBytes;
        }
        ByteArea area =
                fits ? ByteArea.allocated(sizeBytes) : ByteArea.temporary(options.scratchDirectory(), sizeBytes);
        areas.add(area);
        return area;
    }

    /// Native memory of `sizeBytes` bytes, zeros.
    MemorySegment memory(long sizeBytes) {
        return arena.allocate(sizeBytes, 64);
    }

    @Override
    public void close() throws IOException {
        if (!arena.scope().isAlive()) {
            return;
        }
        arena.close();
        for (ByteArea area : areas) {
            area.close();
        }
    }
}
