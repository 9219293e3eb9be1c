package dev.floe.cli.market;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `floe offer`.
@Command(
        name = "offer",
        description = "Offer leases for a policy, and look at offers.",
        mixinStandardHelpOptions = true,
        subcommands = {
            OfferCreateCommand.class,
            OfferListCommand.class,
            OfferShowCommand.class,
            OfferPriceCommand.class,
            OfferPauseCommand.class
        })
public final class OfferCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: create, list, show, price or pause");
    }
}
