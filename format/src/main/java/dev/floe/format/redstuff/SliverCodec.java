package dev.floe.format.redstuff;

import dev.floe.format.Axis;
import dev.floe.format.StorageShards;
import dev.floe.format.internal.redstuff.Code;
import dev.floe.format.internal.redstuff.Kernels;
import dev.floe.format.internal.redstuff.Vectors;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The two Reed–Solomon codes of one number of storage shards with their tables, and the loops that run them:
/// vector kernels
/// where the machine and the JVM have them, else plain Java; the bytes are the same. Immutable, safe for concurrent
/// use.
public final class SliverCodec {

    private final StorageShards shards;
    private final Kernels kernels;
    private final Code rowCode;
    private final Code columnCode;

    private SliverCodec(StorageShards shards, Kernels kernels) {
        this.shards = shards;
        this.kernels = kernels;
        int n = shards.count();
        rowCode = new Code(shards.secondarySourceSymbols(), n - shards.secondarySourceSymbols(), kernels.usesNibbles());
        columnCode = new Code(shards.primarySourceSymbols(), n - shards.primarySourceSymbols(), kernels.usesNibbles());
    }

    /// The fastest codec that is ready now; see [#warmUp].
    public static SliverCodec of(StorageShards shards) {
        return new SliverCodec(shards, Vectors.kernels());
    }

    /// The codec in plain Java.
    public static SliverCodec scalar(StorageShards shards) {
        return new SliverCodec(shards, Vectors.scalarKernels());
    }

    /// Compiles and checks the vector kernels, once per JVM; takes some tenths of a second of one processor the
    /// first time. Until then [#of] gives plain Java. Safe to call from any thread.
    ///
    /// @param nanos a clock that only grows, in nanoseconds
    /// @return whether vector kernels are in use from now on
    public static boolean warmUp(LongSupplier nanos) {
        return Vectors.warmUp(nanos, Thread::onSpinWait, Vectors.GIVE_UP_NANOS, Optional.empty());
    }

    /// Like [#warmUp(LongSupplier)], but for `atMostNanos` nanoseconds; another call goes on. Returns at once when
    /// another thread is warming up.
    ///
    /// @param pause waits for about a millisecond, while the compiler works
    /// @param sample memory that will be encoded, at least during the call, or none
    public static boolean warmUp(LongSupplier nanos, Runnable pause, long atMostNanos, Optional<MemorySegment> sample) {
        return Vectors.warmUp(nanos, pause, atMostNanos, sample);
    }

    /// Whether vector kernels may get ready by more of [#warmUp].
    public static boolean isCold() {
        return Vectors.isUntried();
    }

    /// Whether a new [#of] would be faster than this one.
    public boolean isOutdated() {
        return Vectors.isReady() && !kernels.usesNibbles();
    }

    /// Whether this codec runs on vector kernels.
    public boolean isVectorized() {
        return kernels.usesNibbles();
    }

    /// The geometry.
    public StorageShards shards() {
        return shards;
    }

    Kernels kernels() {
        return kernels;
    }

    /// The code that extends slivers of `axis`.
    Code code(Axis axis) {
        return axis == Axis.PRIMARY ? rowCode : columnCode;
    }
}
