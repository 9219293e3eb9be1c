package dev.floe.cli.market;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe policy approve`.
@Command(name = "approve", description = "As one of a policy's approvers, approve of an applicant.")
final class PolicyApproveCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy.")
    private String policy = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "The applicant.")
    private String applicant = "";

    @Option(names = "--withdraw", description = "Take the approval back.")
    private boolean withdraw;

    @Override
    protected int run(Output out) throws Exception {
        Address id = Address.parse(policy);
        Address who = Address.parse(applicant);
        try (MarketOptions.Session session = options.open()) {
            TransactionReport.run(
                    out,
                    session.wallet(),
                    withdraw
                            ? session.policies().withdrawApproval(id, who)
                            : session.policies().approve(id, who),
                    gas);
            return 0;
        }
    }
}
