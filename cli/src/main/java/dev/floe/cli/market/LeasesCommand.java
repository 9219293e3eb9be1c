package dev.floe.cli.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.access.market.Lease;
import dev.floe.access.market.MarketWords;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import dev.floe.ledger.Transaction;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe leases`.
@Command(
        name = "leases",
        description = "List your leases, or do something with one: use it, share it, pass it on, end it.")
public final class LeasesCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(paramLabel = "LEASE", arity = "0..1", defaultValue = "", description = "The lease. Default: list all.")
    private String id = "";

    @ArgGroup
    private @Nullable Action action;

    /// What to do with a lease; one of them.
    private static final class Action {
        @Option(names = "--open", paramLabel = "ARTIFACT", description = "Spend one use: open an artifact to you.")
        private @Nullable String open;

        @Option(names = "--seat", paramLabel = "ADDRESS", description = "Give a seat to an address.")
        private @Nullable String seat;

        @Option(
                names = "--unseat",
                paramLabel = "ADDRESS",
                description = "Take a seat back; it returns with the next renewal.")
        private @Nullable String unseat;

        @Option(names = "--pass-to", paramLabel = "ADDRESS", description = "Pass the lease on.")
        private @Nullable String passTo;

        @Option(names = "--refund", description = "End the lease and get back what its terms say.")
        private boolean refund;
    }

    @Override
    protected int run(Output out) throws Exception {
        try (MarketOptions.Session session = options.open()) {
            if (id.isEmpty()) {
                if (action != null) {
                    throw new IllegalArgumentException("name the lease to do that with");
                }
                list(out, session);
                return 0;
            }
            Lease lease = session.market().lease(Address.parse(id));
            Optional<Transaction> wanted = action == null ? Optional.empty() : transaction(session, lease, action);
            if (wanted.isPresent()) {
                TransactionReport.run(out, session.wallet(), wanted.get(), gas);
            } else {
                print(out, session, lease);
                out.json(MarketText.json(lease, session.market().now(lease.terms())));
            }
            return 0;
        }
    }

    private static Optional<Transaction> transaction(MarketOptions.Session session, Lease lease, Action action) {
        if (action.open != null) {
            return Optional.of(session.actions().open(lease.id(), Address.parse(action.open)));
        }
        if (action.seat != null) {
            return Optional.of(session.actions().assignSeat(lease.id(), Address.parse(action.seat)));
        }
        if (action.unseat != null) {
            return Optional.of(session.actions().releaseSeat(lease.id(), Address.parse(action.unseat)));
        }
        if (action.passTo != null) {
            Address ticket = session.market().ticket(session.me(), lease.id());
            return Optional.of(session.actions().transfer(lease.id(), ticket, Address.parse(action.passTo)));
        }
        return action.refund
                ? Optional.of(session.actions().refund(session.market().offer(lease.offer()), lease.id(), session.me()))
                : Optional.empty();
    }

    private static void list(Output out, MarketOptions.Session session) {
        ArrayNode document = JsonNodeFactory.instance.arrayNode();
        for (Lease lease : session.market().leasesOf(session.me())) {
            print(out, session, lease);
            document.add(MarketText.json(lease, session.market().now(lease.terms())));
        }
        out.json(document);
    }

    private static void print(Output out, MarketOptions.Session session, Lease lease) {
        long now = session.market().now(lease.terms());
        String state = lease.state() == Lease.State.ACTIVE
                ? (lease.runs(now) ? "runs until " : "ended ") + MarketWords.moment(lease.terms(), lease.until())
                : lease.state().name().toLowerCase(Locale.ROOT);
        out.line(lease.id() + "  " + state
                + (lease.terms().uses() == 0 ? "" : ", " + Long.toUnsignedString(lease.usesLeft(now)) + " uses left")
                + "  policy " + lease.policy() + "  offer " + lease.offer());
    }
}
