package dev.floe.cli.quilt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.format.StorageShards;
import dev.floe.format.quilt.Quilt;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe quilt build`.
@Command(
        name = "build",
        description = {
            "Put files into one quilt.",
            "A file is called by its name in the quilt; files of a folder by their path below it."
        })
final class QuiltBuildCommand extends FloeCommand {

    @Option(
            names = "--storage-shards",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Storage shards of the network (default: ${DEFAULT-VALUE}).")
    private int storageShards = 1000;

    @Option(names = "--out", paramLabel = "QUILT", required = true, description = "Where to write the quilt.")
    private Path out = Path.of("");

    @Option(names = "--index", paramLabel = "JSON", description = "Where to write the index (default: QUILT.json).")
    private List<Path> indexFile = List.of();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            description = "A tag that every file gets; may be given several times.")
    private Map<String, String> tags = Map.of();

    @Option(names = "--force", description = "Replace files that are there already.")
    private boolean force;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths = List.of();

    @Override
    protected int run(Output output) throws Exception {
        Path index = indexFile.isEmpty() ? out.resolveSibling(out.getFileName() + ".json") : indexFile.getLast();
        refuseExisting(out);
        refuseExisting(index);
        try (QuiltFiles files = QuiltFiles.open(paths)) {
            Quilt quilt = files.plan(new StorageShards(storageShards), tags);
            write(quilt, files, output);
            ObjectNode document = QuiltJson.index(quilt.index(), files::sizeBytes);
            document.put("storageShards", storageShards)
                    .put("symbolSize", quilt.symbolSize())
                    .put("size", quilt.sizeBytes())
                    .put("quilt", out.toString());
            save(index, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
            output.line(files.count() + " files in a quilt of " + Progress.bytes(quilt.sizeBytes()) + ": " + out);
            output.json(document);
            return 0;
        }
    }

    private void write(Quilt quilt, QuiltFiles files, Output output) throws IOException {
        try (Progress progress = output.progress("quilt", quilt.sizeBytes());
                DurableFile target = DurableFile.create(folder(out), name(out))) {
            files.write(quilt, row -> {
                target.append(ByteBuffer.wrap(row));
                progress.advance(row.length);
            });
            target.commit();
        }
    }

    private void refuseExisting(Path path) throws IOException {
        if (!force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(path + " (give --force to replace it)");
        }
    }

    private static void save(Path path, byte[] content) throws IOException {
        DurableFile.write(folder(path), name(path), ByteBuffer.wrap(content));
    }

    private static DiskFileStore folder(Path path) throws IOException {
        return DiskFileStore.open(
                Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path));
    }

    private static String name(Path path) {
        return Objects.requireNonNullElse(path.getFileName(), path).toString();
    }
}
