package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Encodes a blob of some MiB to sliver files and decodes it from the last of them; prints the most memory that was
/// resident. Run in a JVM of its own with a small heap.
final class SmallHeapProcess {

    private SmallHeapProcess() {}

    /// @param args a scratch folder, the size in MiB
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long size = Long.parseLong(args[1]) << 20;
        Path original = folder.resolve("blob");
        try (ByteArea blob = ByteArea.created(original, size);
                Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(1 << 20);
            long state = 1;
            for (long at = 0; at < size; at += piece.byteSize()) {
                for (long i = 0; i < piece.byteSize(); i += 8) {
                    state = state * 6364136223846793005L + 1442695040888963407L;
                    piece.set(ValueLayout.JAVA_LONG, i, state ^ state >>> 29);
                }
                blob.write(at, piece);
            }
        }
        StorageShards shards = new StorageShards(1000);
        EncodeOptions options = EncodeOptions.defaults().withThreads(2);
        BlobMetadataWithId metadata;
        List<SliverInput> slivers = new ArrayList<>();
        try (ByteArea blob = options.openBlob(original);
                EncodedBlob encoded = new BlobEncoder(shards, options).encode(blob);
                Arena arena = Arena.ofConfined()) {
            metadata = encoded.metadata();
            MemorySegment sliver = arena.allocate(encoded.sliverSizeBytes(Axis.PRIMARY));
            for (int index = shards.count() - shards.sourceSymbols(Axis.PRIMARY); index < shards.count(); index++) {
                ByteArea file = ByteArea.created(folder.resolve("sliver-" + index), sliver.byteSize());
                encoded.read(Axis.PRIMARY, index, sliver);
                file.write(0, sliver);
                slivers.add(new SliverInput(Axis.PRIMARY, index, file, 0));
            }
        }
        Path decoded = folder.resolve("decoded");
        try (ByteArea target = ByteArea.created(decoded, size)) {
            new BlobDecoder(shards, options).decode(Axis.PRIMARY, slivers, target);
        }
        Slivers.close(slivers);
        if (Files.mismatch(original, decoded) != -1) {
            throw new AssertionError("the decoded blob differs from the original");
        }
        System.out.println("id " + metadata.id());
        System.out.println("peakKiB " + peakKib());
    }

    private static String peakKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "0";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("0");
    }
}
