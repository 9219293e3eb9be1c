package dev.floe.storage.encoding;

import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.host.Time;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/// Gives the fastest codec that is ready. Big work warms up the vector kernels first; if that takes long, it starts
/// in plain Java while a thread in the background goes on, and jobs that begin after that use vectors. Small work
/// is done before warm-up would be.
final class Codecs {

    /// Below this much plain Java work, in compressions of one message (about 0.2 µs each), warming up does not
    /// pay.
    private static final long SMALL_WORK_BLOCKS = 1_500_000;

    /// How long to wait for vector kernels, by the work ahead: at most about as long as plain Java takes for it.
    /// Plain Java work while the vector kernels warm up would mostly delay their compilation.
    private static final int PATIENCE_NANOS_PER_BLOCK = 600;

    private static final Duration GIVE_UP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private volatile SliverCodec current;

    Codecs(StorageShards shards) {
        current = SliverCodec.of(shards);
    }

    /// Says how much work is ahead: `cells` symbols of `symbolBytes` bytes to extend and hash, read from `input`.
    void prepare(long cells, int symbolBytes, Optional<MemorySegment> input, Time time) {
        long blocks = cells * (symbolBytes / 128 + 3);
        if (blocks <= SMALL_WORK_BLOCKS || !SliverCodec.isCold()) {
            return;
        }
        Runnable pause = () -> pause(time);
        if (!SliverCodec.warmUp(time::nanos, pause, blocks * PATIENCE_NANOS_PER_BLOCK, input) && SliverCodec.isCold()) {
            Thread.ofPlatform()
                    .name("vector-warm-up")
                    .daemon()
                    .start(() -> SliverCodec.warmUp(time::nanos, pause, GIVE_UP.toNanos(), Optional.empty()));
        }
    }

    private static void pause(Time time) {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    SliverCodec codec() {
        SliverCodec codec = current;
        if (codec.isOutdated()) {
            synchronized (this) {
                if (current.isOutdated()) {
                    current = SliverCodec.of(codec.shards());
                }
                return current;
            }
        }
        return codec;
    }
}
