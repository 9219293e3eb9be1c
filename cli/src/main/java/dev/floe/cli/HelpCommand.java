package dev.floe.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `floe help blob encode`: help for a command at any depth, which picocli's own help command does not go down to.
@Command(name = "help", helpCommand = true, description = "Print the help of a command, for example: floe help blob id")
public final class HelpCommand implements Runnable {

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, with its subcommands.")
    private List<String> path = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine command = spec.commandLine().getParent();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no command '" + name + "' below '"
                                + command.getCommandSpec().qualifiedName() + "'; there are "
                                + String.join(", ", command.getSubcommands().keySet()));
            }
            command = next;
        }
        command.usage(System.out);
    }
}
