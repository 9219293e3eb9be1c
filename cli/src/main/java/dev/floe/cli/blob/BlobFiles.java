package dev.floe.cli.blob;

import dev.floe.format.Axis;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.Bytes;
import dev.floe.format.StorageShards;
import dev.floe.host.ByteArea;
import dev.floe.host.DiskFileStore;
import dev.floe.host.DurableFile;
import dev.floe.storage.encoding.SliverInput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A folder with an encoded blob: `metadata.bcs` (BlobMetadataWithId), `primary-<index>.sliver` and
/// `secondary-<index>.sliver` (BCS SliverData). The metadata is written last: a folder that has it is complete.
final class BlobFiles {

    private static final String METADATA = "metadata.bcs";

    /// Longest metadata: an id, a few numbers and 66 bytes per storage shard.
    private static final int MAX_METADATA_BYTES = 128 + 66 * StorageShards.MAX;

    private final Path folder;

    BlobFiles(Path folder) {
        this.folder = folder;
    }

    static Path requireFile(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("a file is needed, not a folder: " + path);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        return path;
    }

    /// Reads the metadata and makes sure that it gives its own id.
    BlobMetadataWithId readMetadata() throws IOException {
        Path file = requireFile(folder.resolve(METADATA));
        if (Files.size(file) > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException(
                    file + " is " + Files.size(file) + " bytes long; metadata has at most " + MAX_METADATA_BYTES);
        }
        BcsReader in = BcsReader.of(file.toString(), Files.readAllBytes(file));
        BlobMetadataWithId metadata = BlobMetadataWithId.read(in);
        in.end();
        return metadata.verified();
    }

    void writeMetadata(BlobMetadataWithId metadata) throws IOException {
        DurableFile.write(DiskFileStore.open(folder), METADATA, metadata.toBcs().asByteBuffer());
    }

    Path sliver(Axis axis, int index) {
        return folder.resolve(axis.text() + "-" + index + ".sliver");
    }

    /// Writes a sliver from its symbols: SliverData is their length, they, the symbol size and the index.
    void writeSliver(Axis axis, int index, int symbolBytes, MemorySegment symbols) throws IOException {
        byte[] head = new BcsWriter().uleb(Math.toIntExact(symbols.byteSize())).toByteArray();
        byte[] tail = new BcsWriter().u16(symbolBytes).u16(index).toByteArray();
        try (DurableFile file = DurableFile.create(DiskFileStore.open(folder), name(axis, index))) {
            file.append(ByteBuffer.wrap(head));
            file.append(symbols.asByteBuffer());
            file.append(ByteBuffer.wrap(tail));
            file.commit();
        }
    }

    private static String name(Axis axis, int index) {
        return axis.text() + "-" + index + ".sliver";
    }

    /// What is there of one axis.
    ///
    /// @param slivers slivers whose file has the right form; their hashes are not checked
    /// @param bad what is wrong with the others
    /// @param missing indices without a file
    record Found(List<SliverInput> slivers, List<String> bad, List<Integer> missing) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (SliverInput sliver : slivers) {
                sliver.area().close();
            }
        }
    }

    /// Opens all slivers of `axis`.
    Found open(Axis axis, BlobMetadata metadata) throws IOException {
        List<SliverInput> slivers = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        for (int index = 0; index < metadata.shards().count(); index++) {
            Path file = sliver(axis, index);
            if (!Files.isRegularFile(file)) {
                missing.add(index);
                continue;
            }
            open(axis, index, file, metadata, bad).ifPresent(slivers::add);
        }
        return new Found(slivers, bad, missing);
    }

    private static Optional<SliverInput> open(Axis axis, int index, Path file, BlobMetadata metadata, List<String> bad)
            throws IOException {
        int symbolBytes = metadata.symbolSize();
        int expected = metadata.shards().sliverSize(axis, metadata.blobSize());
        byte[] head = new BcsWriter().uleb(expected).toByteArray();
        byte[] tail = new BcsWriter().u16(symbolBytes).u16(index).toByteArray();
        long size = (long) head.length + expected + tail.length;
        ByteArea area = ByteArea.opened(file);
        String name = String.valueOf(file.getFileName());
        if (area.sizeBytes() != size) {
            bad.add(name + ": " + area.sizeBytes() + " bytes long, expected " + size);
        } else if (!read(area, 0, head.length).equals(Bytes.copyOf(head))
                || !read(area, size - tail.length, tail.length).equals(Bytes.copyOf(tail))) {
            bad.add(name + ": length, symbol size or index in it are not those of this sliver of the blob");
        } else {
            return Optional.of(new SliverInput(axis, index, area, head.length));
        }
        area.close();
        return Optional.empty();
    }

    private static Bytes read(ByteArea area, long offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(length);
            area.read(offset, bytes);
            return Bytes.copyOf(bytes.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}
