package dev.floe.format.internal.redstuff;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Whether vector kernels can be used in this JVM: the incubator module is there, C2 compiles, and after warming up
/// the kernels give the bytes of the scalar ones and are faster.
///
/// Never let them work before: interpreted vector code is a thousand times slower than scalar code.
public final class Vectors {

    private enum State {
        UNTRIED,
        READY,
        UNUSABLE
    }

    /// After this much warming up the compiler is not expected to help any more.
    public static final long GIVE_UP_NANOS = 30_000_000_000L;

    private static final AtomicBoolean IN_PROGRESS = new AtomicBoolean();

    private static final AtomicLong TRIED_NANOS = new AtomicLong();

    // One per JVM, as are the compiled kernels it speaks of.
    private static volatile State state = State.UNTRIED;

    private Vectors() {}

    /// The kernels to use now: vector kernels once they are warm, else scalar ones.
    public static Kernels kernels() {
        return state == State.READY ? vectorKernels() : ScalarKernels.INSTANCE;
    }

    /// The scalar kernels.
    public static Kernels scalarKernels() {
        return ScalarKernels.INSTANCE;
    }

    /// The vector kernels, warm or not.
    static Kernels vectorKernels() {
        return VectorKernels.INSTANCE;
    }

    /// Whether [#warmUp] has anything left to try.
    public static boolean isUntried() {
        return state == State.UNTRIED;
    }

    /// Whether the vector kernels are in use.
    public static boolean isReady() {
        return state == State.READY;
    }

    /// Compiles and checks the vector kernels by running them on invented data; some tenths of a second of one
    /// processor, once per JVM. Returns whether they are in use from now on. When `atMostNanos` were not enough,
    /// the next call goes on; when another thread is at it, returns at once.
    ///
    /// @param nanos a clock that only grows, to see whether the kernels got fast
    /// @param pause waits for about a millisecond, while the compiler works
    /// @param sample memory that the kernels will read, or none
    public static boolean warmUp(LongSupplier nanos, Runnable pause, long atMostNanos, Optional<MemorySegment> sample) {
        if (state == State.UNTRIED && IN_PROGRESS.compareAndSet(false, true)) {
            try {
                state = tryWarmUp(nanos, pause, atMostNanos, sample);
            } finally {
                IN_PROGRESS.set(false);
            }
        }
        return state == State.READY;
    }

    private static State tryWarmUp(
            LongSupplier nanos, Runnable pause, long atMostNanos, Optional<MemorySegment> sample) {
        if (!isPossible()) {
            return State.UNUSABLE;
        }
        long started = nanos.getAsLong();
        boolean isFast = new VectorWarmUp(nanos, pause).run(started + atMostNanos, sample);
        long tried = TRIED_NANOS.addAndGet(nanos.getAsLong() - started);
        if (!isFast) {
            return tried < GIVE_UP_NANOS ? State.UNTRIED : State.UNUSABLE;
        }
        return VectorWarmUp.agreesWithScalar() ? State.READY : State.UNUSABLE;
    }

    /// Whether the compiler is there, the module is loaded, and vectors are wider than a word.
    private static boolean isPossible() {
        return hasOptimizingCompiler() && hasModule() && VectorShape.LONGS.length() > 1;
    }

    /// Whether the incubator module is loaded.
    static boolean hasModule() {
        try {
            Class.forName("jdk.incubator.vector.LongVector", true, ClassLoader.getSystemClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }

    /// Without C2 (`-Xint`, C1 only, other compilers) vectors are objects and slow.
    private static boolean hasOptimizingCompiler() {
        String mode = System.getProperty("java.vm.info", "");
        String compiler = System.getProperty("sun.management.compiler", "");
        return compiler.contains("Tiered Compilers")
                && !mode.contains("interpreted")
                && !mode.contains("emulated-client");
    }
}
