package dev.floe.cli.network;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.ledger.Keypair;
import dev.floe.storage.walrus.BlobObject;
import dev.floe.storage.walrus.StorageAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe extend`.
@Command(name = "extend", description = "Have a blob you own kept for more storage epochs, and pay for them.")
public final class ExtendCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Parameters(paramLabel = "ID", description = "A blob id, or the id of a blob object.")
    private String id = "";

    @Option(names = "--epochs", paramLabel = "N", required = true, description = "How many storage epochs more.")
    private int epochs;

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open();
                Keypair owner = key.open()) {
            BlobObject blob = RmCommand.owned(open, owner, id);
            StorageAccount.Registration done = open.account(owner).extend(blob.id(), epochs);
            out.line(BlobJson.line(done.object(), open.system().state().epoch()));
            out.hint("Paid " + Frost.text(done.paidFrost()) + ".");
            out.json(BlobJson.of(done.object()).put("cost", done.paidFrost()));
            return 0;
        }
    }
}
