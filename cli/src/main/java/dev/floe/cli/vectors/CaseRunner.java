package dev.floe.cli.vectors;

import java.util.ArrayList;
import java.util.List;

/// Runs cases, counts them, and keeps what each failing one said.
public final class CaseRunner {

    /// The work of one case; throws [Mismatch] or anything else when it fails.
    @FunctionalInterface
    public interface Case {
        /// Does the work.
        void check() throws Exception;
    }

    /// A failing case.
    ///
    /// @param file the file it is in
    /// @param name its name or number
    /// @param reason what was expected and what came
    public record Failure(String file, String name, String reason) {}

    private final String file;
    private final List<Failure> failures = new ArrayList<>();
    private int passed;

    CaseRunner(String file) {
        this.file = file;
    }

    /// Runs the case `name`. Whatever it throws is its failure; the others go on.
    public void run(String name, Case work) {
        try {
            work.check();
            passed++;
        } catch (Mismatch e) {
            failures.add(new Failure(file, name, String.valueOf(e.getMessage())));
        } catch (Exception | StackOverflowError | AssertionError e) {
            failures.add(new Failure(file, name, e.toString()));
        }
    }

    int passed() {
        return passed;
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }
}
