package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.format.DataException;
import dev.floe.format.FileNames;
import dev.floe.format.quilt.QuiltIndex;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.host.StorePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe quilt extract`.
@Command(
        name = "extract",
        description = {
            "Write files of a quilt into a folder: those named, or all.",
            "Refuses names that would leave the folder or meet, before the first write."
        })
final class QuiltExtractCommand extends FloeCommand {

    @Mixin
    private QuiltInput input = new QuiltInput();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write the files.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace files that are there already.")
    private boolean force;

    @Parameters(index = "1..*", paramLabel = "NAME", description = "Files to extract (default: all).")
    private List<String> names = List.of();

    @Override
    protected int run(Output output) throws Exception {
        try (MappedFile file = input.open()) {
            QuiltReader reader = input.reader(file);
            List<QuiltPatch> wanted = wanted(reader.index());
            List<String> identifiers =
                    wanted.stream().map(QuiltPatch::identifier).toList();
            FileNames.requireSafe(identifiers);
            identifiers.forEach(QuiltExtractCommand::requireStorable);
            DiskFileStore folder = DiskFileStore.open(out);
            for (String identifier : identifiers) {
                if (!force && folder.exists(identifier)) {
                    throw new FileAlreadyExistsException(out.resolve(identifier) + " (give --force to replace it)");
                }
            }
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            ArrayNode written = document.putArray("files");
            for (QuiltPatch patch : wanted) {
                long size = write(folder, reader, patch, output);
                output.line(patch.identifier());
                written.addObject().put("identifier", patch.identifier()).put("size", size);
            }
            output.json(document);
            return 0;
        }
    }

    private List<QuiltPatch> wanted(QuiltIndex index) {
        if (names.isEmpty()) {
            return index.patches();
        }
        return names.stream()
                .distinct()
                .map(name -> index.find(name)
                        .orElseThrow(() ->
                                new DataException.NotFound("the quilt has no file " + name + "; see floe quilt list")))
                .toList();
    }

    private static void requireStorable(String identifier) {
        StorePath.check(identifier);
        if (DurableFile.isTemporary(StorePath.name(identifier))) {
            throw new IllegalArgumentException(
                    "file name '" + identifier + "' is kept for unfinished files; extract the others by name");
        }
    }

    private static long write(DiskFileStore folder, QuiltReader reader, QuiltPatch patch, Output output)
            throws IOException {
        try (Progress progress = output.progress(patch.identifier(), 0);
                DurableFile target = DurableFile.create(folder, patch.identifier())) {
            QuiltReader.PatchHeader header = reader.read(patch, (source, offset, length) -> {
                try {
                    target.append(ByteBuffer.wrap(source, offset, length));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.advance(length);
            });
            target.commit();
            return header.sizeBytes();
        }
    }
}
