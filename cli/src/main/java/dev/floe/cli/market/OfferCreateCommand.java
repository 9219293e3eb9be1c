package dev.floe.cli.market;

import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.access.market.Payee;
import dev.floe.access.market.Terms;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import dev.floe.ledger.ExecutedTransaction;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TypeTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe offer create`.
@Command(
        name = "create",
        description = "Offer leases for a policy of yours whose rule has 'lease'. Terms never change; the price may.")
final class OfferCreateCommand extends FloeCommand {

    private static final int MAX_LICENCE = 16 << 20;

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "POLICY", description = "The policy.")
    private String policy = "";

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            required = true,
            description = "Of one period: such as 0.5SUI, or smallest units.")
    private String price = "";

    @Option(
            names = "--coin",
            paramLabel = "COIN",
            defaultValue = "sui",
            description = "sui, wal or a coin type. Default: sui.")
    private String coin = "sui";

    @Option(
            names = "--period",
            paramLabel = "TIME",
            defaultValue = "1d",
            description = "One period, such as 12h or 1d. Default: 1d.")
    private String period = "1d";

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Measure in epochs of the ledger instead: one period is N.")
    private long epochs;

    @Option(
            names = "--artifact",
            paramLabel = "ID",
            defaultValue = "",
            description = "Only this artifact. Default: all under the policy.")
    private String artifact = "";

    @Option(
            names = "--seats",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many addresses may use one lease.")
    private long seats = 1;

    @Option(names = "--transferable", description = "Leases may be passed on.")
    private boolean transferable;

    @Option(
            names = "--uses",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pay per use: a period includes N uses.")
    private long uses;

    @Option(
            names = "--opening",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "For how long a use opens an artifact. Default: 1h, or 1 epoch.")
    private String opening = "1h";

    @Option(
            names = "--refund",
            paramLabel = "RULE",
            defaultValue = "never",
            description =
                    "What a renter who ends a lease gets back: never, unstarted, pro-rata, or a time such as 2h. Default: never.")
    private String refund = "never";

    @Option(names = "--licence", paramLabel = "FILE", description = "The licence text; its SHA-256 is in every lease.")
    private @Nullable Path licence;

    @Option(
            names = "--supply",
            paramLabel = "N",
            defaultValue = "0",
            description = "Sell at most N leases. Default: no limit.")
    private long supply;

    @Option(
            names = "--split",
            paramLabel = "WHO=BP",
            split = ",",
            description =
                    "Who gets how many basis points of 10000: 0x... or offer:0x... (upstream). Default: all to you.")
    private List<String> split = List.of();

    @Override
    protected int run(Output out) throws Exception {
        Address id = Address.parse(policy);
        Terms terms = terms();
        TypeTag paidIn = options.coin(coin);
        try (MarketOptions.Session session = options.open()) {
            Address cap = session.market().cap(session.me(), id);
            ExecutedTransaction executed = session.wallet()
                    .execute(session.actions()
                            .createOffer(cap, paidIn, terms, MarketText.amount(price), supply, payees(session.me())));
            StructTag type = new StructTag(session.at().first(), "offer", "Offer", List.of(paidIn));
            Offer offer = Offer.of(executed.created(session.ledger(), type));
            out.line("offer  " + offer.id());
            out.line("price  " + MarketWords.amount(offer.price(), paidIn) + " for "
                    + MarketWords.length(terms, terms.period()));
            out.hint("rent it with floe rent " + offer.id());
            out.json(MarketText.json(offer).put("digest", executed.digest().toString()));
            return 0;
        }
    }

    private Terms terms() throws IOException {
        boolean inEpochs = epochs > 0;
        Terms terms = Terms.of(inEpochs, inEpochs ? epochs : MarketText.millis(period), licenceDigest())
                .withSeats(seats)
                .refundable(
                        switch (refund) {
                            case "never" -> new Terms.Refund.Never();
                            case "unstarted" -> new Terms.Refund.Unstarted();
                            case "pro-rata" -> new Terms.Refund.ProRata();
                            default ->
                                new Terms.Refund.Within(
                                        inEpochs ? Long.parseUnsignedLong(refund) : MarketText.millis(refund));
                        });
        if (!artifact.isEmpty()) {
            terms = terms.only(Address.parse(artifact));
        }
        if (transferable) {
            terms = terms.transferable();
        }
        return uses == 0 ? terms : terms.payPerUse(uses, inEpochs ? 1 : MarketText.millis(opening));
    }

    private Digest licenceDigest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            if (licence != null) {
                if (Files.size(licence) > MAX_LICENCE) {
                    throw new IllegalArgumentException(licence + ": expected at most " + MAX_LICENCE + " bytes");
                }
                sha.update(Files.readAllBytes(licence));
            }
            return Digest.copyOf(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<Payee> payees(Address me) {
        if (split.isEmpty()) {
            return List.of(Payee.account(me, Payee.WHOLE));
        }
        List<Payee> payees = new ArrayList<>();
        for (String part : split) {
            String[] sides = part.split("=", -1);
            if (sides.length != 2 || !sides[1].matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException("--split: expected 0x...=BASIS_POINTS, got '" + part + "'");
            }
            int basisPoints = Integer.parseInt(sides[1]);
            payees.add(
                    sides[0].startsWith("offer:")
                            ? Payee.upstream(Address.parse(sides[0].substring("offer:".length())), basisPoints)
                            : Payee.account(Address.parse(sides[0]), basisPoints));
        }
        int sum = payees.stream().mapToInt(Payee::basisPoints).sum();
        if (sum != Payee.WHOLE) {
            throw new IllegalArgumentException("--split: parts sum to " + sum + ", expected " + Payee.WHOLE);
        }
        return payees;
    }
}
