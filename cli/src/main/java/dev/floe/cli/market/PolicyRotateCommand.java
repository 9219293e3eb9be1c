package dev.floe.cli.market;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe policy rotate`.
@Command(
        name = "rotate",
        description =
                "Begin the next key period: what is encrypted from now on is out of reach of keys released before.")
final class PolicyRotateCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(paramLabel = "POLICY", description = "The policy, which must be yours.")
    private String policy = "";

    @Override
    protected int run(Output out) throws Exception {
        Address id = Address.parse(policy);
        try (MarketOptions.Session session = options.open()) {
            Address cap = session.market().cap(session.me(), id);
            TransactionReport.run(out, session.wallet(), session.policies().rotate(id, cap), gas);
            return 0;
        }
    }
}
