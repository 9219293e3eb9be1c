package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.network.StorageOptions;
import dev.floe.format.BlobId;
import dev.floe.format.DataException;
import dev.floe.format.quilt.QuiltPatch;
import dev.floe.format.quilt.QuiltPatchId;
import dev.floe.format.quilt.QuiltReader;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe quilt get`.
@Command(
        name = "get",
        description = {
            "Read one file of a quilt from the storage nodes: by its patch id, or by the quilt's id and the file's name.",
            "Only its columns are fetched, and every byte is verified against the quilt's id."
        })
final class QuiltGetCommand extends FloeCommand {

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "A patch id, or the quilt's blob id.")
    private String id = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The file's name, with a quilt's id.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
    private Optional<Path> out = Optional.empty();

    /// A file of a quilt on the network.
    private record Found(BlobId quilt, QuiltReader reader, QuiltPatch patch) {}

    @Override
    protected int run(Output output) throws Exception {
        if (output.isJson() && out.isEmpty()) {
            throw new IllegalArgumentException("--json: give --out too, or the bytes and the JSON would mix");
        }
        try (StorageOptions.Open open = storage.open()) {
            Found found = find(open);
            QuiltReader.PatchHeader header = out.isPresent()
                    ? toFile(found, out.get())
                    : found.reader().read(found.patch(), output.raw()::write);
            output.raw().flush();
            out.ifPresent(target -> output.hint("Wrote " + header.sizeBytes() + " bytes to " + target + "."));
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", QuiltPatchId.of(found.quilt(), found.patch()).toString())
                    .put("quiltId", found.quilt().toString())
                    .put("identifier", header.identifier())
                    .put("size", header.sizeBytes());
            header.tags().forEach(json.putObject("tags")::put);
            output.json(json);
            return 0;
        }
    }

    private Found find(StorageOptions.Open open) {
        if (name.isPresent()) {
            BlobId quilt = BlobId.parse(id);
            QuiltReader reader = open.network().quilt(quilt);
            QuiltPatch patch = reader.index()
                    .find(name.get())
                    .orElseThrow(() -> new DataException.NotFound("quilt " + quilt + ": it has no file " + name.get()));
            return new Found(quilt, reader, patch);
        }
        QuiltPatchId wanted = QuiltPatchId.parse(id);
        QuiltReader reader = open.network().quilt(wanted.quilt());
        QuiltPatch patch = reader.index().patches().stream()
                .filter(candidate ->
                        candidate.startColumn() == wanted.startColumn() && candidate.endColumn() == wanted.endColumn())
                .findFirst()
                .orElseThrow(() -> new DataException.NotFound("quilt " + wanted.quilt() + ": it has no patch " + id));
        return new Found(wanted.quilt(), reader, patch);
    }

    private static QuiltReader.PatchHeader toFile(Found found, Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Path file = Optional.ofNullable(absolute.getFileName())
                .orElseThrow(() -> new IllegalArgumentException("--out: '" + target + "' names no file"));
        try (DurableFile written = DurableFile.create(DiskFileStore.open(parent), file.toString())) {
            QuiltReader.PatchHeader header = found.reader().read(found.patch(), (source, offset, length) -> {
                try {
                    written.append(ByteBuffer.wrap(source, offset, length));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            written.commit();
            return header;
        }
    }
}
