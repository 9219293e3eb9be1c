package dev.floe.cli.network;

import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.ledger.Address;
import dev.floe.storage.BlobSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `floe get`.
@Command(
        name = "get",
        description = {
            "Read a blob, or a range of it, from the storage nodes. Every byte is verified against the blob id; nodes",
            "that fail, hang or lie are passed by."
        })
public final class GetCommand extends FloeCommand {

    private static final Pattern RANGE = Pattern.compile("(\\d*)-(\\d*)");

    @Mixin
    private StorageOptions storage = new StorageOptions();

    @Parameters(paramLabel = "ID", description = "A blob id, or the id of a blob object.")
    private String id = "";

    @Option(
            names = "--range",
            paramLabel = "A-B",
            description = "Only these bytes, first and last, counted from 0; A- for the rest, -N for the last N.")
    private Optional<String> range = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write them. Default: standard output.")
    private Optional<Path> out = Optional.empty();

    @Override
    protected int run(Output output) throws Exception {
        try (StorageOptions.Open open = storage.open()) {
            BlobId blob = blob(open, id);
            Optional<ByteRange> wanted = range(range, open.network().sizeBytes(blob));
            if (out.isPresent()) {
                toFile(output, open, blob, wanted, out.get());
            } else {
                WritableByteChannel channel = Channels.newChannel(output.raw());
                if (wanted.isPresent()) {
                    open.network().copy(blob, wanted.get(), writer(channel));
                }
                output.raw().flush();
            }
            open.network()
                    .lies()
                    .forEach((node, times) -> output.warn(
                            "storage node " + node + " sent " + times + " wrong answers; it was passed by"));
            return 0;
        }
    }

    private static void toFile(
            Output output, StorageOptions.Open open, BlobId blob, Optional<ByteRange> wanted, Path target)
            throws IOException {
        long length = wanted.map(ByteRange::length).orElse(0L);
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Path name = Optional.ofNullable(absolute.getFileName())
                .orElseThrow(() -> new IllegalArgumentException("--out: '" + target + "' names no file"));
        try (DurableFile file = DurableFile.create(DiskFileStore.open(parent), name.toString());
                Progress progress = output.progress("reading", length)) {
            if (wanted.isPresent()) {
                open.network().copy(blob, wanted.get(), bytes -> {
                    progress.advance(bytes.remaining());
                    file.append(bytes);
                });
            }
            file.commit();
        }
        output.hint("Wrote " + length + " bytes to " + target + ".");
    }

    private static BlobSink writer(WritableByteChannel channel) {
        return (ByteBuffer bytes) -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        };
    }

    /// The blob that `text` names: by its id, or by an object on the ledger.
    static BlobId blob(StorageOptions.Open open, String text) {
        return text.startsWith("0x") ? open.system().blob(Address.parse(text)).blobId() : BlobId.parse(text);
    }

    /// What to read; empty for the whole of an empty blob.
    private static Optional<ByteRange> range(Optional<String> text, long size) {
        if (text.isEmpty()) {
            return size == 0 ? Optional.empty() : Optional.of(new ByteRange(0, size));
        }
        Matcher parts = RANGE.matcher(text.get());
        if (!parts.matches() || text.get().equals("-")) {
            throw new IllegalArgumentException("--range: expected A-B, A- or -N, got '" + text.get() + "'");
        }
        long first;
        long end;
        if (parts.group(1).isEmpty()) {
            first = Math.max(0, size - Long.parseLong(parts.group(2)));
            end = size;
        } else {
            first = Long.parseLong(parts.group(1));
            end = parts.group(2).isEmpty() ? size : Math.min(size, Math.addExact(Long.parseLong(parts.group(2)), 1));
        }
        if (first >= end) {
            throw new IllegalArgumentException("--range: "
                    + (size == 0 ? "the blob is empty" : "expected bytes of the blob's 0 to " + (size - 1)) + ", got "
                    + text.get());
        }
        return Optional.of(new ByteRange(first, end - first));
    }
}
