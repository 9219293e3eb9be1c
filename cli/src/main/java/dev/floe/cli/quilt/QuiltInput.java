package dev.floe.cli.quilt;

import dev.floe.format.StorageShards;
import dev.floe.format.quilt.QuiltColumns;
import dev.floe.format.quilt.QuiltReader;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The quilt that list and extract read.
final class QuiltInput {

    @Option(
            names = "--storage-shards",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Storage shards of the network the quilt is for (default: ${DEFAULT-VALUE}).")
    private int storageShards = 1000;

    @Parameters(index = "0", paramLabel = "QUILT", description = "The quilt, as a file.")
    private Path quilt = Path.of("");

    /// The quilt's file, mapped.
    MappedFile open() throws IOException {
        return MappedFile.open(quilt);
    }

    QuiltReader reader(MappedFile file) {
        StorageShards shards = new StorageShards(storageShards);
        return new QuiltReader(QuiltColumns.ofBlob(shards, file.sizeBytes(), file::read));
    }
}
