package dev.floe.cli.market;

import dev.floe.access.market.Coins;
import dev.floe.access.market.Lease;
import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.Transaction;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe rent`.
@Command(name = "rent", description = "Rent what an offer is for, or renew a lease.")
public final class RentCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "OFFER", description = "The offer.")
    private String id = "";

    @Option(names = "--periods", paramLabel = "N", defaultValue = "1", description = "How many periods. Default: 1.")
    private long periods = 1;

    @Option(
            names = "--renew",
            paramLabel = "LEASE",
            defaultValue = "",
            description = "Add the periods to this lease of yours.")
    private String renew = "";

    @Option(
            names = "--max-price",
            paramLabel = "AMOUNT",
            defaultValue = "",
            description = "Refuse to pay more than this in all: such as 0.5SUI, or smallest units.")
    private String maxPrice = "";

    @Override
    protected int run(Output out) throws Exception {
        if (periods < 1) {
            throw new IllegalArgumentException("--periods: expected at least 1, got " + periods);
        }
        try (MarketOptions.Session session = options.open()) {
            Offer offer = session.market().offer(Address.parse(id));
            long cost = offer.cost(periods);
            if (!maxPrice.isEmpty() && Long.compareUnsigned(cost, MarketText.amount(maxPrice)) > 0) {
                throw new IllegalStateException(
                        "offer " + offer.id() + " costs " + MarketWords.amount(cost, offer.coin()) + " for " + periods
                                + " periods, more than --max-price " + maxPrice);
            }
            if (!offer.isSelling()) {
                throw new IllegalStateException("offer " + offer.id()
                        + (offer.isPaused() ? " is paused by its owner" : " is sold out")
                        + "; look for another with floe offer list --policy " + offer.policy());
            }
            Transaction tx = new Transaction();
            Argument payment = Coins.take(tx, session.ledger(), session.me(), offer.coin(), cost);
            Lease lease;
            ExecutedTransaction executed;
            if (renew.isEmpty()) {
                session.actions().rent(tx, offer, payment, periods, OptionalLong.empty());
                executed = session.wallet().execute(tx);
                lease = Lease.of(executed.created(session.ledger(), session.at().type("lease", "Lease")));
            } else {
                session.actions().renew(tx, offer, Address.parse(renew), payment, periods);
                executed = session.wallet().execute(tx);
                lease = session.market().lease(Address.parse(renew));
            }
            out.line("lease " + lease.id());
            out.line("until " + MarketWords.moment(lease.terms(), lease.until()));
            out.line("paid  " + MarketWords.amount(cost, offer.coin()));
            out.json(MarketText.json(lease, session.market().now(lease.terms()))
                    .put("paid", Long.toUnsignedString(cost))
                    .put("digest", executed.digest().toString()));
            return 0;
        }
    }
}
