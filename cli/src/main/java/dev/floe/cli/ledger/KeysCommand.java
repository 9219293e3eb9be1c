package dev.floe.cli.ledger;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe keys`.
@Command(
        name = "keys",
        description = {
            "Make and keep keys that sign transactions.",
            "They are in $FLOE_HOME/keys (default ~/.floe/keys), one file each, readable by you alone."
        },
        mixinStandardHelpOptions = true,
        subcommands = {KeysNewCommand.class, KeysImportCommand.class, KeysExportCommand.class, KeysListCommand.class})
public final class KeysCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: new, import, export or list");
    }
}
