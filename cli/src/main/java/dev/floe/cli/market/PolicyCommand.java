package dev.floe.cli.market;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe policy`.
@Command(
        name = "policy",
        description = "Make policies, which say who gets keys, and test them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyCreateCommand.class,
            PolicyShowCommand.class,
            PolicyGrantCommand.class,
            PolicyRevokeCommand.class,
            PolicyRotateCommand.class,
            PolicyApproveCommand.class,
            PolicyProofCommand.class,
            PolicyTestCommand.class
        })
public final class PolicyCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: create, show, grant, revoke, rotate, approve, proof or test");
    }
}
