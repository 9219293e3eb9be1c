package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.cli.network.StorageOptions;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.Quilt;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.host.ByteArea;
import dev.floe.ledger.Keypair;
import dev.floe.storage.BlobPublisher;
import dev.floe.storage.PublishOptions;
import dev.floe.storage.StoredBlob;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe quilt put`.
@Command(
        name = "put",
        description = {
            "Store files on the network as one quilt, and pay for it. Each can be read alone by its patch id.",
            "A file is called by its name in the quilt; files of a folder by their path below it."
        })
final class QuiltPutCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Mixin
    private KeyOptions key = new KeyOptions();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "For how many storage epochs, this one included. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--deletable", description = "You may delete it before that.")
    private boolean deletable;

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "A tag that every file gets; may be given several times.")
    private Map<String, String> tags = Map.of();

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open();
                Keypair signer = key.open();
                QuiltFiles files = QuiltFiles.open(paths)) {
            StorageShards shards = new StorageShards(open.system().state().shardCount());
            Quilt quilt = files.plan(shards, tags);
            Path scratch = Files.createDirectories(KeyOptions.home().resolve("quilts"));
            try (ByteArea content = ByteArea.temporary(scratch, quilt.sizeBytes());
                    BlobPublisher publisher = open.publisher(signer)) {
                fill(content, quilt, files);
                PublishOptions options =
                        PublishOptions.DEFAULT.withEpochs(epochs).withDeletable(deletable);
                report(out, publisher.publish(content, options), quilt, files);
            }
            return 0;
        }
    }

    private static void fill(ByteArea content, Quilt quilt, QuiltFiles files) throws IOException {
        long[] at = {0};
        files.write(quilt, row -> {
            content.write(at[0], MemorySegment.ofArray(row));
            at[0] += row.length;
        });
    }

    private static void report(Output out, StoredBlob stored, Quilt quilt, QuiltFiles files) {
        out.line(stored.id().toString());
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("quiltId", stored.id().toString())
                .put("size", stored.sizeBytes())
                .put("endEpoch", stored.endEpoch())
                .put("isNew", stored.isNew())
                .put("cost", stored.costFrost());
        stored.objectId().ifPresent(id -> json.put("object", "0x" + id.toHex()));
        for (QuiltPatch patch : quilt.index().patches()) {
            String id = QuiltPatchId.of(stored.id(), patch).toString();
            out.line(id + "  " + patch.identifier());
            json.withArray("patches")
                    .addObject()
                    .put("id", id)
                    .put("identifier", patch.identifier())
                    .put("size", files.sizeBytes(patch));
        }
        out.hint("Stored " + files.count() + " files until storage epoch " + stored.endEpoch() + ", paid "
                + stored.costFrost() + " FROST.");
        out.json(json);
    }
}
