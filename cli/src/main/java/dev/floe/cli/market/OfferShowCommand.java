package dev.floe.cli.market;

import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.access.market.Payee;
import dev.floe.access.market.Terms;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe offer show`.
@Command(name = "show", description = "Show an offer.")
final class OfferShowCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "OFFER", description = "Its id.")
    private String id = "";

    @Override
    protected int run(Output out) throws Exception {
        Address wanted = Address.parse(id);
        try (MarketOptions.Session session = options.open()) {
            Offer offer = session.market().offer(wanted);
            print(out, offer);
            out.json(MarketText.json(offer));
            return 0;
        }
    }

    private static void print(Output out, Offer offer) {
        Terms terms = offer.terms();
        out.line("offer        " + offer.id());
        out.line("policy       " + offer.policy());
        out.line("price        " + MarketWords.amount(offer.price(), offer.coin()) + " for "
                + MarketWords.length(terms, terms.period()));
        out.line(
                "for          " + terms.artifact().map(one -> "artifact " + one).orElse("all under the policy"));
        out.line("seats        " + Long.toUnsignedString(terms.seats()));
        out.line("transferable " + (terms.isTransferable() ? "yes" : "no"));
        if (terms.uses() != 0) {
            out.line("uses         " + Long.toUnsignedString(terms.uses()) + " a period, each opens one artifact for "
                    + MarketWords.length(terms, terms.opening()));
        }
        out.line("refund       " + MarketText.refund(terms));
        out.line("licence      SHA-256 " + terms.licence().toHex());
        out.line("sold         " + Long.toUnsignedString(offer.sold())
                + (offer.supply() == 0 ? "" : " of " + Long.toUnsignedString(offer.supply()))
                + (offer.isPaused() ? ", paused" : ""));
        out.line("earned       " + MarketWords.amount(offer.earned(), offer.coin()) + ", in escrow "
                + MarketWords.amount(offer.escrow(), offer.coin()));
        for (Payee payee : offer.payees()) {
            String who = switch (payee.party()) {
                case Payee.Party.Account account -> account.address().toString();
                case Payee.Party.Upstream upstream -> "offer " + upstream.offer();
            };
            out.line("payee        " + who + "  " + payee.basisPoints() / 100.0 + " %, due "
                    + MarketWords.amount(payee.due(offer.earned()), offer.coin()));
        }
    }
}
