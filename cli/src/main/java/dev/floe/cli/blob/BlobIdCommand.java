package dev.floe.cli.blob;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe blob id`.
@Command(name = "id", description = "Print the id that a file has as a Walrus blob.")
final class BlobIdCommand extends FloeCommand {

    @Option(
            names = "--storage-shards",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Storage shards of the network (default: ${DEFAULT-VALUE}).")
    private int storageShards = 1000;

    @Mixin
    private EncodingOptions encoding = new EncodingOptions();

    @Parameters(paramLabel = "FILE", description = "A file, or - for standard input.")
    private Path file = Path.of("");

    @Override
    protected int run(Output output) throws Exception {
        StorageShards shards = new StorageShards(storageShards);
        EncodeOptions options = encoding.get();
        BlobMetadataWithId blob =
                file.toString().equals("-") ? ofStandardInput(shards, options) : of(file, shards, options);
        output.line(blob.id().toString());
        output.json(BlobJson.of(blob));
        return 0;
    }

    private static BlobMetadataWithId of(Path path, StorageShards shards, EncodeOptions options) throws IOException {
        try (ByteArea area = options.openBlob(BlobFiles.requireFile(path))) {
            return new BlobEncoder(shards, options).metadata(area);
        }
    }

    /// The length has to be known before the first symbol can be cut, so the input goes to a temporary file.
    private static BlobMetadataWithId ofStandardInput(StorageShards shards, EncodeOptions options) throws IOException {
        Path spooled = Files.createTempFile("floe-", ".blob");
        try {
            Files.copy(System.in, spooled, StandardCopyOption.REPLACE_EXISTING);
            return of(spooled, shards, options);
        } finally {
            Files.delete(spooled);
        }
    }
}
