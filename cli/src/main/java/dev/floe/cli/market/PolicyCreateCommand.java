package dev.floe.cli.market;

import dev.floe.access.market.Policy;
import dev.floe.access.market.RuleText;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.ExecutedTransaction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe policy create`.
@Command(
        name = "create",
        description = {
            "Make a policy. Its rule never changes. Conditions are joined by and, or and parentheses:",
            "open; member, eth-member, sol-member (on the list, see floe policy grant); lease (rented, see floe offer);",
            "not-before TIME, not-after TIME; N of 0xA,0xB,... (approvals)."
        })
final class PolicyCreateCommand extends FloeCommand {

    @Mixin
    private MarketOptions options = new MarketOptions();

    @Parameters(paramLabel = "RULE", description = "Such as 'lease', or 'member and not-before 2027-01-01T00:00:00Z'.")
    private String rule = "";

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "A name for people.")
    private String name = "";

    @Override
    protected int run(Output out) throws Exception {
        try (MarketOptions.Session session = options.open()) {
            ExecutedTransaction executed =
                    session.wallet().execute(session.policies().create(name, RuleText.parse(rule), session.me()));
            Policy policy =
                    Policy.of(executed.created(session.ledger(), session.at().type("policy", "Policy")));
            out.line("policy " + policy.id());
            out.line("rule   " + policy.rule().describe());
            out.hint("encrypt for it with floe encrypt --policy " + policy.id());
            out.json(MarketText.json(policy).put("digest", executed.digest().toString()));
            return 0;
        }
    }
}
