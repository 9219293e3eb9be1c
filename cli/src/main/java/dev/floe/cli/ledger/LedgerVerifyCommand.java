package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Base58;
import dev.floe.ledger.LedgerAudit;
import dev.floe.ledger.LocalLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe ledger verify`.
@Command(
        name = "verify",
        description = {
            "Check the whole history of a ledger that is not running, from genesis: checksums, digests, the chain of",
            "checkpoints, every signature, and that the state is what the transactions give."
        })
final class LedgerVerifyCommand extends FloeCommand {

    @Mixin
    private LedgerFolder folder = new LedgerFolder();

    @Option(
            names = "--pin",
            paramLabel = "N:DIGEST",
            defaultValue = "",
            description =
                    "A checkpoint seen before (floe ledger checkpoint): fail if the ledger was rolled back since.")
    private String pin = "";

    @Override
    protected int run(Output out) throws Exception {
        try (LocalLedger ledger = folder.openExisting()) {
            if (!pin.isEmpty()) {
                String[] parts = pin.split(":", -1);
                if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}")) {
                    throw new IllegalArgumentException("--pin: expected N:DIGEST, got '" + pin + "'");
                }
                ledger.requireDescends(Long.parseLong(parts[0]), Base58.decodeDigest(parts[1]));
            }
            LedgerAudit audit = ledger.verify();
            out.line("verified " + audit.checkpoints() + " checkpoints, " + audit.transactions() + " transactions, "
                    + audit.objects() + " objects");
            out.line("head     " + Base58.encode(audit.head()));
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("checkpoints", audit.checkpoints())
                    .put("transactions", audit.transactions())
                    .put("objects", audit.objects())
                    .put("head", Base58.encode(audit.head())));
            return 0;
        }
    }
}
