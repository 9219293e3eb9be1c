package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.ledger.Address;
import dev.floe.storage.walrus.BlobObject;
import dev.floe.storage.walrus.BlobStatus;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `floe stat`.
@Command(
        name = "stat",
        description =
                "What the network says about a blob: size and status, and with the id of a blob object, the object.")
public final class StatCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Parameters(paramLabel = "ID", description = "A blob id, or the id of a blob object.")
    private String id = "";

    @Override
    protected int run(Output out) throws Exception {
        try (StorageOptions.Open open = storage.open()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            BlobId blob = GetCommand.blob(open, id);
            if (id.startsWith("0x")) {
                BlobObject object = open.system().blob(Address.parse(id));
                SortedMap<String, String> attributes = open.system().attributes(object.id());
                ObjectNode node = BlobJson.of(object);
                attributes.forEach(node.putObject("attributes")::put);
                json.set("object", node);
                out.line(BlobJson.line(object, open.system().state().epoch()));
                attributes.forEach((key, value) -> out.line("  " + key + " = " + value));
            }
            BlobStatus status = open.network().status(blob);
            json.put("blobId", blob.toString()).put("status", text(status));
            out.line("status  " + text(status));
            if (status.certifiedEpoch().isPresent()) {
                BlobMetadata metadata = open.network().metadata(blob).metadata();
                json.put("size", metadata.blobSize())
                        .put("rootHash", metadata.rootHash().toHex());
                out.line("size    " + metadata.blobSize() + " bytes");
                out.line("root    " + metadata.rootHash().toHex());
            }
            out.json(json);
            return 0;
        }
    }

    private static String text(BlobStatus status) {
        return switch (status) {
            case BlobStatus.Nonexistent _ -> "not stored here";
            case BlobStatus.Invalid _ -> "invalid: it was encoded inconsistently, nobody can read it";
            case BlobStatus.Permanent p ->
                (p.isCertified() ? "stored" : "registered, not certified") + ", until storage epoch " + p.endEpoch();
            case BlobStatus.Deletable d ->
                (d.initialCertifiedEpoch().isPresent() ? "stored" : "registered, not certified")
                        + ", its owners can delete it";
        };
    }
}
