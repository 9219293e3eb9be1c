package dev.floe.format.internal.redstuff;

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
    /// processor, once per JVM. Returns whether they are in use from now on.
    ///
    /// @param nanos a clock that only grows, to see whether the kernels got fast
    public static synchronized boolean warmUp(LongSupplier nanos) {
        if (state == State.UNTRIED) {
            state = isPossible() && new VectorWarmUp(nanos).succeeds() ? State.READY : State.UNUSABLE;
        }
        return state == State.READY;
    }

    /// Whether the module is loaded, the compiler is there, and vectors are wider than a word.
    static boolean isPossible() {
        if (!hasOptimizingCompiler()) {
            return false;
        }
        try {
            Class.forName("jdk.incubator.vector.LongVector", true, ClassLoader.getSystemClassLoader());
            return VectorShape.LONGS.length() > 1;
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
