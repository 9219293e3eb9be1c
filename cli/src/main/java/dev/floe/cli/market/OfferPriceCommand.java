package dev.floe.cli.market;

import dev.floe.access.market.Offer;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe offer price`.
@Command(
        name = "price",
        description = "Change the price of what is sold from now on. Leases that run are not affected.")
final class OfferPriceCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(index = "0", paramLabel = "OFFER", description = "The offer, whose policy must be yours.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Of one period: such as 0.5SUI, or smallest units.")
    private String price = "";

    @Override
    protected int run(Output out) throws Exception {
        long amount = MarketText.amount(price);
        try (MarketOptions.Session session = options.open()) {
            Offer offer = session.market().offer(Address.parse(id));
            Address cap = session.market().cap(session.me(), offer.policy());
            TransactionReport.run(out, session.wallet(), session.actions().setPrice(offer, cap, amount), gas);
            return 0;
        }
    }
}
