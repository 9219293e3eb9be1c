package dev.floe.cli.access;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe keyserver`.
@Command(
        name = "keyserver",
        description = "Run a key server: it releases decryption keys to whom policies on the ledger let have them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeyServerNewCommand.class,
            KeyServerRunCommand.class,
            KeyServerLogCommand.class,
            KeyServerVerifyLogCommand.class
        })
public final class KeyServerCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: new, run, log or verify-log");
    }
}
