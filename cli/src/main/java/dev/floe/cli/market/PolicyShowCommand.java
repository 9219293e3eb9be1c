package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.access.market.Policy;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe policy show`.
@Command(name = "show", description = "Show a policy and the offers that open it.")
final class PolicyShowCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "POLICY", description = "Its id.")
    private String id = "";

    @Override
    protected int run(Output out) throws Exception {
        Address wanted = Address.parse(id);
        try (MarketOptions.Session session = options.open()) {
            Policy policy = session.market().policy(wanted);
            out.line("policy  " + policy.id());
            out.line("name    " + policy.name());
            out.line("rule    " + policy.rule().describe());
            out.line("period  " + Long.toUnsignedString(policy.period()));
            out.line("members " + Long.toUnsignedString(policy.memberCount()));
            ObjectNode document = MarketText.json(policy);
            ArrayNode offers = document.putArray("offers");
            for (Offer offer : session.market().offersFor(wanted)) {
                out.line("offer   " + offer.id() + "  " + MarketWords.amount(offer.price(), offer.coin()) + " for "
                        + MarketWords.length(offer.terms(), offer.terms().period())
                        + (offer.isSelling() ? "" : ", not selling"));
                offers.add(MarketText.json(offer));
            }
            out.json(document);
            return 0;
        }
    }
}
