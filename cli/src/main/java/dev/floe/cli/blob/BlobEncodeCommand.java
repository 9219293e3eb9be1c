package dev.floe.cli.blob;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.EncodedBlob;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe blob encode`.
@Command(name = "encode", description = "Write the metadata and all slivers of a file, as storage nodes keep them.")
final class BlobEncodeCommand extends FloeCommand {

    @Option(
            names = "--storage-shards",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Storage shards of the network (default: ${DEFAULT-VALUE}).")
    private int storageShards = 1000;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "An empty or new folder.")
    private Path out = Path.of("");

    @Mixin
    private EncodingOptions encoding = new EncodingOptions();

    @Parameters(paramLabel = "FILE", description = "The file to encode.")
    private Path file = Path.of("");

    @Override
    protected int run(Output output) throws Exception {
        StorageShards shards = new StorageShards(storageShards);
        EncodeOptions options = encoding.get();
        BlobFiles.requireFile(file);
        Files.createDirectories(out);
        try (Stream<Path> there = Files.list(out)) {
            if (there.findAny().isPresent()) {
                throw new FileAlreadyExistsException(out + " is not empty; give a new folder");
            }
        }
        BlobFiles files = new BlobFiles(out);
        try (ByteArea blob = options.openBlob(file);
                EncodedBlob encoded = new BlobEncoder(shards, options).encode(blob)) {
            BlobMetadataWithId metadata = encoded.metadata();
            long total = (long) shards.count()
                    * (encoded.sliverSizeBytes(Axis.PRIMARY) + encoded.sliverSizeBytes(Axis.SECONDARY));
            try (Progress progress = output.progress("write slivers", total)) {
                for (Axis axis : Axis.values()) {
                    write(encoded, axis, shards, files, progress);
                }
            }
            files.writeMetadata(metadata);
            output.line(
                    metadata.id() + ": " + 2 * shards.count() + " slivers, " + Progress.bytes(total) + ", in " + out);
            output.json(BlobJson.of(metadata).put("out", out.toString()));
            return 0;
        }
    }

    private static void write(EncodedBlob encoded, Axis axis, StorageShards shards, BlobFiles files, Progress progress)
            throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment symbols = arena.allocate(encoded.sliverSizeBytes(axis), 64);
            for (int index = 0; index < shards.count(); index++) {
                encoded.read(axis, index, symbols);
                files.writeSliver(axis, index, encoded.metadata().metadata().symbolSize(), symbols);
                progress.advance(symbols.byteSize());
            }
        }
    }
}
