package dev.floe.testkit;

import java.util.function.Supplier;

/// Cuts the power, and fails the disk, at every single file operation of a workload, and checks what is left.
///
/// The workload works on a store and notes in an `A` of its own what it told the world (its acknowledgements). The
/// check opens the store as after a restart and compares with that: everything acknowledged must be there, what was
/// not may be there whole or be absent.
///
/// @param <A> the workload's notes
public final class CrashTest<A> {

    private final Seed seed;
    private final Supplier<A> newNotes;
    private final Step<A> workload;
    private final Step<A> check;
    private int statesPerOperation = 8;
    private long operations;
    private long states;
    private long faults;

    /// A workload or a check.
    ///
    /// @param <A> notes about what was acknowledged
    @FunctionalInterface
    public interface Step<A> {
        /// Works with `files`. The workload may throw anything once an operation has failed; the check must not.
        void run(SimFileStore files, A notes) throws Exception;
    }

    /// What was tried.
    ///
    /// @param operations file operations of the workload, each of them cut and failed once
    /// @param states disk states checked
    /// @param faults operations that were made to fail
    public record Report(long operations, long states, long faults) {}

    private CrashTest(Seed seed, Supplier<A> newNotes, Step<A> workload, Step<A> check) {
        this.seed = seed;
        this.newNotes = newNotes;
        this.workload = workload;
        this.check = check;
    }

    /// A test of `workload`, which starts on an empty store.
    public static <A> CrashTest<A> of(Seed seed, Supplier<A> newNotes, Step<A> workload, Step<A> check) {
        return new CrashTest<>(seed, newNotes, workload, check);
    }

    /// How many disk states to try per operation; 8 if not said.
    public CrashTest<A> states(int perOperation) {
        statesPerOperation = perOperation;
        return this;
    }

    /// Runs it all.
    ///
    /// @throws AssertionError naming seed, operation, fault and state of the first failure
    public Report run() {
        SimFileStore clean = new SimFileStore(seed);
        A notes = newNotes.get();
        step(workload, clean, notes, "the workload without faults");
        operations = clean.operations();
        check(clean, notes, -1, "no fault");
        for (Fault fault : Fault.values()) {
            for (long i = 0; i < operations; i++) {
                fail(i, fault);
            }
        }
        Report report = new Report(operations, states, faults);
        System.out.println(seed + " crash test: " + report);
        return report;
    }

    private void fail(long operation, Fault fault) {
        SimFileStore files = new SimFileStore(seed.child(operation)).failAt(operation, fault);
        A notes = newNotes.get();
        try {
            workload.run(files, notes);
        } catch (AssertionError e) {
            throw failure(operation, fault + ", workload", e);
        } catch (Exception e) {
            if (files.injectedFaults() == 0) {
                throw failure(operation, "workload without a fault", e);
            }
        }
        faults += files.injectedFaults();
        check(files, notes, operation, fault.toString());
    }

    /// Checks the state after a kill, after power cuts, and after power cuts in the recovery from power cuts.
    private void check(SimFileStore files, A notes, long operation, String what) {
        step(check, files.kill(), notes, "operation " + operation + ", " + what + ", kill");
        states++;
        for (int i = 0; i < statesPerOperation; i++) {
            Seed state = seed.child(operation * statesPerOperation + i);
            String place = "operation " + operation + ", " + what + ", state " + i;
            SimFileStore left = files.crash(state);
            step(check, left, notes, place);
            SimFileStore again = files.crash(state);
            if (left.operations() > 0) {
                again.failAt(Math.floorMod(state.value(), left.operations()), Fault.POWER_CUT);
            }
            try {
                check.run(again, notes);
            } catch (Exception | AssertionError e) {
                // the power went during the recovery; what counts is the state after it
            }
            step(check, again.crash(state.child(1)), notes, place + ", power cut in the recovery");
            states += 2;
        }
    }

    private void step(Step<A> step, SimFileStore files, A notes, String what) {
        try {
            step.run(files, notes);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(seed + ", " + what + ": " + e + "\nlast operations: " + tail(files), e);
        }
    }

    private AssertionError failure(long operation, String what, Throwable cause) {
        return new AssertionError(seed + ", operation " + operation + ", " + what + ": " + cause, cause);
    }

    private static String tail(SimFileStore files) {
        var trace = files.trace();
        return String.join("; ", trace.subList(Math.max(0, trace.size() - 10), trace.size()));
    }
}
