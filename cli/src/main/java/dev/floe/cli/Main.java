package dev.floe.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of `floe`.
@Command(
        name = "floe",
        mixinStandardHelpOptions = true,
        version = "floe 0.1.0",
        description = "Verifiable, licensable, resumable AI data on decentralized storage.")
public final class Main {

    private Main() {}

    /// Runs one command and exits with its code.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
