package dev.floe.cli.market;

import dev.floe.access.market.Member;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.GasOptions;
import dev.floe.cli.ledger.TransactionReport;
import dev.floe.ledger.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe policy revoke`.
@Command(
        name = "revoke",
        description = {
            "Take somebody off a policy's list; holds for the next key that is asked for.",
            "Keys that were released before still open what was encrypted before: see floe policy rotate."
        })
final class PolicyRevokeCommand extends FloeCommand {

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

    @Override
    protected int run(Output out) throws Exception {
        Address id = Address.parse(policy);
        Member who = Member.parse(member);
        try (MarketOptions.Session session = options.open()) {
            Address cap = session.market().cap(session.me(), id);
            TransactionReport.run(out, session.wallet(), session.policies().revoke(id, cap, who), gas);
            return 0;
        }
    }
}
