package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.access.market.Lease;
import dev.floe.access.market.MarketWords;
import dev.floe.access.market.Offer;
import dev.floe.access.market.Payee;
import dev.floe.access.market.Policy;
import dev.floe.access.market.Terms;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How policies, offers and leases are shown and typed.
final class MarketText {

    private static final Pattern AMOUNT =
            Pattern.compile("([0-9]+(?:\\.[0-9]{1,9})?)\\s*(SUI|WAL)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final int DECIMALS = 9;

    private MarketText() {}

    /// Reads an amount: a number of the smallest unit, or `0.5SUI`, `2WAL`.
    static long amount(String text) {
        Matcher decimal = AMOUNT.matcher(text);
        try {
            return decimal.matches()
                    ? new BigDecimal(decimal.group(1)).movePointRight(DECIMALS).longValueExact()
                    : Long.parseUnsignedLong(text);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "amount: expected a whole number of the smallest unit, or such as 0.5SUI, got '" + text + "'", e);
        }
    }

    /// Reads a length of time: `30m`, `12h`, `1d`, or ISO 8601.
    static long millis(String text) {
        Matcher unit = DURATION.matcher(text);
        try {
            if (unit.matches()) {
                long count = Long.parseLong(unit.group(1));
                return switch (unit.group(2)) {
                    case "ms" -> count;
                    case "s" -> Duration.ofSeconds(count).toMillis();
                    case "m" -> Duration.ofMinutes(count).toMillis();
                    case "h" -> Duration.ofHours(count).toMillis();
                    default -> Duration.ofDays(count).toMillis();
                };
            }
            return Duration.parse(text.toUpperCase(Locale.ROOT)).toMillis();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time: expected such as 30m, 12h or 1d, got '" + text + "'", e);
        }
    }

    static String refund(Terms terms) {
        return switch (terms.refund()) {
            case Terms.Refund.Never _ -> "never";
            case Terms.Refund.Unstarted _ -> "periods that have not begun";
            case Terms.Refund.ProRata _ -> "pro rata";
            case Terms.Refund.Within within -> "within " + MarketWords.length(terms, within.time());
        };
    }

    static ObjectNode json(Policy policy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("policy", policy.id().toString())
                .put("name", policy.name())
                .put("rule", policy.rule().describe())
                .put("period", Long.toUnsignedString(policy.period()))
                .put("members", Long.toUnsignedString(policy.memberCount()));
    }

    static ObjectNode json(Offer offer) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("offer", offer.id().toString())
                .put("policy", offer.policy().toString())
                .put("coin", offer.coin().toString())
                .put("price", Long.toUnsignedString(offer.price()))
                .put("selling", offer.isSelling())
                .put("paused", offer.isPaused())
                .put("supply", Long.toUnsignedString(offer.supply()))
                .put("sold", Long.toUnsignedString(offer.sold()))
                .put("earned", offer.earned().toString())
                .put("escrow", Long.toUnsignedString(offer.escrow()))
                .put("revenue", Long.toUnsignedString(offer.revenue()));
        node.set("terms", json(offer.terms()));
        ArrayNode payees = node.putArray("payees");
        for (Payee payee : offer.payees()) {
            ObjectNode one = payees.addObject();
            switch (payee.party()) {
                case Payee.Party.Account account ->
                    one.put("account", account.address().toString());
                case Payee.Party.Upstream upstream ->
                    one.put("offer", upstream.offer().toString());
            }
            one.put("basisPoints", payee.basisPoints())
                    .put("paidOut", payee.paidOut().toString())
                    .put("due", payee.due(offer.earned()).toString());
        }
        return node;
    }

    static ObjectNode json(Lease lease, long now) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("lease", lease.id().toString())
                .put("policy", lease.policy().toString())
                .put("offer", lease.offer().toString())
                .put("holder", lease.holder().toString())
                .put("state", lease.state().name().toLowerCase(Locale.ROOT))
                .put("runs", lease.runs(now))
                .put("until", Long.toUnsignedString(lease.until()))
                .put("held", Long.toUnsignedString(lease.held()));
        if (lease.terms().uses() != 0) {
            node.put("usesLeft", Long.toUnsignedString(lease.usesLeft(now)));
        }
        ArrayNode users = node.putArray("users");
        lease.users().forEach(user -> users.add(user.toString()));
        node.set("terms", json(lease.terms()));
        return node;
    }

    private static ObjectNode json(Terms terms) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        terms.artifact().ifPresent(artifact -> node.put("artifact", artifact.toString()));
        return node.put("unit", terms.inEpochs() ? "epochs" : "ms")
                .put("period", Long.toUnsignedString(terms.period()))
                .put("seats", Long.toUnsignedString(terms.seats()))
                .put("transferable", terms.isTransferable())
                .put("uses", Long.toUnsignedString(terms.uses()))
                .put("opening", Long.toUnsignedString(terms.opening()))
                .put("refund", refund(terms))
                .put("licence", terms.licence().toHex());
    }
}
