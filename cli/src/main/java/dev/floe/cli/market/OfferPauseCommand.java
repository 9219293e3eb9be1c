package dev.floe.cli.market;

import dev.floe.access.market.Offer;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe offer pause`.
@Command(name = "pause", description = "Stop selling, or go on with --resume. Leases that run are not affected.")
final class OfferPauseCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(paramLabel = "OFFER", description = "The offer, whose policy must be yours.")
    private String id = "";

    @Option(names = "--resume", description = "Sell again.")
    private boolean resume;

    @Override
    protected int run(Output out) throws Exception {
        try (MarketOptions.Session session = options.open()) {
            Offer offer = session.market().offer(Address.parse(id));
            Address cap = session.market().cap(session.me(), offer.policy());
            TransactionReport.run(out, session.wallet(), session.actions().setPaused(offer, cap, !resume), gas);
            return 0;
        }
    }
}
