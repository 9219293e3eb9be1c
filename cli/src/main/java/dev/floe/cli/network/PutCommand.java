package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.ledger.Keypair;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.walrus.SystemState;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe put`.
@Command(
        name = "put",
        description = {
            "Store a file on the network for a number of storage epochs, and pay for it.",
            "Running it again after a crash goes on where it stopped; nothing is paid twice."
        })
public final class PutCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Parameters(paramLabel = "FILE", description = "What to store.")
    private Path file = Path.of("");

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "For how many storage epochs, this one included. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--deletable", description = "You may delete it before that.")
    private boolean deletable;

    @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "Said about it on the ledger; repeatable.")
    private Map<String, String> attributes = Map.of();

    @Option(names = "--dry-run", description = "Only say what it would cost.")
    private boolean dryRun;

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open();
                Keypair signer = key.open();
                ByteArea content = EncodeOptions.defaults().openBlob(file)) {
            SystemState state = open.system().state();
            StorageShards shards = new StorageShards(state.shardCount());
            SystemState.Price price = state.price(shards.encodedSize(content.sizeBytes()), epochs);
            out.hint("New storage costs " + Frost.text(price.total()) + " for " + epochs
                    + (epochs == 1 ? " storage epoch" : " storage epochs") + ".");
            if (dryRun) {
                out.line("would cost up to " + Frost.text(price.total()));
                out.json(JsonNodeFactory.instance
                        .objectNode()
                        .put("storageCost", price.storage())
                        .put("writeCost", price.write()));
                return 0;
            }
            PublishOptions options = PublishOptions.DEFAULT
                    .withEpochs(epochs)
                    .withDeletable(deletable)
                    .withAttributes(attributes);
            StoredBlob stored = open.publisher(signer).publish(content, options);
            report(out, stored);
            return 0;
        }
    }

    private static void report(Output out, StoredBlob stored) {
        out.line(stored.id().toString());
        out.hint((stored.isNew() ? "Stored " : "Was stored already: ") + stored.sizeBytes()
                + " bytes until storage epoch " + stored.endEpoch() + ", paid " + Frost.text(stored.costFrost()) + ".");
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("blobId", stored.id().toString())
                .put("size", stored.sizeBytes())
                .put("endEpoch", stored.endEpoch())
                .put("isNew", stored.isNew())
                .put("cost", stored.costFrost());
        stored.objectId().ifPresent(id -> json.put("object", "0x" + id.toHex()));
        out.json(json);
    }
}
