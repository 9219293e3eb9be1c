package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.SliverData;
import dev.floe.storage.encoding.EncodedBlob;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/// Reads slivers for one uploading thread. An interrupt while a file is being read would close the file for all, so
/// whoever stops the thread does it here, between two reads.
final class SliverReader {

    private final EncodedBlob encoded;
    /// Held while a file is being read or the thread is interrupted.
    private final ReentrantLock reading = new ReentrantLock();

    private boolean isStopped;

    SliverReader(EncodedBlob encoded) {
        this.encoded = encoded;
    }

    SliverData sliver(int pair, Axis axis) throws InterruptedException, IOException {
        reading.lock();
        try {
            if (isStopped) {
                throw new InterruptedException();
            }
            return encoded.sliver(pair, axis);
        } finally {
            reading.unlock();
        }
    }

    /// No read begins after this; then interrupts `thread`.
    void stop(Thread thread) {
        reading.lock();
        try {
            isStopped = true;
            thread.interrupt();
        } finally {
            reading.unlock();
        }
    }
}
