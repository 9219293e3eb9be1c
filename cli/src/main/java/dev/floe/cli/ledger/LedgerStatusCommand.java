package dev.floe.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.LedgerInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `floe ledger status`.
@Command(name = "status", description = "Say which chain a ledger is and where it stands.")
final class LedgerStatusCommand extends FloeCommand {

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Override
    protected int run(Output out) throws Exception {
        try (Ledger ledger = network.connect()) {
            LedgerInfo info = ledger.info();
            out.line("ledger     " + network.endpoint());
            out.line("chain      " + info.chainId());
            out.line("epoch      " + Long.toUnsignedString(info.epoch()));
            out.line("checkpoint " + info.checkpoint());
            out.line("time       " + info.time());
            out.line("gas price  " + info.referenceGasPrice() + " MIST");
            out.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("ledger", network.endpoint().toString())
                    .put("chain", info.chainId())
                    .put("epoch", Long.toUnsignedString(info.epoch()))
                    .put("checkpoint", info.checkpoint())
                    .put("time", info.time().toString())
                    .put("referenceGasPrice", info.referenceGasPrice()));
            return 0;
        }
    }
}
