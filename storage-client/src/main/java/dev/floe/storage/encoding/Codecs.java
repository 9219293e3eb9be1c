package dev.floe.storage.encoding;

import dev.floe.format.StorageShards;
import dev.floe.format.redstuff.SliverCodec;
import dev.floe.host.Time;

/// Gives the fastest codec that is ready. Big work starts in plain Java while a thread in the background warms up
/// the vector kernels; jobs that begin after that use them. Small work is done before warm-up would be.
final class Codecs {

    /// Below this much plain Java work, in compressions of one message (about 0.2 µs each), warming up does not
    /// pay.
    private static final long SMALL_WORK_BLOCKS = 1_500_000;

    private volatile SliverCodec current;

    Codecs(StorageShards shards) {
        current = SliverCodec.of(shards);
    }

    /// Says how much work is ahead: `cells` symbols of `symbolBytes` bytes to extend and hash.
    void prepare(long cells, int symbolBytes, Time time) {
        long blocks = cells * (symbolBytes / 128 + 3);
        if (blocks > SMALL_WORK_BLOCKS && SliverCodec.isCold()) {
            Thread.ofPlatform().name("vector-warm-up").daemon().start(() -> SliverCodec.warmUp(time::nanos));
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
