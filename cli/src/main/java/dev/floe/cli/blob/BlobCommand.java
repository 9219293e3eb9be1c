package dev.floe.cli.blob;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe blob`.
@Command(
        name = "blob",
        mixinStandardHelpOptions = true,
        description = "Encode a file as Walrus does, and get it back from slivers.",
        subcommands = {BlobIdCommand.class, BlobEncodeCommand.class, BlobDecodeCommand.class, BlobHealCommand.class})
public final class BlobCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of id, encode, decode and heal is missing");
    }
}
