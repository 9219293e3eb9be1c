package dev.floe.cli;

import dev.floe.format.DataException;
import dev.floe.format.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into one message and an exit code (`docs/reference/failures.md`).
final class Failures {

    private Failures() {}

    /// The kind, exit code and text of a failure.
    record Failure(String kind, int exitCode, String message) {}

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case DataException.NotFound e -> failure("NotFound", e);
            case DataException.Denied e -> failure("Denied", e);
            case DataException.Unavailable e ->
                failure(e.pendingKey().isPresent() ? "OutcomeUnknown" : "Unavailable", e);
            case DataException.Corrupt e -> failure("Corrupt", e);
            case IllegalArgumentException e -> failure("Usage", e);
            case IllegalStateException e -> failure("Conflict", e);
            case NoSuchFileException e -> new Failure("Usage", 2, "no such file or folder: " + e.getFile());
            case FileAlreadyExistsException e -> new Failure("Usage", 2, "there is a file already: " + e.getFile());
            case AccessDeniedException e -> new Failure("Usage", 2, "no permission for " + e.getFile());
            case UncheckedIOException e -> of(Objects.requireNonNull(e.getCause()));
            case IOException e -> new Failure("Unavailable", 5, message(e));
            default -> new Failure("Bug", 70, "a bug in floe: " + thrown + "; run again with --verbose and report it");
        };
    }

    private static Failure failure(String kind, RuntimeException thrown) {
        return new Failure(kind, FailureKind.of(thrown).exitCode(), message(thrown));
    }

    static int report(Exception thrown, CommandLine commandLine, ParseResult ignored) {
        GlobalOptions globals = globals(commandLine);
        if (globals.verbose()) {
            thrown.printStackTrace(System.err);
        }
        return print(of(thrown), globals.json());
    }

    static int reportUsage(ParameterException thrown, String[] args) {
        boolean json = java.util.List.of(args).contains("--json");
        int exitCode = print(new Failure("Usage", 2, message(thrown)), json);
        if (!json) {
            String name = thrown.getCommandLine().getCommandSpec().qualifiedName();
            System.err.println("See " + name + " --help");
        }
        return exitCode;
    }

    static GlobalOptions globals(CommandLine commandLine) {
        CommandLine root = commandLine;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Main main = root.getCommand();
        return main.globals();
    }

    private static int print(Failure failure, boolean json) {
        if (json) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("kind", failure.kind());
            error.put("exitCode", failure.exitCode());
            error.put("message", failure.message());
            System.out.println(Output.toJson(Map.of("error", error)));
        } else {
            System.err.println("floe: " + Output.printable(failure.message()));
        }
        return failure.exitCode();
    }

    private static String message(Throwable thrown) {
        String text = thrown.getMessage();
        return text == null ? thrown.toString() : text;
    }
}
