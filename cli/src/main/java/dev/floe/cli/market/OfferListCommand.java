package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe offer list`.
@Command(name = "list", description = "List offers, oldest first.")
final class OfferListCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Option(names = "--policy", paramLabel = "ID", defaultValue = "", description = "Only those that open this policy.")
    private String policy = "";

    @Override
    protected int run(Output out) throws Exception {
        try (MarketOptions.Session session = options.open()) {
            ArrayNode document = JsonNodeFactory.instance.arrayNode();
            for (Offer offer : policy.isEmpty()
                    ? session.market().offers()
                    : session.market().offersFor(Address.parse(policy))) {
                out.line(offer.id() + "  " + MarketWords.amount(offer.price(), offer.coin()) + " for "
                        + MarketWords.length(offer.terms(), offer.terms().period()) + "  policy " + offer.policy()
                        + (offer.isSelling() ? "" : "  not selling"));
                document.add(MarketText.json(offer));
            }
            out.json(document);
            return 0;
        }
    }
}
