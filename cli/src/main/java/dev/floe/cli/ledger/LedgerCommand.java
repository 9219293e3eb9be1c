package dev.floe.cli.ledger;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe ledger`.
@Command(
        name = "ledger",
        description = "Run a Sui ledger of your own, and look after one.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LedgerRunCommand.class,
            LedgerStatusCommand.class,
            LedgerCheckpointCommand.class,
            LedgerVerifyCommand.class
        })
public final class LedgerCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: run, status, checkpoint or verify");
    }
}
