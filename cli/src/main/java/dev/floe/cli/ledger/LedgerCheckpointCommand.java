package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Base58;
import dev.floe.ledger.Checkpoint;
import dev.floe.ledger.LocalLedger;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `floe ledger checkpoint`.
@Command(
        name = "checkpoint",
        description = {
            "Print the newest checkpoint of a ledger that is not running, and the key that signs it.",
            "Keep its number and digest: floe ledger verify --pin tells later whether the ledger was rolled back."
        })
final class LedgerCheckpointCommand extends FloeCommand {

    @Mixin
    private LedgerFolder folder = new LedgerFolder();

    @Override
    protected int run(Output out) throws Exception {
        try (LocalLedger ledger = folder.openExisting()) {
            Checkpoint head = ledger.head();
            String pin = head.sequence() + ":" + Base58.encode(head.digest());
            out.line("pin          " + pin);
            out.line("chain        " + ledger.info().chainId());
            out.line("epoch        " + Long.toUnsignedString(head.epoch()));
            out.line("transactions " + head.totalTransactions());
            out.line("time         " + Instant.ofEpochMilli(head.timestampMillis()));
            out.line("key          " + ledger.publicKey().toHex());
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("pin", pin)
                    .put("sequence", head.sequence())
                    .put("digest", Base58.encode(head.digest()))
                    .put("chain", ledger.info().chainId())
                    .put("epoch", Long.toUnsignedString(head.epoch()))
                    .put("transactions", head.totalTransactions())
                    .put("timestampMillis", head.timestampMillis())
                    .put("signature", head.signature().toHex())
                    .put("publicKey", ledger.publicKey().toHex()));
            return 0;
        }
    }
}
