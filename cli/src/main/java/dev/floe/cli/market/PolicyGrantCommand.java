package dev.floe.cli.market;

import dev.floe.access.market.Member;
import dev.floe.access.market.PolicyActions;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe policy grant`.
@Command(name = "grant", description = "Put somebody on a policy's list, or change until when.")
final class PolicyGrantCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Mixin
    private GasOptions gas = new GasOptions();

    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy, which must be yours.")
    private String policy = "";

    @Parameters(
            index = "1",
            paramLabel = "MEMBER",
            description = "0x... (Sui), eth:0x... (Ethereum) or sol:... (Solana).")
    private String member = "";

    @Option(names = "--until", paramLabel = "TIME", defaultValue = "", description = "Until when. Default: for ever.")
    private String until = "";

    @Override
    protected int run(Output out) throws Exception {
        Address id = Address.parse(policy);
        Member who = Member.parse(member);
        long untilMillis = untilMillis();
        try (MarketOptions.Session session = options.open()) {
            Address cap = session.market().cap(session.me(), id);
            TransactionReport.run(out, session.wallet(), session.policies().grant(id, cap, who, untilMillis), gas);
            return 0;
        }
    }

    private long untilMillis() {
        try {
            return until.isEmpty()
                    ? PolicyActions.FOREVER
                    : Instant.parse(until).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--until: expected such as 2027-01-01T00:00:00Z, got '" + until + "'", e);
        }
    }
}
