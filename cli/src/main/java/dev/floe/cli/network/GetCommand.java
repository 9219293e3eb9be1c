package dev.floe.cli.network;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.floe.cli.FloeCommand;
import dev.floe.cli.Output;
import dev.floe.cli.Progress;
import dev.floe.cli.ledger.KeyOptions;
import dev.floe.format.BlobId;
import dev.floe.format.ByteRange;
import dev.floe.host.ByteArea;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.ledger.Address;
import dev.floe.storage.BlobSink;
import dev.floe.storage.walrus.Consistency;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
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

    private static final int PIECE_BYTES = 1 << 20;
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

    @Option(
            names = "--strict",
            description = "Read all of it and encode it again: so it is known that every reader gets the same bytes.")
    private boolean strict;

    /// Gives bytes of a blob to a sink.
    @FunctionalInterface
    private interface Source {
        void copy(BlobSink sink) throws IOException;
    }

    @Override
    protected int run(Output output) throws Exception {
        if (output.isJson() && out.isEmpty()) {
            throw new IllegalArgumentException("--json: give --out too, or the bytes and the JSON would mix");
        }
        try (StorageOptions.Open open = storage.open()) {
            BlobId blob = blob(open, id);
            long size = open.network().sizeBytes(blob);
            // There is no range of no bytes: an empty blob is read by its metadata alone.
            Optional<ByteRange> asked =
                    size == 0 && range.isEmpty() ? Optional.empty() : Optional.of(range(range, size));
            if (asked.isEmpty()) {
                write(output, 0, sink -> {});
            } else if (strict) {
                ByteRange wanted = asked.get();
                try (ByteArea whole = ByteArea.temporary(scratch(), size)) {
                    open.network().download(blob, whole, Consistency.STRICT);
                    write(output, wanted.length(), sink -> copy(whole, wanted, sink));
                }
            } else {
                ByteRange wanted = asked.get();
                write(output, wanted.length(), sink -> open.network().copy(blob, wanted, sink));
            }
            output.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("blobId", blob.toString())
                    .put("size", size)
                    .put("offset", asked.map(ByteRange::offset).orElse(0L))
                    .put("length", asked.map(ByteRange::length).orElse(0L))
                    .put("strict", strict));
            open.network()
                    .lies()
                    .forEach((node, times) -> output.warn(
                            "storage node " + node + " sent " + times + " wrong answers; it was passed by"));
            return 0;
        }
    }

    private void write(Output output, long length, Source source) throws IOException {
        if (out.isPresent()) {
            toFile(output, length, source, out.get());
        } else {
            source.copy(writer(Channels.newChannel(output.raw())));
            output.raw().flush();
        }
    }

    private static void toFile(Output output, long length, Source source, Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = Optional.ofNullable(absolute.getParent()).orElse(absolute);
        Path name = Optional.ofNullable(absolute.getFileName())
                .orElseThrow(() -> new IllegalArgumentException("--out: '" + target + "' names no file"));
        try (DurableFile file = DurableFile.create(DiskFileStore.open(parent), name.toString());
                Progress progress = output.progress("reading", length)) {
            source.copy(bytes -> {
                progress.advance(bytes.remaining());
                file.append(bytes);
            });
            file.commit();
        }
        output.hint("Wrote " + length + " bytes to " + target + ".");
    }

    /// Where a blob that was not asked for in full is kept while it is checked.
    private static Path scratch() throws IOException {
        return Files.createDirectories(KeyOptions.home().resolve("downloads"));
    }

    private static void copy(ByteArea whole, ByteRange wanted, BlobSink sink) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        for (long at = wanted.offset(); at < wanted.end(); at += PIECE_BYTES) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, wanted.end() - at));
            whole.read(at, MemorySegment.ofBuffer(piece));
            sink.accept(piece);
        }
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

    private static ByteRange range(Optional<String> text, long size) {
        if (text.isEmpty()) {
            return new ByteRange(0, size);
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
            throw new IllegalArgumentException(
                    "--range: expected bytes of the blob's 0 to " + (size - 1) + ", got " + text.get());
        }
        return new ByteRange(first, end - first);
    }
}
