package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.BlobId;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe quilt list`.
@Command(name = "list", description = "List the files in a quilt: size, columns, name.")
final class QuiltListCommand extends FloeCommand {

    @Mixin
    private QuiltInput input = new QuiltInput();

    @Option(
            names = "--blob-id",
            paramLabel = "ID",
            description = "The quilt's blob id (see floe blob id); then the patch ids are listed too.")
    private List<String> blobId = List.of();

    @Override
    protected int run(Output out) throws Exception {
        try (MappedFile file = input.open()) {
            QuiltReader reader = input.reader(file);
            QuiltIndex index = reader.index();
            Map<QuiltPatch, Long> sizes = new HashMap<>();
            for (QuiltPatch patch : index.patches()) {
                sizes.put(patch, reader.header(patch).sizeBytes());
            }
            ObjectNode document = QuiltJson.index(index, patch -> Objects.requireNonNull(sizes.get(patch)));
            for (int i = 0; i < index.patches().size(); i++) {
                QuiltPatch patch = index.patches().get(i);
                String id = "";
                if (!blobId.isEmpty()) {
                    id = QuiltPatchId.of(BlobId.parse(blobId.getLast()), patch).toString();
                    ((ObjectNode) document.path("patches").path(i)).put("patchId", id);
                    id += "  ";
                }
                out.line(id + sizes.get(patch) + "\t" + patch.startColumn() + "-" + patch.endColumn() + "\t"
                        + patch.identifier() + (patch.tags().isEmpty() ? "" : "\t" + patch.tags()));
            }
            out.json(document);
            return 0;
        }
    }
}
