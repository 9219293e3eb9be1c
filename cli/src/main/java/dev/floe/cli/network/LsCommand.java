package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.ledger.Keypair;
import dev.floe.storage.walrus.BlobObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `floe ls`.
@Command(name = "ls", description = "The blobs you own: blob id, size, until when, object id.")
public final class LsCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open();
                Keypair owner = key.open()) {
            long epoch = open.system().state().epoch();
            List<BlobObject> blobs = open.system().blobsOf(owner.address());
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            for (BlobObject blob : blobs) {
                out.line(BlobJson.line(blob, epoch));
                json.add(BlobJson.of(blob));
            }
            out.json(JsonNodeFactory.instance.objectNode().put("epoch", epoch).set("blobs", json));
            if (blobs.isEmpty()) {
                out.hint("You own no blobs here. Try: floe put FILE");
            }
            return 0;
        }
    }
}
