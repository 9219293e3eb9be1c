package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.market.Lease;
import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.access.market.Payee;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Address;
import java.math.BigInteger;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe revenue`.
@Command(
        name = "revenue",
        description = "Show what offers have earned for you, and with --pay-out send everybody's part to them.")
public final class RevenueCommand extends FloeCommand {

    private static final int LEASES_AT_ONCE = 100;

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "OFFER", arity = "0..*", description = "Offers. Default: all that pay you.")
    private List<String> ids = List.of();

    @Option(names = "--pay-out", description = "Earn what can no longer come back to renters, and pay every payee.")
    private boolean payOut;

    @Override
    protected int run(Output out) throws Exception {
        try (MarketOptions.Session session = options.open()) {
            ArrayNode document = JsonNodeFactory.instance.arrayNode();
            List<Offer> offers = ids.isEmpty()
                    ? session.market().offers().stream()
                            .filter(offer -> pays(offer, session.me()))
                            .toList()
                    : ids.stream()
                            .map(one -> session.market().offer(Address.parse(one)))
                            .toList();
            for (Offer offer : offers) {
                Offer now = payOut ? payOut(session, offer) : offer;
                print(out, now, session.me());
                ObjectNode json = MarketText.json(now);
                document.add(json);
            }
            out.json(document);
            return 0;
        }
    }

    private static Offer payOut(MarketOptions.Session session, Offer offer) {
        List<Address> held = session.market().leasesSoldBy(offer.id()).stream()
                .filter(lease -> lease.held() != 0)
                .map(Lease::id)
                .toList();
        for (int i = 0; i < held.size(); i += LEASES_AT_ONCE) {
            session.wallet()
                    .execute(session.actions()
                            .settle(offer, held.subList(i, Math.min(held.size(), i + LEASES_AT_ONCE))));
        }
        session.wallet().execute(session.actions().payOut(offer));
        return session.market().offer(offer.id());
    }

    private static void print(Output out, Offer offer, Address me) {
        BigInteger due = BigInteger.ZERO;
        BigInteger paid = BigInteger.ZERO;
        for (Payee payee : offer.payees()) {
            if (payee.party().equals(new Payee.Party.Account(me))) {
                due = due.add(payee.due(offer.earned()));
                paid = paid.add(payee.paidOut());
            }
        }
        out.line(offer.id() + "  earned " + MarketWords.amount(offer.earned(), offer.coin()) + ", in escrow "
                + MarketWords.amount(offer.escrow(), offer.coin()) + "; yours: paid "
                + MarketWords.amount(paid, offer.coin()) + ", due " + MarketWords.amount(due, offer.coin()));
        for (Payee payee : offer.payees()) {
            String who = switch (payee.party()) {
                case Payee.Party.Account account -> account.address().toString();
                case Payee.Party.Upstream upstream -> "offer " + upstream.offer();
            };
            out.line("  " + who + "  " + payee.basisPoints() / 100.0 + " %  paid "
                    + MarketWords.amount(payee.paidOut(), offer.coin()) + ", due "
                    + MarketWords.amount(payee.due(offer.earned()), offer.coin()));
        }
    }

    private static boolean pays(Offer offer, Address me) {
        return offer.payees().stream().anyMatch(payee -> payee.party().equals(new Payee.Party.Account(me)));
    }
}
