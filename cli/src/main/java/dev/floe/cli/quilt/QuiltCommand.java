package dev.floe.cli.quilt;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe quilt`.
@Command(
        name = "quilt",
        mixinStandardHelpOptions = true,
        description = "Put many small files into one Walrus blob, store it, and take them out one by one.",
        subcommands = {
            QuiltBuildCommand.class,
            QuiltListCommand.class,
            QuiltExtractCommand.class,
            QuiltPutCommand.class,
            QuiltGetCommand.class
        })
public final class QuiltCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of build, list, extract, put and get is missing");
    }
}
