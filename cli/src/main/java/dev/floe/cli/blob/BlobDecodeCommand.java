package dev.floe.cli.blob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.host.ByteArea;
import dev.floe.storage.encoding.BlobDecoder;
import dev.floe.storage.encoding.BlobEncoder;
import dev.floe.storage.encoding.EncodeOptions;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `floe blob decode`.
@Command(
        name = "decode",
        description = "Rebuild a file from the slivers in a folder; damaged ones are found and left out.")
final class BlobDecodeCommand extends FloeCommand {

    @Option(names = "--in", paramLabel = "DIR", required = true, description = "A folder that blob encode wrote.")
    private Path in = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path out = Path.of("");

    @Mixin
    private EncodingOptions encoding = new EncodingOptions();

    @Override
    protected int run(Output output) throws Exception {
        if (Files.isDirectory(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("a file is needed, not a folder: " + out);
        }
        EncodeOptions options = encoding.get();
        BlobFiles files = new BlobFiles(in);
        BlobMetadataWithId blob = files.readMetadata();
        List<String> report = new ArrayList<>();
        try (CheckedSlivers primary = CheckedSlivers.open(files, Axis.PRIMARY, blob.metadata(), options)) {
            report.addAll(primary.problems());
            if (primary.isEnough()) {
                decode(Axis.PRIMARY, primary.valid(), blob, options);
                return done(output, blob, Axis.PRIMARY, primary, report);
            }
            try (CheckedSlivers secondary = CheckedSlivers.open(files, Axis.SECONDARY, blob.metadata(), options)) {
                report.addAll(secondary.problems());
                if (secondary.isEnough()) {
                    decode(Axis.SECONDARY, secondary.valid(), blob, options);
                    return done(output, blob, Axis.SECONDARY, secondary, report);
                }
                report.forEach(output::hint);
                BlobMetadata metadata = blob.metadata();
                throw new DataException.Unavailable("too few good slivers in " + in + ": "
                        + primary.valid().size() + " primary ("
                        + metadata.shards().sourceSymbols(Axis.PRIMARY)
                        + " needed) and " + secondary.valid().size() + " secondary ("
                        + metadata.shards().sourceSymbols(Axis.SECONDARY) + " needed); damaged or missing: "
                        + summary(primary) + ", " + summary(secondary) + "; add slivers and try again");
            }
        }
    }

    private static String summary(CheckedSlivers slivers) {
        return slivers.bad().size() + " bad and " + slivers.missing().size() + " missing "
                + slivers.axis().text();
    }

    /// Decodes beside the target, encodes again to be sure, and only then puts the file in place.
    private void decode(Axis axis, List<SliverInput> slivers, BlobMetadataWithId blob, EncodeOptions options)
            throws IOException {
        Path target = out.toAbsolutePath();
        Path unfinished = Files.createTempFile(target.getParent(), "." + target.getFileName() + "-", ".tmp");
        try {
            try (ByteArea area = ByteArea.created(unfinished, blob.metadata().blobSize())) {
                new BlobDecoder(blob.metadata().shards(), options).decode(axis, slivers, area);
                area.sync();
            }
            BlobId decoded;
            try (ByteArea area = options.openBlob(unfinished)) {
                decoded = new BlobEncoder(blob.metadata().shards(), options)
                        .metadata(area)
                        .id();
            }
            if (!decoded.equals(blob.id())) {
                throw new DataException.Corrupt("blob " + blob.id() + ": the slivers have the right hashes but give "
                        + decoded + ": it was encoded inconsistently, there is no file to get back");
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private int done(Output output, BlobMetadataWithId blob, Axis axis, CheckedSlivers used, List<String> report) {
        report.forEach(output::hint);
        output.line(blob.id() + ": " + blob.metadata().blobSize() + " bytes from "
                + blob.metadata().shards().sourceSymbols(axis) + " of "
                + used.valid().size() + " good " + axis.text() + " slivers, in " + out);
        ObjectNode json = BlobJson.of(blob).put("out", out.toString()).put("axis", axis.text());
        json.put("good", used.valid().size());
        ArrayNode bad = json.putArray("bad");
        used.bad().forEach(bad::add);
        ArrayNode missing = json.putArray("missing");
        used.missing().forEach(index -> missing.add(axis.text() + "-" + index));
        output.json(json);
        return 0;
    }
}
