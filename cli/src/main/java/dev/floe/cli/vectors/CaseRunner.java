package dev.floe.cli.vectors;

import dev.floe.format.DataException;
import java.io.IOException;
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
            failures.add(new Failure(file, name, reason(e)));
        }
    }

    /// Refusals say for themselves what, which, expected and got; anything else is no refusal but a bug, and has to
    /// be told apart from one.
    private static String reason(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return switch (thrown) {
            case NumberFormatException _ -> "a field is no number: " + message;
            case DataException _, IllegalArgumentException _ -> "refused: " + message;
            case IOException _ -> "cannot be read: " + message;
            default -> "a bug in floe, expected the case to pass or to be refused, got " + thrown;
        };
    }

    int passed() {
        return passed;
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }
}
